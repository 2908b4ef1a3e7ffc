"""The verbs against loss, as typed: the day's backup to a stick, the drill, everything out in open formats."""

import json

import pytest

from desktop.console import main


@pytest.fixture
def typed(office, monkeypatch, passphrase, capsys):
    """Type a verb at the console; returns the exit status and the JSON it answered."""
    office.close()
    monkeypatch.setenv("XIEZUO_PASSPHRASE", passphrase)

    def type_(*words: str):
        status = main(["--office", str(office.folder), "--json", *words])
        return status, json.loads(capsys.readouterr().out)

    return type_


def test_backup_drill_and_rescue(typed, tmp_path):
    """The backup lies on the stick, the drill of that very file succeeds, and the rescue reads everything."""
    (tmp_path / "stick").mkdir()

    status, made = typed("backup-daily", "--place", str(tmp_path / "stick"))
    drilled, drill = typed("backup-drill", made["second"])
    rescued, out = typed("rescue", str(tmp_path / "out"))

    assert (status, drilled, rescued) == (0, 0, 0)
    assert drill["entries"] > 0
    assert out["could_not_be_read"] == {}
    assert (tmp_path / "out" / "rescue.json").is_file()
    assert typed("rescue", str(tmp_path / "out"))[0] == 1


def test_recovery_code_on_paper(typed, tmp_path):
    """The code is printed to a PDF that is never written over, and stands in no answer of the console."""
    file = tmp_path / "code.pdf"

    status, answer = typed("recovery-code", str(file))

    assert status == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert answer == {"file": str(file)}
    assert typed("recovery-code", str(file))[0] == 1


def test_every_key_is_changed(typed, tmp_path, office, monkeypatch):
    """Nobody needs a code when everybody signed in; the recovery code in the safe is replaced; verbs go on as before."""
    typed("recovery-code", str(tmp_path / "old.pdf"))
    file = tmp_path / "new.pdf"

    status, answer = typed("rekey", str(file))

    assert (status, answer["people_with_codes"], answer["recovery"]) == (0, 0, True)
    assert file.read_bytes().startswith(b"%PDF")
    assert typed("verify")[0] == 0


def test_a_passphrase_for_once_is_only_good_for_another(typed, office, monkeypatch, sign_in):
    """Who was given a passphrase by the reviewer gets no further with it than to choose one."""
    reviewer = sign_in(office)
    reviewer.people.reset_passphrase("张会计", "只用一次的口令 1")
    reviewer.close()
    monkeypatch.setenv("XIEZUO_PASSPHRASE", "只用一次的口令 1")
    monkeypatch.setenv("XIEZUO_NEW_PASSPHRASE", "春风又绿江南岸")

    refused, answer = typed("list", "employment")
    changed, _answer = typed("passphrase")
    monkeypatch.setenv("XIEZUO_PASSPHRASE", "春风又绿江南岸")

    assert (refused, answer["problems"][0]["code"]) == (1, "DESKTOP-111")
    assert (changed, typed("list", "employment")[0]) == (0, 0)
