"""The language of Qt's own texts (保存, 取消, calendars), in step with our words."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import words

_LOCALES = {
    words.CHINESE: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    words.ENGLISH: QLocale(QLocale.Language.English, QLocale.Country.UnitedStates),
}
_translator: list[QTranslator] = []


def speak(app: QApplication, chosen: str) -> None:
    """Let *app* and Qt speak *chosen* (``zh`` or ``en``) from now on."""
    while _translator:
        app.removeTranslator(_translator.pop())
    QLocale.setDefault(_LOCALES.get(chosen, _LOCALES[words.CHINESE]))
    if chosen != words.ENGLISH:
        made = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if made.load("qtbase_zh_CN", folder):
            app.installTranslator(made)
            _translator.append(made)
    words.use(chosen)
