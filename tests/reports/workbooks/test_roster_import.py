"""A roster on its way into a real office: updates after a comparison, rows put aside, columns remembered, one undo."""

import pytest

from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.model.states import State
from records.store.keyring import CHEAPEST
from reports.workbooks import Existing
from reports.workbooks.judging import Judgement
from reports.workbooks.plan import Target
from reports.workbooks.roster_import import RosterImport
from tests.fakes.fixed_clock import FixedClock

HEADINGS = ("序号", "姓名", "身份证号码", "联系电话", "岗位", "月工资（元）", "备注")
JUAN = (1, "高娟秀", "513200198408012858", "13800138000", "普工", 3200, "")
KUN = (2, "陈堃", "513200198702109765", "13800138001", "装配工", 4000, "夜班")
WRONG = (3, "李丽", "513200197005144895", "13800138002", "保洁", 3000, "")  # the check digit should be 4


@pytest.fixture(scope="module")
def made_office(tmp_path_factory):
    """Return an office's folder, made once."""
    folder = tmp_path_factory.mktemp("office") / "office"
    people = [NewUser("张会计", Role.CLERK, "clerk passphrase 1")]
    Office.create(
        folder,
        code="513221",
        name="汶川县",
        people=people,
        clock=FixedClock(),
        ids=SystemIds(),
        kdf=CHEAPEST,
    ).close()
    return folder


@pytest.fixture
def office(made_office, tmp_path):
    """Return a copy of the office, its clerk signed in."""
    import shutil

    shutil.copytree(made_office, tmp_path / "office")
    clock = FixedClock()
    opened = Office.open(
        tmp_path / "office", "张会计", "clerk passphrase 1", clock, SystemIds(), kdf=CHEAPEST
    )
    yield opened
    opened.close()


def brought_in(office, file, existing=Existing.REFUSE):
    """Read and judge a roster of the employment ledger."""
    work = RosterImport(office, "employment", existing=existing)
    work.read(file)
    work.judge()
    return work


def answers(office):
    """Return the answers of every record that is not void, by name."""
    found = office.records.each("employment")
    return {
        record.answers["full_name"]: record.answers for record in found if record.head.state is not State.VOID
    }


def test_blanks_are_filled_and_answers_stay(office, roster):
    """Fill: an answer the record lacks is taken from the roster, one it has is kept."""
    brought_in(office, roster(HEADINGS, JUAN, KUN)).save()
    second = roster(HEADINGS, (*JUAN[:5], 9999, "返乡"), KUN, name="second.xlsx")

    work = brought_in(office, second, Existing.FILL)

    (update,) = work.judged.updates
    assert [(one.path, one.before, one.after, one.fill) for one in update.alterations] == [
        ("note", None, "返乡", True)
    ]
    assert [row.why.name for row in work.judged.ignored] == ["NO_CHANGE"]
    saved = work.save()
    assert (len(saved.records), len(saved.updated)) == (0, 1)
    now = answers(office)["高娟秀"]
    assert (now["note"], now["monthly_wage"]) == ("返乡", "3200")


def test_overwriting_shows_before_and_after(office, roster):
    """Overwrite: what the roster says replaces the answer; a blank cell empties nothing; history keeps the old one."""
    brought_in(office, roster(HEADINGS, JUAN, KUN)).save()
    second = roster(HEADINGS, (1, "高娟秀", JUAN[2], "", "班长", "0.5万", ""), name="second.xlsx")

    work = brought_in(office, second, Existing.OVERWRITE)

    (update,) = work.judged.updates
    changed = {one.path: (one.before, one.after) for one in update.alterations}
    assert changed == {"post": ("普工", "班长"), "monthly_wage": ("3200", "5000")}
    saved = work.save()
    versions = office.records.history(saved.updated[0])
    assert [version.answers["post"] for version in versions] == ["普工", "班长"]
    assert versions[-1].answers["phone"] == "13800138000"


def test_a_record_changed_since_the_comparison_is_not_touched(office, roster):
    """Somebody saved the record between comparison and import: it stays, and the import names it."""
    brought_in(office, roster(HEADINGS, JUAN)).save()
    work = brought_in(
        office, roster(HEADINGS, (*JUAN[:4], "班长", 3200, ""), name="b.xlsx"), Existing.OVERWRITE
    )
    head = office.records.list("employment").rows[0]
    other = {**office.records.get(head.record_id).answers, "post": "质检"}
    office.records.save("employment", other, token="d" * 32, record_id=head.record_id, base=1)

    saved = work.save()

    assert saved.updated == []
    assert [problem.code for _update, problem in saved.refused] == ["RECORDS-051"]
    assert answers(office)["高娟秀"]["post"] == "质检"


def test_a_wrong_update_refuses_the_row(office, roster):
    """An overwriting value the form forbids stays outside with its cell."""
    brought_in(office, roster(HEADINGS, JUAN)).save()

    work = brought_in(office, roster(HEADINGS, (*JUAN[:5], -5, ""), name="b.xlsx"), Existing.OVERWRITE)

    assert work.judged.updates == []
    assert [row.cells[0].column for row in work.judged.refused] == [5]


def test_a_void_record_is_never_what_is_updated(office, roster):
    """A void record is no match; the one that is there is updated."""
    brought_in(office, roster(HEADINGS, JUAN)).save()
    head = office.records.list("employment").rows[0]
    office.records.void([head.record_id], "重复")
    brought_in(office, roster(HEADINGS, JUAN, name="again.xlsx")).save()

    work = brought_in(office, roster(HEADINGS, (*JUAN[:5], 5000, ""), name="b.xlsx"), Existing.OVERWRITE)

    assert len(work.judged.updates) == 1
    assert work.judged.updates[0].record_id != head.record_id


def test_the_rest_waits_in_the_office_and_is_gone_on_with(office, roster):
    """What was refused is put aside with its numbers and fixed values; put right later, it belongs to the same import."""
    work = brought_in(office, roster(HEADINGS, JUAN, WRONG, KUN))
    work.fixed = {"employment": {"by_cooperation": "yes"}}
    work.judge()
    first = work.save()
    kept = work.keep(saved=True)
    assert (kept.waiting, len(office.imports.kept())) == (1, 1)

    later = RosterImport(office, "employment")
    plan = later.go_on(kept.kept_id)
    judged = later.judge()
    assert [row.number for row in judged.refused] == [3]
    assert judged.good == []
    plan.sheet.put(2, 2, "513200197005144894")
    judged = later.judge_again([2])
    assert [record.number for record in judged.good] == [3]
    second = later.save()
    assert later.keep(saved=True) is None

    assert second.import_id == first.import_id
    assert office.imports.kept() == []
    assert answers(office)["李丽"]["by_cooperation"] == "yes"
    undone = office.undo_import(first.import_id, "整批重来")
    assert len(undone.voided) == 3
    assert answers(office) == {}


def test_columns_are_understood_as_the_last_time(office, roster):
    """A person aimed a column nobody could guess; the next roster with these headings maps by itself."""
    headings = (*HEADINGS[:4], "干什么的", *HEADINGS[5:])
    work = RosterImport(office, "employment")
    plan = work.read(roster(headings, JUAN))
    assert not work.remembered
    plan.aim(4, [Target("employment", "post")])
    work.judge()
    work.save()

    again = RosterImport(office, "employment")
    plan = again.read(roster(headings, KUN, name="next month.xlsx"))

    assert again.remembered
    assert [target.path for target in plan.columns[4].targets] == ["post"]


def test_only_the_row_put_right_is_judged_again(office, roster, tmp_path):
    """A duplicate that goes frees the later row too, though only one row was judged again."""
    file = roster(HEADINGS, JUAN, (2, "高娟秀二", *JUAN[2:]), KUN)
    work = brought_in(office, file)
    assert [row.number for row in work.judged.refused] == [3]

    work.plan.sheet.put(1, 2, "513200197005144894")
    judged = work.judge_again([1])

    assert judged.refused == []
    assert [record.number for record in judged.good] == [2, 3, 4]
    whole = Judgement(work.plan, office.session, {}, work._judgement._office).all()
    assert [record.answers for record in whole.good] == [record.answers for record in judged.good]


def test_the_marked_copy_is_written_though_the_file_is_gone(office, roster, tmp_path):
    """An import put aside on one day and gone on with on another marks what it holds itself."""
    file = roster(HEADINGS, JUAN, WRONG)
    work = brought_in(office, file)
    work.save()
    kept = work.keep(saved=True)
    file.unlink()
    later = RosterImport(office, "employment")
    later.go_on(kept.kept_id)
    later.judge()

    marked = later.write_errors(tmp_path / "marked.xlsx")

    import openpyxl

    page = openpyxl.load_workbook(marked).worksheets[0]
    assert "C3" in page.cell(3, page.max_column).value
    assert page["C3"].value == WRONG[2]


CLASS = (
    ("培训班：茶叶加工技术培训班", None, None, None),
    ("时间：2026年5月8日—5月12日", None, None, None),
    ("序号", "姓名", "身份证号", "实到学时"),
)


def test_trainees_put_right_later_join_their_class(office, roster):
    """The class entered with its good rows; the row put right later is added to the same record, nobody twice."""
    file = roster(*CLASS, (1, "高娟秀", JUAN[2], 40), (2, "李丽", WRONG[2], 36), (3, "陈堃", KUN[2], 40))
    work = RosterImport(office, "training_class")
    work.read(file)
    work.judge()
    first = work.save()
    kept = work.keep(saved=True)

    later = RosterImport(office, "training_class")
    plan = later.go_on(kept.kept_id)
    later.judge()
    plan.sheet.put(4, 2, "513200197005144894")
    judged = later.judge_again([4])
    (update,) = judged.updates
    assert [(one.before, one.after) for one in update.alterations] == [(2, 3)]
    saved = later.save()

    assert (saved.records, saved.updated) == ([], first.records)
    (record,) = office.records.each("training_class")
    assert [row["full_name"] for row in record.answers["trainee"]] == ["高娟秀", "陈堃", "李丽"]
    assert later.keep(saved=True) is None


def test_a_class_brought_in_again_changes_nothing(office, roster):
    """Fill: everybody is in the class already, so the rows are named as the same and nothing is saved."""
    rows = (*CLASS, (1, "高娟秀", JUAN[2], 40))
    for name, existing in (("a.xlsx", Existing.REFUSE), ("b.xlsx", Existing.FILL)):
        work = RosterImport(office, "training_class", existing=existing)
        work.read(roster(*rows, name=name, title=name[0]))
        judged = work.judge()
        work.save()

    assert [row.why.name for row in judged.ignored] == ["NO_CHANGE"]
    assert judged.refused == judged.updates == judged.good == []
