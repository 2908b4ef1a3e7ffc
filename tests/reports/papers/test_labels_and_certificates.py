"""Labels, badges and certificates: one for each person or thing, nothing cut off, nobody left out."""

from datetime import date

import pytest

from forms.problems import Problem
from reports import papers
from reports.papers.layout_reading import of_text

DAY = date(2026, 11, 22)
NAMES = (
    "阿苏木呷",
    "尉迟·阿布都热合曼·买买提",
    "欧阳𬭎",
    "བསོད་ནམས་སྒྲོལ་མ།",
    "ئالىم تۇرسۇن",
    "ꀕꃀꂱꌠ",
    "<b>A&B</b>",
)


def training_class(count: int) -> dict:
    """Return a class of invented trainees, every third of whom did not complete."""
    trainees = [
        {
            "full_name": NAMES[n % len(NAMES)], "org_name": "映秀镇", "completed": "no" if n % 3 == 2 else "yes",
            "certificate_no": f"PX{n:04d}", "got_hours": "80",
        }
        for n in range(count)
    ]  # fmt: skip
    return {
        "title": "羌绣技能提升培训班",
        "start_on": "2026-09-01",
        "end_on": "2026-09-10",
        "organizer_name": "人社局",
        "trainee": trainees,
    }


@pytest.fixture
def print_by(tmp_path, office, definitions):
    """Print records by a shipped layout, or one handed in."""

    def made(layout, rows):
        layout = papers.layouts()[layout] if isinstance(layout, str) else layout
        return papers.roster(
            layout,
            rows,
            tmp_path / "x.pdf",
            office_info=office,
            as_of=DAY,
            definition=definitions(layout.form_id),
        )

    return made


def test_each_trainee_gets_one_badge_ten_to_a_sheet(print_by, read, pages_of):
    """Twenty-three trainees fill three sheets, and every one of them is on a badge."""
    file = print_by("trainee-badges", [training_class(23)])

    assert pages_of(file)[0] == 3
    text = "\n".join(read(file))
    assert text.count("阿苏木呷") == 4
    assert text.count("羌绣技能提升培训班") == 23


def test_no_trainee_gives_one_empty_sheet(print_by, pages_of):
    """A class without trainees prints an empty sheet, not a broken file."""
    assert pages_of(print_by("trainee-badges", [training_class(0)]))[0] == 1


def test_only_who_completed_gets_a_certificate(print_by, read, pages_of):
    """Six trainees of whom two did not complete: four pages, each with name, long dates, number and office."""
    file = print_by("training-certificate", [training_class(6)])

    assert pages_of(file)[0] == 4
    text = "\n".join(read(file, 1))
    for words in ("结业证书", "阿苏木呷", "2026年9月1日", "2026年9月10日", "PX0000", "人社局"):
        assert words in text
    assert "PX0002" not in "\n".join(read(file))


def test_a_certificate_for_nobody_says_so(print_by, read):
    """Without any record the file says that there is nothing to print."""
    assert "没有可以打印的记录" in "\n".join(read(print_by("training-certificate", [])))


def test_a_line_of_a_label_with_nothing_to_tell_is_left_out(print_by, read):
    """Goods without batch and expiry have no line of empty captions."""
    text = "\n".join(
        read(print_by("goods-labels", [{"line": [{"item_name": "羽绒服", "qty": "20", "unit": "件"}]}]))
    )

    assert "羽绒服" in text
    assert "批号" not in text


def test_words_that_do_not_fit_are_refused_with_their_label(print_by):
    """A label is never cut off and never runs over its neighbour: it is refused by its number."""
    with pytest.raises(Problem, match="REPORTS-003") as refused:
        print_by("goods-labels", [{"line": [{"item_name": "羽绒服"}, {"item_name": "很" * 300}]}])

    assert "第 2 张" in refused.value.what()


def test_lines_that_are_too_high_together_are_refused(print_by):
    """A layout whose lines are higher than its label is found when it is printed."""
    lines = '[[lines]]\ntext = "{item_name}"\nsize = 30\nsmallest = 30\n' * 4
    text = f'kind = "labels"\ncode = "X"\nform_id = "goods_donation"\nrepeat = "line"\ntitle = "签"\nacross = 3\ndown = 8\nwidth = 70\nheight = 37\n{lines}'

    with pytest.raises(Problem, match="REPORTS-003"):
        print_by(of_text("high", text), [{"line": [{"item_name": "米"}]}])


@pytest.mark.parametrize("name", ["training-certificate", "trainee-badges"])
def test_every_script_prints_and_is_found_again(print_by, read, name):
    """Names in every script of the county stand on badges and certificates and can be searched there."""
    people = {
        **training_class(0),
        "trainee": [{"full_name": one, "completed": "yes", "got_hours": "8"} for one in NAMES],
    }

    text = "\n".join(read(print_by(name, [people])))

    for one in ("阿苏木呷", "欧阳𬭎", "བསོད་ནམས་སྒྲོལ་མ།", "ꀕꃀꂱꌠ", "<b>A&B</b>"):
        assert one in text
