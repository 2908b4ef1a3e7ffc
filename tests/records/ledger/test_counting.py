"""Numbers over the ledgers: people once, periods, conditions, the rows behind; the same on both databases."""

from collections.abc import Callable
from datetime import date
from typing import Any

from records.ledger import Office
from records.model.measures import Asked, Condition, During, Measure, Of, Period, Source, Window

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ON_POST = Window(During.DURING, ("start_month", "end_month"))
COOPERATION = Condition("by_cooperation", "=", ("yes",))


def people(name: str, *tests: Condition, window: Window = ON_POST, unless: str = "") -> Measure:
    return Measure(
        name, Of.DISTINCT, (Source("employment", tests=tests, window=window),), "id_no", unless=unless
    )


MEASURES = [
    people("all", COOPERATION),
    people("east", COOPERATION, Condition("work_place_class", "=", ("EAST",))),
    people("steady", COOPERATION, Condition("start_month", ">=", ("$months",), until="end_month")),
    people("pension", Condition("insurance", "has", ("pension",))),
    people("new", window=Window(During.ON, ("start_month",)), unless="before"),
    people("before", window=Window(During.OPEN_BEFORE, ("start_month", "end_month"))),
    people("last year", window=Window(During.DURING, ("start_month", "end_month"), earlier=True)),
    Measure("wages", Of.SUM, (Source("employment", window=ON_POST),), "monthly_wage"),
    Measure("visits", Of.COUNT, (Source("employment", "followup", window=Window(During.ON, ("visited_on",))),)),
    Measure(
        "trainees at work",
        Of.COUNT,
        (Source("training_class", "trainee", (Condition("employment_id.by_cooperation", "=", ("yes",)),)),),
    ),
    Measure("absent", Of.COUNT, (Source("no_such_ledger"),)),
]  # fmt: skip


def entered(office: Office, sign_in: Callable[..., Office], worker: Callable[..., dict[str, Any]]) -> Office:
    """Enter six jobs of five people (one had two), approve them, and leave a seventh waiting."""
    visit = {"visited_on": "2026-05-10", "method": "phone", "visitor": "张会计", "on_post": "yes"}
    jobs = [
        worker(1, end_month="2026-04-30", status="left"),
        worker(1, start_month="2026-06-01"),
        worker(2, start_month="2025-03-01", work_region="330213", phone="13900139000", followup=[visit]),
        worker(3, start_month="2026-11-01", by_cooperation="no"),
        worker(4, insurance=["pension", "injury"], evidence_kind=["pension"]),
        worker(5, start_month="2024-02-01", end_month="2025-11-30", status="left"),
        worker(6),
    ]
    heads = [office.records.save("employment", job, token=office.ids.token()) for job in jobs]
    done = office.records.complete([head.record_id for head in heads])
    assert [outcome.problem for outcome in done] == [None] * 7
    reviewer = sign_in(office)
    reviewer.records.approve([head.record_id for head in heads[:-1]])
    return reviewer


def test_people_count_once_and_only_what_was_approved(
    any_office: Office, sign_in: Callable[..., Office], worker: Callable[..., dict[str, Any]]
) -> None:
    office = entered(any_office, sign_in, worker)
    asked = Asked(YEAR, settings={"months": (6,)})
    result = office.counting.run(MEASURES, asked)

    def number(name: str) -> tuple[int, int]:
        counted = result.of(name)
        assert counted is not None
        assert counted.value % counted.scale == 0
        return counted.value // counted.scale, counted.rows

    assert number("all") == (3, 4)  # of persons 1, 2, 4; person 1 in two rows
    assert number("east") == (0, 0)  # no partner province is set
    assert number("steady") == (3, 3)  # the first job of person 1 lasted one month
    assert number("pension") == (1, 1)
    assert number("new") == (3, 4)  # not person 2, who was on post at the end of 2025
    assert number("before") == (1, 1)
    assert number("last year") == (2, 2)
    assert number("wages") == (5 * 4500, 5)
    assert number("visits") == (1, 1)
    assert number("trainees at work") == (0, 0)  # asked for over a look-up inside a repeat
    assert result.impossible == {"absent"}

    behind = [head.title for head in office.counting.behind([MEASURES[0]], asked)]
    assert len(behind) == 4
    new = next(one for one in MEASURES if one.name == "new")
    assert len(office.counting.behind([new], asked, others={one.name: one for one in MEASURES})) == 4
    assert office.counting.offices() == ["513221"]


def test_an_index_changes_how_long_it_takes_and_nothing_else(
    any_office: Office, sign_in: Callable[..., Office], worker: Callable[..., dict[str, Any]]
) -> None:
    office = entered(any_office, sign_in, worker)
    asked = Asked(YEAR, settings={"months": (6,)})
    before = office.counting.run(MEASURES, asked)
    assert office.counting.prepare(MEASURES, asked) == 3  # of the jobs, of their visits, of trainees
    assert office.counting.run(MEASURES, asked) == before
    assert office.counting.prepare(MEASURES, asked) == 0
    assert office.counting.prepare(MEASURES[:2], asked) == 1  # other formulas: the old index goes


def test_a_pass_may_have_more_requirements_than_a_number_has_bits(
    any_office: Office, sign_in: Callable[..., Office], worker: Callable[..., dict[str, Any]]
) -> None:
    office = entered(any_office, sign_in, worker)
    asked = Asked(YEAR, settings={"months": (6,)})
    wages = [Condition("monthly_wage", ">=", (least,)) for least in range(4_431, 4_531)]
    measures = [people(f"from {each.wanted[0]}", each) for each in wages]
    result = office.counting.run([*measures, *MEASURES[:2]], asked)
    found = {one.name: (number.value, number.rows) for one in measures if (number := result.of(one.name))}
    assert found == {one.name: (4, 5) if n < 70 else (0, 0) for n, one in enumerate(measures)}
    assert result.of("all") == office.counting.run(MEASURES[:1], asked).of("all")
