"""现在在哪里: one line under the title of a record that was on the road, so that nobody has to look for it.

The same words as `xiezuo where`; the whole way stands in the column of versions (Ctrl+H). Hidden for what never left.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop import whereabouts
from desktop.background import Latest
from desktop.widgets import plain
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office
    from sync.whereabouts import Whereabouts


class WhereLine(QWidget):
    """`way_wanted`: the person asks for the whole way."""

    way_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._latest = Latest()
        self.words = plain.label(role="soft", wrap=True)
        self._way = plain.button(
            _("经过"), self.way_wanted.emit, role="link", tip=_("修改记录和经过（Ctrl+H）")
        )
        across = plain.row(self.words, self._way)
        across.setStretch(0, 1)
        across.setContentsMargins(20, 3, 16, 3)
        self.setLayout(across)
        self.hide()

    def show_for(self, office: "Office", record_id: str | None) -> None:
        """Read where a record is, off the window's thread; None: a new one, which is here."""
        self.hide()
        if record_id is not None:
            task = self._latest.run(partial(whereabouts.look, office, record_id), self)
            task.then(self._show).failed(lambda _unknown: self.hide())

    def _show(self, found: "Whereabouts") -> None:
        if found.steps:
            self.words.setText(_("现在：{words}").format(words=whereabouts.in_one_line(found)))
            self.show()
