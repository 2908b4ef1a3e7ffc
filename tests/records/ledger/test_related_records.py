"""A person's page: everything the ledgers say about one person, organisation or record."""

from records.ledger import Office
from records.ledger.related import PERSON, REFERENCE, UNIT

PERSON_ANSWERS = {
    "id_type": "10", "full_name": "阿苏木呷", "sex": "1", "birth_date": "1990-03-07", "ethnic_code": "07",
    "education_code": "71", "hukou_region": "513221", "consent_status": "duty",
}  # fmt: skip


def test_a_persons_page_shows_every_ledger(any_office: Office, worker):
    """Work, a class and the household of one ID number stand together, the latest day first; others do not."""
    office, mine = any_office, worker(1)
    number = mine["id_no"]
    person = office.records.save("person", {**PERSON_ANSWERS, "id_no": number}, token="p")
    work = office.records.save("employment", mine, token="w")
    office.records.save("employment", worker(2), token="other")
    trainee = {"id_type": "10", "id_no": number, "full_name": "阿苏木呷"}
    group = office.records.save(
        "training_class", {"title": "家政班", "start_on": "2026-05-01", "trainee": [trainee]}, token="t"
    )
    member = {**trainee, "relation": "01"}
    home = office.records.save("household", {"household_no": "1", "member": [member]}, token="h")
    gone = office.records.save("employment", worker(1), token="gone")
    office.records.void([gone.record_id], "重复")

    related = office.related.to(person.record_id)

    ids = [row.record_id for row in related.rows]
    assert ids[:2] == [group.record_id, work.record_id]
    assert set(ids) == {group.record_id, work.record_id, home.record_id}
    assert {row.why for row in related.rows} == {PERSON}
    assert related.rows[0].title.startswith("家政班")
    assert related.persons == (number,)
    assert person.record_id in [row.record_id for row in office.related.to(work.record_id).rows]


def test_an_organisations_page_shows_who_works_there_and_what_refers_to_it(any_office: Office, worker):
    """An organisation is known by its name in every ledger, and by the records that refer to it."""
    office = any_office
    unit = office.records.save("organization", {"name": "顺德美家电子厂", "org_type": "private"}, token="u")
    work = office.records.save("employment", worker(1), token="w")
    boss = office.records.save("person", {**PERSON_ANSWERS, "org_id": unit.record_id}, token="b")

    found = {row.record_id: row.why for row in office.related.to(unit.record_id).rows}

    assert found == {work.record_id: UNIT, boss.record_id: REFERENCE}


def test_a_pairings_page_shows_what_stands_under_it(office: Office):
    """The pairing of a prefecture shows the pairings of its counties."""
    above = office.records.save(
        "pairing", {"pairing_no": "1", "donor_region": "330000", "recipient_region": "510000"}, token="a"
    )
    below = office.records.save(
        "pairing", {"pairing_no": "2", "parent_id": above.record_id, "valid_from": "2021-04-01"}, token="b"
    )

    rows = office.related.to(above.record_id).rows

    assert [(row.record_id, row.day, row.question.in_("zh")) for row in rows] == [
        (below.record_id, "2021-04-01", "上级结对")
    ]


def test_a_status_is_frozen_at_entry(office: Office):
    """The household's status on the day of entry is copied into the work record and stays when the household changes."""
    number = "513221199003070015"
    member = {"id_type": "10", "id_no": number, "full_name": "阿苏木呷", "relation": "01"}
    home = {"household_no": "1", "household_type": "monitored_edge", "member": [member]}
    head = office.records.save("household", home, token="h")
    session = office.session("employment")

    session.answer("id_no", number)
    entered = session.answers()
    work = office.records.save("employment", entered, token="w")
    office.records.save(
        "household", {**home, "household_type": "lifted"}, token="h2", record_id=head.record_id, base=1
    )
    later = office.session("employment")
    later.answer("id_no", number)

    assert entered["category"] == "monitored"
    assert office.records.get(work.record_id).answers["category"] == "monitored"
    assert later.answers()["category"] == "assisted"
