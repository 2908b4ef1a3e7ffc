"""The words people read, in the language they chose, switched while the program runs.

Chinese is the message id, so the Chinese window needs no catalogue at all. This module knows no Qt: the
console speaks through it too. Windows ask to be told of a switch with `on_change` and make their texts anew.
"""

import gettext
import locale
import os
from collections.abc import Callable
from typing import Final

from resources import path

CHINESE: Final = "zh"
ENGLISH: Final = "en"
TRADITIONAL: Final = "zh_TW"
LANGUAGES: Final = {  # each in its own: same in every language
    CHINESE: "中文",  # same in every language
    TRADITIONAL: "繁體中文",  # same in every language
    ENGLISH: "English",
}


class _Voice:
    """The one current language of the process and those who want to know when it changes."""

    def __init__(self) -> None:
        self.language = CHINESE
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()
        self.listeners: list[Callable[[], None]] = []


_voice = _Voice()


def _(text: str) -> str:
    """Return *text* (a Chinese sentence of the catalogues) in the current language."""
    return _voice.catalogue.gettext(text) if text else text


def language() -> str:
    """Return ``zh``, ``zh_TW`` or ``en``."""
    return _voice.language


def use(chosen: str) -> None:
    """Speak *chosen* from now on; an unknown language means Chinese. Those listening are told."""
    chosen = chosen if chosen in LANGUAGES else CHINESE
    if chosen == _voice.language:
        return
    _voice.catalogue = _catalogue(chosen)
    _voice.language = chosen
    for listener in list(_voice.listeners):
        listener()


def on_change(listener: Callable[[], None]) -> Callable[[], None]:
    """Call *listener* after each switch; returns what ends the listening."""
    _voice.listeners.append(listener)

    def stop() -> None:
        if listener in _voice.listeners:
            _voice.listeners.remove(listener)

    return stop


def of_machine() -> str:
    """Return the language this machine seems to speak: English only where the locale says so plainly.

    A machine without a locale (a fresh server, a county PC set to "C") is taken to be Chinese, as its users are.
    """
    named = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    if named.lower().startswith(("zh_tw", "zh_hk", "zh_mo")):
        return TRADITIONAL
    return ENGLISH if named.lower().startswith("en") else CHINESE


def _catalogue(chosen: str) -> gettext.NullTranslations:
    file = path("i18n", chosen, "xiezuo.mo")
    if chosen == CHINESE or not file.exists():
        return gettext.NullTranslations()
    with file.open("rb") as source:
        return gettext.GNUTranslations(source)
