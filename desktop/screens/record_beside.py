"""A record entered beside another: the donor that is missing is registered without leaving the donation.

The form of the other ledger opens in a window of its own; closing it hands the saved record's id back.
"""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.widgets import tab_order
from desktop.words import _


class _Beside(QDialog):
    """The window of a form that stands beside another."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as one reads."""
        return tab_order.step(self, forward=forward) or super().focusNextPrevChild(forward)


def enter_beside(
    beside: QWidget,
    form: QWidget,
    signals: tuple[SignalInstance, SignalInstance],
    then: Callable[[str], None],
) -> QDialog:
    """Show *form*, a new record of another ledger, beside the one being filled.

    *signals* are the form's own, ``saved`` (with the record's id) and ``closed``; *then* gets the id when the record
    was saved before the window was closed.
    """
    dialog = _Beside(beside.window())
    dialog.setObjectName("record-beside")
    dialog.setModal(True)
    dialog.setWindowTitle(_("登记新的一条"))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(form)
    saved: list[str] = []
    signals[0].connect(saved.append)
    signals[1].connect(dialog.accept)

    def ended() -> None:
        if saved:
            then(saved[-1])
        dialog.deleteLater()

    dialog.finished.connect(ended)
    dialog.resize(beside.window().size() * 0.9)
    dialog.open()
    return dialog
