"""Keeps the word catalogues true: extract, compile, check.

``python -m resources.i18n.catalogues update`` finds every `_()` and `N_()` of each room, merges new sentences
into ``resources/i18n/<language>/<room>.po`` (one catalogue a room, so that two people can translate at once) and
compiles them all into one ``xiezuo.mo``. ``check`` changes nothing and fails when a sentence is missing,
untranslated or fuzzy, or the compiled file is old.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from resources import path
from resources.i18n import traditional

ROOMS = ("forms", "records", "reports", "sync", "desktop")
TRANSLATED = ("en", traditional.LANGUAGE)
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the same words give the same bytes, whenever they are compiled
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def _extracted(room: str) -> Catalog:
    """Return every marked sentence of *room*, with its file but no line number (lines move too often)."""
    catalog = Catalog()
    root = path().parent / room
    found = extract_from_dir(str(root), [("**.py", "python")], keywords=_KEYWORDS)
    for name, _line, message, _comments, _context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(message, locations=[(f"{room}/{Path(name).as_posix()}", 0)])
    return catalog


def _po(language: str, room: str) -> Path:
    return path("i18n", language, f"{room}.po")


def _read(language: str, room: str) -> Catalog:
    file = _po(language, room)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def _merged(language: str, room: str) -> Catalog:
    catalog = _read(language, room)
    catalog.update(_extracted(room), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if language == traditional.LANGUAGE:
        traditional.fill(catalog)
    return catalog


def _compiled(language: str) -> bytes:
    whole = Catalog(locale=language, charset="utf-8", creation_date=_NO_DATE, revision_date=_NO_DATE)
    for room in ROOMS:
        for message in _read(language, room):
            if message.id and message.string:
                whole.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, whole)
    return buffer.getvalue()


def _mo(language: str) -> Path:
    return path("i18n", language, "xiezuo.mo")


def update() -> None:
    """Merge new sentences into the catalogues and compile them."""
    for language in TRANSLATED:
        for room in ROOMS:
            merged = _merged(language, room)  # read before the file is opened for writing, which empties it
            with _po(language, room).open("wb") as target:
                write_po(target, merged, width=110, omit_header=True, sort_output=True)
        _mo(language).write_bytes(_compiled(language))


def faults() -> Iterator[str]:
    """Yield one line for each thing that is not as it should be."""
    for language in TRANSLATED:
        for room in ROOMS:
            known = _read(language, room)
            for message in _extracted(room):
                if not message.id:
                    continue
                entry = known.get(message.id)
                if entry is None or not entry.string or entry.fuzzy:
                    yield f"{language}/{room}.po: not translated: {message.id!r}"
        if not _mo(language).exists() or _mo(language).read_bytes() != _compiled(language):
            yield f"{language}/xiezuo.mo is old: run `python -m resources.i18n.catalogues update`"


def main(verb: str) -> int:
    """Run ``update`` or ``check``; 1 when something is wrong."""
    if verb == "update":
        update()
        return 0
    lines = list(faults())
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
