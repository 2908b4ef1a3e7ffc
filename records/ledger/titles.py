"""Records by their titles: what people read where a record refers to another by its id.

Lists, rosters and exports show 宁波市奉化区慈善总会, never the id the answer holds. Titles are read when they are shown,
so a corrected name shows everywhere at once; an id nobody here knows (its record has not arrived) stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from forms.engine import FormDefinition
from records.ledger.seat import Seat
from records.model.heads import Record, RecordHead
from records.store.by_id import with_ids
from records.store.tables import record

_MANY = 400  # ids in one IN list


def titles_of(seat: Seat, ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of the records with these ids, by id; ids nobody knows are left out."""
    wanted = sorted({one for one in ids if one})
    found: dict[str, str] = {}
    if not wanted:
        return found
    with seat.store.reading() as connection:
        for first in range(0, len(wanted), _MANY):
            part = wanted[first : first + _MANY]
            query = select(record.c.record_id, record.c.title).where(with_ids(part))
            found.update({row.record_id: row.title for row in connection.execute(query)})
    return found


def references(definition: FormDefinition) -> dict[tuple[str, ...], str]:
    """Return the questions that refer to other records: their way through repeats, and the form they refer to."""
    found = {}
    for path, question in definition.questions.items():
        if question.ledger:
            found[tuple(path.split("."))] = question.ledger
    return found


def _values(answers: Mapping[str, Any], way: tuple[str, ...]) -> Iterator[str]:
    value = answers.get(way[0])
    if len(way) == 1:
        yield from value if isinstance(value, list) else [value] if isinstance(value, str) else []
    elif isinstance(value, list):
        for row in value:
            yield from _values(row, way[1:])


def _named(answers: Mapping[str, Any], way: tuple[str, ...], titles: Mapping[str, str]) -> dict[str, Any]:
    value = answers.get(way[0])
    if isinstance(value, str):
        return {**answers, way[0]: titles.get(value, value)}
    if not isinstance(value, list):
        return dict(answers)
    if len(way) == 1:
        return {**answers, way[0]: [titles.get(one, one) for one in value]}
    return {**answers, way[0]: [_named(row, way[1:], titles) for row in value]}


def in_words(
    seat: Seat, definition: FormDefinition, answers: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return answers (as JSON, each of one record) with titles in the place of the ids they refer by."""
    given, ways = list(answers), list(references(definition))
    if not ways:
        return [dict(one) for one in given]
    titles = titles_of(seat, (value for one in given for way in ways for value in _values(one, way)))
    said = []
    for one in given:
        for way in ways:
            one = _named(one, way, titles)  # noqa: PLW2901  (one reference after the other, nothing else is kept)
        said.append(dict(one))
    return said


def heads_in_words(seat: Seat, definition: FormDefinition, heads: list[RecordHead]) -> list[RecordHead]:
    """Return heads whose listed columns show titles in the place of ids."""
    listed = {way[0] for way in references(definition) if len(way) == 1}
    if not any(listed.intersection(head.columns) for head in heads):
        return heads
    columns = in_words(seat, definition, [head.columns for head in heads])
    return [replace(head, columns=shown) for head, shown in zip(heads, columns, strict=True)]


def records_in_words(seat: Seat, definition: FormDefinition, records: Iterable[Record]) -> list[Record]:
    """Return whole records whose answers show titles in the place of ids."""
    given = list(records)
    if not references(definition):
        return given
    said = in_words(seat, definition, [one.answers for one in given])
    return [replace(one, answers=answers) for one, answers in zip(given, said, strict=True)]
