"""Tab goes as one reads: from control to control in the order of the layouts, whenever the controls were made.

Qt's own order is the order of making; what is made late (a page first visited, a record beside its list, a line that came
with an answer) would be reached last, from the foot of the window. So the order is asked for when Tab is pressed.
"""

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox)  # one stop each, whatever is inside


@runtime_checkable
class KeepsRoom(Protocol):
    """A widget that only keeps the room of another, which lies over it."""

    def lies_over(self) -> QWidget:
        """Return the other."""
        ...


def step(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next (or the last) control of *window*; False when it is not in a place one can go on from."""
    shown = [one for one in stops(window) if one.isEnabled()]
    here = window.focusWidget()
    if here is None:
        return False
    at = next((at for at in reversed(range(len(shown))) if _holds(shown[at], here)), None)
    if at is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    shown[(at + (1 if forward else -1)) % len(shown)].setFocus(reason)
    return True


def stops(inside: QWidget) -> Iterator[QWidget]:
    """Yield what Tab stops at in *inside* of what is shown, in the order of its layouts."""
    if inside.focusPolicy() & Qt.FocusPolicy.TabFocus and inside.focusProxy() is None:
        yield inside
    if not isinstance(inside, _WHOLE):
        for part in _parts(inside):
            if not part.isHidden():
                yield from stops(part)


def _holds(stop: QWidget, here: QWidget) -> bool:
    return stop is here or stop.isAncestorOf(here)


def _parts(inside: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that stand in *inside*, each before what is right of it and below it."""
    if isinstance(inside, KeepsRoom):
        yield inside.lies_over()
    elif isinstance(inside, QTabWidget):
        yield inside.tabBar()
        yield from filter(None, [inside.currentWidget()])
    elif isinstance(inside, QScrollArea):
        yield from filter(None, [inside.widget()])
    elif isinstance(inside, QSplitter):
        yield from filter(None, map(inside.widget, range(inside.count())))
    elif (layout := inside.layout()) is not None:
        yield from _laid_out(layout)
    else:
        for child in inside.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not child.isWindow():
                yield child


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        where: dict[int, Any] = {
            at: layout.getItemPosition(at) for at in places
        }  # the stubs call it an object
        places.sort(key=lambda at: where[at][:2])
    for at in places:
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (below := item.layout()) is not None:
            yield from _laid_out(below)
