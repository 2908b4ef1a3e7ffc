"""Rules and deadlines, targets and figures put right, as typed."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from forms import definitions
from forms.clock import SystemClock
from records.ledger.due import FOLLOW_UP_DAYS, RULES
from records.ledger.due_lacking import MONTH_DAY
from records.ledger.rule_settings import BY_KEY, REPORT_EVERY, REPORT_EVERY_DAYS
from reports.indicators import closing, formulas, span, work_out
from tests.fakes import county_ledgers

NOT_RULES = {"office_code", "partner_province"}  # what the office is, set where it is made


def test_every_number_a_shipped_form_reads_can_be_set():
    """No form reads a rule of the office that nobody can change."""
    text = "".join(
        file.read_text(encoding="utf-8") for file in Path(definitions.__file__).parent.glob("*.md")
    )
    by_function = re.findall(r"pulldata\('office', 'value', 'key', '(\w+)'", text)
    by_path = re.findall(r"instance\('office'\)/root/item\[key = '(\w+)'", text)

    assert len(by_function) > 20
    assert by_path
    assert set(by_function) | set(by_path) <= set(BY_KEY) | NOT_RULES


def test_defaults_are_those_the_forms_and_reminders_go_by():
    """What stands in grey is what counts when nothing is set."""
    text = "".join(
        file.read_text(encoding="utf-8") for file in Path(definitions.__file__).parent.glob("*.md")
    )
    in_forms = re.findall(r"'key', '(\w+)'\), '?(\d+)", text)
    in_forms += re.findall(r"key = '(\w+)'\]/value, '(\d+)'", text)
    counted = {key: int(number) for key, number in in_forms if key in BY_KEY}
    counted |= {rule.setting: rule.after for rule in RULES if rule.setting}
    counted |= {
        "follow_up_days": FOLLOW_UP_DAYS,
        "month_report_day": MONTH_DAY,
        REPORT_EVERY: REPORT_EVERY_DAYS,
    }

    assert counted == {key: one.default for key, one in BY_KEY.items() if one.default is not None}


def test_a_rule_is_set_listed_and_forgotten(county):
    """The number counts at once and is in the log; without a value the default is back."""
    done = county.types("settings", "set", "follow_up_days", "60")
    listed = {one["key"]: one for one in county.asks("settings", "list").document["settings"]}
    logged = county.types("audit", "--verb", "setting").lines
    county.types("settings", "set", "follow_up_days")

    assert done.lines.strip() == "已设置：就业后每隔几天回访 60 天"
    assert (listed["follow_up_days"]["value"], listed["follow_up_days"]["default"]) == (60, 90)
    assert "follow_up_days" in logged
    assert "minimum_wage" in county.types("settings", "list").lines
    with county.open("李主任") as office:
        assert office.settings.get("follow_up_days") is None


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("report_day", "31", "RECORDS-209"),
        ("report_day", "10.5", "RECORDS-209"),
        ("report_dya", "9", "RECORDS-208"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(county, key, value, code):
    """A day no month has, half a day, a rule there is not."""
    assert county.asks("settings", "set", key, value).codes == [code]


def test_a_target_is_set_and_forgotten(county):
    """The office's own target stands beside the figure of its year."""
    done = county.types("indicators", "target", "lab-01", "1200", "--year", "2025")
    lines = county.asks("indicators", "--year", "2025").document["lines"]
    county.types("indicators", "target", "LAB-01", "--year", "2025")
    after = county.asks("indicators", "--year", "2025").document["lines"]

    assert done.status == 0
    assert "1200" in done.lines
    assert [one["target"] for one in lines if one["indicator"] == "LAB-01" and one["target"]] == ["1200"]
    assert all(one["target"] is None for one in after)
    assert county.asks("indicators", "target", "LAB-99", "5").codes == ["REPORTS-202"]
    assert county.asks("indicators", "target", "LAB-01", "许多").codes == ["REPORTS-203"]


def test_a_figure_of_a_closed_period_is_put_right_with_its_reason(county):
    """Only once the period is closed; what is read and printed afterwards is the number put in, and says so."""
    asked = ("indicators", "adjust", "2025", "LAB-01", "12", "--reason", "人社局核定")
    early = county.asks(*asked)
    with county.open("李主任") as office:
        scheme = formulas.scheme("2017")
        closing.close(
            office, work_out(office, [formulas.indicator("LAB-01")], span("2025"), compare=False), scheme
        )
    done = county.asks(*asked)
    read = county.asks("indicators", "--year", "2025").document
    printed = county.types("indicators", "--year", "2025", "--out", str(county.folder.parent / "2025.pdf"))
    taken_back = county.asks("indicators", "adjust", "2025", "LAB-01", "--reason", "核定有误")

    assert early.codes == ["RECORDS-191"]
    assert done.document["adjusted"] == "12"
    figure = next(line for line in read["lines"] if line["figure"] == "LAB-01.all")
    assert (figure["value"], figure["adjusted"]) == ("12", True)
    assert read["closed_at"].startswith("20")
    assert "数字为关账时保存的；带 * 的经人工调整" in printed.lines
    assert taken_back.document["adjusted"] is None
    with county.open("李主任") as office:
        kept = office.counting.closed.of("2025", "2017")["LAB-01.all"]
        assert (kept.adjusted, kept.adjust_reason) == (None, "")


def test_names_in_published_texts_are_decided_by_a_table(county, tmp_path):
    """The first run writes the table and no site; filled in, the second publishes; another sentence is asked anew."""
    today = SystemClock().today()
    asked = {
        "logged_on": str(today), "verified_on": str(today), "wanted_by": str(today + timedelta(days=30)),
        "public_text": "一所小学需要课外读物，由王芳负责",
    }  # fmt: skip
    with county.open("张会计") as office:
        county_ledgers.enter(
            office, county_ledgers.typed(office, "person", {}, {"full_name": "王芳"}), "person"
        )
        need = county_ledgers.enter(office, county_ledgers.typed(office, "need", {}, asked), "need")
    with county.open("李主任") as office:
        assert office.records.approve([need])[0].problem is None
    site, table = tmp_path / "www", tmp_path / "名字.csv"
    first = county.asks("publish", site, "--names", table)
    written = site.exists()
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text("\n".join([lines[0], "隐去" + lines[1]]), encoding="utf-8")
    second = county.asks("publish", site, "--names", table)

    assert first.codes == ["REPORTS-212"]
    assert not written
    assert second.document["names"] == [{"name": "王芳", "decision": "mask"}]
    assert "由王*负责" in (site / "zh" / "needs" / "index.html").read_text(encoding="utf-8")
