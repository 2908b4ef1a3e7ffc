"""The two offices of the pictures: a county in the middle of its work and the province above it; all invented.

The county has sent one batch and heard back (one record returned with words), sealed a second one that waits at the
province, numbered a receipt and made a backup, so that every screen has something to show.
"""

from contextlib import closing
from pathlib import Path
from typing import Final

from desktop.background import Progress
from desktop.office_plan import Person, Plan
from desktop.offices import create
from forms.checks.resident_id import check_digit
from forms.clock import Clock, SystemClock
from records.ledger import Office
from records.model.ids import SystemIds

PASSPHRASE: Final = "春风十里，不如回家"  # noqa: S105  (of offices that are thrown away; same in every language)
COUNTY: Final = ("513435", "甘洛县东西部协作办公室")  # same in every language
PROVINCE: Final = ("510000", "四川省东西部协作办公室")  # same in every language
PEOPLE: Final = (("张会计", "clerk"), ("李主任", "reviewer"))  # invented; same in every language
OFFICER: Final = ("王处长", "reviewer")  # same in every language
_WORDS: Final = "合同起止日期与合同原件不一致，请核对。"  # same in every language
_UYGHUR: Final = ("ئايگۈل تۇرسۇن", "مەمەت ئەلى", "پاتىگۈل ئابدۇرېھىم")  # invented; same in every language
_SECOND: Final = 5  # records of the second batch


def opened(folder: Path, name: str, clock: Clock | None = None) -> Office:
    """Return the office in *folder*, opened by *name*; the year's office is opened at the day it ends."""
    return Office.open(folder, name, PASSPHRASE, clock or SystemClock(), SystemIds())


def make(work: Path) -> tuple[Path, Path]:
    """Make both offices under *work* and let them do their work; returns the county's and the province's folder."""
    county = _made(work / "county", COUNTY, "county", PEOPLE, samples=True)
    province = _made(work / "province", PROVINCE, "province", (OFFICER,))
    with closing(opened(county, PEOPLE[1][0])) as below, closing(opened(province, OFFICER[0])) as above:
        _enrol(below, above, work)
        _first_batch(below, above, work)
        _second_batch(below, above)
        gift = below.records.list("money_donation", limit=1).rows[0]
        below.receipts.issue(gift.record_id)
        below.backup(work / "backup.db")
    return county, province


def make_year(work: Path) -> Path:
    """Make a county with a year of work in every ledger under *work*; returns its folder."""
    from records.ledger import NewUser, Role
    from records.samples import SampleClock, SampleYear, approve

    folder, clock, ids = work / "year", SampleClock(), SystemIds()
    people = [NewUser(name, Role(role), PASSPHRASE) for name, role in PEOPLE]
    with closing(
        Office.create(folder, code=COUNTY[0], name=COUNTY[1], people=people, clock=clock, ids=ids)
    ) as office:
        SampleYear(office).fill(1)
    with closing(Office.open(folder, PEOPLE[1][0], PASSPHRASE, clock, ids)) as office:
        office.settings.set("partner_province", "33")
        approve(office)
    return folder


def add_uyghur(office: Office) -> None:
    """Enter three drafts with Uyghur names, for the pictures of a window read from the right."""
    for number, name in enumerate(_UYGHUR):
        answers = dict(
            office.records.get(office.records.list("employment", limit=1).rows[0].record_id).answers
        )
        first = f"6501021990010{number + 1}999"
        office.records.save(
            "employment",
            {**answers, "full_name": name, "id_no": first + check_digit(first)},
            token=f"uyghur-{number}",
        )


def _made(
    folder: Path,
    place: tuple[str, str],
    level: str,
    people: tuple[tuple[str, str], ...],
    *,
    samples: bool = False,
) -> Path:
    plan = Plan(
        place[0],
        place[1],
        level,
        "330000" if samples else "",
        [Person(name, role, PASSPHRASE) for name, role in people],
        one_person=len(people) == 1,
        folder=folder,
        samples=samples,
    )
    create(plan, SystemClock(), SystemIds(), Progress()).close()
    return folder


def _enrol(below: Office, above: Office, work: Path) -> None:
    from sync import enrolment

    enrolment.new(above, below.info.code, work / "county.invite", "https://10.51.0.8:8443")
    enrolment.answer(below, work / "county.invite", work / "county.answer")
    enrolment.accept(above, work / "county.answer")


def _first_batch(below: Office, above: Office, work: Path) -> None:
    """Sent, judged, and heard of."""
    from sync import inbox, outbox

    sealed = outbox.seal(below)
    if sealed is None:
        raise TypeError("the samples hold nothing approved")
    received = inbox.receive(above, sealed.file)
    wrong = next(one for one in inbox.records(above, received.batch_key) if one.form_id == "employment")
    inbox.send_back(above, received.batch_key, [wrong.record_id], _WORDS, "contract_from")
    inbox.accept(above, received.batch_key)
    outbox.apply(below, inbox.acknowledge(above, received.batch_key, work / "first.ack"))


def _second_batch(below: Office, above: Office) -> None:
    """Received above, not judged yet; the acknowledgement has not come back."""
    from sync import inbox, outbox

    waiting = below.records.list("employment", states=["complete"], limit=_SECOND).rows
    below.records.approve([head.record_id for head in waiting])
    sealed = outbox.seal(below)
    if sealed is not None:
        inbox.receive(above, sealed.file)
        _double(below, above, waiting[0].record_id)


def _double(below: Office, above: Office, record_id: str) -> None:
    """Let the province have one of these workers, too, with another wage."""
    answers = dict(below.records.get(record_id).answers)
    above.records.save("employment", {**answers, "monthly_wage": "4321"}, token=f"double-{record_id}")
