"""Papers: vouchers, rosters and slips as PDF, the same on every machine, or refused with the reason.

Import it where a paper is made, not at the top of a window: ReportLab takes a tenth of a second to load.
"""

from reports.papers.layout import Column, Layout, layouts
from reports.papers.receipts import receipt
from reports.papers.rosters import roster
from reports.papers.slips import slip

__all__ = ["Column", "Layout", "layouts", "receipt", "roster", "slip"]
