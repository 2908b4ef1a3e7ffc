"""The language of Qt's own texts (保存, 取消, calendars) and the side one reads from, in step with our words."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import words

_LOCALES = {
    words.CHINESE: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    words.TRADITIONAL: QLocale(QLocale.Language.Chinese, QLocale.Country.Taiwan),
    words.ENGLISH: QLocale(QLocale.Language.English, QLocale.Country.UnitedStates),
}
_QT = {words.CHINESE: "qtbase_zh_CN", words.TRADITIONAL: "qtbase_zh_TW"}
_translator: list[QTranslator] = []


def speak(app: QApplication, chosen: str) -> None:
    """Let *app* and Qt speak *chosen* (``zh``, ``zh_TW`` or ``en``) from now on."""
    while _translator:
        app.removeTranslator(_translator.pop())
    QLocale.setDefault(_LOCALES.get(chosen, _LOCALES[words.CHINESE]))
    app.setLayoutDirection(QLocale().textDirection())
    if chosen in _QT:
        made = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if made.load(_QT[chosen], folder):
            app.installTranslator(made)
            _translator.append(made)
    words.use(chosen)
