"""Which ledger stands under which heading of the navigation, and its icon.

A form that names no family (one published by the province, or from another program) stands under 其他, so
that nothing published is ever out of sight.
"""

from dataclasses import dataclass
from typing import Final

from forms.words import N_


@dataclass(frozen=True, slots=True)
class Family:
    """A heading of the navigation: message id and icon."""

    key: str
    word: str
    icon: str


FAMILIES: Final = (
    Family("labour", N_("劳务协作"), "briefcase"),
    Family("exchange", N_("人才交流"), "school"),
    Family("donation", N_("捐赠"), "heart-handshake"),
    Family("fund", N_("资金项目"), "coins"),
    Family("other", N_("其他台账"), "clipboard-list"),
)
_OF_FORM: Final = {
    "employment": "labour",
    "training_class": "labour",
    "prof_exchange": "exchange",
    "money_donation": "donation",
    "goods_donation": "donation",
}
_ORDER: Final = tuple(_OF_FORM)


def family_of(form_id: str) -> str:
    """Return the family's key of a form."""
    return _OF_FORM.get(form_id, "other")


def place_of(form_id: str) -> tuple[int, str]:
    """Return what sorts forms in the navigation: the built-in ones in the order of the work, others by name."""
    return (_ORDER.index(form_id) if form_id in _ORDER else len(_ORDER), form_id)
