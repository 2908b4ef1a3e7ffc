"""Done ahead: what the first record of a ledger would wait for, while the clerk still looks at the list.

Modules of windows are imported on the window's own thread, a few in each turn of its loop; what knows no window (choice
lists, the form's judging) is made ready on a worker. Whoever opens a record sooner waits as long as without this.
"""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from desktop import background, words

if TYPE_CHECKING:
    from records.ledger import Office

_AFTER_MS: Final = 1_200  # the list has come and is being looked at
_MODULES: Final = (
    "desktop.widgets.questions.line_editor",
    "desktop.widgets.questions.choice_editor",
    "desktop.widgets.questions.editors",
    "desktop.widgets.record.form_body",
    "desktop.screens.record_verbs",
    "desktop.screens.record_form",
)


class Ahead(QObject):
    """Makes the record form of *form_id* ready, once, after the list has stood still for a moment."""

    def __init__(self, office: "Office", form_id: str, owner: QObject) -> None:
        super().__init__(owner)
        self._office, self._form_id = office, form_id
        self._left = list(_MODULES)
        self._timer = QTimer(self)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        """Begin the wait; a second time does nothing."""
        if self._left:
            self._timer.start()

    def _step(self) -> None:
        """Import the next module in this turn; after the last hand the rest to a worker."""
        import_module(self._left.pop(0))
        if self._left:
            self._timer.setInterval(0)
            return
        self._timer.stop()
        from desktop.widgets.record.loading import make_ready

        work = partial(make_ready, self._office, self._form_id, words.language())
        background.run(work, self).failed(lambda _problem: None)  # who opens a record is told then
