"""Words in the user's language.

The message ids are the Chinese sentences themselves, so Chinese needs no catalogue and a missing translation
shows Chinese, never a code. English is complete; `catalogues check` proves it.
"""

import gettext
from collections.abc import Callable
from functools import cache

from resources import path

LANGUAGES = {"zh": "简体中文", "en": "English"}


@cache
def translator(language: str) -> Callable[[str], str]:
    """Return the function that turns a Chinese sentence into *language* ('zh' or 'en')."""
    if language == "zh":
        return str
    with path("i18n", language, "xiezuo.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled).gettext
