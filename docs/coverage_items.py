"""What shows each row of the five documents, read from docs/coverage_shown.csv: questions with their choices, papers, indicators, tests.

An item is ``form.question`` or ``form.question=choice|choice``, ``paper:SUM-R1``, ``indicator:ORG-03``, ``scheme:2016``, or
``@test_…``: a test that plays what the sentence says. The page and the test of each row read the same items.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("coverage_shown.csv")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: *kind* is ``question``, ``paper``, ``indicator``, ``scheme`` or ``test``."""

    kind: str
    name: str
    form_id: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the documents and what shows it."""

    seed: str
    clause: str
    system: str
    items: tuple[Item, ...]


def read() -> list[Shown]:
    """Return the rows in the order of docs/systems_in_seeds.csv."""
    with TABLE.open(encoding="utf-8") as file:
        return [
            Shown(row["seed"], row["clause"], row["system"], tuple(map(_item, row["shown"].split())))
            for row in csv.DictReader(file)
        ]


def _item(text: str) -> Item:
    if text.startswith("@"):
        return Item("test", text[1:])
    kind, colon, name = text.partition(":")
    if colon:
        return Item(kind, name)
    place, _equals, choices = text.partition("=")
    form_id, _dot, question = place.partition(".")
    return Item("question", question, form_id, tuple(choices.split("|")) if choices else ())
