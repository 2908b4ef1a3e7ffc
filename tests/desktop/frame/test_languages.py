"""Traditional Chinese, and reading from right to left."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import background, language, words
from resources.i18n import catalogues, traditional

MS = 20_000
NAMES = re.compile(r"\{[^}]*\}")
# Characters that only simplified Chinese has, of the words offices use most.
SIMPLIFIED = set("们这个录审数据库单开关从记报讯东协办员权时间处应对该说请转务认证书页选择签")


def test_no_simplified_character_is_left():
    """Every sentence of windows and console is in traditional characters, its fields as they were."""
    for room in catalogues.ROOMS:
        for message in catalogues._read(traditional.LANGUAGE, room):
            if not isinstance(message.id, str) or not message.id:
                continue
            assert message.string, message.id
            assert NAMES.findall(message.string) == NAMES.findall(message.id), message.id
    words.use(words.TRADITIONAL)
    said = words._("审核通过，可以上报。") + words._("还没有备份！") + words._("打开选中的记录")
    assert not SIMPLIFIED & set(said)


def test_office_words_are_those_of_offices():
    """What OpenCC alone would get wrong is put right: 审核 is no 稽核, 台账 no 檯賬."""
    assert traditional.traditional("审核通过，随下一批上报") == "審核通過，隨下一批上報"
    assert traditional.traditional("就业台账") == "就業臺帳"


def test_window_changes_to_traditional_without_a_restart(qtbot, seated):
    """繁體中文 on the settings page: the same page in traditional words at once."""
    desk = seated()
    frame = desk.centralWidget()
    frame.go("settings")
    qtbot.waitUntil(background.idle, timeout=MS)
    frame.language_wanted.emit(words.TRADITIONAL)
    frame = desk.centralWidget()
    qtbot.waitUntil(lambda: len(frame.facts.ledgers) > 0, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    assert frame.page() == "settings"
    assert frame.stack.currentWidget().save.text() == "儲存設定"


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_window_reads_from_right_to_left(qtbot, seated, size):
    """With a layout from right to left the navigation stands at the right, in a wide and in a narrow window."""
    app = QApplication.instance()
    desk = seated()
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        desk.resize(*size)
        frame = desk.centralWidget()
        frame.go("ledger:employment")
        qtbot.waitUntil(background.idle, timeout=MS)
        QApplication.processEvents()
        tree = frame.navigation.geometry()
        assert tree.right() >= frame.width() - 2
        table = frame.stack.currentWidget().table
        assert table.isRightToLeft()
        assert table.mapTo(frame, table.rect().topRight()).x() <= tree.left()
    finally:
        language.speak(app, "zh")
    assert app.layoutDirection() == Qt.LayoutDirection.LeftToRight
