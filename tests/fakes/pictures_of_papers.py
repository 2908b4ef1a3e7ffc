"""Files as scanners, cameras and offices write them, made anew for each test."""

import zipfile
from io import BytesIO

from PIL import Image

ID_CARD = "身份证正面.jpg"


def photograph(width: int = 640, height: int = 400, colour: str = "steelblue", kind: str = "JPEG") -> bytes:
    """Return a picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def pdf(words: str = "合同") -> bytes:
    """Return the beginning of a PDF with some bytes behind it."""
    return b"%PDF-1.7\n" + words.encode() * 40


def archive(*names: str) -> bytes:
    """Return a ZIP with the members *names*: a document is a ZIP with certain members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def bomb(side: int = 20_000) -> bytes:
    """Return a small PNG that says it has *side* × *side* pixels."""
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()
