"""A PC that was asked to remember a person opens the office for them, until one word ends it."""

import pytest

from forms.problems import Problem
from records.ledger.rekeying import rekey
from records.ledger.remembering import open_remembered
from records.store.keyring import CHEAPEST
from tests.conftest import CLERK, PASSPHRASE, REVIEWER
from tests.fakes.counted_ids import CountedIds
from tests.fakes.fixed_clock import FixedClock


def comes_in(office, secret, name=CLERK):
    """Open the office by what the PC kept; returns who is signed in."""
    with open_remembered(
        office.folder, name, secret, clock=FixedClock(), ids=CountedIds("7"), kdf=CHEAPEST
    ) as again:
        return again.user.name


@pytest.fixture
def remembered(make_office):
    """Return a closed office and what the clerk's PC keeps."""
    office = make_office(publish=False)
    secret = office.people.remember_machine()
    assert office.people.remembered_machines() == 1
    office.close()
    return office, secret


def test_the_pc_opens_for_its_person_only(remembered):
    """The clerk comes in; with the same secret nobody else does; the passphrase is nowhere in the keyring."""
    office, secret = remembered
    assert comes_in(office, secret) == CLERK
    for name, wrong in (
        (REVIEWER, secret),
        (CLERK, secret[:-1] + "0" * (secret[-1] != "0") + "1" * (secret[-1] == "0")),
        (CLERK, ""),
    ):
        with pytest.raises(Problem, match="RECORDS-002"):
            comes_in(office, wrong, name)


def _by_word(office):
    office.people.forget_machines()


def _by_another_passphrase(office):
    office.people.change_passphrase(PASSPHRASE, "山高水长情谊长")


@pytest.mark.parametrize("ended", [_by_word, _by_another_passphrase])
def test_it_is_ended_by_the_person(remembered, sign_in, ended):
    """Forgetting, or another passphrase: the PC's secret opens nothing more."""
    office, secret = remembered
    again = sign_in(office, CLERK)
    ended(again)
    again.close()
    with pytest.raises(Problem, match="RECORDS-002"):
        comes_in(office, secret)


def test_a_change_of_keys_forgets_every_pc(remembered):
    """Who re-keys does not know which PCs to trust."""
    office, secret = remembered
    rekey(office.folder, REVIEWER, PASSPHRASE, clock=FixedClock(), ids=CountedIds("9"), kdf=CHEAPEST)
    with pytest.raises(Problem, match="RECORDS-002"):
        comes_in(office, secret)
