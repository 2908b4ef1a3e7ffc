"""Papers: vouchers, rosters, cards, labels, certificates and slips as PDF, the same on every machine, or refused with
the reason.

Import it where a paper is made, not at the top of a window: ReportLab takes a tenth of a second to load.
"""

from reports.papers.by_layout import roster
from reports.papers.card_of_form import card_of
from reports.papers.layout import AnyLayout, Card, Certificate, Column, Labels, Layout
from reports.papers.layout_reading import layouts
from reports.papers.receipt_days import closing_sheet
from reports.papers.receipt_overprint import Offset, calibration, overprint, stocks
from reports.papers.receipts import receipt
from reports.papers.slips import slip

__all__ = [
    "AnyLayout",
    "Card",
    "Certificate",
    "Column",
    "Labels",
    "Layout",
    "Offset",
    "calibration",
    "card_of",
    "closing_sheet",
    "layouts",
    "overprint",
    "receipt",
    "roster",
    "slip",
    "stocks",
]
