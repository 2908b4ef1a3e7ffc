"""On an engine that spreads rows by office, no statement of the road would have to change: each names the office.

A day of the road is played and every statement that touches a table of the road is looked at (docs/scale.md).
"""

import re
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.engine import Engine

from records.store import tables_erasures, tables_keys, tables_road, tables_sync
from sync import enrolment, inbox, outbox
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import Road

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)
TABLES = {
    table.name: table
    for module in (tables_sync, tables_road, tables_keys, tables_erasures)
    for table in vars(module).values()
    if isinstance(table, Table)
}
_TOUCHED = re.compile(r"(?:FROM|JOIN|INTO|UPDATE) \(?\"?([a-z_]+)")
_NAMES_AN_OFFICE = re.compile(r"\b(?:record_)?office_code\b")


def test_every_table_of_the_road_has_the_office_first_in_its_key():
    """That column is what rows are spread by."""
    first = {name: next(iter(table.primary_key.columns)).name for name, table in TABLES.items()}

    assert len(first) >= 20
    assert {name for name, column in first.items() if column != "office_code"} == set()


def test_no_statement_looks_through_all_offices(file_road: Road):
    """Enrolled, sealed, sent, judged, returned, renewed, compared, asked for: each statement names an office."""
    road = file_road
    said: set[str] = set()

    def hear(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        said.add(" ".join(words.split()))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        ids = road.approve(3)
        outbox.seal(road.county, road.files)
        with Running(app(road.province)) as running:
            outbox.send(road.county, MemoryLink(running), patience=HASTY)
            inbox.accept(road.province, "1", ids[:2])
            inbox.send_back(road.province, "1", ids[2:], "请核实。")
            enrolment.renew(road.county)
            enrolment.renew(road.province)
            outbox.send(road.county, MemoryLink(running), patience=HASTY)
        road.correct(ids[2], monthly_wage="4100")
        outbox.seal(road.county)
        inbox.receive(road.province, outbox.batches(road.county)[0].file)
        inbox.batches(road.province)
        inbox.records(road.province, "1")
        inbox.quarantine(road.province)
        inbox.reporting(road.province, 6)
        enrolment.devices(road.province)
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    touching = {words for words in said if set(_TOUCHED.findall(words)) & TABLES.keys()}

    assert len(touching) > 50
    assert sorted(words for words in touching if not _NAMES_AN_OFFICE.search(_conditions(words))) == []


def _conditions(words: str) -> str:
    """Return what a statement asks by: its conditions, or the columns it fills."""
    if words.startswith("INSERT"):
        return words
    _head, _where, conditions = words.partition(" WHERE ")
    return conditions + " ".join(re.findall(r" ON (.*?)(?: WHERE|$)", words))
