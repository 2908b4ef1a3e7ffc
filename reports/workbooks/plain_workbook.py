"""Writes a plain .xlsx as it goes: rows of ready cells straight into the compressed file.

XlsxWriter makes a Python call, a tuple and a string table entry of every cell; an export of 100,000 rows is two million
of them. Here a row is one string (docs/decisions/0018 has the measurements). What needs more than plain cells (drop-downs,
comments, protection) is written with XlsxWriter still: `templates`.

One sheet is written at a time; the sheets of repeats, whose rows come between those of the main one, wait compressed in
memory until their turn.
"""

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from forms.problems import Problem
from reports.workbooks import problem_codes as codes
from reports.workbooks.cell_xml import HEADING, text_cell
from reports.workbooks.layout import printable
from reports.workbooks.sheet import column_letter

MOST_ROWS = 1_048_576  # of an .xlsx sheet
_LEVEL = 1  # deflate: level 6 costs three times as much and saves a sixth of the file
_TOGETHER = 256  # rows handed to the compressor at once
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>
<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">
<alignment vertical="center" wrapText="1"/></xf>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


class PlainSheet:
    """One sheet under way; *widths* and *styles* are those of its columns, *heads* the words of its first row."""

    def __init__(
        self, name: str, heads: Sequence[str], widths: Sequence[float], styles: Sequence[int], frozen: int
    ) -> None:
        self.name = name
        self.rows = 1
        self._lines: list[str] = [_opening(heads, widths, styles, frozen)]
        self._columns = len(heads)
        self._target: IO[bytes] | None = None
        self._packer = zlib.compressobj(_LEVEL)
        self._waiting: list[bytes] = []

    def write_to(self, target: IO[bytes]) -> None:
        """Let rows go straight into *target* from now on; what waited goes first."""
        unpacker = zlib.decompressobj()
        for packed in (*self._waiting, self._packer.flush()):
            target.write(unpacker.decompress(packed))
        self._waiting = []
        self._target = target

    def add(self, cells: str) -> None:
        """Add a row of ready cells (they must name the row `next_row`). Raises Problem REPORTS-141."""
        if self.rows >= MOST_ROWS:
            raise Problem(codes.TOO_MANY_ROWS, self.name, {"sheet": self.name, "most": MOST_ROWS})
        self.rows += 1
        self._lines.append(f'<row r="{self.rows}">{cells}</row>')
        if len(self._lines) >= _TOGETHER:
            self._pass_on()

    @property
    def next_row(self) -> int:
        """Return the number (from 1) the next row will have."""
        return self.rows + 1

    def _pass_on(self) -> None:
        content = "".join(self._lines).encode()
        self._lines = []
        if self._target is not None:
            self._target.write(content)
        else:
            self._waiting.append(self._packer.compress(content))

    def close(self) -> None:
        """Write the end of the sheet."""
        last = f"{column_letter(max(self._columns - 1, 0))}{self.rows}"
        self._lines.append(f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>')
        self._pass_on()


def _opening(heads: Sequence[str], widths: Sequence[float], styles: Sequence[int], frozen: int) -> str:
    columns = "".join(
        f'<col min="{index}" max="{index}" width="{width}" style="{style}" customWidth="1"/>'
        for index, (width, style) in enumerate(zip(widths, styles, strict=True), start=1)
    )
    corner = f"{column_letter(frozen)}2"
    cells = "".join(
        f'<c r="{column_letter(index)}1"{text_cell(head, HEADING)}' for index, head in enumerate(heads)
    )
    split = f'xSplit="{frozen}" ' if frozen else ""
    pane = "bottomRight" if frozen else "bottomLeft"
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane {split}ySplit="1" topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
        f'<row r="1">{cells}</row>'
    )


class PlainWorkbook:
    """A workbook being written to *file*; a context manager that leaves a whole file or raises."""

    def __init__(self, file: Path, title: str) -> None:
        self._archive = zipfile.ZipFile(
            file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, strict_timestamps=False
        )
        self._title = printable(title)
        self._names: list[str] = []

    def __enter__(self) -> "PlainWorkbook":
        return self

    def write(self, sheets: Sequence[PlainSheet], fill: "Iterable[None]") -> None:
        """Write *sheets*; running through *fill* adds their rows. The first goes straight into the file."""
        first, *others = sheets
        with self._part(first.name) as part:
            first.write_to(part)
            for _row in fill:
                pass
            first.close()
        for sheet in others:
            with self._part(sheet.name) as part:
                sheet.close()
                sheet.write_to(part)

    def _part(self, name: str) -> IO[bytes]:
        self._names.append(name)
        info = zipfile.ZipInfo(f"xl/worksheets/sheet{len(self._names)}.xml", (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        return self._archive.open(info, "w", force_zip64=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
            self._archive.close()
        else:  # the half file is taken away by who asked for it
            with suppress(ValueError, OSError):
                self._archive.close()

    def _finish(self) -> None:
        numbers = range(1, len(self._names) + 1)
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
            for n in numbers
        )
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
            for n, name in zip(numbers, self._names, strict=True)
        )
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        parts = {
            "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{overrides}'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/><Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
            "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type='
            f'"{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type='
            f'"{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
            "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(self._title)}</dc:title></cp:coreProperties>',
            "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{sheets}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship '
            f'Id="rId{len(self._names) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": _STYLES,
        }
        for name, content in parts.items():
            self._archive.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
