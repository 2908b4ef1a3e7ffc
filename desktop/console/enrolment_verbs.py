"""Verbs about who reports to whom: enrolment, the devices of offices below."""

from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.words import _
from forms.words import N_

_STANDINGS = {"enrolled": N_("在用"), "revoked": N_("已吊销")}
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.group()
def enrol() -> None:
    """Enrolment: the office above issues a file, the office below answers, the office above accepts."""


@enrol.command("new")
@click.argument("code")
@click.argument("file", type=NEW)
@click.option(
    "--address", default="", help="Where this office's server is reached, e.g. https://10.0.0.5:8443"
)
@click.pass_obj
def enrol_new(desk: Desk, code: str, file: Path, address: str) -> None:
    """Issue an enrolment file for the office with division CODE."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        issued = enrolment.new(office, code, file, address)
    document = {"file": str(file), "fingerprint": issued.fingerprint, "code": issued.spoken}
    said = _("{file}\n请电话核对指纹：{fingerprint}")
    if address:
        said += "\n" + _("联网登记用的一次性码：{code}")
    answer(desk, document, said.format(**document))


@enrol.command("answer")
@click.argument("file_in", type=EXISTING)
@click.argument("file_out", type=NEW)
@click.pass_obj
def enrol_answer(desk: Desk, file_in: Path, file_out: Path) -> None:
    """Answer an enrolment file with this device's public keys."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        answered = enrolment.answer(office, file_in, file_out)
    _fingerprint(desk, file_out, answered.fingerprint)


@enrol.command("accept")
@click.argument("file", type=EXISTING)
@click.pass_obj
def enrol_accept(desk: Desk, file: Path) -> None:
    """Accept an answer: from here on this device's batches are received."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        accepted = enrolment.accept(office, file)
    _fingerprint(desk, file, accepted.fingerprint)


@enrol.command("online")
@click.argument("file", type=EXISTING, required=False)
@click.option("--server", help="Address of the office above, to fetch the invitation from.")
@click.option("--code", help="The one-time code read on the telephone: sixteen digits.")
@click.option("--ca", type=EXISTING, help="Certificate to trust, for a server with one of its own.")
@click.pass_obj
def enrol_online(
    desk: Desk, file: Path | None, server: str | None, code: str | None, ca: Path | None
) -> None:
    """Enrol over the line: answer the enrolment FILE at the server it names, or fetch it with the one-time code."""
    from sync import outbox

    if file is None and not (server and code):
        raise click.UsageError(_("请写登记文件，或同时写 --server 和 --code。"))
    with desk.office("reviewer") as office:
        if file is not None:
            answered = outbox.enrol_with_file(office, file, ca=ca)
        else:
            answered = outbox.enrol_with_code(office, server or "", code or "", ca=ca)
    document = {"office": answered.office, "name": answered.name, "fingerprint": answered.fingerprint}
    answer(desk, document, _("已向 {name} 登记。\n请电话核对指纹：{fingerprint}").format(**document))


def _fingerprint(desk: Desk, file: Path, fingerprint: str) -> None:
    document = {"file": str(file), "fingerprint": fingerprint}
    answer(desk, document, _("{file}\n请电话核对指纹：{fingerprint}").format(**document))


@click.group()
def devices() -> None:
    """Devices of offices below: list, share records, revoke."""


@devices.command("list")
@click.pass_obj
def devices_list(desk: Desk) -> None:
    """List enrolled devices and their standing."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        found = enrolment.devices(office)
    rows = [
        [item.device_id, item.office_code, _(_STANDINGS.get(item.standing, item.standing))] for item in found
    ]
    desk.speech.table([_("设备"), _("单位"), _("状态")], rows)
    desk.speech.document({"devices": [
        {"device_id": item.device_id, "office_code": item.office_code, "standing": item.standing} for item in found]})  # fmt: skip


@devices.command("revoke")
@click.argument("device_id")
@click.option("--reason", required=True)
@click.pass_obj
def devices_revoke(desk: Desk, device_id: str, reason: str) -> None:
    """Revoke a device: its later batches go to quarantine."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        enrolment.revoke(office, device_id, reason)
    answer(desk, {"device_id": device_id}, _("已吊销设备 {device}").format(device=device_id))


VERBS = [enrol, devices]
