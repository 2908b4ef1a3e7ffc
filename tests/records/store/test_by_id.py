"""Records are found by their ids, and offices counted up, from the index alone: on the file and on PostgreSQL."""

from sqlalchemy import select, update

from records.store.by_id import offices_here, with_ids
from records.store.tables import record
from tests.fakes.workers import worker


def _two_offices(office) -> tuple[str, str]:
    """Save two records, the second of which came from another office; return their ids."""
    first, second = (
        office.records.save("employment", worker(number), token=f"t{number}").record_id for number in (1, 2)
    )
    with office.transaction() as connection:
        connection.execute(update(record).where(record.c.record_id == second).values(office_code="999999"))
    return first, second


def test_every_office_is_named_once_in_order(any_office):
    """The offices whose records lie here are those of the records, each once."""
    assert any_office.counting.offices() == [any_office.info.code]
    _two_offices(any_office)

    with any_office.snapshot() as connection:
        codes = list(connection.execute(offices_here()).scalars())

    assert codes == sorted([any_office.info.code, "999999"])


def test_ids_are_found_in_every_office_or_in_those_named(any_office):
    """A record of another office is found by its id; not when only ours is asked."""
    first, second = _two_offices(any_office)

    with any_office.snapshot() as connection:

        def found(*offices: str) -> set[str]:
            query = select(record.c.record_id).where(with_ids([first, second, "nobody"], offices))
            return set(connection.execute(query).scalars())

        assert found() == {first, second}
        assert found(any_office.info.code) == {first}
