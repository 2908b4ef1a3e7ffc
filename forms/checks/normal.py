"""Tidies what people type and paste: only what is certain, never a guess.

Rosters arrive with full-width digits, blanks between the two characters of a name, phone numbers cut by hyphens, and
five different dots between the parts of a minority name. Each function here changes the writing and never the
meaning; what would need a guess (a lost digit, a likely surname) is left for a person. All of them are idempotent.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

# Bidirectional overrides and marks, zero-width blanks and BOM. ZWJ and ZWNJ stay: Uyghur and Mongolian need them.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u061c\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = re.compile(r"\s+")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
_EXCEL_TEXT = re.compile(r'^="(.*)"$')
_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# 民委发〔2016〕33号: the separator in a person's name is U+00B7. These are typed in its place; the plain full stop
# only counts between Han characters (J. Smith keeps his).
_DOTS = re.compile(r"(?<=[^\W\d_])\s*[·•‧∙⋅・･˙]\s*(?=[^\W\d_])")
_HAN_STOP = re.compile(rf"(?<=[{_HAN}])\s*\.\s*(?=[{_HAN}])")
_HAN_GAP = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_LANDLINE = re.compile(r"^(010|02\d|0[3-9]\d{2})-?(\d{7,8})(?:-?(?:转|ext)?-?(\d{1,6}))?$")


def tidy_text(text: str) -> str:
    """Return *text* in NFC, without invisible and control characters, line ends as LF, outer blanks gone."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", _INVISIBLE.sub("", text)).strip()


def half_width(text: str) -> str:
    """Return *text* with full-width Latin letters, digits and signs as their plain selves."""
    return text.translate(_FULL_WIDTH).replace("\u3000", " ")


def tidy_id(text: str) -> str:
    """Return a document, credit or card number: half-width, no blanks, capitals, Excel's ``="…"`` and ``'`` gone."""
    if text.isascii() and text.isalnum():
        return text.upper()  # as nearly all are: nothing to take away
    text = _BLANKS.sub("", half_width(tidy_text(text)))
    wrapped = _EXCEL_TEXT.match(text)
    return (wrapped[1] if wrapped else text).lstrip("'’‘`").upper()


def tidy_phone(text: str) -> str:
    """Return a phone number: a mobile as 11 digits, a landline as ``0834-7812345``; other writing only tidied."""
    text = tidy_id(text).translate(_HYPHENS).removesuffix(".0")
    digits = re.sub(r"[-()/.]", "", text)
    mobile = re.fullmatch(r"(?:\+?86|0086)?(1\d{10})", digits)
    if mobile:
        return mobile[1]
    local = re.sub(r"^(?:\+86|0086)-?0?", "0", re.sub(r"[()/]", "-", text).strip("-").replace("--", "-"))
    landline = _LANDLINE.match(local.replace("EXT", "ext"))
    if landline:
        return "-".join(part for part in landline.groups() if part)
    return text


def tidy_name(text: str) -> str:
    """Return a person's name: no blanks between Han characters, the separator as U+00B7 (民委发〔2016〕33号)."""
    text = _BLANKS.sub(" ", half_width(tidy_text(text))).strip()
    return _HAN_GAP.sub("", _HAN_STOP.sub("·", _DOTS.sub("·", text)))


# By the name of the check: what a typed or imported answer may be changed to without asking.
TIDY: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "resident_id": tidy_id,
        "credit_code": tidy_id,
        "document": tidy_id,
        "bank_card": tidy_id,
        "division": tidy_id,
        "mobile": tidy_phone,
        "phone": tidy_phone,
        "person_name": tidy_name,
    }
)
