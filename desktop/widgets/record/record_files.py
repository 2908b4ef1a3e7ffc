"""The files of the record on the screen: the panel beside it, and the shelf its fields put files on.

Everything that reads or writes runs off the window's thread. A file given to a record that was never saved saves the
record first: a file always belongs to something that is in the office.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop import background, sending
from desktop.offered import has, is_own
from desktop.widgets.questions.file_editor import FileEditor
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.shelf import Media
from desktop.widgets.questions.taken_files import Named
from desktop.widgets.record.attachments_panel import AttachmentsPanel
from desktop.words import _
from forms.problems import Problem
from records.ledger import Office, RecordHead, State
from records.model.attached import Attached
from records.model.states import Verb

_OPEN = (State.DRAFT, State.RETURNED, State.COMPLETE, State.APPROVED)


class FilesDesk(Protocol):
    """What the files need of the form."""

    office: Office
    form_id: str
    filling: Filling | None

    @property
    def head(self) -> RecordHead | None:
        """The record's head as last saved."""

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save, then go on."""

    def go_to(self, path: str) -> None:
        """Go to a question."""

    def label_of(self, path: str) -> str:
        """Return a question's label."""


class RecordFiles(QObject):
    """Fills the panel and does what is asked there."""

    def __init__(self, form: FilesDesk, window: QWidget) -> None:
        super().__init__(window)
        self._form, self._window = form, window
        self.panel = AttachmentsPanel(window)
        self.panel.taken.connect(self.take)
        self.panel.open_wanted.connect(self.open)
        self.panel.drop_wanted.connect(self.drop)
        self.panel.fetch_wanted.connect(self.fetch)
        self.panel.question_wanted.connect(form.go_to)

    def serve(self, filling: Filling, media: Media) -> None:
        """Give the fields of a record just opened their shelf and the pictures of their labels."""
        filling.shelf = self._form.office.attachments
        filling.media = media
        self.panel.hide()

    def toggle(self) -> None:
        """Ctrl+Alt+F: show the files, or hide them."""
        if self.panel.isVisibleTo(self._window):
            self.panel.hide()
            return
        self.panel.show()
        self.panel.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Show what the record has now, when the panel is open."""
        head, office = self._form.head, self._form.office
        if not self.panel.isVisibleTo(self._window):
            return
        if head is None:
            self._show([])
            return
        record_id = head.record_id
        background.run(lambda: office.attachments.of(record_id), self).then(self._show).failed(self._refused)

    def _show(self, files: list[Attached]) -> None:
        labels = {file.path: self._form.label_of(file.path) for file in files if file.path}
        self.panel.show_files(files, labels, writable=self.writable())

    def writable(self) -> bool:
        """Say whether files may come and go: until the record is sealed, by who may save, in the own office."""
        head, office = self._form.head, self._form.office
        if not has(office, Verb.SAVE):
            return False
        return head is None or (is_own(office, head) and head.state in _OPEN)

    def take(self, files: list[Named]) -> None:
        """Attach *files* to the record, saving it first when it is new."""
        self._form.save(lambda: self._attach(files))

    def _attach(self, files: list[Named]) -> None:
        head, office = self._form.head, self._form.office
        if head is None:
            self.panel.tell(_("请先填写一项，再添加附件。"))
            return
        record_id = head.record_id

        def op() -> None:
            for name, read in files:
                office.attachments.attach(record_id, name, read())

        background.run(op, self).then(lambda _nothing: self.refresh()).failed(self._refused)

    def drop(self, file: Attached) -> None:
        """Take a file off the record."""
        head, office = self._form.head, self._form.office
        if head is None:
            return
        record_id = head.record_id
        task = background.run(lambda: office.attachments.detach(record_id, file.name), self)
        task.then(lambda _nothing: self.refresh()).failed(self._refused)

    def open(self, file: Attached) -> None:
        """Open a file in the system's program."""
        office, filling = self._form.office, self._form.filling
        if filling is None:
            return
        viewing = filling.viewing
        task = background.run(lambda: viewing.put(file.shown, office.attachments.content(file.name)), self)
        task.then(viewing.show).failed(self._refused)

    def fetch(self) -> None:
        """Fetch what the record's files lack from the office above, now."""
        head, office = self._form.head, self._form.office
        if head is None:
            return
        record_id = head.record_id
        self.panel.wait()
        task = background.run(lambda: sending.fetch_files(office, record_id), self)
        task.then(self._fetched).failed(self._refused)

    def _fetched(self, _came: int) -> None:
        """Show what came in the panel, and in the fields that name it."""
        self.refresh()
        for editor in self._window.findChildren(FileEditor):
            editor.look_again()

    def _refused(self, problem: Problem) -> None:
        self.refresh()
        self.panel.tell(problem.sentence(_))
