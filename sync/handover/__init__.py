"""Handing a record over to another computer of the county: given up here, held there, never changed on two.

The device that holds a record gives it up (`give`), and its paper goes to the office above, which alone says who holds a
record now (`receive`) and tells both with the records that go down. For a computer that is gone the office above takes
its records and gives them to another (`take_over`).
"""

from sync.handover import standing
from sync.handover.giving import clear, give, give_back, neighbours, offer, outstanding
from sync.handover.hearing import hear
from sync.handover.receiving import HandedIn, is_hand_over, receive
from sync.handover.standing import held_here
from sync.handover.taking_over import held_by, take_over
from sync.protocol.down_package import Neighbour

__all__ = [
    "HandedIn",
    "Neighbour",
    "clear",
    "give",
    "give_back",
    "hear",
    "held_by",
    "held_here",
    "is_hand_over",
    "neighbours",
    "offer",
    "outstanding",
    "receive",
    "standing",
    "take_over",
]
