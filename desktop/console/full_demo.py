"""The demonstration that stays: a county office with a year of invented work, to be opened in the window."""

from desktop.console import demo_stage
from desktop.console.desk import Desk, given_passphrase
from records.model.ids import SystemIds


def sample_year(desk: Desk, times: int) -> tuple[int, int]:
    """Make the desk's folder a county with a year of work; return how many records it has, and how many were approved.

    Raises Problem RECORDS-008 when an office is there.
    """
    from records.ledger import NewUser, Office, Role
    from records.samples import SampleClock, SampleYear, approve

    clock, words = SampleClock(), given_passphrase()
    code, name = demo_stage.COUNTY
    people = [
        NewUser(demo_stage.CLERK, Role.CLERK, words),
        NewUser(demo_stage.REVIEWER, Role.REVIEWER, words),
    ]
    office = Office.create(desk.folder, code=code, name=name, people=people, clock=clock, ids=SystemIds())
    try:
        done = SampleYear(office, desk.speech.progress).fill(times)
    finally:
        office.close()
    office = Office.open(desk.folder, demo_stage.REVIEWER, words, clock, SystemIds())
    try:
        office.settings.set("partner_province", "33")
        return done, approve(office)
    finally:
        office.close()
