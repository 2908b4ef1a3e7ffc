"""F1: the user guide inside the program, one section at a time, found as one types.

It opens beside the work and stays open, so that one can read a step and do it. The text is ours, therefore the one
place where markup is shown; what the person types into the search is compared, never shown as markup.
"""

from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QKeySequence, QPixmap, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import guide_text, theme, words
from desktop.widgets import plain
from desktop.widgets.search_field import SearchField
from desktop.words import _

# The page in front → a word of the heading that helps there, in both languages of the guide.
_ABOUT: Final = {
    "workbench": ("工作台", "workbench"),  # same in every language
    "ledger": ("用键盘录入", "by keyboard"),  # same in every language
    "outbox": ("前方工作队", "field team"),  # same in every language
    "inbox": ("省级和上级", "province"),  # same in every language
    "settings": ("人人都要知道", "Everyone"),  # same in every language
}
_MARGIN: Final = 48


class _Text(QTextBrowser):
    """Shows a section; pictures are never wider than the window."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the guide, as large as fits."""
        file = guide_text.folder() / QUrl(name).path()
        if kind == 2 and file.suffix == ".png" and file.is_file():  # 2: QTextDocument.ImageResource
            picture = QPixmap(str(file))
            room = max(200, self.viewport().width() - _MARGIN)
            if picture.width() <= room:
                return picture
            return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return super().loadResource(kind, name)


class Guide(QDialog):
    """The window of the guide: search and headings at the left, the section at the right."""

    def __init__(self, parent: QWidget, about: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("使用手册"))
        self.resize(min(theme.px(980), parent.width()), min(theme.px(680), parent.height()))
        self._sections = guide_text.sections(words.language())
        self.search = SearchField(_("在手册中查找"), _("在手册中查找"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("手册目录"))
        self.text = _Text()
        self.text.setAccessibleName(_("手册正文"))
        self.text.setOpenLinks(False)
        self.none = plain.label(_("手册里没有这些字。换一个说法试试。"), "hint", wrap=True)
        self._build()
        self.search.asked.connect(self.look_up)
        self.list.currentItemChanged.connect(lambda item, _old: self._show(item))
        self.text.anchorClicked.connect(self._follow)
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)
        self.look_up("")
        self.go_to(about)
        self.search.setFocus()

    @classmethod
    def show_over(cls, parent: QWidget, page: str) -> "Guide":
        """Open the guide over *parent* at what belongs to *page* (a key of the frame), or bring it to the front."""
        here = parent.findChild(cls) or cls(parent)
        zh, en = _ABOUT.get(page.partition(":")[0], ("", ""))
        here.go_to(en if words.language() == words.ENGLISH else zh)
        here.show()
        here.activateWindow()
        return here

    def _build(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.none)
        left.addWidget(self.list, 1)
        across = QHBoxLayout()
        across.addLayout(left, 2)
        across.addWidget(self.text, 5)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addLayout(across, 1)
        keys = plain.button(_("按键表"), self._keys, icon="keyboard", key="Ctrl+/")
        close = plain.button(_("关闭"), self.close, tip=_("关闭（Esc）"))
        outer.addLayout(plain.row(keys, None, close))

    def look_up(self, asked: str) -> None:
        """Show the sections that hold all words of *asked*, marked; every section when nothing is asked."""
        hits = guide_text.found(self._sections, asked) if asked.strip() else self._sections
        self.list.clear()
        for one in hits:
            item = QListWidgetItem(one.title if one.level == 2 or asked else "    " + one.title)
            item.setData(Qt.ItemDataRole.UserRole, self._sections.index(one))
            item.setSizeHint(QSize(0, theme.px(28)))
            self.list.addItem(item)
        self.none.setVisible(not hits)
        if hits:
            self.list.setCurrentRow(0)
        else:
            self.text.clear()

    def go_to(self, heading: str) -> None:
        """Show the section whose heading holds *heading*; nothing changes when there is none."""
        if not heading:
            return
        for row in range(self.list.count()):
            if heading in self.list.item(row).text():
                self.list.setCurrentRow(row)
                return

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self.text.setMarkdown(self._sections[item.data(Qt.ItemDataRole.UserRole)].markdown)
        self._mark(self.search.text().split())

    def _mark(self, asked: list[str]) -> None:
        marks = []
        for word in asked:
            at = self.text.document().find(word)
            while not at.isNull():
                marks.append(_marked(at, theme.colour("warn_soft")))
                at = self.text.document().find(word, at)
        self.text.setExtraSelections(marks)

    def _follow(self, link: QUrl) -> None:
        """A link inside the guide goes to its section; pages beside the program are not opened from here."""
        for row in range(self.list.count()):
            if guide_text.anchor(self.list.item(row).text().strip()) == link.fragment():
                self.list.setCurrentRow(row)

    def _keys(self) -> None:
        from desktop.screens.help import KeySheet

        KeySheet(self).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures into the new width."""
        super().resizeEvent(event)
        self._show(self.list.currentItem())


def _marked(where: QTextCursor, ground: QColor) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = where
    look = where.charFormat()
    look.setBackground(ground)
    made.format = look
    return made
