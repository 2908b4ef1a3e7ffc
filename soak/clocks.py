"""A PC whose clock is wrong: from 1970 to 2099, running backwards, with other time zones. The work stays whole."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from forms.problems import Problem
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from soak.disturbing import Disturber, in_child
from soak.offices import NAME, PASSPHRASE, gift
from soak.oracle import soundness
from tests.fakes.fixed_clock import FixedClock

MOMENTS: Final = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2019, 6, 1, tzinfo=timezone(timedelta(hours=-11))),
    datetime(2026, 11, 22, tzinfo=timezone(timedelta(hours=8))),
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=timezone(timedelta(hours=8))),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(2099, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=14))),
)
STEPS: Final = (0, -300, 86_400)  # seconds the clock goes on (or back) between two verbs


def run(disturber: Disturber) -> tuple[int, list[str]]:
    """Do a morning's work under every clock; return how many were tried and what was wrong."""
    tried, wrong = 0, list[str]()
    for moment in MOMENTS:
        for step in STEPS:
            stage = disturber.bases.get("work").copy(disturber.stage)

            def morning(
                moment: datetime = moment, step: int = step, folder: str = str(stage.county)
            ) -> list[str]:
                return _morning(folder, FixedClock(moment), step)

            status, found = in_child(morning)
            tried += 1
            wrong += [f"{moment} {step:+}: {what}" for what in (found if status == 0 else ["crashed"])]
    return tried, wrong


def _morning(folder: str, clock: FixedClock, step: int) -> list[str]:
    from pathlib import Path

    with Office.open(Path(folder), NAME, PASSPHRASE, clock, SystemIds(), kdf=CHEAPEST) as office:
        head = office.records.save("money_donation", gift(9), token="g9")  # noqa: S106  (a save's token)
        clock.forward(seconds=step)
        second = office.records.save("money_donation", gift(8), token="g8")  # noqa: S106  (a save's token)
        clock.forward(seconds=step)
        outcomes = office.records.complete([head.record_id, second.record_id])
        wrong = [
            f"{each.problem.code}" for each in outcomes if each.problem and each.problem.code not in _DATED
        ]
        clock.forward(seconds=step)
        if outcomes[0].problem is None:
            try:
                office.receipts.issue(head.record_id)
            except Problem as problem:
                wrong += [] if problem.code == _CLOCK else [problem.code]
        first = office.records.list("money_donation", limit=2).rows
        if {each.record_id for each in first} != {head.record_id, second.record_id}:
            wrong.append("the newest are not first")
        office.backup(office.folder / "backups" / "clock.db")
        return wrong + soundness(office)


_CLOCK = "RECORDS-074"  # the PC's date cannot be right: no receipt is numbered
_DATED = {"FORMS-004"}  # received on a day that has not come: the form's own rule
