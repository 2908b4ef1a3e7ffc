"""Saves a record while it is filled: at each pause, before every verb, and never twice.

The token of a save is made before it starts and kept until its outcome is known, so a save whose answer was lost
is asked for again under the same token and not done twice. Only one save is under way at a time; the clerk types
on meanwhile.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import background
from desktop.widgets.questions.filling import Filling
from forms.problems import Problem
from records.ledger import Office, RecordHead

PAUSE = 1500  # ms after the last key


class RecordSaver(QObject):
    """Knows whether what is on the screen is in the file."""

    changed = Signal()  # dirty, busy or saved_at changed
    saved = Signal(object)  # RecordHead
    refused = Signal(object)  # Problem

    def __init__(
        self, office: Office, filling: Filling, head: RecordHead | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._filling = filling
        self._form_id = filling.session.definition.form_id
        self.head = head
        self.dirty = False
        self.busy = False
        self.saved_at: datetime | None = head.updated_at if head else None
        self._waiting: list[Callable[[], object]] = []
        self._attempt: tuple[str, dict[str, Any]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.save)
        filling.edited.connect(self.touch)

    def touch(self) -> None:
        """Something was typed: save at the next pause."""
        if self._filling.readonly:
            return
        self.dirty = True
        self._timer.start()
        self.changed.emit()

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save now what is not saved; *then* is called once all of it is in the file."""
        self._timer.stop()
        if then is not None:
            self._waiting.append(then)
        if self.busy:
            return
        if not self.dirty:
            self._go_on()
            return
        if self._attempt is None:  # a second try of the same save is the same save
            self._filling.session.finish(self._office.clock.now())
        answers = self._filling.session.answers()
        if self._attempt is None or self._attempt[1] != answers:
            self._attempt = (self._office.ids.token(), answers)
        token, head = self._attempt[0], self.head
        digest = self._filling.session.definition.digest
        self.dirty, self.busy = False, True
        self.changed.emit()

        def op() -> RecordHead:
            return self._office.records.save(
                self._form_id,
                answers,
                token=token,
                record_id=head.record_id if head else None,
                base=head.revision if head else None,
                digest=digest,
            )

        background.run(op, self).then(self._done).failed(self._refused)

    def _done(self, head: RecordHead) -> None:
        self.head = head
        self.busy = False
        self._attempt = None
        self.saved_at = head.updated_at
        self.changed.emit()
        self.saved.emit(head)
        if self.dirty and self._waiting:
            self.save()
        elif not self.dirty:
            self._go_on()

    def _refused(self, problem: Problem) -> None:
        """Keep everything on the screen; what waited for the save does not happen."""
        self.busy = False
        self.dirty = True
        self._waiting.clear()
        self.changed.emit()
        self.refused.emit(problem)

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()
