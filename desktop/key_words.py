"""How the age and standing of this office's keys are said, in console and window. Knows no Qt."""

from typing import TYPE_CHECKING

from desktop.words import _

if TYPE_CHECKING:
    from sync.enrolment import OwnKeys


def state_of(own: "OwnKeys") -> str:
    """Say since when the keys are in use, whether the office above knows them, and whether they are due."""
    said = _("本机密钥自 {since} 起使用，已 {days} 天。").format(since=own.since, days=own.days)
    if not own.told:
        said += _("上级还不知道：下次报送时告知。")
    if own.due:
        said += _("满一年，请更换。")
    return said
