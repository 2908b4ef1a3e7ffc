"""The language of the window is switched while it runs."""

import pytest

from desktop import language, words
from desktop.words import _


@pytest.fixture(autouse=True)
def chinese_again():
    """Leave the language as it was for the next test."""
    yield
    words.use("zh")


def test_words_change_with_the_language():
    """The same sentence is told in English after the switch and in Chinese after the switch back."""
    words.use("en")
    english = _("取消")
    words.use("zh")
    assert (english, _("取消")) == ("Cancel", "取消")


def test_listeners_hear_of_a_switch_once():
    """Who listens is told of a real change, not of choosing the same language again, and not after ending it."""
    heard = []
    stop = words.on_change(lambda: heard.append(words.language()))
    words.use("en")
    words.use("en")
    stop()
    words.use("zh")
    assert heard == ["en"]


def test_unknown_language_means_chinese():
    """A settings file with a strange language still opens a window people can read."""
    words.use("xx")
    assert words.language() == "zh"


@pytest.mark.parametrize(("lang", "expected"), [("en_US.UTF-8", "en"), ("zh_CN.UTF-8", "zh"), ("C", "zh")])
def test_machine_without_a_locale_is_chinese(monkeypatch, lang, expected):
    """Only a machine that plainly speaks English gets an English window."""
    monkeypatch.setenv("LC_ALL", lang)
    assert words.of_machine() == expected


def test_qt_speaks_the_same_language(qapp):
    """Qt's own buttons follow: no 'Cancel' in a Chinese dialog."""
    from PySide6.QtWidgets import QDialogButtonBox

    def cancel() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        return box.button(QDialogButtonBox.StandardButton.Cancel).text()

    language.speak(qapp, "zh")
    chinese = cancel()
    language.speak(qapp, "en")
    english = cancel()
    language.speak(qapp, "zh")
    assert (chinese, english) == ("取消", "Cancel")
