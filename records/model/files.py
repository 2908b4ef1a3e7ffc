"""What an attached file is and what it is called: told by its content, never by the name somebody gave it.

A stored name carries the beginning of the content's SHA-256 (``身份证-3f2a….jpg``). So an answer that names a file
names its content too, and the hash of a revision, which covers its answers, proves which picture stood there: no
form, batch or workbook had to change for it. Programs, macros and pictures that would fill the memory are refused.
"""

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from forms.engine import Kind
from forms.problems import Detail, Problem
from records.problem_codes import (
    FILE_EMPTY,
    FILE_OF_ANOTHER_KIND,
    FILE_TOO_LARGE,
    FILE_UNKNOWN,
    PICTURE_BROKEN,
    PICTURE_TOO_LARGE,
)

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

LARGEST: Final = 50 * 1024 * 1024  # bytes of one file: ten minutes of speech, a thick scan
MOST_PIXELS: Final = 89_000_000  # of one picture: 270 MB once opened, and where Pillow itself warns; A3 at 600 dpi has 70 million
THUMBNAIL: Final = 192  # pixels of the longer side: twice the 96 shown, for fine screens
_DIGITS: Final = 32  # hex digits of the hash in a name: 128 bits, nobody finds a second file to a name
_STEM: Final = 100  # characters of a name before the hash
_NAMED = re.compile(rf"(.*)-([0-9a-f]{{{_DIGITS}}})(\.[a-z0-9]{{1,8}})", re.DOTALL)
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\s]+')

_JPEG, _PNG, _GIF, _WEBP = "image/jpeg", "image/png", "image/gif", "image/webp"
_BMP, _TIFF, _HEIC = "image/bmp", "image/tiff", "image/heic"
_SUFFIXES: Final = {
    _JPEG: ".jpg", _PNG: ".png", _GIF: ".gif", _WEBP: ".webp", _BMP: ".bmp", _TIFF: ".tif", _HEIC: ".heic",
    "application/pdf": ".pdf", "application/zip": ".zip", "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/ofd": ".ofd",
    "audio/mpeg": ".mp3", "audio/wav": ".wav", "audio/ogg": ".ogg", "audio/amr": ".amr", "audio/flac": ".flac",
    "audio/mp4": ".m4a", "video/mp4": ".mp4", "video/quicktime": ".mov", "video/3gpp": ".3gp",
    "video/webm": ".webm", "video/x-msvideo": ".avi",
    "text/plain": ".txt", "text/csv": ".csv",
}  # fmt: skip
_OLD_OFFICE: Final = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".wps": "application/vnd.ms-works",
    ".et": "application/vnd.ms-excel",
}
_FIRST_BYTES: Final = (
    (b"\xff\xd8\xff", _JPEG), (b"\x89PNG\r\n\x1a\n", _PNG), (b"GIF87a", _GIF), (b"GIF89a", _GIF), (b"BM", _BMP),
    (b"II*\x00", _TIFF), (b"MM\x00*", _TIFF), (b"%PDF-", "application/pdf"), (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"#!AMR", "audio/amr"), (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)  # fmt: skip
_RIFF: Final = {b"WEBP": _WEBP, b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS: Final = {
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"heic": _HEIC,
    b"heix": _HEIC,
    b"mif1": _HEIC,
}
_PARTS: Final = (
    ("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("ppt/presentation.xml", ".pptx"), ("OFD.xml", ".ofd"),
)  # fmt: skip
_PICTURES: Final = frozenset(
    {_JPEG, _PNG, _GIF, _WEBP, _BMP, _TIFF}
)  # what Pillow opens here; HEIC it does not
_WANTED: Final = {Kind.IMAGE: "image/", Kind.AUDIO: "audio/", Kind.VIDEO: "video/"}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a content turned out to be; sizes in bytes and pixels, *thumbnail* a JPEG or b'' for what is no picture."""

    name: str  # as it is stored: with the beginning of the hash
    sha256: str
    size: int
    media_type: str
    width: int = 0
    height: int = 0
    thumbnail: bytes = b""


def look_at(name: str, content: bytes, wanted: Kind | None = None) -> LookedAt:
    """Judge a file by its content. *wanted* is the kind of its question (IMAGE, AUDIO, VIDEO; FILE or None: any).

    Raises Problem RECORDS-100 (larger than 50 MB), -101 (unknown, a program, a macro), -102 (a picture that does not
    open), -103 (more than 89 million pixels), -104 (not what the question asks for), -107 (empty).
    """
    shown = clean_name(name)
    if not content:
        raise _refused(FILE_EMPTY, shown)
    if len(content) > LARGEST:
        raise _refused(FILE_TOO_LARGE, shown, size=len(content) >> 20, most=LARGEST >> 20)
    media_type = media_type_of(shown, content)
    if media_type is None:
        raise _refused(FILE_UNKNOWN, shown)
    prefix = _WANTED.get(wanted, "") if wanted is not None else ""
    if not media_type.startswith(prefix):
        raise _refused(FILE_OF_ANOTHER_KIND, shown, found=media_type)
    digest = hashlib.sha256(content).hexdigest()
    stored = stored_name(shown, digest, _suffix(media_type, shown))
    if media_type not in _PICTURES:
        return LookedAt(stored, digest, len(content), media_type)
    width, height, thumbnail = _picture(shown, content)
    return LookedAt(stored, digest, len(content), media_type, width, height, thumbnail)


def _refused(detail: Detail, name: str, **values: object) -> Problem:
    return Problem(detail, place=name, values={"name": name, **values})


def clean_name(name: str) -> str:
    """Return the name people gave, without folders and what no file system takes: ``身份证 1.jpg`` → ``身份证_1.jpg``."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign if sign.isprintable() else " " for sign in last)
    return _FORBIDDEN.sub("_", kept.strip()).strip("._") or "file"


def stored_name(shown: str, sha256: str, suffix: str) -> str:
    """Return the name an answer holds: the clerk's words, the beginning of the hash, the suffix of what it is."""
    stem, dot, _old = shown.rpartition(".")
    stem = (stem if dot else shown)[:_STEM].rstrip("._ ") or "file"
    return f"{stem}-{sha256[:_DIGITS]}{suffix}"


def shown_name(name: str) -> str:
    """Return a stored name as people read it, without the hash; another name stays as it is."""
    found = _NAMED.fullmatch(name)
    return f"{found[1]}{found[3]}" if found else name


def hash_in(name: str) -> str:
    """Return the 32 hex digits of the hash a stored name carries; '' when it carries none."""
    found = _NAMED.fullmatch(name)
    return found[2] if found else ""


def media_type_of(name: str, content: bytes) -> str | None:
    """Return what the content is by its first bytes; None for what is not taken (programs, macros, unknown)."""
    for start, media_type in _FIRST_BYTES:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return "video/3gpp" if brand.startswith(b"3g") else _BRANDS.get(brand, "video/mp4")
    if content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(name, content)
    return _text(name, content)


def _packed(content: bytes) -> str | None:
    """Tell documents from plain archives; what carries macros or a program is not taken."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any(name.endswith(("vbaProject.bin", ".exe", ".dll", ".bat", ".js", ".vbs")) for name in names):
        return None
    suffix = next((suffix for part, suffix in _PARTS if part in names), ".zip")
    return next(media_type for media_type, each in _SUFFIXES.items() if each == suffix)


def _old_office(name: str, content: bytes) -> str | None:
    """Take Word, Excel and WPS files of the old format, but none with macros (their streams are named so)."""
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return None
    return _OLD_OFFICE.get(_ending(name))


def _text(name: str, content: bytes) -> str | None:
    """Take plain text in UTF-8 or GB 18030; a web page or a script comes out as .txt, which nothing carries out."""
    if b"\x00" in content[:4096] or content.startswith((b"MZ", b"\x7fELF")):
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for sign in words[:4096] if not sign.isprintable() and sign not in "\r\n\t\ufeff")
        return None if odd else ("text/csv" if _ending(name) == ".csv" else "text/plain")
    return None


def _ending(name: str) -> str:
    _stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot else ""


def suffix_of(media_type: str) -> str:
    """Return the suffix of what a content is, for one that has no name (on the road, contents go by their hash)."""
    if media_type in _SUFFIXES:
        return _SUFFIXES[media_type]
    return next(ending for ending, kind in _OLD_OFFICE.items() if kind == media_type)


def _suffix(media_type: str, shown: str) -> str:
    if media_type in _OLD_OFFICE.values():
        return _ending(shown)
    return _SUFFIXES[media_type]


def _picture(name: str, content: bytes) -> tuple[int, int, bytes]:
    """Return width, height and a small JPEG, turned upright. The size is read before anything is unpacked."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise _refused(PICTURE_TOO_LARGE, name, most=MOST_PIXELS // 1_000_000)
            picture.draft("RGB", (THUMBNAIL * 2, THUMBNAIL * 2))  # a JPEG is unpacked small at once
            return width, height, _small(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as error:  # Pillow refuses on its own far above our limit
        raise _refused(PICTURE_TOO_LARGE, name, most=MOST_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused(PICTURE_BROKEN, name) from error


def _small(picture: "Picture") -> bytes:
    """Return a picture as a small JPEG; what is transparent lies on white."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "P"):
        seen = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    small = picture.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    out = BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue()
