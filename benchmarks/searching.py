"""Search as typed over a million records, and the first page of a list in another order, at the 99th percentile.

Run: ``python -m benchmarks.searching [scale]``. The records are written by the store's own functions (heads, typed rows
and search index), without the form engine, so that a million fits into minutes. The limit beside a search is
``LIKE '%…%'`` over the same keys in the same file, what one would write without an index; beside an order it is the
same page the first time somebody asks for that order, before `quicken` has made its index. Times are of the processor,
so that other work of the machine does not count.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from benchmarks.saving import new_office, person
from records.ledger import Office
from records.model.search_keys import folded, keys_of
from records.store import search_index
from records.store.found_by import values_of
from records.store.record_rows import put_heads

RECORDS = 1_000_000
CHUNK = 50_000
ROUNDS = 60
_LISTED = (
    "id_no",
    "full_name",
    "work_region",
    "employer_name",
    "post",
    "start_month",
    "monthly_wage",
    "status",
)
_STATES = (
    ("draft", 10),
    ("complete", 30),
    ("returned", 40),
    ("approved", 160),
    ("sent", 400),
    ("accepted", 1_000),
)


def _keys(answers: dict[str, Any]) -> str:
    kinds = (("name", "full_name"), ("id", "id_no"), ("phone", "phone"), ("text", "employer_name"))
    return keys_of(pair for kind, name in kinds for pair in values_of(kind, answers[name]))


def _state(number: int) -> str:
    """Return a state: one record in a hundred is a draft, six in ten are accepted, as in an office of many years."""
    place = number * 2_654_435_761 % 1_000
    return next(state for state, below in _STATES if place < below)


def _head(number: int, answers: dict[str, Any], keys: str) -> dict[str, Any]:
    return {
        "office_code": "513221", "record_id": f"r{number:012}", "no": number, "changed": number, "form_id": "employment",
        "form_version": "1", "form_digest": "", "title": answers["full_name"], "state": _state(number), "revision": 1,
        "content_hash": "", "created_by": "", "updated_at": "2026-11-22T09:00:00+08:00", "updated_by": "张会计",
        "completed_by": None, "approved_by": None, "approved_alone": 0, "sent_revision": 0, "delivered_revision": 0,
        "verdict": "none", "verdict_at": None, "verdict_code": "", "verdict_reason": "", "verdict_question": "",
        "columns": json.dumps({name: answers[name] for name in _LISTED}, ensure_ascii=False), "search_keys": keys,
    }  # fmt: skip


def fill(office: Office, count: int) -> None:
    """Write *count* heads with their typed rows and search terms."""
    writer = office.records._shelf.writer("employment")
    typed = writer.deriving.typed
    for start in range(1, count + 1, CHUNK):
        people = [(number, person(number)) for number in range(start, min(start + CHUNK, count + 1))]
        found = [(number, answers, _keys(answers)) for number, answers in people]
        with office.transaction() as connection:
            put_heads(connection, [_head(*each) for each in found], new=[True] * len(found))
            rows = (("513221", f"r{number:012}", typed.of(answers)) for number, answers, _keys_of in found)
            writer.tables.write(connection, rows, again=False)
            search_index.change(
                connection,
                (search_index.Change("employment", number, "", keys) for number, _answers, keys in found),
            )


def _queries(count: int) -> Iterator[tuple[str, list[str]]]:
    people = [person(1 + number * 7919 % count) for number in range(ROUNDS)]
    yield "one character of a name", [each["full_name"][2] for each in people]
    yield "two characters of a name", [each["full_name"][1:3] for each in people]
    yield "whole name", [each["full_name"] for each in people]
    yield "pinyin initials", [_initials(each["full_name"]) for each in people]
    yield "first ten of an ID number", [each["id_no"][:10] for each in people]
    yield "last four of a phone", [each["phone"][-4:] for each in people]
    yield "whole ID number", [each["id_no"] for each in people]
    yield "employer", [each["employer_name"][:4] for each in people]
    yield "name and employer", [f"{each['full_name'][1:3]} {each['employer_name'][2:4]}" for each in people]
    yield "name and what all have", [f"{each['full_name'][1:3]} 顺德" for each in people]
    yield "two single characters", [f"{each['full_name'][1]} {each['full_name'][2]}" for each in people]


def _initials(name: str) -> str:
    return next(value for kind, value in values_of("name", name) if kind == "i")


def _measured(office: Office, job: str, words: list[str]) -> dict[str, Any]:
    office.records.search(words[0], 50)  # statements are compiled once a day
    taken = []
    for word in words:
        begun = process_time()
        found = office.records.search(word, 50)
        taken.append(process_time() - begun)
        assert found, word
    plain = []
    with office.snapshot() as connection:
        for word in words[:5]:
            pattern = f"%{folded(word.split()[0])}%"
            begun = process_time()
            connection.exec_driver_sql(
                "SELECT no FROM record WHERE search_keys LIKE ? LIMIT 50", (pattern,)
            ).all()
            plain.append(process_time() - begun)
    ours, worst = median(taken), quantiles(taken, n=100)[98]
    return {
        "job": f"search {job}", "ours": f"{ours * 1000:.2f}/{worst * 1000:.2f} ms", "limit": f"{median(plain) * 1000:.2f} ms",
        "ratio": ours / median(plain), "beside": "median/p99 beside LIKE, first 50",
    }  # fmt: skip


def _ordered(office: Office, order: str, count: int, states: list[str] | None = None) -> dict[str, Any]:
    def page() -> float:
        begun = process_time()
        assert office.records.list("employment", order=order, states=states, limit=200).rows
        return process_time() - begun

    before = page()
    office.records.quicken("employment", order)
    taken = [page() for _round in range(ROUNDS)]
    ours, worst = median(taken), quantiles(taken, n=100)[98]
    return {
        "job": f"list by {order}{', ' + states[0] if states else ''} in {count:,}", "ours": f"{ours * 1000:.2f}/{worst * 1000:.2f} ms",
        "limit": f"{before * 1000:.2f} ms", "ratio": ours / before, "beside": "median/p99 beside the first time, 200 rows",
    }  # fmt: skip


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Measure; *scale* 1.0 is a million records."""
    count = max(2_000, int(RECORDS * scale))
    with TemporaryDirectory() as folder:
        office = new_office(Path(folder) / "office")
        fill(office, count)
        lines = [_measured(office, f"{job} in {count:,}", words) for job, words in _queries(count)]
        lines += [
            _ordered(office, order, count) for order in ("-updated", "-monthly_wage", "full_name", "verdict")
        ]
        lines += [
            _ordered(office, order, count, [state])
            for order in ("-updated", "-monthly_wage")
            for state in ("draft", "approved", "accepted")
        ]
        office.close()
    return lines


def main() -> None:
    """Print the lines; the first argument is the scale (0.1: 100,000 records)."""
    for line in run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print(
            f"{line['job']:52} {line['ours']:>18} {line['limit']:>12} {line['ratio']:7.3f}×  {line['beside']}"
        )


if __name__ == "__main__":
    main()
