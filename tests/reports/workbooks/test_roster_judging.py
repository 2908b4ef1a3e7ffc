"""How rows are judged: what is certain is cleaned, what is not is refused at its cell, what is missing becomes a to-do."""

import pytest

from forms.problems import Problem, Severity
from records.model.states import State
from reports import workbooks
from reports.workbooks.plan import Shape, Target
from resources.i18n import translator

HEADINGS = (
    "序号", "姓名", "身份证号", "民族", "户籍所在地", "人员类别", "务工地点", "务工企业", "岗位", "外出务工时间", "月工资（元）", "备注",
)  # fmt: skip
GOOD = (
    1, "李丽", "513200197005144894", "汉", "汶川县", "是", "广东省佛山市顺德区", "某某电器厂", "普工", "2026.3.1", 4500, None,
)  # fmt: skip
OTHER = (
    2, "尉国", "513400199409125497", "彝族", "甘洛县", "否", "东莞市", "某某电子厂", "普工", "2026年4月", "0.4万", "/",
)  # fmt: skip


def changed(row, **cells):
    """Return *row* with some cells changed, by heading."""
    return tuple(cells.get(heading, value) for heading, value in zip(HEADINGS, row, strict=True))


def codes_at(judged):
    """Return the refusals as (cell, code)."""
    return [(problem.place.rpartition("!")[2], problem.code) for problem in judged.problems]


def test_a_row_with_what_the_roster_has_becomes_a_draft(desk, roster):
    """Questions the roster has no column for stand open as to-dos; nothing is refused for them."""
    judged = desk.judge(roster(HEADINGS, GOOD, OTHER), "employment")

    assert judged.refused == []
    assert judged.good_rows == 2
    open_questions = {problem.path for problem in judged.good[0].to_do}
    assert {"channel", "contract_kind"} <= open_questions
    assert not {"full_name", "id_no", "monthly_wage"} & open_questions
    for record in judged.good:  # each row's to-dos stand at that row, though all rows lack the same
        rows = {problem.row for problem in record.to_do}
        places = {problem.problem.place.rpartition("!")[2] for problem in record.to_do}
        assert (rows, places) == ({record.number}, {str(record.number)})
    assert [one.path for one in judged.good[0].to_do] == [one.path for one in judged.good[1].to_do[:]]


def test_a_month_without_a_day_is_the_first_of_it(desk, roster):
    """2026年4月 as the start of work is kept as 2026-04-01."""
    judged = desk.judge(roster(HEADINGS, GOOD, OTHER), "employment")

    assert [record.answers["start_month"] for record in judged.good] == ["2026-03-01", "2026-04-01"]


@pytest.mark.parametrize(
    "case",
    [
        ("姓名", None, "B3", "REPORTS-127"),
        ("身份证号", 513400199409125497.0, "C3", "REPORTS-121"),
        ("身份证号", "5.13400E+17", "C3", "FORMS-101"),
        ("身份证号", "513400199409125498", "C3", "FORMS-107"),
        ("民族", "火星族", "D3", "REPORTS-125"),
        ("户籍所在地", "某某国某某省", "E3", "REPORTS-126"),
        ("月工资（元）", "三千多", "K3", "REPORTS-123"),
        ("月工资（元）", "#DIV/0!", "K3", "REPORTS-133"),
        ("月工资（元）", "=4000+500", "K3", "REPORTS-136"),
        ("备注", "#REF!", "L3", "REPORTS-133"),
        ("外出务工时间", "去年春天", "J3", "REPORTS-124"),
        ("外出务工时间", "2031.1.1", "J3", "FORMS-004"),
    ],
)
def test_what_is_not_certain_or_not_right_is_refused_at_its_cell(desk, roster, case):
    """The row stays outside, its cell and reason are named, and the row before it enters all the same."""
    heading, value, cell, code = case
    judged = desk.judge(roster(HEADINGS, GOOD, changed(OTHER, **{heading: value})), "employment")

    assert codes_at(judged) == [(cell, code)]
    assert judged.good_rows == 1
    assert all(problem.remedy() for problem in judged.problems)


def test_all_that_is_wrong_with_a_row_is_told_at_once(desk, roster):
    """Two bad cells give two problems, not one after the other."""
    judged = desk.judge(roster(HEADINGS, GOOD, changed(OTHER, 姓名=None, 民族="火星族")), "employment")

    assert sorted(codes_at(judged)) == [("B3", "REPORTS-127"), ("D3", "REPORTS-125")]


def test_the_same_person_twice_refuses_the_later_row_and_names_the_earlier(desk, roster):
    """The ID number decides, however it is written."""
    again = changed(OTHER, 姓名="李丽", 身份证号="５１３２００ 19700514 4894")

    judged = desk.judge(roster(HEADINGS, GOOD, again), "employment")

    assert codes_at(judged) == [("C3", "REPORTS-128")]
    assert "第 2 行" in judged.problems[0].sentence()


def test_a_person_the_office_has_is_refused_with_the_record_named(desk, roster):
    """What the office knows is asked row by row and told by its title and where it stands."""

    class Head:
        title = "李丽 · 某某电器厂"
        state = State.APPROVED

    def known(form_id, answers):
        return [Head()] if answers["id_no"] == "513200197005144894" else []

    judged = desk.judge(roster(HEADINGS, GOOD, OTHER), "employment", known=known)

    assert codes_at(judged) == [("C2", "REPORTS-129")]
    assert "“李丽 · 某某电器厂”（已审）" in judged.problems[0].sentence()
    assert "(approved)" in judged.problems[0].sentence(translator("en")).lower()


def test_who_only_knows_that_there_is_a_record_is_believed(desk, roster):
    """A bare yes refuses the row as well, without a name."""
    judged = desk.judge(roster(HEADINGS, GOOD), "employment", known=lambda _form_id, _answers: True)

    assert codes_at(judged) == [("C2", "REPORTS-129")]
    assert "没有名称" in judged.problems[0].sentence()


def jobs(roster, *rows):
    """Return a roster that tells where each job stands and when it ended."""
    return roster((*HEADINGS, "在岗状态", "结束时间"), *rows)


def test_a_person_with_an_ended_and_a_current_job_is_no_duplicate(desk, roster):
    """Only two jobs somebody has now are one too many, in whatever order the rows stand."""
    ended, current = (*GOOD, "离岗", "2026.5"), (*changed(GOOD, 序号=2, 外出务工时间="2026.6"), "在岗", None)

    both = desk.judge(jobs(roster, ended, current), "employment")
    turned = desk.judge(jobs(roster, current, ended), "employment")
    twice = desk.judge(jobs(roster, current, ended, current), "employment")

    assert (both.problems, turned.problems) == ([], [])
    assert codes_at(twice) == [("C4", "REPORTS-128")]
    assert "第 2 行" in twice.problems[0].sentence()


def test_a_row_refused_for_another_reason_counts_as_seen(desk, roster):
    """The later row of the same person names the earlier, whose wage is to be put right first."""
    bad = changed(GOOD, **{"月工资（元）": "面议"})

    judged = desk.judge(roster(HEADINGS, bad, GOOD, OTHER), "employment")

    assert codes_at(judged) == [("K2", "REPORTS-123"), ("C3", "REPORTS-128")]
    assert "第 2 行" in judged.problems[1].sentence()
    assert judged.good_rows == 1


def test_a_later_row_is_told_all_its_reasons(desk, roster):
    """A second row of a person that is wrong in itself says both, so that nobody mends it in vain."""
    judged = desk.judge(roster(HEADINGS, GOOD, changed(GOOD, **{"月工资（元）": "面议"})), "employment")

    assert sorted(codes_at(judged)) == [("C3", "REPORTS-128"), ("K3", "REPORTS-123")]


@pytest.mark.parametrize("number", ["513200197005144895", 513200197005144894.0])
def test_a_number_that_is_wrong_itself_makes_nobody_a_duplicate(desk, roster, number):
    """Two rows with the same wrong or ruined number are each refused for the number alone."""
    bad = changed(GOOD, 身份证号=number)

    judged = desk.judge(roster(HEADINGS, bad, bad), "employment")

    assert {code for _cell, code in codes_at(judged)} <= {"FORMS-107", "REPORTS-121"}
    assert len(judged.refused) == 2


def test_whether_a_job_is_current_must_be_read_before_it_makes_a_duplicate(desk, roster):
    """A row whose 状态 cannot be read does not turn the person's current job away."""
    unclear, current = (*GOOD, "大概吧", None), (*changed(GOOD, 序号=2), "在岗", None)

    judged = desk.judge(jobs(roster, unclear, current), "employment")

    assert codes_at(judged) == [("M2", "REPORTS-125")]
    assert judged.good[0].row_numbers == (3,)


def test_one_value_for_all_rows_fills_what_the_roster_lacks(desk, roster):
    """A fixed value is understood as a cell would be, and gives way where the roster has its own."""
    fixed = {"contract_kind": "固定期限", "post": "保安"}

    judged = desk.judge(roster(HEADINGS, GOOD, OTHER), "employment", fixed=fixed)

    assert [record.answers["contract_kind"] for record in judged.good] == ["fixed", "fixed"]
    assert judged.good[0].answers["post"] == "普工"


@pytest.mark.parametrize("fixed", [{"contract_kind": "也许"}, {"no_such_question": "1"}])
def test_a_fixed_value_that_means_nothing_is_refused_before_any_row(desk, roster, fixed):
    """A wrong code or an unknown question is told, not ignored."""
    with pytest.raises(Problem) as caught:
        desk.judge(roster(HEADINGS, GOOD), "employment", fixed=fixed)

    assert caught.value.code in ("REPORTS-125", "REPORTS-137")


def test_sex_that_contradicts_the_id_number_enters_as_a_to_do(desk, roster):
    """An odd but possible value does not keep the row outside; the clerk explains it at the record."""
    rows = (("性别", *HEADINGS), ("女", *changed(GOOD, 身份证号="513200198408012858")))

    judged = desk.judge(roster(*rows), "employment")

    soft = [one for one in judged.good[0].to_do if one.problem.severity is Severity.SOFT]
    assert [one.path for one in soft] == ["sex"]


def test_an_empty_column_is_a_column_the_roster_lacks(desk, roster):
    """Where nobody filled a required column, no row is refused for it."""
    judged = desk.judge(roster(HEADINGS, changed(GOOD, 岗位=None), changed(OTHER, 岗位=None)), "employment")

    assert judged.refused == []


def test_a_row_of_an_unknown_kind_is_refused_with_the_kinds_there_are(desk, roster):
    """捐赠类别 that is neither money nor goods is told at its cell."""
    file = roster(
        ("序号", "捐赠日期", "捐赠方", "捐赠方类型", "捐赠类别", "金额（元）", "接收单位", "用途"),
        (1, "2023.5.1", "某某公司", "企业", "资金", "100万元", "甘洛县慈善会", "助学"),
        (2, "2023.5.1", "某某公司", "企业", "人情", "1", "甘洛县慈善会", "助学"),
    )

    judged = desk.judge(file, "money_donation", "goods_donation")

    assert codes_at(judged) == [("E3", "REPORTS-132")]
    assert "资金" in judged.problems[0].remedy()
    assert judged.good[0].answers["amount"] == "1000000"


def test_the_same_trainee_twice_in_a_class_is_refused(desk, roster):
    """In a class roster the ID number of a row decides, and the class keeps the first."""
    file = roster(
        ("培训班：电商班",),
        ("序号", "姓名", "性别", "身份证号", "工作单位", "职务", "手机号", "学时"),
        (1, "李丽", "男", "513200197005144894", "某某小学", "教师", "15118441205", 40),
        (2, "尉国", "男", "513400199409125497", "某某小学", "教师", "15118441206", 40),
        (3, "李丽", "男", "513200197005144894", "某某小学", "教师", "15118441205", "40学时"),
    )

    judged = desk.judge(file, "training_class")

    assert judged.plan.forms[0].shape is Shape.REPEAT_ROW
    assert codes_at(judged) == [("D5", "REPORTS-128")]
    assert judged.good[0].row_numbers == (3, 4)


def test_a_person_may_change_every_choice_of_the_proposal(desk, roster):
    """A column is pointed elsewhere, or left out; the next judgement follows."""
    plan = desk.plan(roster(HEADINGS, GOOD, OTHER), "employment")
    plan.aim(8, [Target("employment", "note")])
    plan.aim(10, [])
    plan.aim(11, [])

    judged = workbooks.judge(plan, desk.session)

    assert judged.good[0].answers["note"] == "普工"
    assert "monthly_wage" not in judged.good[0].answers
    with pytest.raises(KeyError):
        plan.aim(8, [Target("employment", "no_such")])


def test_a_cell_put_right_in_the_grid_is_judged_again(desk, roster):
    """The sheet in memory is changed, the file is not touched."""
    file = roster(HEADINGS, GOOD, changed(OTHER, **{"月工资（元）": "面议"}))
    before = file.read_bytes()
    plan = desk.plan(file, "employment")
    plan.sheet.put(2, 10, "4,000元")

    judged = workbooks.judge(plan, desk.session)

    assert judged.refused == []
    assert judged.good[1].answers["monthly_wage"] == "4000"
    assert file.read_bytes() == before


def test_progress_is_told_and_can_end_the_judgement(desk, roster):
    """Whoever listens hears the number of rows, and an exception raised there stops the work."""
    heard = []
    desk.judge(
        roster(HEADINGS, GOOD, OTHER), "employment", progress=lambda done, of: heard.append((done, of))
    )

    assert heard[-1] == (2, 2)

    def stop(done, of):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        desk.judge(roster(HEADINGS, GOOD, OTHER), "employment", progress=stop)


def test_a_sheet_without_known_headings_is_refused(desk, roster):
    """The wrong sheet is told as such."""
    with pytest.raises(Problem) as caught:
        desk.plan(roster(("甲", "乙"), (1, 2)), "employment")

    assert caught.value.code == "REPORTS-109"


@pytest.mark.parametrize(
    ("headings", "path"),
    [
        (("务工省份", "务工市", "务工县（区）"), "work_region"),
        (("身份证号码（必填）*",), "id_no"),
        (("月 工 资\n（元）",), "monthly_wage"),
        (("用工单位名称",), "employer_name"),
    ],
)
def test_headings_are_known_in_other_dress(desk, roster, headings, path):
    """Blanks, stars, brackets, line breaks and parts of a place do not hide a heading."""
    rest = [word for word in ("姓名", "民族", "人员类别") if word not in headings]
    plan = desk.plan(roster((*rest, *headings), ("李丽", "汉", "是", *("x" for _ in headings))), "employment")

    found = {column.header: [target.path for target in column.targets] for column in plan.columns}

    assert all(found[heading.strip()] == [path] for heading in headings)


def test_every_sentence_follows_the_readers_language(desk, roster):
    """The question, its choices and the words around them are told in English to who reads English."""
    judged = desk.judge(roster(HEADINGS, GOOD, changed(OTHER, 民族="火星族")), "employment")

    told = judged.problems[0].sentence(translator("en"))

    assert told.startswith("“火星族” is not one of the choices of “Ethnic group”. Change it to one of: ")
    assert "汉族" not in told
