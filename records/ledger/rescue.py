"""The last way out: everything a file still gives, also a damaged one, in open formats, and what it no longer gives.

Each page of the file is authenticated, so a damaged one is noticed and never read as something else; what lies on the
other pages is read row by row around it. Written are one JSON Lines file a table and one CSV a ledger, UTF-8, with a
report that names what could not be read. Nothing in the office's folder is changed: a copy is read.
"""

import base64
import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forms.problems import Problem
from records.ledger.opening import DATABASE, DATABASE_KEY
from records.problem_codes import NOT_AN_OFFICE_FILE, RESCUE_NOT_EMPTY
from records.store.database import connect_file
from records.store.driver import sqlcipher
from records.store.keyring import Keyring

REPORT = "rescue.json"
_PIECE = 500  # rows read at once where nothing is damaged


@dataclass(slots=True)
class Rescued:
    """What was saved: rows by table, the tables with rows that could not be read (and how many are known to be)."""

    folder: Path
    rows: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Say whether everything could be read."""
        return not self.lost


def rescue(folder: Path, user_name: str, passphrase: str, out: Path) -> Rescued:
    """Write all that *folder*'s database still gives to the empty folder *out*, unencrypted.

    Raises Problem RECORDS-001, -002, -006 (keyring), -005 (not even the first page can be read), -181 (not empty).
    """
    keyring = Keyring.read(folder)
    keyring.open(user_name, passphrase)
    if out.exists() and any(out.iterdir()):
        raise Problem(RESCUE_NOT_EMPTY, place=str(out), values={"folder": out.name})
    out.mkdir(parents=True, exist_ok=True)
    copy = out / ".reading.db"
    try:
        for part in ("", "-wal"):
            if (folder / f"{DATABASE}{part}").exists():
                shutil.copyfile(folder / f"{DATABASE}{part}", out / f".reading.db{part}")
        try:
            connection = connect_file(copy, keyring.get(DATABASE_KEY) or b"")
        except (sqlcipher().Error, FileNotFoundError) as error:
            raise Problem(NOT_AN_OFFICE_FILE, place=str(folder), values={"file": DATABASE}) from error
        try:
            return _read_all(connection, out)
        finally:
            connection.close()
    finally:
        for part in ("", "-wal", "-shm"):
            (out / f".reading.db{part}").unlink(missing_ok=True)


def _read_all(connection: Any, out: Path) -> Rescued:
    found = Rescued(out)
    (out / "tables").mkdir()
    # Tables without row numbers (search terms, the typed rows of ledgers) only repeat what the revisions say.
    for _schema, name, kind, _columns, without_rowid, _strict in connection.execute(
        "PRAGMA table_list"
    ).fetchall():
        if kind == "table" and not without_rowid and not name.startswith("sqlite_"):
            _read_table(connection, name, found)
    _write_ledgers(out)
    report = {"whole": found.whole, "rows": found.rows, "could_not_be_read": found.lost}
    (out / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    return found


def _read_table(connection: Any, name: str, found: Rescued) -> None:
    lost = 0
    with (found.folder / "tables" / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as target:
        count = 0
        for row in _rows(connection, name):
            if row is None:
                lost += 1
                continue
            target.write(json.dumps(row, ensure_ascii=False, default=_bytes_as_text) + "\n")
            count += 1
    found.rows[name] = count
    if lost:
        found.lost[name] = lost


def _rows(connection: Any, name: str) -> Iterator[dict[str, Any] | None]:
    """Yield the rows of a table in the order of their numbers; None for each that cannot be read."""
    ends = _ends(connection, name)
    if ends is None:
        yield None
        return
    first, last = ends
    for begin in range(first, last + 1, _PIECE):
        end = min(begin + _PIECE - 1, last)
        try:
            yield from list(_between(connection, name, begin, end))
        except sqlcipher().Error:
            for number in range(begin, end + 1):
                try:
                    yield from list(_between(connection, name, number, number))
                except sqlcipher().Error:
                    yield None


def _ends(connection: Any, name: str) -> tuple[int, int] | None:
    """Return the first and last row number, guessed from the other end where one cannot be read; None: neither."""
    ends: list[int | None] = []
    for which in ("min", "max"):
        try:
            ends.append(connection.execute(f'SELECT {which}(rowid) FROM "{name}"').fetchone()[0] or 0)  # noqa: S608  (a name of the schema)
        except sqlcipher().Error:
            ends.append(None)
    first, last = ends
    if first is None and last is None:
        return None
    if last is None:
        last = (first or 0) + _guess(connection, name)
    return (1 if first is None else first), last


def _guess(connection: Any, name: str) -> int:
    """Return how many rows there may be: as many as an index of the table counts, else as many as pages could hold."""
    try:
        return int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) * 2  # noqa: S608  (a name of the schema)
    except sqlcipher().Error:
        return int(connection.execute("PRAGMA page_count").fetchone()[0]) * 100


def _between(connection: Any, name: str, first: int, last: int) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(f'SELECT * FROM "{name}" WHERE rowid BETWEEN ? AND ?', (first, last))  # noqa: S608  (a name of the schema)
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(columns, row, strict=True))


def _bytes_as_text(value: object) -> object:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode("ascii")}
    raise TypeError(type(value).__name__)


def _write_ledgers(out: Path) -> None:
    """Write the newest version of each record that could be read as one CSV a ledger, answers as columns."""
    file = out / "tables" / "revision.jsonl"
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            key = (row["office_code"], row["record_id"])
            if key not in newest or newest[key]["rev"] < row["rev"]:
                newest[key] = row
    ledgers: dict[str, list[dict[str, Any]]] = {}
    for row in newest.values():
        answers = json.loads(row["answers"]) if isinstance(row["answers"], str) else row["answers"]
        head = {"record_id": row["record_id"], "revision": row["rev"], "state": row["state"]}
        ledgers.setdefault(row["form_id"], []).append(
            head | {name: _cell(value) for name, value in answers.items()}
        )
    (out / "ledgers").mkdir()
    for form_id, rows in ledgers.items():
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with (out / "ledgers" / f"{form_id}.csv").open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.DictWriter(target, columns)
            writer.writeheader()
            writer.writerows(rows)


def _cell(value: object) -> object:
    """Return a cell a spreadsheet will not take for a formula."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text[:1] in "=+-@\t\r＝＋－＠" and text else text
