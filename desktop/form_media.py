"""The pictures, sounds and films of a form's labels: found beside a workbook, kept with a published form.

XLSForm names them by file name; ODK puts them into a folder ``<form>-media`` beside the workbook. When a form is
published here they go into the office's store of files, and a setting says which name means which content.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from forms.compile import enclosed_media
from forms.engine import FormDefinition
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office

SETTING: Final = "form_media"
Media = Callable[[str], bytes]


def bare(name: str) -> str:
    """Return ``jr://images/house.png`` as ``house.png``."""
    return name.rpartition("/")[2].rpartition("\\")[2]


def beside(file: Path) -> Media:
    """Return the media of the workbook *file*: in ``<name>-media``, ``media`` or beside it."""
    folders = (file.with_name(f"{file.stem}-media"), file.with_name("media"), file.parent)

    def find(name: str) -> bytes:
        wanted = bare(name)
        for folder in folders:
            found = folder / wanted
            if wanted and found.is_file() and found.stat().st_size <= 50 * 1024 * 1024:
                return found.read_bytes()
        return b""

    return find


def names(definition: FormDefinition) -> list[str]:
    """Return the names of all media a form's labels and choices speak of, without folders."""
    found: set[str] = set()
    for question in definition.questions.values():
        choices = question.choices.choices if question.choices is not None else ()
        for media in (question.media, *(choice.media for choice in choices)):
            found |= {bare(word) for text in media.values() for word in text.words.values() if word}
    return sorted(found - {"", "-"})


def keep(office: "Office", definition: FormDefinition, find: Media) -> list[Problem]:
    """Keep the media of a form just published; returns what was no good and is left out."""
    kept: dict[str, str] = {}
    refused: list[Problem] = []
    for name in names(definition):
        content = find(name)
        if not content:
            continue
        try:
            kept[name] = office.attachments.add(name, content).name
        except Problem as problem:
            refused.append(problem)
    if kept:
        whole: dict[str, Any] = office.settings.get(SETTING, {})
        office.settings.set(
            SETTING, {**whole, definition.form_id: {**whole.get(definition.form_id, {}), **kept}}
        )
    return refused


def of_office(office: "Office", form_id: str) -> Media:
    """Return the media kept for *form_id*; read at once (off the window's thread), because a repaint must not wait."""
    kept: dict[str, str] = office.settings.get(SETTING, {}).get(form_id, {})
    enclosed = enclosed_media(office.forms.xform(form_id))  # also those of a form that came from above
    read = {name: office.attachments.content(stored) for name, stored in kept.items()} | enclosed
    return lambda name: read.get(bare(name), b"")


def missing(definition: FormDefinition, find: Media) -> Iterable[str]:
    """Yield the names the form speaks of that are not there."""
    return (name for name in names(definition) if not find(name))
