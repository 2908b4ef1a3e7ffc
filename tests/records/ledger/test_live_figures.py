"""What other ledgers hold of a record is counted when it is printed, not taken from the day it was saved."""

from collections.abc import Callable

from records.ledger import Office
from tests.fakes.county_ledgers import enter, typed


def test_an_enterprise_saved_before_its_money_came_prints_what_arrived(
    make_office: Callable[..., Office],
) -> None:
    """The list and the single record say it; what was saved stays as it was sealed."""
    office = make_office()
    no_park = {"park_id": None, "+policy_ids": 0, **{f"policy_ids[1].{name}": None for name in ("policy_id", "from_year", "to_year")}}  # fmt: skip
    enterprise = enter(office, typed(office, "enterprise", {}, no_park), "enterprise")
    enter(office, typed(office, "investment_arrival", {"enterprise": enterprise}), "investment_arrival")

    (listed,) = office.records.each("enterprise")
    alone = office.records.read_out(enterprise)
    saved = office.records.get(enterprise)

    assert (listed.answers["arrived_amount"], listed.answers["jobs"]) == ("1500000", 80)
    assert (alone.answers["arrived_amount"], alone.answers["jobs_assisted"]) == ("1500000", 25)
    assert saved.answers["arrived_amount"] == "0"
    assert "jobs" not in saved.answers


def test_the_balance_of_a_gift_is_what_its_uses_leave(make_office: Callable[..., Office]) -> None:
    """The register of donations prints what is left today, though the gift was entered before it was used."""
    office = make_office()
    entered = {"donor": enter(office, typed(office, "donor", {}), "donor")}
    entered["money_donation"] = enter(office, typed(office, "money_donation", entered), "money_donation")
    enter(office, typed(office, "donation_use", entered), "donation_use")

    (listed,) = office.records.each("money_donation")

    assert (listed.answers["used_amount"], listed.answers["balance"]) == ("20000", "30000")
    assert office.records.get(entered["money_donation"]).answers["balance"] == "50000"
