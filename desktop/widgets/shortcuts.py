"""Keys that a part of the window listens to: inside it and nowhere else, unless said otherwise.

PySide6 6.12.0 passes over ``context=`` when a slot stands before it, and the key then counts in the whole window: two
pages with the same key make it ambiguous, and Qt does neither. So the context is always set by itself.
"""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

INSIDE: Final = Qt.ShortcutContext.WidgetWithChildrenShortcut


def hear(
    part: QWidget, actions: Mapping[str, Callable[[], object]], context: Qt.ShortcutContext = INSIDE
) -> None:
    """Make *actions* work by key wherever the focus is inside *part*; only undo and redo repeat while held."""
    for key, action in actions.items():
        shortcut = QShortcut(QKeySequence(key), part)
        shortcut.setContext(context)
        shortcut.setAutoRepeat(key in ("Ctrl+Z", "Ctrl+Y"))
        shortcut.activated.connect(lambda act=action: act())
