"""Puts palette, style sheet and font on the application, and takes them off again for the other set."""

import os
from collections.abc import Callable
from pathlib import Path
from string import Template

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from desktop.theme import fonts, tones, zoom
from desktop.theme.tones import colour, mode

__all__ = ["apply", "colour", "enlarge", "mode", "on_change", "take_style"]

_SHEET = Path(__file__).with_name("style.qss")
_MARKS = Path(__file__).with_name("marks")  # arrows and ticks: a style sheet cannot tint a picture
_WORN = "xiezuo_worn"  # set and zoom, as a property of the application
_STYLE = "Fusion"  # Qt's own: it looks the same on every system
_STYLE_WANTED = "QT_STYLE_OVERRIDE"  # where Qt looks which style it begins with
_listeners: list[Callable[[], None]] = []
_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "paper",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_faint",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "select",
    QPalette.ColorRole.HighlightedText: "on_select",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "paper",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "line_strong",
    QPalette.ColorRole.Dark: "line_strong",
    QPalette.ColorRole.Shadow: "shadow",
    QPalette.ColorRole.Accent: "accent",
}
_FAINT = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def take_style() -> None:
    """Ask for our style before the application is made: set afterwards, Python would first learn 570 names of styles."""
    os.environ[_STYLE_WANTED] = _STYLE


def apply(app: QApplication, chosen: str) -> None:
    """Dress *app* in the ``light``, ``dark`` or ``contrast`` set; windows already open follow.

    What *app* wears already is not put on again: Qt would polish every widget anew, seconds with many of them.
    """
    tones.set_mode(chosen)
    worn, wanted = app.property(_WORN), f"{mode()} {zoom.percent()}"
    if worn == wanted:
        return
    fonts.load_fonts()
    if worn is None and os.environ.get(_STYLE_WANTED) != _STYLE:
        app.setStyle(_STYLE)
    app.setProperty(_WORN, wanted)
    app.setFont(fonts.font())
    app.setPalette(_palette())
    app.setStyleSheet(_sheet())
    for listener in list(_listeners):
        listener()


def enlarge(app: QApplication, percent: int) -> None:
    """Show everything at *percent* of its size (see `zoom`); windows already open follow."""
    zoom.set_percent(percent)
    apply(app, mode())


def on_change(listener: Callable[[], None]) -> Callable[[], None]:
    """Call *listener* after each change of set or zoom (for what is painted by hand); returns what ends it."""
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


def _palette() -> QPalette:
    made = QPalette()
    for role, tone in _ROLES.items():
        made.setColor(role, colour(tone))
    for role in _FAINT:
        made.setColor(QPalette.ColorGroup.Disabled, role, colour("text_faint"))
    return made


def _sheet() -> str:
    text = _SHEET.read_text(encoding="utf-8")
    return zoom.scaled(Template(text).substitute(tones.tones(), marks=_MARKS.as_posix(), mode=mode()))
