"""The papers nobody confirmed: printed again from the records, or taken off the list."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.print_jobs import PrintJob
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.widgets.printing.printing import Printing
from desktop.words import _

Send = Callable[..., None]


class QueueDialog(QDialog):
    """One row a job, with what happened to it and the two things to do."""

    def __init__(self, printing: Printing, send: Send, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("未确认的打印"))
        self.setModal(True)
        self.setMinimumWidth(640)
        self._printing, self._queue, self._send = printing, printing.queue, send
        self.note = Note(self)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(plain.label(_("未确认的打印"), "heading"))
        words = _("卡纸、断电或没有打出来的，可以重打：凭证号码不变。拿到纸的，点“打出来了”。")
        box.addWidget(plain.label(words, "soft", wrap=True))
        box.addWidget(self.note)
        box.addLayout(self._rows)
        box.addStretch(1)
        box.addLayout(plain.row(None, plain.button(_("关闭"), self.accept, key="Esc")))
        self.show_jobs()

    def show_jobs(self) -> None:
        """Show what is kept now."""
        plain.clear(self._rows)
        jobs = self._queue.jobs()
        for job in jobs:
            again = plain.button(_("重打"), partial(self._again, job), icon="printer")
            out = plain.button(_("打出来了"), partial(self._out, job), icon="check")
            row = plain.frame("card", across=True, margins=(10, 6, 6, 6))
            inside = plain.box_of(row)
            inside.addWidget(plain.label(_told(job), wrap=True), 1)
            inside.addWidget(again)
            inside.addWidget(out)
            self._rows.addWidget(row)
        if not jobs:
            self._rows.addWidget(plain.label(_("没有未确认的打印。"), "soft"))

    def _again(self, job: PrintJob) -> None:
        self._send(job.recipe, job.order, key=job.key, note=self.note)

    def _out(self, job: PrintJob) -> None:
        self._printing.confirm(job.key, job.recipe, self.note, self.show_jobs)


def _told(job: PrintJob) -> str:
    """Return the line of a job: when, what, where to, what became of it."""
    if job.sent:
        state = _("已送往打印机")
    elif job.why:
        state = _("打印机没有接受 [{code}]").format(code=job.why)
    else:
        state = _("没有送出（程序中途关闭）")
    printer = job.order.printer or _("默认打印机")
    return " · ".join((job.at.replace("T", " ")[:16], job.recipe.title, printer, state))
