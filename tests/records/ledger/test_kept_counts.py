"""Kept numbers are never old: whatever happens to records, what is kept equals what is counted anew, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text

from records.ledger import Office
from records.ledger.counting import WORTH_KEEPING, Result
from records.ledger.seat import ONE_PERSON, put_setting
from records.model.measures import Asked, During, Measure, Of, Period, Source, Window
from records.store.tables_indicators import kept_count
from records.store.tables_road import duplicate
from tests.records.ledger.test_counting import MEASURES, ON_POST, YEAR

Worker = Callable[..., dict[str, Any]]
EARLIER = Period(date(2025, 1, 1), date(2025, 12, 31))
LARGEST = Measure("largest", Of.TOP, (Source("employment", window=ON_POST),), "monthly_wage", by="full_name")
ALL_KINDS = [
    *MEASURES,
    LARGEST,
    Measure(
        "gifts", Of.SUM, (Source("money_donation", window=Window(During.ON, ("received_on",))),), "amount_cny"
    ),
    Measure(
        "people",
        Of.COUNT,
        (Source("employment", window=ON_POST, key="id_no"), Source("benefit_link", key="id_no")),
    ),
]
VERBS = ("save", "many", "complete", "approve", "correct", "reopen", "void", "undo", "gift")


def counted(office: Office, keep: int, period: Period = YEAR) -> Result:
    """Count everything; *keep*: from how many records on numbers are kept."""
    office.counting.worth_keeping = keep
    return office.counting.run(ALL_KINDS, Asked(period, settings={"months": (6,)}))


def must_agree(office: Office) -> None:
    """What is kept (read twice: worked out, then kept) is what an office that keeps nothing counts."""
    for period in (YEAR, EARLIER):
        anew = counted(office, 10**9, period)
        assert counted(office, 0, period) == anew
        assert counted(office, 0, period) == anew


def in_python(office: Office) -> dict[str, tuple[int, int]]:
    """Count jobs of 2026 by hand from the answers: people and rows on post, and the wages of those rows."""
    rows = []
    for head in office.records.list("employment", states=["approved"], limit=1_000).rows:
        answers = office.records.get(head.record_id).answers
        if answers["start_month"] <= "2026-12-31" and answers.get("end_month", "9999") >= "2026-01-01":
            rows.append(answers)
    helped = [row for row in rows if row["by_cooperation"] == "yes"]
    wages = sum(int(row["monthly_wage"]) for row in rows)
    return {"all": (len({row["id_no"] for row in helped}), len(helped)), "wages": (wages, len(rows))}


class Hand:
    """Does to records what a list of verbs and numbers says."""

    def __init__(self, office: Office, worker: Worker, gift: dict[str, Any]) -> None:
        self.office, self._worker, self._gift = office, worker, gift
        self.ids: list[str] = []
        self.imports: list[str] = []

    def _job(self, number: int) -> dict[str, Any]:
        end = "2026-04-30" if number % 3 == 0 else None
        return self._worker(
            number % 5, start_month=f"202{4 + number % 3}-0{1 + number % 9}-01", monthly_wage=str(3000 + number),
            end_month=end, status="left" if end else "on_post", by_cooperation="no" if number % 7 == 0 else "yes",
        )  # fmt: skip

    def _one(self, number: int) -> list[str]:
        return [self.ids[number % len(self.ids)]] if self.ids else []

    def do(self, verb: str, number: int) -> None:
        """Do one thing; what the record's state forbids changes nothing."""
        records, token = self.office.records, self.office.ids.token
        if verb == "save":
            self.ids.append(records.save("employment", self._job(number), token=token()).record_id)
        elif verb == "many":
            batch = self.office.imports.begin(f"{len(self.ids):064d}", "名册.xlsx", ["employment"])
            lines = [(batch.token("employment", row), self._job(number + row)) for row in range(3)]
            self.ids += [head.record_id for head in records.save_many("employment", lines)]
            self.imports.append(batch.import_id)
        elif verb == "undo" and self.imports:
            self.office.undo_import(self.imports.pop(), "发错了文件")
        elif verb == "gift":
            made = records.save("money_donation", self._gift, token=token())
            records.complete([made.record_id])
            records.approve([made.record_id])
        else:
            self._move(verb, number)

    def _move(self, verb: str, number: int) -> None:
        records = self.office.records
        if verb == "correct":
            for record_id in self._one(number):
                head = records.get(record_id).head
                if head.state == "draft":
                    job = self._job(number + 1)
                    records.save(
                        "employment",
                        job,
                        token=self.office.ids.token(),
                        record_id=record_id,
                        base=head.revision,
                    )
        elif verb in ("reopen", "void"):
            getattr(records, verb)(self._one(number), "弄错了")
        elif verb in ("complete", "approve"):
            getattr(records, verb)(list(dict.fromkeys(self.ids))[-4:])


def say_they_are_one(office: Office, kept: str, double: str) -> None:
    """Say that the second of two jobs is a double of the first, as who looks through the inbox does."""
    code, words = (
        office.info.code,
        {"kept_hash": "", "other_hash": "", "words": "", "by_name": "李主任", "at": ""},
    )
    row = {
        "office_code": code,
        "kept_office": code,
        "other_office": code,
        "form_id": "employment",
        "said": "same",
    }
    with office.transaction() as connection:
        connection.execute(insert(duplicate).values(**row, **words, kept_id=kept, other_id=double))


@pytest.fixture
def hand(any_office: Office, worker: Worker, gift: dict[str, Any]) -> Hand:
    """The hand of one who may do everything alone."""
    with any_office.transaction() as connection:
        put_setting(connection, any_office.info.code, ONE_PERSON, True)
    return Hand(any_office, worker, gift)


def test_whatever_happens_kept_numbers_are_those_counted_anew(
    hand: Hand, sign_in: Callable[..., Office]
) -> None:
    """Saved, imported, corrected, approved, reopened, void, undone, in any order; then erased."""

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 40)), min_size=3, max_size=6))
    def holds(work: list[tuple[str, int]]) -> None:
        for verb, number in work:
            hand.do(verb, number)
            counted(hand.office, 0)  # so that something is kept when the next thing happens
        must_agree(hand.office)

    for verb in ("save", "many", "complete", "approve"):
        hand.do(verb, 4)
    holds()
    office = hand.office
    found, by_hand = counted(office, 0), in_python(office)
    for name, (value, rows) in by_hand.items():
        number = found.of(name)
        assert number is not None
        assert (number.value // number.scale, number.rows) == (value, rows)

    approved = [head.record_id for head in office.records.list("employment", states=["approved"]).rows]
    say_they_are_one(office, approved[0], approved[1])
    must_agree(office)
    assert counted(office, 0) != found
    asked = office.retention.ask(approved[:1], "本人要求")
    other = sign_in(office)
    before = counted(other, 0)
    other.retention.confirm(asked.number)
    must_agree(other)
    assert counted(other, 0) != before


def test_a_figure_asked_again_is_not_read_again_until_its_ledger_changes(hand: Hand) -> None:
    """A gift takes away what is kept of gifts; what is kept of jobs stays."""
    hand.do("save", 1)
    counted(hand.office, 0)
    with hand.office.snapshot() as connection:
        kept = connection.execute(select(func.count()).select_from(kept_count)).scalar_one()
    with reads(hand.office) as none:
        counted(hand.office, 0)
    hand.do("gift", 0)
    with reads(hand.office) as some:
        counted(hand.office, 0)
    assert kept > 0
    assert none == []
    assert [
        any("f_money_donation" in each for each in some),
        any("f_employment" in each for each in some),
    ] == [True, False]


@contextmanager
def reads(office: Office) -> Iterator[list[str]]:
    """Gather the statements that read typed tables."""
    from sqlalchemy import event

    found: list[str] = []
    engine = office._seat.store.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM f_" in statement:
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_record_approved_while_figures_are_read_is_not_missed(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before it is not kept for after it."""
    for verb in ("save", "complete"):
        hand.do(verb, 1)
    from records.ledger import counting as of_ledger

    really = of_ledger.read_all

    def slowly(*given: Any) -> Any:
        done = really(*given)
        thread = Thread(target=lambda: hand.do("approve", 0))  # another desk of the office, in between
        thread.start()
        thread.join()
        return done

    monkeypatch.setattr(of_ledger, "read_all", slowly)
    during = counted(hand.office, 0).of("all")
    monkeypatch.undo()
    after = counted(hand.office, 0).of("all")
    assert during is not None
    assert after is not None
    assert (during.rows, after.rows) == (0, 1)


def test_figures_are_read_while_somebody_writes(hand: Hand) -> None:
    """Keeping is nothing to wait for: while a long import writes, figures come at once, and are not kept."""
    for verb in ("save", "complete", "approve"):
        hand.do(verb, 1)
    hand.office.counting.prepare(ALL_KINDS, Asked(YEAR, settings={"months": (6,)}))
    with hand.office.transaction() as writing:
        writing.execute(text("UPDATE record SET title = title"))
        found = counted(hand.office, 0).of("all")
    assert found is not None
    assert found.rows == 1
    with hand.office.snapshot() as connection:
        assert connection.execute(select(func.count()).select_from(kept_count)).scalar_one() == 0


def test_a_small_office_keeps_nothing(hand: Hand) -> None:
    """Counting few records takes less than looking after what was kept."""
    hand.do("save", 1)
    counted(hand.office, WORTH_KEEPING)
    with hand.office.snapshot() as connection:
        assert connection.execute(select(func.count()).select_from(kept_count)).scalar_one() == 0
