"""发布: writes the public web site into a folder, with the work shown and a way to stop it; then it can be looked at."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit

from desktop import background
from desktop.background import Progress
from desktop.screens.page import Page
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _
from forms.clock import Clock

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.site import Published


class PublishPage(Page):
    """What becomes public, where it is written, and what a person should look at before it goes out."""

    def __init__(
        self,
        office: "Office",
        settings: Settings,
        clock: Clock,
        open_url: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__()
        self._office, self._settings, self._clock, self._open_url = office, settings, clock, open_url
        self.folder = QLineEdit(str(settings.get("publish.folder", "")))
        self.folder.setPlaceholderText(_("一个空文件夹，或上次发布用的文件夹"))
        self.folder.setAccessibleName(_("写到哪个文件夹"))
        self.choose = plain.button(_("选择…"), self._choose, icon="folder-open", key="Ctrl+O")
        self.make = plain.button(_("生成网站"), self._make, icon="world", key="Ctrl+Return", role="primary")
        self.look = plain.button(_("打开看看"), self._look, icon="external-link", key="Ctrl+Shift+O")
        self.busy = Busy()
        self.done = plain.label(role="strong", wrap=True)
        self.told = PlainTable(_("发布前请核对"), [_("正文里的名字"), _("出现次数")], widths=(260, 100))
        self._build()
        self.folder.textChanged.connect(lambda _text: self._able())
        self._able()

    def _build(self) -> None:
        self.box.addLayout(plain.row(plain.label(_("发布"), "heading"), None))
        for line in (
            _("公开的内容：公示公告、光荣榜（本人同意的）、项目档案、资金分配、核实过的需求、考核指标。"),
            _(
                "只取已审核的记录里标为可公开（P0）的内容；证件号、电话、账号从正文里去掉，登记人员的姓名只留姓，一至二人的数字不显示。"
            ),
        ):
            self.box.addWidget(plain.label(line, "soft", wrap=True))
        self.box.addLayout(plain.row(self.folder, self.choose, self.make, self.look))
        self.box.addWidget(self.busy)
        self.box.addWidget(self.done)
        self.told.hide()
        self.box.addWidget(self.told)
        self.box.addStretch(1)

    def _able(self) -> None:
        folder = self.folder.text().strip()
        self.make.setEnabled(bool(folder))
        self.look.setEnabled(bool(folder) and (Path(folder) / "index.html").exists())

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("网站写到哪个文件夹"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _make(self) -> None:
        folder = Path(self.folder.text().strip())
        self.make.setEnabled(False)
        progress = self.busy.watch(_("正在生成网站…"))
        task = background.run(partial(_publish, self._office, folder, self._clock, progress), self)
        task.then(self._show).failed(self.note.tell).always(self._end)

    def _end(self) -> None:
        self.busy.done()
        self._able()

    def _show(self, published: "Published") -> None:
        self._settings.set("publish.folder", str(published.folder))
        self.done.setText(
            _("已生成 {pages} 页，公开 {entries} 条，从正文里隐去 {removed} 处。").format(
                pages=f"{published.pages:,}",
                entries=f"{published.entries:,}",
                removed=f"{published.removed:,}",
            )
        )
        self.told.setVisible(bool(published.told))
        self.told.show_lines(
            [
                Line((Cell(name), Cell(str(count), right=True)), name)
                for name, count in sorted(published.told.items())
            ]
        )
        if published.told:
            self.note.say(_("正文里有与登记人员同名的两字词，请核对是不是人名。"), "warn")

    def _look(self) -> None:
        self._open_url(QUrl.fromLocalFile(str(Path(self.folder.text().strip()) / "index.html")))


def _publish(office: "Office", folder: Path, clock: Clock, progress: Progress) -> "Published":
    from reports import site
    from reports.indicators import schemes, span

    today = clock.today()
    done = site.publish(
        office, folder, today=today, span=span(str(today.year)), scheme=schemes()["2017"], progress=progress
    )
    office.audit.note("publish", folder.name, f"{done.entries} entries")
    return done
