"""A font whose text can be copied and searched, characters beyond U+FFFF included (𬭎), and whose subsets are cheap.

A PDF tells by a ToUnicode table which characters its glyphs stand for. The table is UTF-16BE (ISO 32000-2, 9.10.3), in
which a character of the supplementary planes is a pair of surrogates; ReportLab 5.1.0 writes its code as five bare
digits, which no reader understands, so that the rarest part of a name was missing wherever somebody copied or
searched it.

A receipt has a hundred characters, and ReportLab copied the 14 MB of outlines of its font for each subset, with all of
ASCII in it: a third of the time from the key to the paper.
"""

import re
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_TABLE = "toUnicodeCMap:"
_TOO_LONG = re.compile(r"(?<=> )<([0-9A-F]{5,6})>")


class CopyableFont(TTFont):
    """A TrueType font of a paper."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename, asciiReadable=0)
        face: Any = self.face
        start, _length = face.get_table_pos("glyf")
        outlines = _Outlines(face._ttf_data, start)  # the font's own reader slices the same bytes
        whole = face.get_table
        face.get_table = lambda tag: outlines if tag == "glyf" else whole(tag)

    def addObjects(self, doc: Any) -> None:  # noqa: N802  (ReportLab's name)
        """Add the font to a document, with tables every reader understands."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith(_TABLE):
                table = doc.idToObject[name]
                table.content = _TOO_LONG.sub(_as_pair, table.content)


class _Outlines:
    """The glyphs of a font, each cut out of the file when it is asked for."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


def _as_pair(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
