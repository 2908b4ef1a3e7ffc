"""Backups that make themselves, the second place, the drill, and the last way out of a damaged file."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import Problem
from records.ledger import Office
from records.ledger.rescue import rescue
from records.model.rotation import DAYS, MONTHS, WEEKS, kept
from records.store import ballast
from records.store.keyring import CHEAPEST

_MOMENTS = st.datetimes(datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2099-12-31"))


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("auto-*.db"))


def test_a_year_of_days_keeps_days_weeks_and_months(office: Office, clock):
    """The first backup of a day is due, the second is not; after months the rotation has let most of them go."""
    assert office.backups.due()
    done = office.backups.daily()
    assert not office.backups.due()
    for _week in range(30):
        clock.forward(days=5)
        assert office.backups.due()
        last = office.backups.daily()

    left = _names(office.folder / "backups")
    assert last.file.name in left
    assert done.file.name in left or len({name[5:11] for name in left}) >= 5
    assert DAYS <= len(left) <= DAYS + WEEKS + MONTHS
    assert len(list((office.folder / "backups").glob("auto-*.keyring.json"))) == len(left)


@given(st.lists(_MOMENTS, min_size=1, max_size=200, unique=True))
def test_the_rotation_never_lets_the_newest_go(moments: list[datetime]):
    """Whatever the clock did: the newest backup stays, never more than the three spans, and again changes nothing."""
    left = kept(moments)

    assert max(moments) in left
    assert len(left) <= DAYS + WEEKS + MONTHS
    assert kept(left) == left
    assert {moment.date() for moment in left} >= set(sorted({moment.date() for moment in moments})[-DAYS:])


def test_the_second_place_gets_a_proved_copy_that_opens(make_office, sign_in, tmp_path, passphrase, worker):
    """The copy on the stick is an office: restored from there, it holds the record. The drill of a lost PC."""
    clerk = make_office()
    head = clerk.records.save("employment", worker(), token="t1")
    office = sign_in(clerk)
    stick = tmp_path / "stick"
    stick.mkdir()
    office.backups.set_place(stick)

    done = office.backups.daily()
    office.close()

    assert done.second == stick / done.file.name
    with Office.restore(
        done.second,
        tmp_path / "new-pc",
        "李主任",
        passphrase,
        clock=office.clock,
        ids=office.ids,
        kdf=CHEAPEST,
    ) as again:
        assert again.records.get(head.record_id).answers["full_name"] == worker()["full_name"]
        assert again.audit.verify().ok


def test_a_missing_stick_is_told_and_loses_nothing(make_office, sign_in, tmp_path):
    """The stick is not there: the backup on this PC is made all the same, and what failed has a code."""
    office = sign_in(make_office())
    stick = tmp_path / "stick"
    stick.mkdir()
    office.backups.set_place(stick)
    stick.rmdir()

    done = office.backups.daily()

    assert done.file.is_file()
    assert done.second is None
    assert done.problem is not None
    assert done.problem.code == "RECORDS-180"


def test_a_full_disk_gives_its_reserve_back(office: Office, worker):
    """When a save finds the disk full, the room kept for this moment is let go, and the next backup takes it again."""
    office.backups.daily()
    assert (office.folder / ballast.FILE).stat().st_size == ballast.SIZE
    with office.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(Problem) as refused:
        office.records.save_many(
            "employment", [(f"m{n}", worker(n, note="很长的备注" * 100)) for n in range(2, 300)]
        )

    assert refused.value.code == "RECORDS-011"
    assert not (office.folder / ballast.FILE).exists()


def test_everything_comes_out_in_open_formats(office: Office, worker, passphrase, tmp_path):
    """Of a sound file everything comes out: revisions as JSON lines, the ledger as CSV, and the report says so."""
    office.records.save_many("employment", [(f"t{n}", worker(n, post="=1+1")) for n in range(1, 12)])
    office.close()

    found = rescue(office.folder, "张会计", passphrase, tmp_path / "out")

    with (tmp_path / "out" / "ledgers" / "employment.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    assert found.whole
    assert found.rows["revision"] == 11
    assert {row["full_name"] for row in rows} == {"阿苏木呷"}
    assert {row["post"] for row in rows} == {"'=1+1"}
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["ledgers", "rescue.json", "tables"]


def test_of_a_damaged_file_the_rest_comes_out_and_the_loss_is_named(
    office: Office, worker, passphrase, tmp_path
):
    """With pages destroyed, what lies on the others is saved unchanged, and the report says how many rows are missing."""
    office.records.save_many("employment", [(f"t{n}", worker(n, note="备注" * 200)) for n in range(1, 120)])
    office.close()
    file = office.folder / "office.db"
    content = bytearray(file.read_bytes())
    pages = (
        len(content) // 4096
    )  # the versions lie before the last tenth, which search terms and typed rows fill
    for page in range(pages * 82 // 100, pages * 90 // 100, 6):
        content[page * 4096 + 9] ^= 0xFF
    file.write_bytes(content)
    before = file.read_bytes()

    found = rescue(office.folder, "张会计", passphrase, tmp_path / "out")

    report = json.loads((tmp_path / "out" / "rescue.json").read_text(encoding="utf-8"))
    assert not found.whole
    assert report["could_not_be_read"] == found.lost
    assert 0 < found.rows["revision"] <= 119
    assert all(
        "阿苏木呷" in line
        for line in (tmp_path / "out" / "tables" / "revision.jsonl").read_text(encoding="utf-8").splitlines()
    )
    assert file.read_bytes() == before


def test_the_clock_may_stand_still_for_a_month(office: Office, clock):
    """A PC that was off for a month loses none of its backups by that."""
    for _day in range(3):
        office.backups.daily()
        clock.forward(days=1)
    before = _names(office.folder / "backups")
    clock.set(clock.now() + timedelta(days=31))
    office.backups.daily()

    assert set(before) <= set(_names(office.folder / "backups"))
