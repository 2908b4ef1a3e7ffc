"""Enrolment over the line: with the paper, or with the code from the telephone; never without either."""

from typing import Any

import pytest

from forms.problems import Problem
from sync import enrolment, outbox
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import Road


def test_the_code_from_the_telephone_is_enough(file_road: Road, make_office: Any):
    """The county types address and sixteen digits: both sides read the same fingerprint, and the code is spent."""
    other = make_office("513221")
    third = make_office("513221", folder=file_road.files / "third")
    issued = enrolment.new(
        file_road.province, "513221", file_road.files / "i.enrol", "https://province.example"
    )
    with Running(app(file_road.province)) as running:
        answered = outbox.enrol_with_code(other, "", issued.spoken.replace(" ", "-"), MemoryLink(running))
        with pytest.raises(Problem) as spent:
            outbox.enrol_with_code(third, "", issued.spoken, MemoryLink(running))
        with pytest.raises(Problem) as guessed:
            outbox.enrol_with_code(third, "", "1234 5678 9012 3456", MemoryLink(running))

    device = next(one for one in enrolment.devices(file_road.province) if one.office_code == "513221")
    assert (device.standing, device.fingerprint) == ("enrolled", answered.fingerprint)
    assert (spent.value.code, guessed.value.code) == ("SYNC-032", "SYNC-032")


def test_the_paper_is_answered_where_it_says(file_road: Road, make_office: Any):
    """The invitation came by stick; the answer goes over the line, twice is once."""
    other = make_office("513221")
    paper = file_road.files / "i.enrol"
    enrolment.new(file_road.province, "513221", paper, "https://province.example")
    with Running(app(file_road.province)) as running:
        first = outbox.enrol_with_file(other, paper, MemoryLink(running))

    assert first.fingerprint in {one.fingerprint for one in enrolment.devices(file_road.province)}
    assert enrolment.office_above(other) is not None


def test_a_paper_without_an_address_needs_the_stick(file_road: Road, make_office: Any):
    """Where no server is named, the clerk is told so, and nothing has changed."""
    other = make_office("513221")
    paper = file_road.files / "i.enrol"
    enrolment.new(file_road.province, "513221", paper)

    with pytest.raises(Problem) as no_address:
        outbox.enrol_with_file(other, paper)

    assert no_address.value.code == "SYNC-036"
    assert enrolment.office_above(other) is None


def test_who_tries_codes_is_slowed_down(file_road: Road):
    """Thirty wrong codes, and this address waits."""
    with Running(app(file_road.province)) as running:
        link = MemoryLink(running)
        codes = []
        for number in range(32):
            with pytest.raises(Problem) as refused:
                outbox.enrol_with_code(file_road.county, "", f"{number:016d}", link)
            codes.append(refused.value.code)

    assert codes[0] == "SYNC-032"
    assert codes[-1] == "SYNC-054"
