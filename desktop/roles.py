"""What people of an office are called, and the levels of offices."""

from typing import Final

from desktop.words import _
from forms.words import N_

ROLES: Final = {
    "clerk": N_("填报人"),
    "reviewer": N_("审核人"),
    "leader": N_("负责人"),
    "admin": N_("管理员"),
}
LEVELS: Final = {
    "field": N_("前方工作队"),
    "county": N_("县级"),
    "prefecture": N_("市州级"),
    "province": N_("省级"),
}


def role_word(role: object) -> str:
    """Return what a person of *role* is called, in the current language."""
    return _(ROLES.get(str(role), str(role)))


def level_word(level: str) -> str:
    """Return what an office of *level* is called, in the current language."""
    return _(LEVELS.get(level, level))
