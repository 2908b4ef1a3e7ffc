"""The files records name, as both ways of the road see them: in the answers of their versions, and of a record as a whole.

An answer names its file by the beginning of the content's hash. A file of the record as a whole travels as a line of its
own (`FileLine`), and becomes a link beside the record when its content is there.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, func, insert, select, update

from records.model.files import hash_in
from records.store.tables_files import attachment_link
from records.store.tables_sharing import down_file
from sync.protocol.batch import FileLine, RevisionLine

Expected = tuple[str, str, str, str, str]  # record's office, record, name, 32 digits, the link as JSON or ''
_CHUNK = 400  # ids in one IN list


class Naming(Protocol):
    """A record as it travels, upwards or downwards."""

    @property
    def record(self) -> str:
        """Its id."""

    @property
    def office(self) -> str:
        """The code of its office."""

    @property
    def revisions(self) -> list[RevisionLine]:
        """Its versions."""

    @property
    def files(self) -> list[FileLine]:
        """Its files as a whole."""


def named_by(line: Naming) -> list[Expected]:
    """Return the files a record names: in the answers of its revisions, and as a whole."""
    found: dict[str, Expected] = {}
    for one in line.revisions:
        for name in _names(one.answers):
            found[name] = (line.office, line.record, name, hash_in(name), "")
    for link in line.files:
        if hash_in(link.name) == link.sha256[:32]:
            text = json.dumps([link.name, link.sha256, link.since, link.until, link.at, link.by])
            found[link.name] = (line.office, line.record, link.name, link.sha256[:32], text)
    return list(found.values())


def _names(answers: Any) -> Iterable[str]:
    """Yield the values that are names of attached files, in repeats too."""
    if isinstance(answers, str):
        if hash_in(answers):
            yield answers
    elif isinstance(answers, dict | list):
        for value in answers.values() if isinstance(answers, dict) else answers:
            yield from _names(value)


def attach(connection: Connection, owner: str, record_id: str, link: str) -> None:
    """Attach a content to a record of an office below, as it was attached there; known ones get their end."""
    line = FileLine(*json.loads(link))
    mine = (attachment_link.c.office_code == owner, attachment_link.c.record_id == record_id)
    end = {"until_rev": line.until or None, "removed_at": line.at if line.until else None}
    known = connection.execute(
        select(attachment_link.c.no).where(
            *mine, attachment_link.c.name == line.name, attachment_link.c.since_rev == line.since
        )
    ).first()
    if known is not None:
        connection.execute(
            update(attachment_link).where(*mine, attachment_link.c.no == known.no).values(**end)
        )
        return
    last = connection.scalar(select(func.coalesce(func.max(attachment_link.c.no), 0)).where(*mine))
    connection.execute(
        insert(attachment_link).values(
            office_code=owner,
            record_id=record_id,
            no=int(last or 0) + 1,
            name=line.name,
            sha256=line.sha256,
            since_rev=line.since,
            added_at=line.at,
            added_by=line.by,
            **end,
        )
    )


def links_of(connection: Connection, records: Iterable[tuple[str, str]]) -> dict[str, list[FileLine]]:
    """Return the files of whole records, by record id; *records* are (office code, record id)."""
    if connection.execute(select(attachment_link.c.no).limit(1)).first() is None:
        return {}
    found: dict[str, list[FileLine]] = {}
    wanted = set(records)
    for ids in parts(sorted(record_id for _office, record_id in wanted)):
        query = select(attachment_link).where(attachment_link.c.record_id.in_(ids))
        for row in connection.execute(query.order_by(attachment_link.c.record_id, attachment_link.c.no)):
            if (row.office_code, row.record_id) in wanted:
                line = FileLine(
                    row.name, row.sha256, row.since_rev, row.until_rev or 0, row.added_at, row.added_by
                )
                found.setdefault(row.record_id, []).append(line)
    return found


def not_from_above(connection: Connection, office_code: str, names: Iterable[str]) -> set[str]:
    """Return those of these hashes (32 digits or all 64) whose content did not come from the office above itself."""
    wanted = set(names)
    if not wanted:
        return wanted
    came = set[str]()
    for some in parts(sorted({name[:32] for name in wanted})):
        query = select(down_file.c.hash).where(
            down_file.c.office_code == office_code,
            down_file.c.hash.in_(some),
            down_file.c.arrived_at.is_not(None),
        )
        came |= set(connection.scalars(query))
    return {name for name in wanted if name[:32] not in came}


def parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield names in pieces that fit one statement."""
    for start in range(0, len(names), _CHUNK):
        yield names[start : start + _CHUNK]
