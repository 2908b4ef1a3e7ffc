"""Whose records a device may send: those of its office, and of the offices below that office.

Division codes say who is below whom (GB/T 2260: 51 00 00 province, 51 32 00 prefecture, 51 32 21 county), and
a field team's code continues its county's.
"""


def covers(office: str, owner: str) -> bool:
    """Tell whether *office* may report records that belong to *owner*."""
    return owner.startswith(stem(office))


def stem(office: str) -> str:
    """Return what the codes of an office and of those below it begin with."""
    found = office
    if len(office) == 6 and office.isdecimal():
        while len(found) > 2 and found.endswith("00"):
            found = found[:-2]
    return found
