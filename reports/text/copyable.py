"""A font whose text can be copied and searched, characters beyond U+FFFF included (𬭎).

A PDF tells by a ToUnicode table which characters its glyphs stand for. The table is UTF-16BE (ISO 32000-2, 9.10.3), in
which a character of the supplementary planes is a pair of surrogates; ReportLab 5.1.0 writes its code as five bare
digits, which no reader understands, so that the rarest part of a name was missing wherever somebody copied or
searched it.
"""

import re
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_TABLE = "toUnicodeCMap:"
_TOO_LONG = re.compile(r"(?<=> )<([0-9A-F]{5,6})>")


class CopyableFont(TTFont):
    """A TrueType font of a paper."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802  (ReportLab's name)
        """Add the font to a document, with tables every reader understands."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith(_TABLE):
                table = doc.idToObject[name]
                table.content = _TOO_LONG.sub(_as_pair, table.content)


def _as_pair(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
