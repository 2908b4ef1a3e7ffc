"""The office's folder: who gets in, who is kept out, and that nothing is readable without a passphrase."""

import errno
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from forms.definitions import builtin
from forms.problems import Problem
from records.ledger import NewUser, Office, Role
from records.store.database import OLDEST_SQLITE, file_engine
from records.store.driver import sqlcipher
from records.store.keyring import CHEAPEST, Keyring
from records.store.migrate import PRESENT
from tests.fakes.counted_ids import CountedIds

PASSPHRASE = "春天的茶马古道 2026"


def _open(office_folder: Path, clock, ids, name: str = "张会计", passphrase: str = PASSPHRASE) -> Office:
    return Office.open(office_folder, name, passphrase, clock, ids, kdf=CHEAPEST)


def _code(call) -> str:
    with pytest.raises(Problem) as refused:
        call()
    return refused.value.code


def test_what_was_saved_is_there_after_opening_again(office: Office, clock, ids, worker):
    """Closed and opened again, the office has its records, forms, people and identity."""
    head = office.records.save("employment", worker(), token="t1")
    before = office.info
    office.close()

    with _open(office.folder, clock, ids) as again:
        assert again.records.get(head.record_id).head == head
        assert again.info == before
        assert [(user.name, user.role) for user in again.people.all()] == [
            ("张会计", Role.CLERK),
            ("李主任", Role.REVIEWER),
        ]
        assert {form.form_id for form in again.forms.all()} == set(builtin())


def test_people_are_named_before_signing_in(office: Office):
    """The sign-in screen can list who works here without a passphrase."""
    assert Office.people_of(office.folder) == [("张会计", Role.CLERK), ("李主任", Role.REVIEWER)]


def test_wrong_passphrases_are_slowed_down(office: Office, clock, ids):
    """A wrong passphrase and an unknown name get the same answer; after five the next must wait, even a right one."""
    office.close()
    unknown = _code(lambda: _open(office.folder, clock, ids, name="王五"))

    wrong = [_code(lambda: _open(office.folder, clock, ids, passphrase="猜一猜猜一猜")) for _ in range(5)]
    waiting = _code(lambda: _open(office.folder, clock, ids))
    clock.forward(seconds=16)
    _open(office.folder, clock, ids).close()

    assert [unknown, *wrong] == ["RECORDS-002"] * 6
    assert waiting == "RECORDS-003"


def test_nothing_personal_is_readable_in_the_folder(office: Office, worker):
    """Names and numbers of the people registered stand in no file of the folder; SQLite cannot open the database."""
    office.records.save("employment", worker(), token="t1")
    office.close()

    content = b"".join(file.read_bytes() for file in office.folder.rglob("*") if file.is_file())

    assert "阿苏木呷".encode() not in content
    assert b"13800138000" not in content
    plain = sqlite3.connect(office.folder / "office.db")
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


def test_a_passphrase_can_be_changed_and_people_come_and_go(make_office, sign_in, clock, ids, passphrase):
    """After a change only the new passphrase opens; a new person can sign in; a removed one cannot."""
    reviewer = sign_in(make_office())
    reviewer.people.add(NewUser("陈书记", Role.LEADER, "山高水长情谊长"))
    reviewer.people.change_passphrase(passphrase, "新的口令又长又好记")
    reviewer.people.remove("张会计")
    reviewer.close()
    folder = reviewer.folder

    assert _code(lambda: _open(folder, clock, ids, "李主任")) == "RECORDS-002"
    assert _code(lambda: _open(folder, clock, ids, "张会计")) == "RECORDS-002"
    with _open(folder, clock, ids, "李主任", "新的口令又长又好记") as office:
        assert [user.name for user in office.people.all()] == ["李主任", "陈书记"]
    _open(folder, clock, ids, "陈书记", "山高水长情谊长").close()


@pytest.mark.parametrize(
    ("words", "code"), [("短", "RECORDS-020"), ("12345678", "RECORDS-025"), ("aaaaaaaaa", "RECORDS-025")]
)
def test_weak_passphrases_are_refused(tmp_path, clock, ids, words, code):
    """A short or common passphrase makes no office, and leaves no file behind."""

    def make() -> None:
        Office.create(tmp_path / "o", code="513221", name="汶川县", people=[NewUser("张会计", Role.CLERK, words)],
                      clock=clock, ids=ids, kdf=CHEAPEST)  # fmt: skip

    assert _code(make) == code
    assert not (tmp_path / "o").exists()


def test_a_second_office_is_not_made_over_the_first(office: Office, make_office):
    """Creating into a folder that holds an office is refused."""
    assert _code(lambda: make_office(folder=office.folder)) == "RECORDS-008"


def test_an_office_whose_mark_cannot_be_taken_away_is_whole(tmp_path, clock, ids, monkeypatch):
    """The last step of making an office fails (the disk): the office keeps its database, and opening it finishes.

    Found by the soak on 2026-11-30: the database was thrown away under a keyring that was already there.
    """
    folder, unlink = tmp_path / "office", Path.unlink

    def failing(self: Path, missing_ok: bool = False) -> None:
        if self.name == ".unfinished":
            raise OSError(errno.EIO, "Input/output error", str(self))
        unlink(self, missing_ok)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "unlink", failing)
        people = [NewUser("张会计", Role.CLERK, PASSPHRASE)]
        Office.create(
            folder,
            code="513435",
            name="甘洛县",
            people=people,
            clock=clock,
            ids=ids,
            kdf=CHEAPEST,
            publish=False,
        ).close()

    assert (folder / ".unfinished").exists()
    with _open(folder, clock, ids) as again:
        assert again.info.name == "甘洛县"
    assert not (folder / ".unfinished").exists()


def test_another_program_is_told_who_has_the_office(office: Office, clock, ids):
    """While one program has the office, another process is refused and told the holder; killed, it is free."""
    script = (
        "import sys; sys.path.insert(0, '.')\n"
        "from records.store.folder_lock import FolderLock\nfrom pathlib import Path\n"
        "lock = FolderLock(Path(sys.argv[1])); lock.take(); print('held', flush=True); sys.stdin.read()\n"
    )
    office.close()
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(office.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdout.readline()

    with pytest.raises(Problem) as refused:
        _open(office.folder, clock, ids)
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    _open(office.folder, clock, ids).close()

    assert refused.value.code == "RECORDS-009"
    assert f"PID {holder.pid}" in refused.value.what()


def test_network_and_cloud_folders_are_refused(tmp_path, clock, ids, make_office):
    """An office is neither made nor opened where WAL does not work."""
    people = [NewUser("张会计", Role.CLERK, PASSPHRASE)]

    def make() -> None:
        Office.create(tmp_path / "x", code="513221", name="汶川县", people=people, clock=clock, ids=ids,
                      kdf=CHEAPEST, kind_of_place=lambda _folder: "CIFS")  # fmt: skip

    office = make_office()
    office.close()
    assert _code(make) == "RECORDS-010"
    assert (
        _code(
            lambda: Office.open(
                office.folder,
                "张会计",
                PASSPHRASE,
                clock,
                ids,
                kind_of_place=lambda _folder: "NFS",
            )
        )
        == "RECORDS-010"
    )


def test_what_is_no_office_is_named(tmp_path, office: Office, clock, ids):
    """An empty folder, a damaged keyring, a missing database, a foreign file: each has its own code; nothing is made."""
    office.close()
    folder = office.folder
    codes = [_code(lambda: _open(tmp_path / "nowhere", clock, ids))]
    kept = (folder / "office.db").read_bytes()
    (folder / "office.db").write_bytes(b"PK\x03\x04 this is a spreadsheet" * 500)
    codes.append(_code(lambda: _open(folder, clock, ids)))
    (folder / "office.db").unlink()
    codes.append(_code(lambda: _open(folder, clock, ids)))
    assert not (folder / "office.db").exists()
    (folder / "office.db").write_bytes(kept)
    (folder / "keyring.json").write_text("{", encoding="utf-8")
    codes.append(_code(lambda: _open(folder, clock, ids)))

    assert codes == ["RECORDS-001", "RECORDS-005", "RECORDS-007", "RECORDS-006"]


def test_a_flipped_bit_is_noticed(office: Office, clock, ids, worker):
    """One changed bit on a page of the file is never read as data: opening or reading says the file is damaged."""
    office.records.save_many("employment", [(f"t{n}", worker(n)) for n in range(1, 60)])
    office.close()
    file = office.folder / "office.db"
    content = bytearray(file.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    file.write_bytes(content)

    def use() -> None:
        with _open(office.folder, clock, ids) as damaged:
            damaged.records.list("employment")

    assert _code(use) == "RECORDS-005"


def test_a_newer_office_is_refused_and_untouched(office: Office, clock, ids):
    """A file of a newer program is named with the version it needs, and stays byte for byte as it was."""
    office.close()
    file = office.folder / "office.db"
    keyring = Keyring.read(office.folder)
    keyring.open("张会计", PASSPHRASE)
    engine = file_engine(file, keyring.get("database_key") or b"")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {PRESENT + 1}")
        connection.commit()
    engine.dispose()
    before = file.read_bytes()

    with pytest.raises(Problem) as refused:
        _open(office.folder, clock, ids)

    assert refused.value.code == "RECORDS-004"
    assert f"0.{PRESENT + 1}" in refused.value.remedy()
    assert file.read_bytes() == before


def test_the_file_is_opened_as_it_must_be(office: Office):
    """WAL, FULL, foreign keys, secure delete, no trust in schemas; and an SQLite without the WAL bug."""
    found = office.diagnostics()

    assert sqlcipher().sqlite_version_info >= OLDEST_SQLITE
    assert (found["journal_mode"], found["synchronous"], found["foreign_keys"]) == ("wal", 2, 1)
    assert (found["secure_delete"], found["trusted_schema"], found["mmap_size"]) == (1, 0, 0)


def test_a_swapped_role_in_the_keyring_does_not_open(office: Office, clock, ids):
    """Who makes themselves a reviewer by editing the keyring cannot sign in any more."""
    office.close()
    file = office.folder / "keyring.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["people"][0]["role"] = "reviewer"
    file.write_text(json.dumps(content), encoding="utf-8")

    assert _code(lambda: _open(office.folder, clock, ids)) == "RECORDS-002"


def test_device_keys_stay_the_same_and_sealed(office: Office, clock, ids):
    """Signing key and age identities are the same after opening again, and not in the keyring's text."""
    secrets = office.secrets
    keys = (secrets.signing_key, secrets.age_identity, secrets.recovery_identity)
    office.close()

    with _open(office.folder, clock, ids) as again:
        assert (
            again.secrets.signing_key,
            again.secrets.age_identity,
            again.secrets.recovery_identity,
        ) == keys
        assert again.secrets.age_recipient.startswith("age1")
        assert len(again.secrets.signing_public) == 32
    assert keys[1] not in (office.folder / "keyring.json").read_bytes()


def test_a_backup_is_verified_and_opens_as_an_office(office: Office, clock, ids, worker, tmp_path):
    """The backup with its keyring is an office with the same records; an existing file is never overwritten."""
    head = office.records.save("employment", worker(), token="t1")
    file = office.backup(office.folder / "backups" / "2026-11-22.db")
    office.records.save("employment", worker(3), token="t2")

    assert _code(lambda: office.backup(file)) == "RECORDS-018"
    assert office.last_backup()["records"] == 1
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(file, restored / "office.db")
    shutil.copy(file.with_name(file.name + ".keyring.json"), restored / "keyring.json")
    with _open(restored, clock, ids) as again:
        assert again.records.get(head.record_id).head == head
        assert sum(again.records.counts("employment").values()) == 1
        assert again.audit.verify().ok


def test_a_restored_office_never_reuses_a_number(office: Office, clock, ids, gift, tmp_path):
    """Restored from its backup the office has a new epoch and the next receipt series; a damaged backup is refused."""
    first, second = (
        office.records.save("money_donation", gift | {"bank_ref": f"2026{n}"}, token=f"t{n}").record_id
        for n in (1, 2)
    )
    office.records.complete([first, second])
    before = office.receipts.issue(first)
    file = office.backup(office.folder / "backups" / "a.db")
    lost = office.receipts.issue(second)
    office.close()

    with Office.restore(
        file, tmp_path / "new-pc", "张会计", PASSPHRASE, clock=clock, ids=ids, kdf=CHEAPEST
    ) as restored:
        again = restored.receipts.issue(second)
        series = restored.info.series
        assert restored.info.store_epoch != office.info.store_epoch
        assert restored.receipts.of(first) == [before]
        assert restored.audit.verify().ok
    with Office.restore(
        file, tmp_path / "another-pc", "张会计", PASSPHRASE, clock=clock, ids=CountedIds("77"), kdf=CHEAPEST
    ) as twin:  # somebody else restores the same backup and knows nothing of the first
        assert twin.receipts.issue(second).number != again.number
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    assert (lost.number, again.number) == ("513221-2026-A-000002", f"513221-2026-{series}-000001")
    assert series.startswith("B")
    assert (
        _code(
            lambda: Office.restore(
                file, tmp_path / "other-pc", "张会计", PASSPHRASE, clock=clock, ids=ids, kdf=CHEAPEST
            )
        )
        == "RECORDS-017"
    )
    assert not (tmp_path / "other-pc" / "office.db").exists()


def test_a_full_disk_keeps_nothing_half(office: Office, worker):
    """When the file cannot grow, the save is a coded problem; what was there stays, and nothing of the new is."""
    office.records.save("employment", worker(), token="t1")
    with office.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    rows = [(f"m{n}", worker(n, note="很长的备注" * 100)) for n in range(2, 400)]

    code = _code(lambda: office.records.save_many("employment", rows))

    assert code == "RECORDS-011"
    assert sum(office.records.counts("employment").values()) == 1
    assert office.audit.verify().ok
