"""Labels, buttons and lines that show text as it is.

Every word that may come from data passes through here, so that no name with angle brackets is ever read as
markup, and every button tells its key in the tooltip and its name to a screen reader.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcutEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.words import _


def label(text: str = "", role: str = "", *, wrap: bool = False, copyable: bool = False) -> QLabel:
    """Return a plain-text label; *role* is one of the style sheet's (title, heading, hint, bad …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if copyable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    if role:
        made.setProperty("role", role)
    return made


class _Button(QPushButton):
    """A button whose key stays and acts at once.

    Qt forgets the shortcut whenever the words on a button change, and plays a press of 100 ms before it acts.
    """

    def event(self, event: QEvent) -> bool:
        """Act on the key itself; a menu opens the way Qt opens it."""
        alone = isinstance(event, QShortcutEvent) and not event.isAmbiguous()
        if alone and self.menu() is None:
            self.click()
            return True
        return super().event(event)

    def setText(self, text: str) -> None:
        """Show other words; the key stays."""
        key = self.shortcut()
        super().setText(text)
        if not key.isEmpty():
            self.setShortcut(key)


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    icon: str = "",
    key: str = "",
    role: str = "",
    tip: str = "",
) -> QPushButton:
    """Return a button; *key* is a shortcut (``Ctrl+N``) that works and is told in the tooltip."""
    made = _Button(text)
    tone = {"primary": "on_accent", "danger": "bad", "link": "accent"}.get(role, "text_soft")
    if icon:
        made.setIcon(theme.icon(icon, tone))
    if role:
        made.setProperty("role", role)
    made.setAutoDefault(False)
    dress(made, text, key, tip)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def dress(made: QAbstractButton, name: str, key: str = "", tip: str = "") -> None:
    """Give a button its shortcut, its tooltip that names it, and its accessible name."""
    if key:
        made.setShortcut(QKeySequence(key))
    words = tip or name
    made.setToolTip(escaped(_("{words}（{key}）").format(words=words, key=key) if key else words))
    made.setAccessibleName(name or words)


def escaped(text: str) -> str:
    """Return *text* so that a tooltip, which Qt would guess to be rich text, shows it as it is."""
    if "<" not in text and "&" not in text:
        return text
    from html import escape

    return f"<span>{escape(text)}</span>"


def role(widget: QWidget, name: str) -> None:
    """Change the style role of *widget* and repaint it."""
    if widget.property("role") == name:
        return
    widget.setProperty("role", name)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def state(widget: QWidget, name: str) -> None:
    """Mark a field ``bad``, ``warn`` or '' (nothing wrong)."""
    if widget.property("state") == name:
        return
    widget.setProperty("state", name)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def frame(
    role_name: str, *, across: bool = False, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QFrame:
    """Return a frame of *role_name* that already has a layout, downwards or *across*."""
    made = QFrame()
    made.setProperty("role", role_name)
    box: QBoxLayout = QHBoxLayout(made) if across else QVBoxLayout(made)
    box.setContentsMargins(*margins)
    box.setSpacing(8)
    return made


def box_of(made: QWidget) -> QBoxLayout:
    """Return the box layout of a `frame`."""
    found = made.layout()
    if not isinstance(found, QBoxLayout):
        raise TypeError("not made by frame()")
    return found


def row(*parts: QWidget | int | None, spacing: int = 8) -> QHBoxLayout:
    """Return the *parts* side by side; an int is a gap in pixels, None stretches."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        else:
            made.addWidget(part)
    return made


def clear(layout: QBoxLayout) -> None:
    """Take every part out of *layout* and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            clear(inner)


def spacer() -> QWidget:
    """Return an empty part that takes what room is left."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made
