"""What an office publishes: what was approved and is public, in two languages, and nobody's data."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from forms.engine import FormDefinition, Kind
from forms.problems import Problem
from reports import site
from reports.indicators import indicators, schemes, span
from tests.reports.site.conftest import TODAY, TYPED, County


def texts(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.is_file()
    }


def personal(definition: FormDefinition, answers: dict[str, Any]) -> Iterator[str]:
    """Yield the texts of a record that are not public: names, numbers, telephones, addresses, notes."""
    for path, question in definition.questions.items():
        if (
            question.kind is Kind.TEXT
            and question.marks.get("sensitive", "P0") != "P0"
            and not question.ledger
        ):
            repeat, _dot, name = path.rpartition(".")
            rows = answers.get(repeat, []) if repeat else [answers]
            yield from (
                str(row[name]) for row in rows if isinstance(row, dict) and len(str(row.get(name, ""))) > 2
            )


def public(county: County) -> str:
    """Return everything said in public questions: a unit's name is public even where another form calls it P2."""
    said = []
    for form_id, records in county.answers.items():
        definition = county.office.forms.definition(form_id)
        for answers in records:
            for path, question in definition.questions.items():
                if question.marks.get("sensitive", "P0") == "P0" and "." not in path:
                    said.append(str(answers.get(path, "")))
    return "\n".join(said)


def test_no_personal_datum_of_any_ledger_is_in_the_site(county: County) -> None:
    site_text = "\n".join(texts(county.folder).values())
    known = (
        public(county)
        + county.office.info.name
        + "".join(one.label.in_("zh") for one in indicators().values())
    )
    canaries = {
        value
        for form_id, records in county.answers.items()
        for answers in records
        for value in personal(county.office.forms.definition(form_id), answers)
        if value not in known and not re.fullmatch(r"[\d.,%]{1,8}", value)  # a rate is nobody's
    }
    assert len(canaries) > 60
    assert {value for value in canaries if value in site_text} == set()
    assert county.published.removed >= 4
    for typed in TYPED.values():
        assert typed not in site_text
        assert typed.replace(" ", "") not in site_text
    assert "受助人阿*" in site_text  # the name of somebody registered
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", site_text)
    assert not re.search(r"\d{17}[\dXx]", site_text)
    assert all(
        head.record_id not in site_text for head in county.office.records.list("project", limit=5).rows
    )


def test_nothing_goes_out_before_a_name_of_two_characters_was_decided(county: County) -> None:
    """The first try is refused with the place; what was decided holds, stands in the log, and no name stands there."""
    assert isinstance(county.refused, site.NamesUndecided)
    (waiting,) = county.refused.named
    (decided,) = county.published.named
    log = county.office.audit.about(waiting.mention.key)

    assert county.refused.code == "REPORTS-212"
    assert (waiting.mention.name, waiting.decision) == ("王芳", None)
    assert decided.decision is site.Decision.MASK
    assert any("由王*负责" in text for text in texts(county.folder).values())
    assert [(line.verb, line.detail) for line in log] == [("publish_name", "mask")]


def test_only_what_was_approved_and_may_be_public_is_published(county: County) -> None:
    pages = texts(county.folder)
    assert any("2026年海棠镇饮水工程" in text for text in pages.values())
    assert "2026年团结村帮扶车间" in pages["zh/projects/index.html"]
    assert sum(name.startswith("zh/") for name in pages) == sum(name.startswith("en/") for name in pages)
    assert "＜3" in pages["zh/indicators/index.html"]
    assert "Projects" in pages["en/index.html"]
    without_script = pages["zh/search.html"]  # links to every list stand in the page itself
    assert "浏览器没有启用脚本" in without_script
    assert 'href="projects/index.html"' in without_script


class _Outline(HTMLParser):
    """What a screen reader would find: landmarks, headings, links, labels, and anything from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: set[str] = set()
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.language = given.get("lang", self.language) if tag == "html" else self.language
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag in ("script", "img", "link", "iframe"):
            self.sources.append(given.get("src") or given.get("href", ""))
        if tag == "label":
            self.labelled.add(given["for"])
        if tag == "input":
            self.inputs.add(given["id"])


def test_every_page_has_landmarks_one_heading_labels_and_links_that_lead_somewhere(county: County) -> None:
    for name, text in texts(county.folder).items():
        if not name.endswith(".html") or name == "index.html":
            continue
        outline = _Outline()
        outline.feed(text)
        assert outline.language in ("zh-CN", "en"), name
        assert {"header", "nav", "main", "footer"} <= set(outline.tags), name
        assert outline.tags.count("h1") == 1, name
        assert outline.inputs <= outline.labelled, name
        assert not any("//" in one for one in outline.sources), name
        for link in outline.links:
            target, _hash, _part = link.partition("#")
            assert not target or (county.folder / name).parent.joinpath(target).exists(), (name, link)


def test_a_feed_reader_reads_the_newest(county: County) -> None:
    feed = ElementTree.fromstring((county.folder / "zh" / "feed.xml").read_text(encoding="utf-8"))  # noqa: S314  (our own file)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert entries
    days = [str(entry.findtext("{http://www.w3.org/2005/Atom}updated")) for entry in entries]
    assert days == sorted(days, reverse=True)


def test_publishing_again_replaces_the_site_and_another_folder_stays(county: County, tmp_path: Path) -> None:
    def again(folder: Path, **more: Any) -> site.Published:
        return site.publish(
            county.office, folder, today=TODAY, span=span("2026"), scheme=schemes()["2021"], **more
        )

    first = again(tmp_path / "www")
    (tmp_path / "www" / "zh" / "old.html").write_text("x", encoding="utf-8")
    assert again(tmp_path / "www").pages == first.pages
    assert not (tmp_path / "www" / "zh" / "old.html").exists()

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(Problem, match="REPORTS-210"):
        again(tmp_path / "mine")

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises((InterruptedError, Problem)):
        again(tmp_path / "www", progress=stop)
    assert (tmp_path / "www" / "index.html").exists()
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_notice_says_which_of_its_ten_days_it_is() -> None:
    from reports.site.gathering import Entry
    from reports.site.phrases import clock

    entry = Entry(
        "notices", "a", "513435", "公示", "2026-11-13", {}, (), {}, (date(2026, 11, 13), date(2026, 11, 22))
    )
    assert clock(entry, date(2026, 11, 12), str)[0] == "soon"
    assert clock(entry, date(2026, 11, 15), str) == ("open", "公示中：第 3 天，共 10 天，至 2026-11-22")
    assert clock(entry, date(2026, 11, 22), str)[0] == "open"
    assert clock(entry, date(2026, 11, 23), str)[0] == "over"


def test_of_two_projects_that_are_one_the_kept_one_is_published(county: County, tmp_path: Path) -> None:
    """A reviewer said that two projects are the same: the double has no page and no row; undone, it has again."""
    office = county.office
    kept, double = (
        (head.office_code, head.record_id) for head in office.records.list("project", limit=5).rows[:2]
    )
    names = [str(office.records.get(record_id).answers["name"]) for _office, record_id in (kept, double)]

    def said(folder: str) -> list[bool]:
        site.publish(office, tmp_path / folder, today=TODAY, span=span("2026"), scheme=schemes()["2017"])
        whole = "\n".join(texts(tmp_path / folder).values())
        return [name in whole for name in names]

    office.records.duplicates.same(kept, double)
    try:
        with_double = said("marked")
    finally:
        office.records.duplicates.undo(kept, double)

    assert with_double == [True, False]
    assert said("undone") == [True, True]
