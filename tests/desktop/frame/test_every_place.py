"""Every page, panel and dialog, one after the other: names for who cannot see, Tab as one reads, half a screen, each language."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from desktop import language, theme, words
from desktop.widgets.elided import ElidedLink
from tests.desktop.frame.conftest import CLERK, REVIEWER
from tests.desktop.frame.test_desk_manners import SMALL, nameless
from tests.desktop.frame.test_languages import SIMPLIFIED
from tests.fakes.every_place import EveryPlace

MOST = 200  # controls of one window
SLACK = 4  # pixels two controls of one line may differ


@pytest.fixture
def round_(qtbot, seated, tmp_path):
    """A window of an office where one person does everything, and the way round it."""
    desk = seated(REVIEWER)
    desk.office.settings.set("one_person", True)
    yield EveryPlace(qtbot, desk, tmp_path)
    theme.set_percent(100)


def ring(window):
    """Press Tab until the focus is where it was; return what was met, from where it began anew at the top."""
    met = []
    window.focusNextPrevChild(True)
    while window.focusWidget() not in met and len(met) < MOST:
        met.append(window.focusWidget())
        window.focusNextPrevChild(True)
    met = met[met.index(window.focusWidget()) :] if window.focusWidget() in met else met
    for _turn in range(10):  # sections that came late are laid out in turns
        QApplication.processEvents()
        QApplication.sendPostedEvents()
    jumps = [seen(one).top() - seen(met[at - 1]).top() for at, one in enumerate(met)]
    first = jumps.index(min(jumps))
    return met[first:] + met[:first]


def placed(widget):
    """Return where *widget* stands in its window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def areas(widget):
    """Return the scrolling areas around *widget*, the nearest first."""
    found, above = [], widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            found.append(above)
        above = above.parentWidget()
    return found


def seen(widget):
    """Return where *widget* is seen: what was scrolled away lies at the edge of its area."""
    place = placed(widget)
    for area in areas(widget):
        edge = placed(area)
        place.moveTop(max(edge.top(), min(place.top(), edge.bottom() - place.height())))
        place.setHeight(min(place.height(), edge.height()))
    return place


def goes_back(one, other):
    """Say whether the eye has to go back from *one* to *other*: up without going on, or to the left in one line."""
    within = areas(one)[:1] == areas(other)[:1]
    here, there = (placed(one), placed(other)) if within else (seen(one), seen(other))
    up = there.bottom() <= here.top() + SLACK and there.left() < here.right()
    one_line = there.top() < here.bottom() - SLACK and there.bottom() > here.top() + SLACK
    return up or (one_line and there.right() <= here.left() + SLACK)


def called(widget):
    """Return the kind and the name of a control."""
    return f"{type(widget).__name__} {widget.accessibleName()}"


def test_every_control_has_a_name_and_tab_follows_the_eye(round_):
    """A screen reader names each stop of Tab; the next stop is never above or left of what was just read."""
    wrong, met = [], 0
    for name, window in round_.all():
        stops = ring(window)
        met += len(stops)
        if (tree := getattr(round_.desk.centralWidget(), "navigation", None)) and window is round_.desk:
            assert tree in stops, name
        wrong += [f"{name}: {one} has no name" for one in nameless(window)]
        pairs = pairwise(stops)
        wrong += [f"{name}: {called(a)} → {called(b)}" for a, b in pairs if goes_back(a, b)]
    assert not wrong, "\n".join(wrong)
    assert met > 600


def test_every_place_fits_half_a_screen(round_, seated):
    """At 683 × 384 (1366 × 768 at 200 %) no page scrolls sideways, and no dialog is larger than the screen."""
    desk = round_.desk
    desk.resize(*SMALL)
    wrong = []
    for name, window in round_.all():
        least = window.minimumSizeHint().expandedTo(window.minimumSize())
        if window is not desk:
            if least.width() > SMALL[0] or least.height() > SMALL[1]:
                wrong.append(f"{name}: {least.width()} × {least.height()}")
        elif (
            (frame := desk.centralWidget()) is not None and hasattr(frame, "stack") and hasattr(frame, "rail")
        ):
            wide = frame.stack.currentWidget().minimumSizeHint().width()
            if wide > SMALL[0] - frame.rail.width():
                wrong.append(f"{name}: {wide} wide")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("spoken", [words.ENGLISH])
def test_every_place_speaks_the_language_chosen(round_, spoken):
    """Switched in the open window: no button or tooltip is left in simplified Chinese, on any page or dialog."""
    round_.desk.centralWidget().language_wanted.emit(spoken)
    round_.rests()
    left = []
    for name, window in round_.all():
        other = getattr(round_.desk.centralWidget(), "language", None)  # names the language one may switch to
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and button is not other and not isinstance(button, ElidedLink):
                said = f"{button.text()} {button.toolTip()} {button.accessibleName()}"
                if any(foreign(sign, spoken) for sign in said.replace(CLERK, "").replace(REVIEWER, "")):
                    left.append(f"{name}: {said}")
    language.speak(QApplication.instance(), "zh")
    assert not left, "\n".join(left)


def foreign(sign, spoken):
    """Say whether a sign does not belong into a language."""
    return "\u4e00" <= sign <= "\u9fff" if spoken == words.ENGLISH else sign in SIMPLIFIED


def test_every_place_reads_from_the_right(round_):
    """With a layout from right to left Tab still goes through every page, and nothing stands outside the window."""
    app = QApplication.instance()
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        outside = []
        for name, window in round_.all():
            stops = ring(window)
            assert len(stops) > 1, name
            outside += [f"{name}: {called(one)}" for one in stops if not window.rect().intersects(seen(one))]
    finally:
        language.speak(app, "zh")
    assert not outside, "\n".join(outside)
