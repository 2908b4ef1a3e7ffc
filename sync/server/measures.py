"""What the server counts about itself, in Prometheus's text: requests, bytes, imports, what waits; nothing of persons.

The counts belong to one application and are handed in, so that two servers of one process (a test, a county beside
its province) do not add up. Devices and offices are no labels: a label for each would tell who reports when.
"""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Measures:
    """The counters of one server."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._requests = Counter(
            "xiezuo_requests", "Requests answered", ["route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "xiezuo_request_seconds", "Time to the answer", ["route"], registry=registry
        )
        self._bytes = Counter("xiezuo_upload_bytes", "Bytes of batches made durable", registry=registry)
        self._imports = Counter(
            "xiezuo_imports", "Batches imported, refused or failed", ["outcome"], registry=registry
        )
        self._slowed = Counter("xiezuo_slowed", "Requests told to come later", ["why"], registry=registry)
        self._waiting = Gauge("xiezuo_batches_waiting", "Whole batches not imported yet", registry=registry)

    def watch(self, waiting: Callable[[], int]) -> None:
        """Ask *waiting* for the number of whole batches that lie unimported."""
        self._waiting.set_function(waiting)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count one answer; *route* is the path's pattern, never a path with a name in it."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def took(self, count: int) -> None:
        """Count *count* bytes that are on disk now."""
        self._bytes.inc(count)

    def imported(self, outcome: str) -> None:
        """Count a batch: ``imported``, ``refused`` or ``failed``."""
        self._imports.labels(outcome).inc()

    def slowed(self, why: str) -> None:
        """Count a request that came too soon: ``device`` or ``address``."""
        self._slowed.labels(why).inc()

    def text(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        return generate_latest(self._registry)
