"""The guides and pictures: what the console can do is told in both languages, and no link leads nowhere."""

import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from desktop.console import xiezuo

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GUIDES = (DOCS / "guide.zh_CN.md", DOCS / "guide.md")
PAGES = sorted(
    page for page in [*ROOT.glob("*.md"), *DOCS.glob("*.md"), *DOCS.glob("decisions/*.md")] if page.is_file()
)
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def _verbs(group: click.Group, before: str = "") -> list[tuple[str, click.Command]]:
    """Return every verb with the words one types for it, groups and their verbs."""
    found = []
    for name, command in group.commands.items():
        found.append((before + name, command))
        if isinstance(command, click.Group):
            found += _verbs(command, f"{before}{name} ")
    return found


VERBS = _verbs(xiezuo)
OPTIONS = sorted(
    {
        option
        for command in (xiezuo, *(command for _words, command in VERBS))
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }
)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
@pytest.mark.parametrize("words", [words for words, _command in VERBS])
def test_each_verb_is_told_with_an_example(words, guide):
    """Each verb of the console and of its groups stands in the guide as one types it."""
    typed = rf"xiezuo (--?\w+ \S+ )*{words}(?![\w-])"

    assert re.search(typed, guide.read_text(encoding="utf-8")), f"no example of `xiezuo {words}`"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_each_option_is_told(guide):
    """Each option of the console stands in the guide."""
    text = guide.read_text(encoding="utf-8")

    missing = [option for option in OPTIONS if not re.search(rf"{option}(?![\w-])", text)]

    assert missing == []


def _targets(page: Path, pattern: re.Pattern[str]) -> list[Path]:
    links = (unquote(link).partition("#")[0] for link in pattern.findall(page.read_text(encoding="utf-8")))
    return [(page.parent / link).resolve() for link in links if link and "://" not in link]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_link_leads_nowhere(page):
    """Whatever a document links or shows exists in the repository."""
    missing = [
        str(target) for target in _targets(page, PICTURE) + _targets(page, LINK) if not target.exists()
    ]

    assert missing == []


def test_each_picture_is_shown_somewhere():
    """No picture lies in docs/pictures unlinked; `python docs/make_pictures_page.py` links new ones."""
    shown = {target for page in PAGES for target in _targets(page, PICTURE)}

    unseen = [str(file) for file in sorted((DOCS / "pictures").rglob("*.png")) if file.resolve() not in shown]

    assert unseen == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_codes_in_the_guides_exist(guide):
    """Each problem code a guide names is one the program can give."""
    known = (DOCS / "problems.md").read_text(encoding="utf-8")

    wrong = [
        code
        for code in re.findall(r"\b[A-Z]+-\d{3}\b", guide.read_text(encoding="utf-8"))
        if code not in known
    ]

    assert wrong == []
