"""The search index: right from the moment of the save, asked as the clerk types.

`search_term` is clustered by (form, term, record number), so a query is one range of one B-tree. Its price is that
the terms of one record lie on twenty pages, each encrypted and signed anew at a save. So a single save writes its
terms as one row of `search_pending`, which queries read as well (they are few), and `settle` moves such rows over
later, many at once and in the order of the index (`records.store.settling`). A bulk enters the index at once.

A pending row says everything about its record: what `search_term` holds of it does not count meanwhile. Moving a
row deletes and inserts what may be there or not already, so it can be done again, and stopped anywhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import msgspec.json
from sqlalchemy import (
    Connection,
    Integer,
    Select,
    TextClause,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from records.model.search_keys import BORN, TERM, terms_of
from records.store.prepared import Prepared, Values
from records.store.tables import search_pending, search_term

PERSONS, ORGANISATIONS = "@person", "@organisation"
LAST = "\U0010ffff"
_ID = 15  # digits of an ID number of the old kind; what is shorter may be a telephone
_AT_ONCE = 5_000  # terms in one statement: some hundred kilobytes
FEW = 100  # so many changes wait as rows (a class with its trainees); more enter the index at once


class Change(NamedTuple):
    """What changes for one record (or register entry): its number under a form, and its keys before and after.

    *met* is kept with the row that waits (see `records.store.register_rows`); *fresh*: nothing of it is there yet.
    *terms* are those of the keys after, a line for each, where somebody has worked them out.
    """

    form_id: str
    no: int
    old: str
    new: str
    met: str = ""
    fresh: bool = False
    terms: str = ""


class position(GenericFunction[int]):  # noqa: N801  (named as the function of SQL that it is)
    """Where the second text begins in the first, 0 when nowhere; unlike LIKE it knows no wildcards and no case."""

    type = Integer()
    inherit_cache = True


@compiles(position)
def _position(element: position, compiler: SQLCompiler, **options: Any) -> str:
    name = "instr" if compiler.dialect.name == "sqlite" else "strpos"
    return f"{name}({compiler.process(element.clauses, **options)})"


def _new_terms(dialect: str) -> TextClause:
    """Return the statement for terms that may be there already: all of a form in one JSON text, term → numbers.

    A row of its own for each would spend four fifths of its time on its way to the database.
    """
    if dialect == "postgresql":
        return text(
            "INSERT INTO search_term (form_id, term, no) SELECT :form_id, o.key, CAST(i.value AS bigint) "
            "FROM json_each(CAST(:found AS json)) AS o, json_array_elements_text(o.value) AS i ON CONFLICT DO NOTHING"
        )
    return text(
        "INSERT OR IGNORE INTO search_term (form_id, term, no) SELECT :form_id, o.key, i.value "
        "FROM json_each(:found) AS o, json_each(o.value) AS i"
    )


_insert = Prepared(_new_terms)
_delete = Prepared(
    lambda _dialect: delete(search_term).where(
        search_term.c.form_id == bindparam("form_id"),
        search_term.c.term == bindparam("term"),
        search_term.c.no == bindparam("no"),
    )
)
_same = (search_pending.c.form_id == bindparam("form_id"), search_pending.c.no == bindparam("no"))
_wait = Prepared(lambda _dialect: insert(search_pending))
_waits = Prepared(lambda _dialect: select(search_pending.c.terms, search_pending.c.gone).where(*_same))
_moved = Prepared(lambda _dialect: delete(search_pending).where(*_same))
_first = Prepared(
    lambda _dialect: (
        select(search_pending.c.form_id, search_pending.c.no, search_pending.c.terms, search_pending.c.gone)
        .where(search_pending.c.met == "")
        .order_by(search_pending.c.form_id, search_pending.c.no)
        .limit(bindparam("most", type_=Integer))
    )
)
_all = Prepared(
    lambda _dialect: select(
        search_pending.c.form_id, search_pending.c.no, search_pending.c.terms, search_pending.c.gone
    )
)
_how_many = Prepared(lambda _dialect: select(func.count()).select_from(search_pending))


class _Line(msgspec.Struct):
    """The terms one record has now, and those the index may hold of it without right."""

    form_id: str
    no: int
    terms: Collection[str]  # each once
    gone: Collection[str]


def change(connection: Connection, changes: Iterable[Change]) -> None:
    """Bring the index from old keys to new ones, at once when they are many, else as rows that wait."""
    wanted = [each for each in changes if each.old != each.new or each.met]
    if len(wanted) <= FEW:
        asked = (each for each in wanted if not each.fresh)
        waiting = {
            each[:2]: row
            for each in asked
            if (row := _waits.one(connection, form_id=each.form_id, no=each.no))
        }
    else:
        waiting = {row[:2]: row[2:] for row in _all.all(connection)}
    lines = [_line(each, waiting.get(each[:2])) for each in wanted]
    _moved.many(connection, [_name(line) for line in lines if (line.form_id, line.no) in waiting])
    if len(lines) > FEW:
        _enter(connection, lines)
        return
    rows = [
        (line.form_id, line.no, _text(line.terms), _text(line.gone), each.met)
        for line, each in zip(lines, wanted, strict=True)
    ]
    _wait.rows(connection, ("form_id", "no", "terms", "gone", "met"), rows)


def _line(change: Change, waiting: Sequence[str] | None) -> _Line:
    """Return what one change makes of a record; *waiting* are the terms and the gone ones of the row that waits."""
    if change.terms and change.fresh and waiting is None:
        return _Line(change.form_id, change.no, change.terms.split("\n"), ())
    terms = terms_of(change.new)
    before = terms_of(change.old) if change.old else set()
    if waiting is not None:
        before |= _terms(waiting[0]) | _terms(waiting[1])
    return _Line(change.form_id, change.no, terms, before - terms)


def _name(line: _Line) -> Values:
    return {"form_id": line.form_id, "no": line.no}


def _text(terms: Collection[str]) -> str:
    """Return the terms as one text, each after a newline, so that a beginning of one is found as a fragment."""
    return "".join(["\n" + term for term in sorted(terms)])


def _terms(text: str) -> set[str]:
    return set(text.split("\n")) - {""}


def _enter(connection: Connection, lines: Iterable[_Line]) -> None:
    """Write the lines into the index, in its order: neighbours land on the same page."""
    lines = sorted(lines, key=_place)
    for form_id, numbers in _by_term((line, line.gone) for line in lines).items():
        rows = ((form_id, term, no) for term in sorted(numbers) for no in numbers[term])
        _delete.rows(connection, ("form_id", "term", "no"), rows)
    for form_id, numbers in _by_term((line, line.terms) for line in lines).items():
        terms = sorted(numbers)
        for start in range(0, len(terms), _AT_ONCE):
            found = {term: numbers[term] for term in terms[start : start + _AT_ONCE]}
            _insert.run(
                connection, {"form_id": form_id, "found": msgspec.json.encode(found).decode()}
            ).close()


def _place(line: _Line) -> tuple[str, int]:
    return line.form_id, line.no


def _by_term(lines: Iterable[tuple[_Line, Collection[str]]]) -> Mapping[str, Mapping[str, list[int]]]:
    """Return by form and term the numbers of records that come in order; sorting each term once is quicker."""
    forms: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for line, terms in lines:
        of_form, no = forms[line.form_id], line.no
        for term in terms:
            of_form[term].append(no)
    return forms


def pending(connection: Connection) -> int:
    """Return how many rows wait."""
    row = _how_many.one(connection)
    return 0 if row is None else int(row[0])


def settle(connection: Connection, most: int) -> int:
    """Move at most *most* waiting rows into the index, inside the caller's transaction; return how many were moved.

    Rows with persons the registers have not heard of stay (`records.store.register_rows.hear` goes first).
    """
    rows = _first.all(connection, most=most)
    lines = [_Line(form_id, no, _terms(terms), _terms(gone)) for form_id, no, terms, gone in rows]
    _enter(connection, lines)
    _moved.many(connection, [_name(line) for line in lines])
    return len(lines)


def hits(form_id: str, word: str, most: int) -> Select[tuple[int]]:
    """Return the query for numbers of records of *form_id* with a term that begins with *word*: ``no IN (hits)``.

    At most *most* lines of the index are read; the terms nearest to the word come first, a record may come twice.
    """
    first = asked_for(word)
    return matches(form_id, first, first + LAST, "\n" + first, most)


def asked_for(word: str) -> str:
    """Return the part of *word* the index is asked for: its beginning, as far as terms are kept.

    Of the number of a person that is the birth date with all that follows, which nearly nobody shares; region, year and
    month are shared by thousands.
    """
    is_number = len(word) >= _ID and word.isascii() and word[:_ID].isdigit()
    return word[BORN : BORN + TERM] if is_number else word[:TERM]


def matches(
    form_id: object, first: object, last: object, beginning: object, most: object
) -> Select[tuple[int]]:
    """Return the query behind `hits` of values or parameters: terms from *first* to before *last*, and what waits.

    *beginning* is a newline and *first*.
    """
    waiting = search_pending.c.form_id == form_id
    settled = (
        select(search_term.c.no)
        .where(
            search_term.c.form_id == form_id,
            search_term.c.term >= first,
            search_term.c.term < last,
            search_term.c.no.not_in(select(search_pending.c.no).where(waiting)),
        )
        .order_by(search_term.c.term)
        .limit(most)  # type: ignore[arg-type]  # a number or a bound parameter
        .subquery()
    )
    fresh = select(search_pending.c.no).where(waiting, position(search_pending.c.terms, beginning) > 0)
    both = union_all(select(settled.c.no), fresh).subquery()
    return select(both.c.no)
