"""Every key is changed: who left with the old ones opens nothing new, everybody else comes in as before."""

import json
import shutil

import pytest

from forms.problems import Problem
from records.ledger import NewUser, Office, Role
from records.ledger.rekeying import rekey
from records.store import switching
from records.store.keyring import CHEAPEST, Keyring
from tests.conftest import CLERK, PASSPHRASE, REVIEWER
from tests.fakes.counted_ids import CountedIds
from tests.fakes.fixed_clock import FixedClock

OTHER = "山高水长情谊长"


def change(folder, name=REVIEWER):
    """Change the keys as the reviewer."""
    return rekey(folder, name, PASSPHRASE, clock=FixedClock(), ids=CountedIds("9"), kdf=CHEAPEST)


def opened(folder, name, passphrase=PASSPHRASE):
    """Open the office."""
    return Office.open(folder, name, passphrase, FixedClock(), CountedIds("8"), kdf=CHEAPEST)


@pytest.fixture
def folder(make_office, worker):
    """Return the folder of a closed office with a record and three people, each with another passphrase."""
    office = make_office(
        people=[NewUser(CLERK, Role.CLERK, OTHER), NewUser(REVIEWER, Role.REVIEWER, PASSPHRASE)]
    )
    office.records.save("employment", worker(1), token="t1")
    office.close()
    return office.folder


def test_everybody_comes_in_as_before_and_the_old_keys_open_nothing(folder):
    """The clerk's passphrase nobody knew still opens; the keyring of yesterday opens the file of yesterday only."""
    before = folder.with_name("before")
    shutil.copytree(folder, before)
    old = Keyring.read(before)
    old.open(REVIEWER, PASSPHRASE)
    told = change(folder)
    assert (told.codes, told.recovery) == ({}, "")
    for name, passphrase in ((CLERK, OTHER), (REVIEWER, PASSPHRASE), (CLERK, OTHER)):
        with opened(folder, name, passphrase) as office:
            assert len(office.records.list("employment").rows) == 1
            assert office.audit.verify().ok
            assert not office.people.must_change()
            assert any(entry.verb == "rekey" for entry in office.audit.entries())
    new = Keyring.read(folder)
    new.open(CLERK, OTHER)
    assert new.get("database_key") != old.get("database_key")
    assert new.get("signing_key") == old.get("signing_key")
    shutil.copy(before / "keyring.json", folder / "keyring.json")
    with pytest.raises(Problem, match="RECORDS-005"):
        opened(folder, REVIEWER)


def test_who_has_no_address_yet_gets_a_code_for_once(folder):
    """A keyring of the first version knew no addresses: the clerk comes in with a code and chooses a passphrase."""
    file = folder / "keyring.json"
    content = json.loads(file.read_text())
    content["version"] = 1
    for person in content["people"]:
        del person["recipient"], person["identity"]
    del content["needs"]
    file.write_text(json.dumps(content))
    (name, code) = next(iter(change(folder).codes.items()))
    assert name == CLERK
    with pytest.raises(Problem, match="RECORDS-002"):
        opened(folder, CLERK, OTHER)
    with opened(folder, CLERK, code) as office:
        assert office.people.must_change()
        office.people.change_passphrase(code, OTHER)
        assert not office.people.must_change()
    opened(folder, CLERK, OTHER).close()


def test_a_recovery_code_of_before_opens_no_more(folder):
    """The paper in the safe is replaced, too."""
    with opened(folder, REVIEWER) as office:
        old = office.people.make_recovery_code()
    told = change(folder)
    keyring = Keyring.read(folder)
    with pytest.raises(Problem, match="RECORDS-182"):
        keyring.open_by_recovery(old)
    keyring.open_by_recovery(told.recovery)


def test_a_clerk_changes_no_keys(folder):
    """Only who leads; and nothing is left lying about."""
    before = (folder / "keyring.json").read_bytes()
    with pytest.raises(Problem, match="RECORDS-024"):
        rekey(folder, CLERK, OTHER, clock=FixedClock(), ids=CountedIds("9"), kdf=CHEAPEST)
    assert (folder / "keyring.json").read_bytes() == before
    assert not (folder / switching.WAITING_DATABASE).exists()


def test_a_changed_address_is_noticed(folder):
    """Nobody gets the next key by writing an address of theirs into the keyring."""
    file = folder / "keyring.json"
    content = json.loads(file.read_text())
    first, second = content["people"]
    first["recipient"] = second["recipient"]
    file.write_text(json.dumps(content))
    with pytest.raises(Problem, match="RECORDS-006"):
        opened(folder, CLERK, OTHER)


def test_a_changed_name_is_noticed(folder):
    """A bit that made another character of a name: who types the true one is told, and not let in as if nothing were."""
    file = folder / "keyring.json"
    content = json.loads(file.read_text())
    content["people"][0]["name"] = CLERK[:-1] + "许"
    file.write_text(json.dumps(content))
    with pytest.raises(Problem, match="RECORDS-006"):
        opened(folder, CLERK, OTHER)


def test_a_keyring_of_a_newer_program_says_which_is_needed(folder):
    """It is refused by name, not called damaged."""
    file = folder / "keyring.json"
    content = json.loads(file.read_text()) | {"version": 3, "needs": "7.1"}
    file.write_text(json.dumps(content))
    with pytest.raises(Problem, match="RECORDS-004") as refused:
        opened(folder, CLERK, OTHER)
    assert refused.value.values["needs"] == "7.1"


def test_the_province_on_postgresql_changes_its_master_key(make_office, postgres_url):
    """There is no file to write anew; the keyring is another one."""
    office = make_office(database=postgres_url)
    office.close()
    assert change(office.folder).codes == {}
    with opened(office.folder, CLERK) as again:
        assert again.audit.entries(1)[0].verb == "rekey"
