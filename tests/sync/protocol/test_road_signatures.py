"""Keys, fingerprints, request signatures and scopes."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import requests, scope, signing

SIGNER = signing.Signer(os.urandom(32))
OTHER = signing.Signer(os.urandom(32))
PART = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)
CLAIMS = st.builds(requests.Claim, PART, PART, PART, PART, PART, PART, PART)


@given(CLAIMS, CLAIMS)
def test_a_request_signature_covers_every_part(claim, other):
    """A signature is good for its own request only, and from its own key only."""
    signature = SIGNER.sign_request(claim.message())

    assert signing.verify_request(claim.message(), signature, SIGNER.public)
    assert not signing.verify_request(claim.message(), signature, OTHER.public)
    assert signing.verify_request(other.message(), signature, SIGNER.public) == (claim == other)


@pytest.mark.parametrize("signature", ["", "x", "====", "AAAA", "é"])
def test_a_broken_signature_is_only_wrong(signature):
    """Whatever stands in the header, the answer is no."""
    assert not signing.verify_request(b"m", signature, SIGNER.public)


def test_no_line_break_can_shift_the_parts():
    """A part with a line break is refused, so two claims never share one message."""
    with pytest.raises(ValueError, match="line break"):
        requests.Claim("GET\n/", "", "", "", "").message()


def test_a_fingerprint_is_six_groups_of_digits():
    """What two people read to each other is short, and another document gives another."""
    first = signing.fingerprint(b"a", b"b")

    assert [len(group) for group in first.split(" ")] == [5] * 6
    assert first.replace(" ", "").isdecimal()
    assert first != signing.fingerprint(b"ab", b"")


@pytest.mark.parametrize(
    ("office", "owner", "covered"),
    [
        ("513435", "513435", True),
        ("513435", "513435-02", True),
        ("513435", "513436", False),
        ("513400", "513435", True),
        ("513400", "513221", False),
        ("510000", "513435", True),
        ("510000", "440606", False),
        ("513435-02", "513435", False),
    ],
)
def test_a_device_reports_its_office_and_those_below(office, owner, covered):
    """A county covers its field teams, a province its counties, nobody a neighbour."""
    assert scope.covers(office, owner) == covered
