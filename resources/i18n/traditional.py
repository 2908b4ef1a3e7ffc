"""Makes the traditional Chinese catalogues from the Chinese sentences themselves, by OpenCC with the phrases of Taiwan.

Made when the catalogues are (`python -m resources.i18n.catalogues update`) and committed, so that the program needs no
converter. What OpenCC gets wrong for offices is put right in `OWN`, sentence parts read over by people.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

LANGUAGE: Final = "zh_TW"
OWN: Final = {  # part of OpenCC's result → what it should be
    "臺賬": "臺帳",
    "台賬": "臺帳",
    "賬": "帳",
    "隻": "只",
    "纔": "才",
    "口令": "密碼",
    "程式碼": "代碼",
    "許可權": "權限",
    "稽核": "審核",
    "審核透過": "審核通過",
    "當前": "目前",
    "列印裝置": "印表機",
}


@cache
def _converter() -> Any:
    from opencc import OpenCC  # type: ignore[import-untyped]  # a tool of the workshop, without types

    return OpenCC("s2twp")


def traditional(text: str) -> str:
    """Return a Chinese sentence in traditional characters; what stands in braces stays as it is."""
    parts = text.split("{")
    said = [_words(parts[0])]
    for part in parts[1:]:
        name, closing, rest = part.partition("}")
        said.append("{" + name + closing + _words(rest))
    return "".join(said)


def _words(text: str) -> str:
    made = str(_converter().convert(text)) if text else ""
    for wrong, right in OWN.items():
        made = made.replace(wrong, right)
    return made


def fill(messages: Iterable[Any]) -> None:
    """Give each message of a Babel catalogue its traditional words."""
    for message in messages:
        if message.id and isinstance(message.id, str):
            message.string = traditional(message.id)
        elif message.id:
            message.string = tuple(traditional(one) for one in message.id)
