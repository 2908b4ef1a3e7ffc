"""Text on paper: characters become shaped runs of the right fonts, measured, fitted and drawn, or refused.

ReportLab knows one font at a time and draws an empty box for what it lacks; its paragraphs read names as
markup. So papers draw through here: each character finds a font that has it, scripts that need it are shaped,
right-to-left words stand in the right order, and what no font can show is refused with its name and place.
"""

from reports.text.fitting import Fitted, fit
from reports.text.pen import Align, Pen
from reports.text.problem_codes import NO_GLYPH, PRIVATE_CHARACTER, TOO_LONG
from reports.text.runs import Line, line
from reports.text.styles import Style
from reports.text.visible import printable

__all__ = [
    "NO_GLYPH",
    "PRIVATE_CHARACTER",
    "TOO_LONG",
    "Align",
    "Fitted",
    "Line",
    "Pen",
    "Style",
    "fit",
    "line",
    "printable",
]
