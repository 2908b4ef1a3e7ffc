"""Writes the site: a folder that any web server, or a memory stick, can carry.

Jinja2 with autoescape writes every page: what a clerk typed can never become markup, and a page is a template a designer
can read. The folder is made beside its place and exchanged at the end, so a reader never meets half a site, and stopping
leaves the old one. A folder that holds anything else is not touched.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from forms.problems import Problem
from forms.reference import Reference
from forms.words import Translate
from reports.indicators.closing import as_closed
from reports.indicators.indicator import Scheme
from reports.indicators.laid_out import closed_words
from reports.indicators.periods import Span, in_words
from reports.indicators.sheets import Sheet
from reports.site.deciding import Named, NamesUndecided, decisions, named
from reports.site.figures import figure_rows, figures_of
from reports.site.gathering import LANGUAGES, Entry, Progress, Section, gathered, sections
from reports.site.phrases import clock, phrases
from reports.site.problem_codes import FOLDER_TAKEN, SITE_UNWRITABLE
from reports.site.scrubbing import Scrubber
from resources.i18n import translator

if TYPE_CHECKING:
    from records.ledger import Office

HERE = Path(__file__).parent
MARK = "xiezuo-site.json"
_ON_A_PAGE = 100
_LATEST = 50
_TAGS = {"zh": "zh-CN", "en": "en"}
_NAMES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the folder, how many pages and entries, what was taken out of texts, and the names a person decided."""

    folder: Path
    pages: int
    entries: int
    removed: int
    named: tuple[Named, ...]


def publish(
    office: "Office",
    folder: Path,
    *,
    today: date,
    span: Span,
    scheme: Scheme,
    offices: Sequence[str] = (),
    progress: Progress = lambda _done, _total: None,
) -> Published:
    """Write what the office publishes into *folder* and return what was done; *progress* may stop it by raising.

    Raises Problem REPORTS-210 for a folder that holds something else, -211 for one that cannot be written, -212
    (`NamesUndecided`) while a name in the texts was not decided.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise Problem(FOLDER_TAKEN, place=str(folder), values={"folder": folder.name})
    scrub = Scrubber(office.registers.names(), Reference.load().division_names, decisions(office))
    progress(0, 0)
    entries = {section.id: list(gathered(office, section, scrub, today, offices)) for section in sections()}
    if scrub.undecided:
        raise NamesUndecided(named(scrub))
    codes = list(offices) or office.counting.offices()
    sheets = figures_of(office, span, codes)
    if not offices:
        sheets[""] = as_closed(office, sheets[""], scheme)[0]
    site = _Site(office.info.name, office.info.code, entries, sheets, scheme, span, codes, today)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".site-"))
        try:
            pages = site.write(beside, progress)
            _exchange(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as fault:
        values = {"folder": folder.name, "reason": fault.strerror or type(fault).__name__}
        raise Problem(SITE_UNWRITABLE, place=str(folder), values=values) from fault
    return Published(folder, pages, sum(map(len, entries.values())), scrub.removed, named(scrub))


def _exchange(beside: Path, folder: Path) -> None:
    """Put the new folder in the old one's place."""
    beside.chmod(0o755)
    if folder.exists():
        old = beside.with_name(beside.name + "-old")
        folder.rename(old)
        beside.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        beside.rename(folder)


@dataclass
class _Site:
    """Everything the templates are handed."""

    name: str
    code: str
    entries: Mapping[str, Sequence[Entry]]
    sheets: Mapping[str, Sheet]
    scheme: Scheme
    span: Span
    codes: Sequence[str]
    today: date

    def __post_init__(self) -> None:
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        reference = Reference.load()
        self._names = {
            code: (place.full_name if (place := reference.division(code[:6])) else code)
            for code in self.codes
        }

    def write(self, folder: Path, progress: Progress) -> int:
        """Write every page; return how many."""
        shutil.copytree(HERE / "static", folder / "static")
        (folder / MARK).write_text(json.dumps({"office": self.code, "on": str(self.today)}), encoding="utf-8")
        (folder / "index.html").write_text(_ROOT.format(name=Markup.escape(self.name)), encoding="utf-8")
        total = len(LANGUAGES) * (sum(map(len, self.entries.values())) + 2 * len(self.codes) + 10)
        done, made = 0, set[Path]()
        for language in LANGUAGES:
            for path, text in _Tongue(self, language).pages():
                file = folder / language / path
                if file.parent not in made:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    made.add(file.parent)
                file.write_text(text, encoding="utf-8")
                done += 1
                if done % 50 == 0:
                    progress(done, max(total, done))
        progress(done, done)
        return done

    def latest(self) -> list[Entry]:
        """Return the newest entries of every section but money, which only repeats the projects'."""
        some = [entry for name, found in self.entries.items() if name != "funds" for entry in found[:_LATEST]]
        return sorted(some, key=lambda entry: entry.day, reverse=True)

    def template(self, name: str) -> Any:
        """Return a template."""
        return self._jinja.get_template(name)

    def names(self) -> Mapping[str, str]:
        """Return the places of the offices, by code."""
        return self._names


class _Tongue:
    """The pages of one language."""

    def __init__(self, site: _Site, language: str) -> None:
        self._site = site
        self._language = language
        self._translate: Translate = translator(language)
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        self._w = phrases(self._translate)
        self._clock = site.template("clock.html")
        self._headers: dict[tuple[str, str], Markup] = {}
        self._common: dict[str, Any] = {
            "w": self._w,
            "lang": language,
            "lang_tag": _TAGS[language],
            "other": other,
            "other_tag": _TAGS[other],
            "other_name": _NAMES[other],
            "office": site.name,
            "today": site.today,
            "names": site.names(),
            "navigation": [
                *({"id": one.id, "href": f"{one.id}/index.html", "label": one.label.in_(language)} for one in sections()),
                {"id": "indicators", "href": "indicators/index.html", "label": self._w["indicators"]},
            ],
            "counties": [{"code": code, "name": site.names()[code]} for code in site.codes],
            "clock": self._told_clock,
        }  # fmt: skip

    def _told_clock(self, entry: Entry) -> Markup:
        state, words = clock(entry, self._site.today, self._translate)
        return Markup(self._clock.render(state=state, words=words).strip()) if words else Markup("")  # noqa: S704  (rendered with autoescape)

    def _page(self, template: str, path: str, here: str, **more: Any) -> tuple[str, str]:
        root = "../" * (path.count("/") + 1)
        return path, self._site.template(template).render(
            **self._common, path=path, root=root, here=here, header=self._header(root, here), **more
        )

    def _header(self, root: str, here: str) -> Markup:
        """Return what the pages of one part begin with: a third of the work of a page when each made it anew."""
        known = self._headers.get((root, here))
        if known is None:
            text = self._site.template("header.html").render(**self._common, root=root, here=here)
            known = self._headers[root, here] = Markup(text)  # noqa: S704  (rendered with autoescape)
        return known

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield every page's path and text."""
        latest = self._site.latest()
        yield self._page("index.html", "index.html", "", latest=latest[:12], cards=self._cards())
        yield self._page("search.html", "search.html", "")
        yield "search-index.js", self._index()
        yield "feed.xml", self._feed(latest[:_LATEST])
        for section in sections():
            yield from self._section(section)
        yield from self._figures()
        yield from self._counties()

    def _cards(self) -> list[dict[str, object]]:
        return [
            {
                "href": f"{one.id}/index.html",
                "count": len(self._site.entries[one.id]),
                "label": one.label.in_(self._language),
            }
            for one in sections()
        ]

    def _index(self) -> str:
        rows = [
            [
                f"{one.id}/{entry.slug}.html",
                entry.title,
                one.label.in_(self._language),
                self._site.names().get(entry.county, ""),
                entry.day,
            ]
            for one in sections()
            for entry in self._site.entries[one.id]
        ]
        return "window.XIEZUO_INDEX=" + json.dumps(rows, ensure_ascii=False).replace("<", "\\u003c") + ";\n"

    def _feed(self, latest: Sequence[Entry]) -> str:
        updated = latest[0].day if latest and latest[0].day else str(self._site.today)
        feed: str = self._site.template("feed.xml").render(
            **self._common, latest=latest, updated=updated, code=self._site.code
        )
        return feed

    def _section(self, section: Section) -> Iterator[tuple[str, str]]:
        found = self._site.entries[section.id]
        heading = section.label.in_(self._language)
        pages = max(1, -(-len(found) // _ON_A_PAGE))
        name: Callable[[int], str] = lambda number: "index.html" if number == 1 else f"page-{number}.html"  # noqa: E731  (handed to the template)
        heads = self._site_heads(section)
        for number in range(1, pages + 1):
            yield self._page(
                "list.html", f"{section.id}/{name(number)}", section.id,
                heading=heading, heads=heads, entries=found[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE],
                total=len(found), pages=pages, number=number, page_name=name, many=len(self._site.codes) > 1,
            )  # fmt: skip
        for entry in found:
            yield self._page(
                "entry.html", f"{section.id}/{entry.slug}.html", section.id, heading=heading, entry=entry
            )

    def _site_heads(self, section: Section) -> list[str]:
        found = self._site.entries[section.id]
        return (
            [found[0].heads[self._language][place] for place in range(len(section.columns))] if found else []
        )

    def _figures(self) -> Iterator[tuple[str, str]]:
        for code, sheet in self._site.sheets.items():
            heading = self._w["indicators"] + (f" · {self._site.names()[code]}" if code else "")
            yield self._page(
                "indicators.html", f"indicators/{code or 'index'}.html", "indicators",
                heading=heading, scheme=self._site.scheme.label.in_(self._language),
                period=in_words(self._site.span) if self._language == "zh" else self._site.span.name,
                closed=closed_words(sheet, self._translate), groups=figure_rows(sheet, self._site.scheme, self._language),
            )  # fmt: skip

    def _counties(self) -> Iterator[tuple[str, str]]:
        by_county: dict[str, dict[str, list[Entry]]] = {}
        for one in sections():
            for entry in self._site.entries[one.id]:
                by_county.setdefault(entry.county, {}).setdefault(one.id, []).append(entry)
        for code in self._site.codes:
            parts = [
                {
                    "id": one.id,
                    "label": one.label.in_(self._language),
                    "entries": by_county.get(code, {})[one.id],
                }
                for one in sections()
                if one.id in by_county.get(code, {})
            ]
            yield self._page(
                "county.html", f"county/{code}.html", "", heading=self._site.names()[code], code=code, parts=parts,
                has_figures=code in self._site.sheets,
            )  # fmt: skip


_ROOT = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{name}</title>
<meta http-equiv="refresh" content="0; url=zh/index.html"></head>
<body><p><a href="zh/index.html">中文</a> · <a href="en/index.html" lang="en">English</a></p></body></html>
"""
