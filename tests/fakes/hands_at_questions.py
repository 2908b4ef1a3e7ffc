"""What tests of single questions do: read what the engine holds, put the hands on a field, drop something on it."""

import warnings
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.record.form_body import FormBody
from tests.fakes.clerks_hands import ClerksHands

Show = Callable[..., FormBody]


def value(body: FormBody, path: str = "a"):
    """Return what the engine holds at *path*."""
    return body.filling.state(path).value


def hands_at(qtbot: QtBot, body: FormBody, path: str = "a") -> ClerksHands:
    """Put the hands on the field of *path*."""
    body.focus_path(path)
    return ClerksHands(qtbot, body)


def drop_on(widget: QWidget, data: QMimeData) -> None:
    """Drag *data* over *widget* and let it go there."""
    held = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with warnings.catch_warnings():  # Qt has deprecated the only constructor Python can call
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, *held)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, *held))
