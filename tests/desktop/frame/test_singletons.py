"""None survives a long day of Qt calls."""

import sys

import desktop  # noqa: F401  (importing the room is what holds the singletons)


def test_none_outlives_a_day_of_qt_calls(qapp):
    """After more calls that return None than an interpreter without the care survives, None is still there."""
    from PySide6.QtCore import QObject

    thing = QObject()
    for _number in range(100_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > 1_000
