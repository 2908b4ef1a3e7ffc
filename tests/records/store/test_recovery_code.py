"""The code on paper: it lets a person in who forgot, a slip is told, an old one and a wrong one open nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import Problem
from records.ledger import Office
from records.ledger.recovering import recover
from records.store import recovery
from records.store.keyring import CHEAPEST


@given(
    st.binary(min_size=16, max_size=16),
    st.integers(0, 27),
    st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
)
def test_a_code_is_read_as_it_was_spelled(code: bytes, place: int, letter: str):
    """What is printed reads back, in small letters and without hyphens, too; one wrong character is almost always told."""
    spelled = recovery.spell(code)
    assert recovery.read(spelled) == code
    assert recovery.read(spelled.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code

    letters = spelled.replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    assert (_read(wrong) == code) == (wrong == letters)


def _read(letters: str) -> bytes | str:
    try:
        return recovery.read(letters)
    except Problem as problem:
        return problem.code


def test_who_forgot_gets_in_by_the_code_on_paper(make_office, sign_in):
    """The code sets a new passphrase, the log says so, and only the newest code opens."""
    office = sign_in(make_office())
    old = office.people.make_recovery_code()
    code = office.people.make_recovery_code()
    office.close()
    outside = {"clock": office.clock, "ids": office.ids, "kdf": CHEAPEST}

    with recover(office.folder, code.lower(), "李主任", "山高水长情谊长", **outside) as again:
        assert {"recovered", "recovery_code"} <= {entry.verb for entry in again.audit.entries()}
        assert again.audit.verify().ok
    Office.open(office.folder, "李主任", "山高水长情谊长", office.clock, office.ids, kdf=CHEAPEST).close()
    with pytest.raises(Problem) as refused:
        recover(office.folder, old, "李主任", "山高水长情谊长", **outside)
    assert refused.value.code == "RECORDS-182"
    assert code.encode() not in b"".join(
        file.read_bytes() for file in office.folder.rglob("*") if file.is_file()
    )


def test_an_office_without_a_code_says_so(office: Office):
    """Nobody gets in by a code that was never made, and a clerk makes none."""
    with pytest.raises(Problem) as may_not:
        office.people.make_recovery_code()
    office.close()
    with pytest.raises(Problem) as none:
        recover(
            office.folder,
            recovery.spell(bytes(16)),
            "李主任",
            "山高水长情谊长",
            clock=office.clock,
            ids=office.ids,
        )

    assert (may_not.value.code, none.value.code) == ("RECORDS-024", "RECORDS-183")
