"""Two programs on one database: serialised, nothing lost, no number twice."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from records.ledger import Office

ROOT = Path(__file__).parents[3]
_SCRIPT = """
import sys
sys.path.insert(0, '.')
from pathlib import Path
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.fakes.fixed_clock import FixedClock
folder, mark, passphrase = sys.argv[1:]
office = Office.open(Path(folder), '张会计', passphrase, FixedClock(), SystemIds(), kdf=CHEAPEST, shared=True)
for n in range(40):
    office.records.save('employment', {'full_name': '阿苏木呷', 'id_type': '10'}, token=f'{mark}-{n}')
office.close()
"""


def test_two_processes_save_without_losing_or_waiting_for_ever(office: Office, passphrase, clock, ids):
    """Two processes that save 40 records each at once leave 80 records and an unbroken audit chain."""
    office.close()
    children = [
        subprocess.Popen([sys.executable, "-c", _SCRIPT, str(office.folder), mark, passphrase], cwd=ROOT)
        for mark in ("a", "b")
    ]

    assert [child.wait(timeout=120) for child in children] == [0, 0]
    with Office.open(office.folder, "张会计", passphrase, clock, ids) as again:
        assert sum(again.records.counts("employment").values()) == 80
        assert again.audit.verify().ok


def test_eight_threads_issue_receipts_without_gap_or_double(any_office: Office, gift):
    """Receipts asked for by eight threads at once are numbered 1 to 24, each once."""
    heads = any_office.records.save_many(
        "money_donation", [(f"t{n}", gift | {"bank_ref": f"2026{n}"}) for n in range(24)]
    )
    any_office.records.complete([head.record_id for head in heads])

    with ThreadPoolExecutor(8) as pool:
        issued = list(pool.map(lambda head: any_office.receipts.issue(head.record_id), heads))

    assert sorted(int(receipt.number[-6:]) for receipt in issued) == list(range(1, 25))
    assert any_office.receipts.gaps() == []


def test_the_same_save_by_eight_threads_is_done_once(any_office: Office, worker):
    """Eight threads with one token make one record."""
    with ThreadPoolExecutor(8) as pool:
        heads = list(
            pool.map(lambda _n: any_office.records.save("employment", worker(), token="one"), range(8))
        )

    assert len({head.record_id for head in heads}) == 1
    assert sum(any_office.records.counts("employment").values()) == 1
