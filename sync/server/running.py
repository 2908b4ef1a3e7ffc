"""Running the inbox's server over an open office, with uvicorn: until it is told to stop."""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from socket import socket
from time import monotonic
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.types import ASGIApp

from records.store.tables_sync import inbox_batch
from sync import distribution, enrolment, handover, inbox
from sync.server.application import Inbox, application
from sync.server.files_down import FilesWanted
from sync.server.gate import Gate
from sync.server.journal import write_to

if TYPE_CHECKING:
    from records.ledger import Office

MOST_CONNECTIONS = 500
KEEP_ALIVE = 30  # seconds
_NOT_STARTED = 3  # exit status, as uvicorn's own


def app(office: "Office") -> ASGIApp:
    """Return the ASGI application over *office*; it may be called from several threads."""

    def known(digest: str) -> bool:
        with office.snapshot() as connection:
            query = select(inbox_batch.c.batch_no).where(
                inbox_batch.c.office_code == office.info.code, inbox_batch.c.content_hash == digest
            )
            return connection.execute(query).first() is not None

    def forms(after: str) -> bytes | None:
        package = distribution.package(office)
        return None if package is None or package.mark == after else package.data

    def updates(after: str) -> bytes | None:
        found = distribution.notice_file(office)
        return None if found is None or found[0] == after else found[1]

    def ready() -> bool:
        with office.snapshot() as connection:
            return connection.execute(select(1)).scalar() == 1

    def statement(device_id: str, epoch: str, with_sums: bool, above: str) -> bytes:
        return inbox.state(office, device_id, epoch, with_sums=with_sums, above=above)

    return application(
        Inbox(
            _gate(office),
            office.folder / "inbox",
            partial(_receive, office),
            known,
            partial(inbox.next_for, office),
            monotonic,
            forms,
            ready,
            partial(enrolment.by_code, office),
            partial(enrolment.accept_bytes, office),
            statement,
            updates,
            lambda device_id, digest: inbox.erasures.answer(office, digest, device_id),
            partial(enrolment.take_keys_bytes, office),
            lambda after: next((paper for _key, paper in enrolment.own_papers(office, after)), None),
            partial(_records, office),
            partial(_files, office),
        )
    )


def _records(office: "Office", device_id: str, after: str) -> bytes | None:
    """Return the next records a device may read, after the mark it has reached."""
    distribution.sharing.hear(office, device_id, after)
    package = distribution.package_for(office, device_id, after)
    return None if package is None else package.data


def _files(office: "Office", device_id: str, wanted: FilesWanted) -> distribution.Piece | None:
    """Return the next piece of the attached files a device lacks of a record."""
    key = wanted.office, wanted.record
    return distribution.piece_for(office, device_id, key, wanted.lacking, wanted.at, wanted.digest)


def _receive(office: "Office", file: Path) -> object:
    """Take in what was uploaded: a batch, or what is in the database afterwards and need not be kept as a file."""
    if inbox.erasures.is_notice(file):
        found: object = inbox.erasures.receive_notice(office, file)
    elif handover.is_hand_over(file):
        found = handover.receive(office, file)
    elif inbox.is_files(file):
        found = inbox.receive_files(office, file)
    else:
        return inbox.receive(office, file, how="http")
    file.unlink()  # the same upload again would find it all there
    return found


def _gate(office: "Office") -> Gate:
    return Gate(
        partial(enrolment.device_keys, office),
        lambda: max(0, int(office.clock.now().timestamp())),
        partial(enrolment.key_seen, office),
    )


def serve(
    office: "Office",
    host: str = "127.0.0.1",
    port: int = 8443,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    *,
    json_log: bool = False,
    listening: Callable[[int], None] | None = None,
) -> None:
    """Serve *office* until SIGINT or SIGTERM; TLS 1.2 or newer when a certificate is given.

    *json_log*: tell every answer and import on standard error as a line of JSON. *listening* hears the port once
    connections are taken there (with *port* 0 one that is free). Exits with status 3 when the port is not to be had.
    """
    import uvicorn

    class Telling(uvicorn.Server):
        async def startup(self, sockets: list[socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started and listening is not None:
                listening(int(self.servers[0].sockets[0].getsockname()[1]))

    if json_log:
        write_to(logging.StreamHandler(), office.clock.now)
    config = uvicorn.Config(
        app(office),
        host=host,
        port=port,
        ssl_certfile=None if tls_cert is None else str(tls_cert),
        ssl_keyfile=None if tls_key is None else str(tls_key),
        access_log=False,
        server_header=False,
        log_level="warning",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
    )
    server = Telling(config)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(_NOT_STARTED)
