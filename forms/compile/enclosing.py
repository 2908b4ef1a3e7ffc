"""Encloses in an XForm the files its author put beside the workbook, so that one text holds the whole form.

Tables (CSV, XML, GeoJSON) become secondary instances, pictures, sounds and films of labels stand as base64 in the
head, where other clients pass over them. So they are covered by the form's hash, belong to its version for ever, and
travel with it to the offices below. Tables the office itself serves (its ledgers, the divisions) are left alone.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from forms.compile.tables import read_table
from forms.compile.xml_tree import OURS, parse_xml
from forms.problem_codes import FILE_NOT_BESIDE, MEDIUM_TOO_LARGE, TOO_LARGE
from forms.problems import Problem

MAX_FORM: Final = 40_000_000  # characters of a form with its tables; a package of forms takes lines of 64 MiB
MAX_MEDIUM: Final = 2 * 1024 * 1024  # bytes of one picture, sound or film
MAX_MEDIA: Final = 8 * 1024 * 1024  # bytes of all of them
SERVED: Final = frozenset({"divisions", "occupations", "office"})  # by every office; see Reference.instances
_INSTANCE = re.compile(r'<instance id="([^"]*)" src="([^"]*)"\s*/>')
_MEDIUM = re.compile(r"jr://(?:images|audio|video)/([^<>\"&]+)")
_ENCLOSED = re.compile(rf'<xz:media xmlns:xz="{OURS}" name="([^"<>]*)">([A-Za-z0-9+/=]*)</xz:media>')
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
Find = Callable[[str], bytes | None]


def bare(name: str) -> str:
    """Return ``jr://images/house.png`` as ``house.png``."""
    return name.rpartition("/")[2].rpartition("\\")[2]


def beside(workbook: Path) -> Find:
    """Return what finds the files of *workbook*: in ``<name>-media`` as ODK keeps them, in ``media``, or beside it."""
    folders = (workbook.with_name(f"{workbook.stem}-media"), workbook.with_name("media"), workbook.parent)

    def find(name: str) -> bytes | None:
        wanted = bare(name)
        places = (folder / wanted for folder in folders if wanted)
        return next((place.read_bytes() for place in places if place.is_file()), None)

    return find


def enclose(xform: str, find: Find) -> tuple[str, list[Problem]]:
    """Return the form with what *find* has of its files, and a soft problem for each file that is not in it.

    Raises a Problem for a table that is none (FORMS-053, FORMS-035, FORMS-036) or a form grown too large (FORMS-050).
    """
    absent: list[Problem] = []

    def table(match: re.Match[str]) -> str:
        name, file = match[1], bare(match[2])
        if name in SERVED or name.startswith(("ledger_", "__")) or not file:
            return match[0]
        content = find(file)
        if content is None:
            absent.append(Problem(FILE_NOT_BESIDE, file, {"file": file}))
            return match[0]
        return f'<instance id="{name}">{_written(file, content)}</instance>'

    whole = _INSTANCE.sub(table, xform)
    media, left = _media(whole, find)
    if media:
        whole = whole.replace("</h:head>", "".join(media) + "</h:head>", 1)
    if len(whole) > MAX_FORM:
        raise Problem(TOO_LARGE, "", {"what": "characters", "count": len(whole), "most": MAX_FORM})
    return whole, absent + left


def enclosed_media(xform: str) -> dict[str, bytes]:
    """Return the pictures, sounds and films enclosed in a form, by file name."""
    return {match[1]: b64decode(match[2]) for match in _ENCLOSED.finditer(xform)}


def _written(file: str, content: bytes) -> str:
    """Return a table as the inside of an instance: XML as it stands, others as items."""
    rows = read_table(file, content)  # judges it, also XML
    if file.lower().endswith(".xml"):
        text = _DECLARATION.sub("", content.decode("utf-8-sig"), count=1)
        parse_xml(text)
        return text
    items = "".join(f"<item>{''.join(_cells(row))}</item>" for row in rows)
    return f'<root xmlns:xz="{OURS}">{items}</root>'


def _cells(row: dict[str, str]) -> Iterator[str]:
    for name, text in row.items():
        kept = "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")
        if _NAME.fullmatch(name):
            yield f"<{name}>{escape(kept)}</{name}>"
        else:  # ``label::English (en)``, 名称: no names of XML, or none pyxform would write
            yield f"<c xz:column={quoteattr(name)}>{escape(kept)}</c>"


def _media(xform: str, find: Find) -> tuple[list[str], list[Problem]]:
    enclosed: list[str] = []
    left: list[Problem] = []
    room = MAX_MEDIA
    for name in sorted(set(_MEDIUM.findall(xform))):
        content = find(name)
        if content is None:
            left.append(Problem(FILE_NOT_BESIDE, name, {"file": name}))
        elif len(content) > min(MAX_MEDIUM, room):
            left.append(Problem(MEDIUM_TOO_LARGE, name, {"file": name, "most": MAX_MEDIUM // 1024 // 1024}))
        else:
            room -= len(content)
            text = b64encode(content).decode("ascii")
            enclosed.append(f'<xz:media xmlns:xz="{OURS}" name="{bare(name)}">{text}</xz:media>')
    return enclosed, left
