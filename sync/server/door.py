"""What every request passes: how often one asks, who asks, and what the log and the counts hear of the answer."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import ceil

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from forms.problems import Problem
from sync.protocol import problem_codes as codes
from sync.protocol import requests
from sync.server.gate import Gate
from sync.server.measures import Measures
from sync.server.pace import Pace
from sync.server.replies import refusal

log = logging.getLogger("xiezuo.server")
Handler = Callable[[Request, str], Awaitable[Response]]
Open = Callable[[Request], Awaitable[Response]]

# A device that drains a month's queue sends some hundred pieces in a burst and then a few a second.
DEVICE_BURST, DEVICE_RATE = 600.0, 20.0
FAILURES_BURST, FAILURES_RATE = 30.0, 0.2


@dataclass(frozen=True, slots=True)
class Door:
    """*devices* paces who signed, *failures* addresses whose requests nobody signed; *moment* is a clock in seconds."""

    gate: Gate
    measures: Measures
    devices: Pace
    failures: Pace
    moment: Callable[[], float]

    @classmethod
    def of(cls, gate: Gate, measures: Measures, moment: Callable[[], float]) -> "Door":
        """Return the door with the usual paces."""
        devices = Pace(DEVICE_BURST, DEVICE_RATE, moment)
        return cls(gate, measures, devices, Pace(FAILURES_BURST, FAILURES_RATE, moment), moment)

    def guarded(self, route: str, handler: Handler) -> Open:
        """Let *handler* see only requests signed by a device in good standing, speaking tus 1.0, not too often."""

        async def guarded(request: Request) -> Response:
            begun = self.moment()
            reply, device = await self._answer(request, handler)
            seconds = self.moment() - begun
            self.measures.answered(route, reply.status_code, seconds)
            facts = {
                "route": f"{request.method} {route}",
                "status": reply.status_code,
                "device": device,
                "ms": round(seconds * 1000),
            }
            log.info("answered", extra=facts)
            return reply

        return guarded

    def ajar(self, route: str, handler: Open) -> Open:
        """Let *handler* see requests nobody signed; who is refused there is slowed down as one who signs wrongly."""

        async def ajar(request: Request) -> Response:
            address = request.client.host if request.client else ""
            late = self.failures.wait(address)
            if late:
                self.measures.slowed("address")
                reply: Response = _later(late)
            else:
                try:
                    reply = await handler(request)
                except Problem as problem:
                    self.failures.spend(address)
                    reply = refusal(problem)
            self.measures.answered(route, reply.status_code, 0.0)
            log.info("answered", extra={"route": f"{request.method} {route}", "status": reply.status_code})
            return reply

        return ajar

    async def _answer(self, request: Request, handler: Handler) -> tuple[Response, str]:
        address = request.client.host if request.client else ""
        late = self.failures.wait(address)
        if late:
            self.measures.slowed("address")
            return _later(late), "-"
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        try:
            device = await run_in_threadpool(self.gate.pass_, request.method, target, request.headers)
        except Problem as problem:
            if problem.code == codes.UNAUTHORISED.code:
                self.failures.spend(address)
            return refusal(problem, headers={requests.MOMENT: str(self.gate.seconds())}), "-"
        late = self.devices.wait(device)
        if late:
            self.measures.slowed("device")
            return _later(late), device
        self.devices.spend(device)
        return await self._handled(request, handler, device), device

    async def _handled(self, request: Request, handler: Handler, device: str) -> Response:
        if request.headers.get("tus-resumable") != "1.0.0":
            problem = Problem(codes.BAD_REQUEST, values={"reason": "Tus-Resumable"})
            return refusal(problem, 412, {"Tus-Version": "1.0.0"})
        try:
            return await handler(request, device)
        except Problem as problem:
            return refusal(problem, headers={requests.MOMENT: str(self.gate.seconds())})


def _later(seconds: float) -> Response:
    """Answer one who asks too often (RFC 6585): the client's patience reads Retry-After."""
    return refusal(Problem(codes.BUSY), 429, {"Retry-After": str(ceil(seconds))})
