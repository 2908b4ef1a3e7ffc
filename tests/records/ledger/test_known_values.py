"""An import that asks the ledger about every row reads a column once, and is told the truth all the same."""

from collections.abc import Callable
from typing import Any

from records.ledger import Office
from records.ledger.known_values import OFTEN, KnownValues


def _titles(office: Office, id_no: str) -> int:
    return len(office.context().tables.where("ledger_employment", "id_no", id_no))


def test_who_is_in_the_ledger_is_found_however_often_it_is_asked(
    any_office: Office, worker: Callable[..., dict[str, Any]]
) -> None:
    """Before and after the column is learned the answers are the same, and a new record is met at once."""
    first, second = worker(1), worker(2)
    any_office.records.save("employment", first, token="one")
    asked = [_titles(any_office, f"51343519900307{number:04}") for number in range(2 * OFTEN)]

    assert set(asked) == {0}
    assert (_titles(any_office, first["id_no"]), _titles(any_office, second["id_no"])) == (1, 0)

    any_office.records.save("employment", second, token="two")

    assert _titles(any_office, second["id_no"]) == 1


def test_a_column_is_read_only_when_it_is_asked_often() -> None:
    """A clerk's few questions never read a whole column; many read it once until something is written."""
    read: list[str] = []

    def learn(_office: str, _name: str, column: str) -> frozenset[str]:
        read.append(column)
        return frozenset({"a"})

    values = KnownValues(learn)
    few = [values.lacks("1", "ledger_x", "id_no", "b") for _ in range(OFTEN - 1)]
    many = [values.lacks("1", "ledger_x", "id_no", wanted) for wanted in "bab"]

    assert (set(few), many, read) == ({False}, [True, False, True], ["id_no"])

    values.forget()

    assert values.lacks("1", "ledger_x", "id_no", "b") is False


def test_a_column_too_long_to_hold_is_asked_by_query() -> None:
    """What could not be learned is never said to be absent."""
    values = KnownValues(lambda *_column: None)

    assert not any(values.lacks("1", "ledger_x", "id_no", str(number)) for number in range(2 * OFTEN))
