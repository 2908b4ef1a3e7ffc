"""A large batch is checked in worker processes: what enters, what is set aside and with what words is the same."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from records.ledger import Office
from sync import inbox
from sync.inbox import checking_apart
from tests.fakes.counted_ids import CountedIds
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.forged_batches import line, sealed
from tests.fakes.workers import worker
from tests.sync.conftest import PASSPHRASE, Road


@pytest.fixture(autouse=True)
def _small_is_large_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking_apart, "ENOUGH", 1)
    monkeypatch.setattr(checking_apart, "READY", 1)
    monkeypatch.setattr(checking_apart, "TOGETHER", 4)


def lines_of_every_kind(county: Office) -> list[Any]:
    """Return good records, and each way of not being one."""
    true = line(county, 11, worker(11))
    lie = msgspec.structs.replace(
        true, revisions=[msgspec.structs.replace(true.revisions[0], answers=worker(11, monthly_wage="9000"))]
    )
    return [
        *(line(county, number, worker(number)) for number in range(20, 40)),
        line(county, 2, worker(2, id_no="513435199001011235")),
        b'{"record":1}',
        line(county, 4, worker(4), owner="513221"),
        line(county, 5, worker(5), form_digest="0" * 64),
        line(county, 6, {**worker(6), "no_such_question": "x"}),
        line(county, 7, {**worker(7), "full_name": "阿\x00木"}),
        line(county, 20, worker(8)),
        lie,
        line(county, 9, worker(9, person_id="018f0000-0000-7000-8000-00000000ffff")),
        *(line(county, number, worker(number)) for number in range(40, 52)),
    ]


def stored(office: Office) -> dict[str, list[Any]]:
    """Return what receiving wrote."""
    asked = {
        "record": "SELECT record_id, no, title, columns, search_keys, state, content_hash FROM record",
        "revision": "SELECT record_id, rev, token, answers, content_hash FROM revision",
        "typed": "SELECT * FROM f_employment",
        "person": "SELECT id_no, properties, search_keys FROM person",
        "term": "SELECT form_id, term, no FROM search_term",
        "pending": "SELECT form_id, no, terms, met FROM search_pending",
        "inbox": "SELECT record_id, verdict, code, question, words FROM inbox_record",
        "aside": "SELECT line_no, record_id, code, question, words, payload FROM inbox_quarantine",
    }
    with office.snapshot() as connection:
        return {
            name: sorted(map(repr, map(tuple, connection.exec_driver_sql(sql))))
            for name, sql in asked.items()
        }


def test_a_batch_is_taken_in_alike(file_road: Road, tmp_path: Path) -> None:
    """The same rows in every table a batch writes, whoever judged its records."""
    road = file_road
    batch = tmp_path / "a.batch"
    batch.write_bytes(sealed(road.county, lines_of_every_kind(road.county)))
    found = []
    for most in (0, 2):
        folder = tmp_path / f"province{most}"
        shutil.copytree(road.province.folder, folder, ignore=shutil.ignore_patterns("office.lock"))
        with Office.open(folder, "省审核员", PASSPHRASE, FixedClock(), CountedIds()) as province:
            province.travel.workers.most = most
            told: list[tuple[int, int]] = []
            received = inbox.receive(province, batch, progress=lambda *one, told=told: told.append(one))
            assert len(province.travel.workers.processes) == most
            found.append((received.counts, told[-1], stored(province)))

    assert found[0] == found[1]
    assert found[0][0] == {"new": 33, "quarantined": 6}
