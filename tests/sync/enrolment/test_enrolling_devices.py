"""Enrolment by file: two papers, one number on the telephone, no way around either."""

from typing import Any

import pytest

from forms.problems import Problem
from sync import enrolment
from tests.sync.conftest import Road


def papers(road: Road, code: str = "513435") -> tuple[Any, Any]:
    """Return a fresh invitation for *code* and where its answer will be written."""
    invitation, answer = road.files / "new.enrol", road.files / "reply.enrol"
    enrolment.new(road.province, code, invitation)
    return invitation, answer


def test_both_sides_read_the_same_number(road: Road):
    """After an enrolment the county knows who is above it, and the province lists the device."""
    above = enrolment.office_above(road.county)
    (device,) = enrolment.devices(road.province)

    assert above is not None
    assert (above.code, above.address, above.fingerprint) == (
        "510000",
        "https://province.example",
        device.fingerprint,
    )
    assert (device.device_id, device.office_code, device.standing) == (
        road.county.info.device_id,
        "513435",
        "enrolled",
    )
    assert len(device.fingerprint) == 35


def test_an_invitation_is_for_one_office_only(road: Road, make_office: Any):
    """A file made for another county is refused with both names."""
    invitation, answer = papers(road, "513221")

    with pytest.raises(Problem) as caught:
        enrolment.answer(road.county, invitation, answer)

    assert caught.value.code == "SYNC-031"
    assert not answer.exists()


def test_an_invitation_is_spent_by_its_first_answer(road: Road, make_office: Any):
    """A second device cannot use the same file; the same answer once more is no harm."""
    other = make_office("513221")
    third = make_office("513221", folder=road.files / "third")
    invitation, answer = papers(road, "513221")
    enrolment.answer(other, invitation, answer)
    first = enrolment.accept(road.province, answer)
    again = enrolment.accept(road.province, answer)
    enrolment.answer(third, invitation, road.files / "late.enrol")

    with pytest.raises(Problem) as caught:
        enrolment.accept(road.province, road.files / "late.enrol")

    assert again == first
    assert caught.value.code == "SYNC-032"


def test_an_answer_to_nothing_of_ours_is_refused(road: Road, make_office: Any):
    """An answer to another province's invitation does not enrol anybody here."""
    elsewhere = make_office("330000", "浙江省协作办公室", "province")
    enrolment.new(elsewhere, "513435", road.files / "e.enrol")
    enrolment.answer(road.county, road.files / "e.enrol", road.files / "r.enrol")

    with pytest.raises(Problem) as caught:
        enrolment.accept(road.province, road.files / "r.enrol")

    assert caught.value.code == "SYNC-032"


def test_a_changed_paper_is_refused(road: Road, make_office: Any):
    """One changed byte in either paper, and nobody is enrolled."""
    other = make_office("513221")
    invitation, answer = papers(road, "513221")
    for position in range(0, len(invitation.read_bytes()), 61):
        changed = bytearray(invitation.read_bytes())
        changed[position] ^= 1
        (road.files / "bad.enrol").write_bytes(changed)
        with pytest.raises(Problem):
            enrolment.answer(other, road.files / "bad.enrol", answer)
    enrolment.answer(other, invitation, answer)
    for position in range(0, len(answer.read_bytes()), 61):
        changed = bytearray(answer.read_bytes())
        changed[position] ^= 1
        (road.files / "bad.enrol").write_bytes(changed)
        with pytest.raises(Problem):
            enrolment.accept(road.province, road.files / "bad.enrol")
    assert len(enrolment.devices(road.province)) == 1


def test_a_known_device_is_not_enrolled_twice(road: Road):
    """A device in standing must be revoked first; then it may enrol anew."""
    invitation, answer = papers(road)
    enrolment.answer(road.county, invitation, answer)
    with pytest.raises(Problem) as caught:
        enrolment.accept(road.province, answer)
    enrolment.revoke(road.province, road.county.info.device_id, "换机")
    enrolment.revoke(road.province, road.county.info.device_id, "换机")
    enrolment.accept(road.province, answer)

    assert caught.value.code == "SYNC-034"
    assert [one.standing for one in enrolment.devices(road.province)] == ["enrolled"]


def test_revoking_a_stranger_says_so(road: Road):
    """A mistyped device is named."""
    with pytest.raises(Problem) as caught:
        enrolment.revoke(road.province, "nobody", "?")

    assert caught.value.code == "SYNC-035"
