"""只看本机: the list with only the records this computer may change, or with those of the other computers of the county."""

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton

from desktop import theme
from desktop.screens.ledger_model import LedgerModel
from desktop.widgets import plain
from desktop.words import _


class OwnRecords(QToolButton):
    """A button that stays down; *changed* reads the list anew."""

    def __init__(self, model: LedgerModel, changed: Callable[[], object]) -> None:
        super().__init__()
        self._model, self._changed = model, changed
        self.setIcon(theme.icon("home"))
        self.setCheckable(True)
        plain.dress(self, _("只看本机能改的记录，不看别的电脑下发来的"), "Ctrl+Shift+B")
        self.toggled.connect(self._toggled)

    def _toggled(self, on: bool) -> None:
        self._model.own_only = on
        self._changed()
