"""A paper before it is printed: pages, zoom, printer, copies, and saving as PDF.

The PDF is made on a worker thread into a folder of its own that is emptied when the preview closes, because a
paper may name people. Printer, copies and sides are remembered for each kind of paper; what is sent stands in the
queue of `print_jobs` until somebody says it came out.
"""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from desktop import background
from desktop.paper_folder import PaperFolder
from desktop.paperwork import whole
from desktop.print_jobs import Recipe, remembered
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.note import Note
from desktop.widgets.printing.order_bar import OrderBar
from desktop.widgets.printing.printing import Printing
from desktop.words import _

_ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PrintPreview(QDialog):
    """Shows the paper that *make* writes to the file it is handed."""

    def __init__(
        self,
        recipe: Recipe,
        make: Callable[[Path], Path],
        printing: Printing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(recipe.title)
        self.setModal(True)
        self.resize(1040, 760)
        self._recipe, self._printing = recipe, printing
        self._folder = PaperFolder()
        self.file = self._folder.file
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setAccessibleName(_("预览"))
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.note = Note(self)
        self.busy = Busy()
        self.order = OrderBar(printing.printers, remembered(printing.settings, recipe))
        self.pages = plain.label(role="soft")
        self._build()
        self._work(_("正在生成…"), partial(make, self.file), self._made)

    def _build(self) -> None:
        self.print = plain.button(_("打印"), self._print, icon="printer", key="Ctrl+P", role="primary")
        self.save = plain.button(_("存为 PDF"), self._save, icon="download", key="Ctrl+S")
        back = plain.button("", partial(self._turn, -1), icon="chevron-up", key="PgUp", tip=_("上一页"))
        forth = plain.button("", partial(self._turn, 1), icon="chevron-down", key="PgDown", tip=_("下一页"))
        smaller = plain.button("", partial(self._zoom, -1), icon="zoom-out", key="Ctrl+-", tip=_("缩小"))
        larger = plain.button("", partial(self._zoom, 1), icon="zoom-in", key="Ctrl+=", tip=_("放大"))
        fit = plain.button(_("整页"), self._fit, key="Ctrl+0", tip=_("整页显示"))
        top = plain.frame("bar", margins=(12, 8, 12, 8))
        look = flow(back, forth, self.pages, smaller, larger, fit)
        plain.box_of(top).addWidget(flow(look, self.order, self.save, self.print, spacing=12))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for part in (top, self.note, self.busy):
            outer.addWidget(part)
        outer.addWidget(self.view, 1)
        self.print.setEnabled(False)
        self.save.setEnabled(False)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._number())
        QShortcut(QKeySequence("Esc"), self, self.close)

    def _work(self, words: str, op: Callable[[], object], then: Callable[..., None]) -> None:
        self.busy.watch(words, can_stop=False)
        task = background.run(op, self).then(then).failed(self.note.tell)
        task.always(self.busy.done)

    def _made(self, file: Path) -> None:
        self.file = file
        self.document.load(str(file))
        self.print.setEnabled(self.order.can_print)
        self.save.setEnabled(True)
        self._number()
        (self.print if self.print.isEnabled() else self.save).setFocus()

    def _number(self) -> None:
        page = self.view.pageNavigator().currentPage() + 1
        self.pages.setText(
            _("第 {page} 页，共 {pages} 页").format(page=page, pages=self.document.pageCount())
        )

    def _turn(self, step: int) -> None:
        place = self.view.pageNavigator()
        page = max(0, min(self.document.pageCount() - 1, place.currentPage() + step))
        place.jump(page, place.currentLocation(), place.currentZoom())

    def _zoom(self, step: int) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        now = min(range(len(_ZOOMS)), key=lambda place: abs(_ZOOMS[place] - self.view.zoomFactor()))
        self.view.setZoomFactor(_ZOOMS[max(0, min(len(_ZOOMS) - 1, now + step))])

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)

    def _save(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("存为 PDF"), f"{self._recipe.title}.pdf", "PDF (*.pdf)"
        )
        if chosen:
            recipe, office, file = self._recipe, self._printing.office, self.file

            def op() -> Path:
                saved = whole(Path(chosen), partial(shutil.copyfile, file))
                recipe.out(office)
                return saved

            self._work(_("正在保存…"), op, self._saved)

    def _saved(self, file: Path) -> None:
        self.note.say(_("已写好：{file}").format(file=file), "good")

    def _print(self) -> None:
        self.busy.watch(_("正在打印…"), can_stop=False)
        self.print.setEnabled(False)
        put = partial(self._printing.printers.send, self.file)
        self._printing.send(self._recipe, self.order.order(), put, self.note, after=self._sent)

    def _sent(self) -> None:
        self.busy.done()
        self.print.setEnabled(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave nothing behind: the paper may name people."""
        self.document.close()
        self._folder.empty()
        super().closeEvent(event)
