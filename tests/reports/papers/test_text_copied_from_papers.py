"""What stands on a paper is told to every reader as the standard says, not only to those that forgive."""

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from reports.text import Align, Pen, Style, fit
from reports.text.faces import face


@pytest.mark.parametrize("name", ["李𬭎", "王䶮", "𠔻光𪚥", "阿布都热合曼·买买提"])
def test_a_strict_reader_copies_a_rare_name_as_it_was_printed(tmp_path, name):
    """Characters beyond U+FFFF are given as pairs of surrogates (ISO 32000-2, 9.10.3) and come out whole."""
    file = tmp_path / "name.pdf"
    canvas = Canvas(str(file), initialFontName=face(Style.SANS.value).name)
    pen = Pen(canvas)
    pen.block((40, 700, 400, 24), fit(name, Style.SANS, 400, size=12, smallest=5), Align.LEFT)
    pen.lift()
    canvas.save()

    [page] = pypdf.PdfReader(file).pages

    assert page.extract_text().strip() == name
