"""Duplicates noticed while typing: asked off the window's thread at each pause, told as one quiet line."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.background import Latest
from desktop.widgets.questions.filling import Filling
from records.ledger import Office, RecordHead

_PAUSE = 600


class SameRecord(QObject):
    """*found* carries the records of the office that look like this one; an empty list when none does."""

    found = Signal(object)

    def __init__(
        self, office: Office, filling: Filling, record_id: str | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._filling = filling
        self.record_id = record_id
        self._latest = Latest()
        self._shown: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        filling.edited.connect(self._timer.start)

    def _ask(self) -> None:
        if self._filling.readonly:
            return
        answers = self._filling.session.answers()
        form_id = self._filling.session.definition.form_id
        records = self._office.records
        self._latest.run(lambda: records.find_same(form_id, answers), self).then(self._tell)

    def _tell(self, heads: list[RecordHead]) -> None:
        others = [head for head in heads if head.record_id != self.record_id]
        shown = tuple(head.record_id for head in others)
        if shown != self._shown:
            self._shown = shown
            self.found.emit(others)
