"""Sends papers and keeps each in the queue until somebody says it came out; the preview and the direct print share it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop import background
from desktop.print_jobs import PrintQueue, Recipe, remember
from desktop.printers import Order, Printers
from desktop.settings import Settings
from desktop.widgets.note import Note
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office


class Printing(QObject):
    """Printing for one office: *queue* outlives the program, *printers* is the machine."""

    def __init__(
        self, office: "Office", settings: Settings, printers: Printers, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.office, self.settings, self.printers = office, settings, printers
        self.queue = PrintQueue(settings, office.info.code)

    def send(
        self,
        recipe: Recipe,
        order: Order,
        put: Callable[[Order], int],
        note: Note,
        *,
        key: str = "",
        after: Callable[[], None] | None = None,
    ) -> background.Task:
        """Let *put* print by the order, on a worker thread; it returns the pages. *key*: of a job tried before."""
        remember(self.settings, recipe, order)
        job = key or self.office.ids.token()
        kept = bool(key) or self.queue.put(job, recipe, order, self.office.clock.now()) is not None

        def went(pages: int) -> None:
            self.queue.went(job)
            said = _("已送往打印机：{pages} 页。").format(pages=pages)
            if not kept:
                note.say(said, "good")
                return
            said += _("没有打出来的，可从“打印”菜单重打，号码不变。")
            note.say(said, "good", action=_("都打出来了"), act=partial(self.confirm, job, recipe, note))

        def failed(problem: Problem) -> None:
            self.queue.failed(job, problem.code)
            note.tell(problem)

        task = background.run(lambda: put(order), note).then(went).failed(failed)
        return task.always(after) if after is not None else task

    def confirm(self, key: str, recipe: Recipe, note: Note, after: Callable[[], None] | None = None) -> None:
        """Somebody holds the paper: the ledger hears of it first, then the job goes."""

        def gone(_nothing: None) -> None:
            self.queue.came_out(key)
            note.hide()
            if after is not None:
                after()

        office = self.office
        background.run(lambda: recipe.out(office), note).then(gone).failed(note.tell)
