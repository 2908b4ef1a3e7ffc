"""The office on the console: made, backed up, restored, verified."""

from tests.desktop.console.conftest import PASSPHRASE, Terminal

PEOPLE = """
[[people]]
name = "李主任"
role = "reviewer"
passphrase = "{passphrase}"
"""


def test_an_office_is_made_from_a_file_of_people(tmp_path, capsys):
    """The new office is described in JSON, and opens with the passphrase."""
    people = tmp_path / "people.toml"
    people.write_text(PEOPLE.format(passphrase=PASSPHRASE), encoding="utf-8")
    terminal = Terminal(tmp_path / "new", capsys)

    made = terminal.asks("init", "--code", "513435", "--name", "甘洛县协作办", "--people", people)
    again = terminal.asks("init", "--code", "513435", "--name", "甘洛县协作办", "--people", people)

    assert (made.status, made.document["level"]) == (0, "county")
    assert len(terminal.asks("forms", "list").document["forms"]) >= 5
    assert (again.status, again.codes) == (1, ["DESKTOP-107"])


def test_a_file_of_people_that_cannot_be_read(tmp_path, capsys):
    """A people file that is no TOML is refused with its name; no folder is made."""
    people = tmp_path / "people.toml"
    people.write_text("李主任, 审核人", encoding="utf-8")
    terminal = Terminal(tmp_path / "new", capsys)

    answer = terminal.asks("init", "--code", "513435", "--name", "甘洛县", "--people", people)

    assert (answer.status, answer.codes) == (1, ["DESKTOP-106"])
    assert not terminal.folder.exists()


def test_a_backup_becomes_an_office_again(roster, tmp_path, capsys):
    """A restored office holds the same records, is another copy, and starts the next series of receipts."""
    file = tmp_path / "backup.db"
    roster.asks("backup", file)
    copy = Terminal(tmp_path / "again", capsys)

    restored = copy.asks("restore", file)

    assert restored.status == 0
    assert restored.document["series"].startswith("B")
    assert (
        copy.asks("list", "employment").document["counts"]
        == roster.asks("list", "employment").document["counts"]
    )
    assert copy.asks("verify").document["problems"] == []
    with roster.open("张会计") as old:
        assert old.info.store_epoch != restored.document["store_epoch"]


def test_a_backup_is_never_restored_over_an_office(county, tmp_path):
    """Where an office is, nothing is overwritten."""
    file = tmp_path / "backup.db"
    county.asks("backup", file)

    answer = county.asks("restore", file)

    assert (answer.status, answer.codes) == (1, ["RECORDS-008"])


def test_a_backup_without_its_keyring_is_refused(county, tmp_path, capsys):
    """The keyring belongs beside the backup; without it nothing is made."""
    file = tmp_path / "backup.db"
    county.asks("backup", file)
    (tmp_path / "backup.db.keyring.json").unlink()
    terminal = Terminal(tmp_path / "again", capsys)

    answer = terminal.asks("restore", file)

    assert (answer.status, answer.codes) == (1, ["RECORDS-001"])
    assert not terminal.folder.exists()


def test_nobody_of_the_role_is_told(county):
    """Acting as a role nobody has is refused with the role's name."""
    answer = county.asks("--as", "leader", "forms", "list")

    assert (answer.status, answer.codes) == (1, ["DESKTOP-101"])
