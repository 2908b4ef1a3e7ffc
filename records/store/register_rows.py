"""The registers: every person and organisation once, gathered from the answers of the records.

Questions marked `register` (``person.full_name``, ``organisation.uscc`` …) feed them at each save. A person is known
by kind and number of document, an organisation by its credit code or else its normalised name. The registers help
typing; what counts (脱贫, 监测 …) stays frozen in the record itself.

A single save does not touch the registers' seven pages: it leaves whom it names in the row of `search_pending` it
writes anyway (`told`), and `hear` enters them before anybody asks the registers, or when `records.store.settling`
finds the time. A bulk enters them at once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Integer, Table, bindparam, delete, func, select, tuple_, update

from records.model.revisions import canonical
from records.store.import_before import Before
from records.store.prepared import Inserting, Prepared, Values
from records.store.registering import Entry, Key, described
from records.store.search_index import ORGANISATIONS, PERSONS, Change, change
from records.store.tables import organisation, person, search_pending

_CHUNK = 400  # keys in one IN list
_FEW = 8  # so many are asked for one by one over a line, which is cheaper than a long statement


class _Register:
    """How one register lies in the database, and its statements."""

    def __init__(self, table: Table, key: tuple[str, ...], place: str) -> None:
        """*place* is its name in the search index."""
        self.table, self.key, self.place = table, key, place
        told = (table.c.no, table.c.properties, table.c.search_keys, table.c.updated_at)
        self._found = (*(table.c[name] for name in key), *told)
        same = [
            table.c.office_code == bindparam("k_office"),
            *(table.c[name] == bindparam(f"k_{name}") for name in key),
        ]
        plain = [column.name for column in table.columns if not column.primary_key and column.name != "no"]
        self._one = Prepared(lambda _dialect: select(*self._found).where(*same))
        self._last_no = Prepared(lambda _dialect: select(func.max(table.c.no)))
        self.insert = Inserting(table)
        self.delete = Prepared(lambda _dialect: delete(table).where(*same))
        self.update = Prepared(
            lambda _dialect: update(table).where(*same).values({name: bindparam(name) for name in plain})
        )

    def bound(self, office_code: str, key: Key) -> dict[str, str]:
        """Return the parameters that name one entry."""
        return {
            "k_office": office_code,
            **{f"k_{name}": part for name, part in zip(self.key, key, strict=True)},
        }

    def known(
        self, connection: Connection, office_code: str, keys: Sequence[Key]
    ) -> dict[Key, tuple[int, str, str, str]]:
        """Return number, properties, search keys and moment of the entries that are there."""
        if len(keys) <= _FEW or connection.dialect.name == "sqlite":
            rows = list(self._one.ones(connection, (self.bound(office_code, key) for key in keys)))
        else:
            columns = [self.table.c[name] for name in self.key]
            within = (
                tuple_(*columns).in_(keys) if len(columns) > 1 else columns[0].in_([key[0] for key in keys])
            )
            query = select(*self._found).where(self.table.c.office_code == office_code, within)
            rows = list(connection.execute(query))
        width = len(self.key)
        return {tuple(row[:width]): tuple(row[width : width + 4]) for row in rows}

    def next_no(self, connection: Connection) -> int:
        """Return the next short number; call it inside a writing transaction."""
        row = self._last_no.one(connection)
        return 1 if row is None or row[0] is None else int(row[0]) + 1


_REGISTERS: Mapping[str, _Register] = {
    "person": _Register(person, ("id_type", "id_no"), PERSONS),
    "organisation": _Register(organisation, ("organisation_key",), ORGANISATIONS),
}


def upsert(
    connection: Connection,
    office_code: str,
    entries: Iterable[Entry],
    at: str,
    before: Before | None = None,
) -> None:
    """Enter new persons and organisations; bring known ones up to what was entered last. *before* notes what was there."""
    wanted: dict[str, dict[Key, Entry]] = {"person": {}, "organisation": {}}
    for entry in entries:
        key = entry.key()
        if key is not None:
            kept = wanted[entry.register].setdefault(key, entry)
            if kept is not entry and kept.properties != entry.properties:
                kept.properties.update(entry.properties)
                kept.described = None
    for register, found in wanted.items():
        keys, terms = sorted(found), list[Change]()  # neighbours land on the same page
        for start in range(0, len(keys), _CHUNK):
            chunk = {key: found[key] for key in keys[start : start + _CHUNK]}
            terms += _upsert_chunk(connection, office_code, register, chunk, at, before)
        change(connection, terms)


def _upsert_chunk(  # noqa: PLR0917  (where, what, when, and where it is noted)
    connection: Connection,
    office_code: str,
    register: str,
    wanted: Mapping[Key, Entry],
    at: str,
    before_all: Before | None,
) -> list[Change]:
    """Write some entries and return what changes in the search index for them."""
    place = _REGISTERS[register]
    known = place.known(connection, office_code, list(wanted))
    next_no = place.next_no(connection) if len(known) < len(wanted) else 0
    fresh: list[Values] = []
    changed: list[Values] = []
    terms: list[Change] = []
    for key, entry in wanted.items():
        no, old_keys, properties = next_no, "", entry.properties
        if key in known:
            no, text, old_keys, _moment = known[key]
            before = json.loads(text)
            properties = {**before, **properties}
            if properties == before:
                continue
        if before_all is not None:
            row = known.get(key)
            before_all.registers.append((register, key, None if row is None else (row[1], row[3])))
        found = entry.described if key not in known else None
        found = found or described(register, properties)
        values = {
            "properties": found.properties,
            "search_keys": found.keys,
            "updated_at": at,
            **found.columns,
        }
        if key in known:
            changed.append({**values, **place.bound(office_code, key)})
        else:
            next_no += 1
            fresh.append(
                {"office_code": office_code, "no": no, **dict(zip(place.key, key, strict=True)), **values}
            )
        terms.append(Change(place.place, no, old_keys, found.keys, fresh=key not in known, terms=found.terms))
    place.insert.named(connection, fresh)
    place.update.many(connection, changed)
    return terms


def put_back(
    connection: Connection, office_code: str, noted: Iterable[tuple[str, Key, tuple[str, str] | None]]
) -> None:
    """Give entries of the registers what they said before (properties as JSON, when); None: there was no such entry."""
    terms: list[Change] = []
    for register, key, before in noted:
        place = _REGISTERS[register]
        known = place.known(connection, office_code, [key]).get(key)
        if known is None:
            continue
        bound, new_keys = place.bound(office_code, key), ""
        if before is None:
            place.delete.many(connection, [bound])
        else:
            found = described(register, json.loads(before[0]))
            new_keys = found.keys
            values = {"properties": before[0], "search_keys": new_keys, "updated_at": before[1]}
            place.update.many(connection, [{**values, **found.columns, **bound}])
        terms.append(Change(place.place, known[0], known[2], new_keys))
    change(connection, terms)


_unheard = Prepared(
    lambda _dialect: (
        select(search_pending.c.form_id, search_pending.c.no, search_pending.c.met)
        .where(search_pending.c.met != "")
        .limit(bindparam("most", type_=Integer))
    )
)
_heard = Prepared(
    lambda _dialect: (
        update(search_pending)
        .where(search_pending.c.form_id == bindparam("k_form_id"), search_pending.c.no == bindparam("k_no"))
        .values(met="")
    )
)


def told(office_code: str, entries: Iterable[Entry], at: str) -> str:
    """Return the entries as the text that waits for `hear`; '' when there are none."""
    met = [[entry.register, entry.properties] for entry in entries]
    return canonical([office_code, at, met]) if met else ""


def unheard(connection: Connection) -> bool:
    """Say whether a record names somebody the registers have not heard of."""
    return _unheard.one(connection, most=1) is not None


def hear(connection: Connection, most: int) -> int:
    """Enter whom at most *most* records name, inside the caller's transaction; return how many records it were."""
    waiting = _unheard.all(connection, most=most)
    for _form_id, _no, text in waiting:
        office_code, at, met = json.loads(text)
        upsert(connection, office_code, (Entry(register, found) for register, found in met), at)
    _heard.many(connection, ({"k_form_id": form_id, "k_no": no} for form_id, no, _text in waiting))
    return len(waiting)
