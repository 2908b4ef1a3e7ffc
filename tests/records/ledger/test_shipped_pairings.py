"""The pairings of 1996, 2013, 2016 and 2021 in the ledger: dated, many to many, taken in once."""

from datetime import date

from records.ledger.shipped_pairings import rows, take_in


def test_the_four_tables_enter_complete_and_once(office):
    """Every shipped pairing passes the form's own checks; a second time nothing enters."""
    first, again = take_in(office), take_in(office)

    states = {row["state"] for row in office.context().tables["ledger_pairing"]}
    assert first == len(list(rows())) > 80
    assert again == 0
    assert states == {"complete"}


def test_each_table_has_its_years(office):
    """1996, 2013, 2016 and 2021 each begin pairings, and only those of 2021 are in force."""
    found = list(rows())

    begun = {row["valid_from"][:4] for row in found}
    assert begun == {"1996", "2013", "2016", "2021"}
    assert {row["pairing_no"][:6] for row in found if row["status"] == "active"} == {"PN2021"}
    assert all(row.get("valid_to", "9999") > row["valid_from"] for row in found)
    assert date.fromisoformat(found[0]["valid_from"]) == date(1996, 7, 6)


def test_one_region_has_several_partners(office):
    """Guangdong helped several regions at once, and Sichuan was helped by more than one."""
    take_in(office)
    tables = office.context().tables

    helped = {row["recipient_region"] for row in tables.where("ledger_pairing", "donor_region", "440000")}

    assert len(helped) > 2
