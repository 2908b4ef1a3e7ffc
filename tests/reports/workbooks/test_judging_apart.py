"""A long roster is judged in worker processes: nobody could tell from what comes of it."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from reports.workbooks import Existing, judging, judging_apart
from reports.workbooks.packed import PackedAnswers
from reports.workbooks.roster_import import RosterImport
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.workers import id_number

SAMPLES = Path(__file__).parents[2] / "samples"
HEADINGS = ("序号", "姓名", "身份证号码", "联系电话", "务工地", "外出务工时间", "月工资（元）", "备注")
PASSPHRASE = "clerk passphrase 1"


def name_of(number):
    """Return an invented name."""
    return "王李张刘陈杨黄赵"[number % 8] + "木尔依子石拉五史"[number // 8 % 8]


def entered(folder):
    """Return an office, its clerk signed in."""
    return Office.open(folder, "张会计", PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return an office that has two workers in its ledger already, and two worker processes."""
    folder = tmp_path_factory.mktemp("apart") / "office"
    people = [NewUser("张会计", Role.CLERK, PASSPHRASE)]
    Office.create(
        folder, code="513221", name="汶川县", people=people, clock=FixedClock(), ids=SystemIds(), kdf=CHEAPEST
    ).close()
    opened = entered(folder)
    opened.imports.workers.most = 2
    for number in (3, 5):
        known = {"full_name": name_of(number), "id_no": id_number(number), "phone": f"1380013800{number}"}
        opened.records.save("employment", known, token=f"known-{number}")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _short_is_long_enough(monkeypatch):
    monkeypatch.setattr(judging_apart, "ENOUGH", 1)
    monkeypatch.setattr(judging, "TOGETHER", 5)


def told(judged):
    """Return everything a judgement says, as plain values."""

    def cell(one):
        return one.row, one.column, one.path, one.problem.code, one.problem.place, one.problem.sentence()

    return {
        "good": [
            (one.form_id, one.answers, one.row_numbers, one.title, [cell(each) for each in one.to_do])
            for one in judged.good
        ],
        "refused": [
            (one.number, one.form_id, dict(one.answers), [cell(each) for each in one.cells])
            for one in judged.refused
        ],
        "updates": [(one.number, one.record_id, one.answers) for one in judged.updates],
        "ignored": [(one.number, str(one.why), one.words) for one in judged.ignored],
    }


def both_ways(office, file, form_id="employment", existing=Existing.REFUSE):
    """Return what is said of a roster judged by workers, and here; that workers judged it is seen to."""
    found = []
    for most in (2, 0):
        office.imports.workers.most = most
        work = RosterImport(office, form_id, existing=existing)
        work.read(file)
        found.append(told(work.judge()))
        assert all(isinstance(one.given, PackedAnswers) == bool(most) for one in work.judged.good)
    return found


@pytest.mark.parametrize(
    ("name", "form_id"),
    [("labour-roster-township", "employment"), ("donation-ledger-2023", "money_donation")],
)
def test_the_samples_are_judged_alike(office, name, form_id):
    """Good rows, refused ones, their problems and to-dos, totals and signatures: the same, in the same order."""
    apart, here = both_ways(office, SAMPLES / f"{name}.xlsx", form_id)

    assert apart == here
    assert here["good"]
    assert here["refused"]


def rows_of(numbers):
    """Return rows of workers; some numbers come twice, some are in the office, every seventh is wrong."""
    for place, number in enumerate(numbers, 1):
        wage = "面议" if number % 7 == 6 else "0.4万"
        yield (
            place,
            name_of(number),
            id_number(number),
            f"1380013800{number % 10}",
            "东莞市",
            "2026年4月",
            wage,
            "/",
        )


@pytest.mark.parametrize("existing", [Existing.REFUSE, Existing.FILL])
def test_duplicates_and_known_records_are_noticed_alike(office, roster, existing):
    """Who stands twice in the file or in the office already, and whose telephone another has."""
    file = roster(HEADINGS, *rows_of([1, 2, 3, 4, 5, 6, 1, 8, 9, 10, 11, 2, 13, 14, 15]))

    apart, here = both_ways(office, file, existing=existing)

    assert apart == here
    assert here["good"]
    assert bool(here["updates"]) is (existing is Existing.FILL)


cells = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-10, 10**6),
    st.sampled_from(
        ["是", "√", "2026.3.1", "3,900", id_number(3), "13800138000", "汶川县", "合计", "制表人：王"]
    ),
)


@pytest.fixture(scope="module")
def work(office):
    """Return the township's roster, read once."""
    found = RosterImport(office, "employment")
    found.read(SAMPLES / "labour-roster-township.xlsx")
    return found


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(*[cells] * len(HEADINGS)), min_size=6, max_size=20))
def test_whatever_stands_in_the_cells_is_judged_alike(work, rows):
    """Rows of anything in the place of the sheet's own."""
    targets = [column.index for column in work.plan.columns if column.targets]
    del work.plan.sheet.rows[work.plan.first_row :]
    for row in rows:
        work.plan.sheet.rows.append([])
        for column, cell in zip(targets, row, strict=False):
            work.plan.sheet.put(len(work.plan.sheet.rows) - 1, column, cell)
    found = []
    for most in (2, 0):
        work.office.imports.workers.most = most
        found.append(told(work.judge()))

    assert found[0] == found[1]


def stored(folder):
    """Return what lies in an office's file of its employment ledger, without the names of records."""
    with entered(folder) as office, office.snapshot() as connection:
        tables = {
            "record": "SELECT no, title, columns, search_keys, form_digest FROM record ORDER BY no",
            "revision": "SELECT answers, token FROM revision ORDER BY token",
            "typed": "SELECT * FROM f_employment ORDER BY id_no",
            "person": "SELECT id_no, full_name, properties, search_keys FROM person ORDER BY id_no",
            "term": "SELECT form_id, term, no FROM search_term ORDER BY form_id, term, no",
        }
        found = {
            name: [tuple(row) for row in connection.exec_driver_sql(sql)] for name, sql in tables.items()
        }
    return {**found, "typed": [row[2:] for row in found["typed"]]}


def test_what_is_saved_is_the_same(office, roster, tmp_path):
    """Every table an import writes holds the same, however its rows were judged."""
    file = roster(HEADINGS, *rows_of([number for number in range(20, 90) if number % 7 != 6]))
    found = []
    for most in (2, 0):
        folder = tmp_path / f"office{most}"
        shutil.copytree(office.folder, folder)
        with entered(folder) as copy:
            copy.imports.workers.most = most
            work = RosterImport(copy, "employment")
            work.read(file)
            work.judge()
            assert len(work.save().records) == len(work.judged.good) > 50
        found.append(stored(folder))

    assert found[0] == found[1]


def test_a_cancelled_judgement_raises_what_the_progress_raised(office, roster):
    """Cancel reaches the caller between two chunks, and the next judgement is whole."""
    file = roster(HEADINGS, *rows_of(range(20, 60)))
    office.imports.workers.most = 2
    work = RosterImport(office, "employment")
    work.read(file)

    def cancel(done, _all):
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        work.judge(cancel)

    assert work.judge().good_rows == len([number for number in range(20, 60) if number % 7 != 6])
