"""Retention, as typed: what is due, asked by one, erased by another."""

import os
import shutil

from desktop.console.desk import PASSPHRASE as VARIABLE
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.desktop.console.conftest import PASSPHRASE, Terminal
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.workers import worker


def test_asked_by_one_and_erased_by_another(new_county, tmp_path, capsys):
    """The reviewer asks for what five years ago was entered, the leader erases it, and is told what else may hold it."""
    folder = tmp_path / "county"
    shutil.copytree(new_county, folder)
    from datetime import datetime, timedelta, timezone

    long_ago = FixedClock(datetime(2015, 3, 1, 9, tzinfo=timezone(timedelta(hours=8))))
    with Office.open(folder, "李主任", PASSPHRASE, long_ago, SystemIds(), kdf=CHEAPEST) as office:
        office.people.add(NewUser("王局长", Role.LEADER, PASSPHRASE))
        saved = office.records.save("employment", worker(1), token="t1")
    terminal = Terminal(folder, capsys)
    assert os.environ[VARIABLE] == PASSPHRASE

    due = terminal.asks("retention", "list")
    asked = terminal.asks("retention", "ask", "--due", "--reason", "保存期满")
    refused = terminal.asks("--as", "reviewer", "retention", "erase", "1")
    done = terminal.asks("retention", "erase", "1")
    after = terminal.asks("retention", "list")

    assert [each["record_id"] for each in due.document["due"]] == [saved.record_id]
    assert asked.document["records"] == 1
    assert refused.codes == ["RECORDS-205"]
    assert (done.document["records"], done.document["persons"]) == (1, 1)
    assert done.document["elsewhere"]
    assert after.document["due"] == []
    assert terminal.types("verify").status == 0
    assert terminal.types("retention", "years", "receipt", "3").lines.strip().endswith("30 年")


def test_told_to_the_office_above_and_answered_on_a_stick(ends, tmp_path):
    """Accepted above, erased here: the notice goes on a stick, somebody above confirms, the answer stands in the proofs."""
    county, province = ends
    county.asks("seal", "--out", tmp_path)
    [batch] = tmp_path.glob("*.batch")
    province.asks("receive", batch)
    province.asks("accept", "1")
    province.asks("acknowledge", "1", tmp_path / "a.ack")
    county.asks("apply", tmp_path / "a.ack")
    gone = county.asks("list", "employment").document["records"][0]["record_id"]
    with county.open("李主任") as office:
        office.people.add(NewUser("王局长", Role.LEADER, PASSPHRASE))
    county.asks("retention", "ask", gone, "--reason", "本人要求")
    erased = county.types("retention", "erase", "1")
    county.types("retention", "carry", tmp_path)
    [notice] = tmp_path.glob("*.erasure")
    heard = province.asks("receive", notice).document["received"]
    with province.open("李主任") as office:
        office.people.add(NewUser("王局长", Role.LEADER, PASSPHRASE))
    waiting = county.asks("retention", "proofs").document["proofs"]
    province.asks("retention", "erase", "1")
    province.asks("retention", "answer", "1", tmp_path / "a.erased")
    applied = county.types("apply", tmp_path / "a.erased")

    assert "签名告知上级" in erased.lines
    assert [(one["held"], one["number"]) for one in heard] == [(1, 1)]
    assert [one["above"] for one in waiting] == ["carrying"]
    assert "已删除" in applied.lines
    assert "上级已删除 1 条" in county.types("retention", "proofs").lines
    assert [one["below"] for one in province.asks("retention", "proofs").document["proofs"]] == ["513435"]
    assert gone not in {
        one["record_id"]
        for one in province.asks("list", "employment").document["records"]
        if one["state"] != "void"
    }
    assert county.types("verify").status == province.types("verify").status == 0


def test_only_stored(roster):
    """A frozen record is named, and no verb starts from it until it is let go."""
    record_id = roster.asks("list", "employment").document["records"][0]["record_id"]
    assert roster.types("retention", "freeze", record_id, "--reason", "审计未结束").status == 0
    assert roster.asks("void", record_id, "--reason", "不用了").codes == ["RECORDS-200"]
    assert list(roster.asks("retention", "list").document["frozen"]) == [record_id]
    assert roster.types("retention", "thaw", record_id).status == 0
    again = roster.types("retention", "ask", record_id, "--reason", "本人要求")
    assert again.status == 0
    assert roster.types("retention", "drop", "1").status == 0
