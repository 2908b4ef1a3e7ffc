"""发布: writes the public web site into a folder, with the work shown and a way to stop it; then it can be looked at."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from desktop import background, words
from desktop.background import Progress
from desktop.screens.page import Page
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.name_deciding import NameDeciding
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.site import Decision, Published

_YEARS: Final = 12  # that are offered, this one first


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
        self.year, self.scheme = QComboBox(), QComboBox()
        self._fill_choices()
        self.busy = Busy()
        self.done = plain.label(role="strong", wrap=True)
        self.names = NameDeciding()
        self._build()
        self.names.decided.connect(self._decide)
        self.folder.textChanged.connect(lambda _text: self._able())
        self._able()

    def _fill_choices(self) -> None:
        """Offer the years whose figures may be published, and the schemes they may stand under."""
        from reports.indicators import schemes, span
        from reports.indicators.periods import in_words

        for box, name in ((self.year, _("考核指标的年度")), (self.scheme, _("考核办法"))):
            box.setAccessibleName(name)
            box.setToolTip(name)
        this_year = self._clock.today().year
        for year in range(this_year, this_year - _YEARS, -1):
            said = in_words(span(str(year))) if words.language() != words.ENGLISH else str(year)
            self.year.addItem(said, str(year))
        for one in schemes().values():
            self.scheme.addItem(one.label.in_(words.language()), one.id)
        kept = self._settings.get("publish.scheme", "2017")
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(kept)))

    def _build(self) -> None:
        self.box.addLayout(plain.row(plain.label(_("发布"), "heading"), None))
        for line in (
            _("公开的内容：公示公告、光荣榜（本人同意的）、项目档案、资金分配、核实过的需求、考核指标。"),
            _(
                "只取已审核的记录里标为可公开（P0）的内容；证件号、电话、账号从正文里去掉，登记人员的姓名只留姓，一至二人的数字不显示。"
            ),
        ):
            self.box.addWidget(plain.label(line, "soft", wrap=True))
        self.box.addLayout(plain.row(plain.label(_("考核指标按"), "soft"), self.year, self.scheme, None))
        self.box.addLayout(plain.row(self.folder, self.choose, self.make, self.look))
        self.box.addWidget(self.busy)
        self.box.addWidget(self.done)
        self.names.hide()
        self.box.addWidget(self.names, 4)
        self.box.addStretch(1)

    def _able(self) -> None:
        folder = self.folder.text().strip()
        self.make.setEnabled(bool(folder))
        self.look.setEnabled(bool(folder) and os.path.exists(Path(folder) / "index.html"))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("网站写到哪个文件夹"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _make(self) -> None:
        folder = Path(self.folder.text().strip())
        self.make.setEnabled(False)
        progress = self.busy.watch(_("正在生成网站…"))
        asked = {"year": self.year.currentData(), "scheme": self.scheme.currentData()}
        task = background.run(partial(_publish, self._office, folder, self._clock, progress, **asked), self)
        task.then(self._show).failed(self._refused).always(self._end)

    def _refused(self, problem: Problem) -> None:
        """Tell why nothing was written; names that wait are shown to be decided."""
        from reports.site import NamesUndecided

        if isinstance(problem, NamesUndecided):
            self.done.setText("")
            self.names.show()
            self.names.show_named(problem.named)
            self.names.table.setFocus()
        self.note.tell(problem)

    def _decide(self, chosen: "Mapping[str, Decision]") -> None:
        """Keep what was decided about the names that were chosen."""
        from reports import site

        def told(_nothing: object) -> None:
            self.names.took(chosen)
            if self.names.waiting() == 0:
                self.note.say(_("名字都已决定，可以生成网站了。"), "good")

        background.run(partial(site.decide, self._office, dict(chosen)), self).then(told).failed(
            self.note.tell
        )

    def _end(self) -> None:
        self.busy.done()
        self._able()

    def _show(self, published: "Published") -> None:
        self._settings.set("publish.folder", str(published.folder))
        self._settings.set("publish.scheme", self.scheme.currentData())
        self.done.setText(
            _("已生成 {pages} 页，公开 {entries} 条，从正文里隐去 {removed} 处。").format(
                pages=f"{published.pages:,}",
                entries=f"{published.entries:,}",
                removed=f"{published.removed:,}",
            )
        )
        self.names.setVisible(bool(published.named))
        self.names.show_named(published.named)

    def _look(self) -> None:
        self._open_url(QUrl.fromLocalFile(str(Path(self.folder.text().strip()) / "index.html")))


def _publish(
    office: "Office", folder: Path, clock: Clock, progress: Progress, *, year: str, scheme: str
) -> "Published":
    from reports import site
    from reports.indicators import formulas, span

    done = site.publish(
        office,
        folder,
        today=clock.today(),
        span=span(year),
        scheme=formulas.scheme(scheme),
        progress=progress,
    )
    office.audit.note("publish", folder.name, f"{done.entries} entries")
    return done
