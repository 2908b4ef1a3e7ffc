"""A form being filled, as the fields see it: one door to the engine that tells every field what changed.

Typing a word is one step of undo, not one a key: while the same field is typed in, each key replaces the step
of the key before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon, QPixmap

from desktop.widgets.questions.choice_index import ChoiceIndex
from desktop.widgets.questions.choice_indexes import ChoiceIndexes
from desktop.widgets.questions.editor import Typed
from desktop.widgets.questions.ledger_index import LedgerIndex
from desktop.widgets.questions.masked_words import masked_state
from desktop.widgets.questions.shelf import Media, Shelf, no_media
from desktop.widgets.questions.taken_files import Viewing
from forms.engine import Choice, FormSession, Question, QuestionState
from forms.reference.townships import Township

Places = Callable[[str, str], Sequence[Township]]
"""Townships and villages that were typed, among those whose code begins with the second text."""
Enter = Callable[[str, Callable[[str], None]], None]
"""Let the person enter a record of a form, and hand its id to what asked once it is saved."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Which questions may look different now; *structure* when rows of repeats came or went."""

    paths: frozenset[str]
    structure: bool


class Filling(QObject):
    """The session with signals: *changed* carries a `Change`, *edited* says that a person changed something."""

    changed = Signal(object, bool)  # Changed, whether fields must show it even while typed in
    edited = Signal()

    def __init__(
        self, session: FormSession, indexes: ChoiceIndexes, today: date, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.indexes = indexes
        self.today = today
        self.readonly = False
        self.whole = False  # personal numbers in full also where they are only read (audited)
        self.shelf: Shelf | None = None  # where files go; None: files can only be named
        self.viewing = Viewing()
        self.destroyed.connect(self.viewing.end)
        self.media: Media = no_media  # the pictures and sounds of labels, by file name
        self.enter: Enter | None = (
            None  # enters a new record of another ledger; None: that cannot be done here
        )
        self.places: Places | None = None  # finds townships; None: they are only typed
        self._open: str | None = None  # the path whose typing is the last step of undo
        self.shown: set[str] = set()  # questions whose blanks are told: visited, or completing was asked for
        self.show_all = False

    @property
    def language(self) -> str:
        """The language of labels and choices."""
        return self.indexes.language

    def icon_of(self, choice: Choice) -> QIcon | None:
        """Return the picture of a choice, None when it has none."""
        name = choice.media.get("image")
        content = self.media(name.in_(self.language)) if name else b""
        picture = QPixmap()
        return QIcon(picture) if content and picture.loadFromData(content) else None

    def state(self, path: str) -> QuestionState:
        """Return the engine's state of the question at *path*."""
        return self.session.state(path)

    def seen(self, question: Question, path: str) -> QuestionState:
        """Return the state of *path* as people may see it: personal numbers masked where they are only read."""
        state = self.state(path)
        return masked_state(question, state) if self.readonly and not self.whole else state

    def index(self, question: Question, path: str) -> ChoiceIndex:
        """Return the choices that stand at *path* now, ready for finding; of a ledger whoever serves it finds them."""
        if question.ledger:
            return LedgerIndex(question, self.session)
        return self.indexes.of(question, self.session.choices(path))

    def type(self, path: str, value: Typed, *, force: bool = False) -> None:
        """Hand over what was typed at *path*."""
        before: frozenset[str] = frozenset()
        if self._open == path and self.session.can_undo:
            before = self.session.undo().paths
        change = self.session.answer(path, value)
        self._step(path, change.paths)
        self._told(change.paths | before, change.structure, force=force)

    def close_step(self) -> None:
        """The focus went: the next key begins a new step of undo."""
        self._open = None

    def explain(self, path: str, words: str) -> None:
        """Hand over why an unusual answer is right."""
        key = f"{path}:explained"
        before: frozenset[str] = frozenset()
        if self._open == key and self.session.can_undo:
            before = self.session.undo().paths
        change = self.session.explain(path, words)
        self._step(key, change.paths)
        self._told(change.paths | before, change.structure)

    def add_row(self, repeat: str, at: int | None = None) -> None:
        """Add a row."""
        self._open = None
        change = self.session.add(repeat, at)
        self._told(change.paths, change.structure)

    def remove_row(self, repeat: str, index: int) -> None:
        """Remove a row."""
        self._open = None
        change = self.session.remove(repeat, index)
        self._told(change.paths, change.structure)

    def undo(self) -> bool:
        """Take the last step back; False when there is none."""
        self._open = None
        if self.readonly or not self.session.can_undo:
            return False
        change = self.session.undo()
        self._told(change.paths, change.structure, force=True)
        return True

    def redo(self) -> bool:
        """Take the step again; False when there is none."""
        self._open = None
        if self.readonly or not self.session.can_redo:
            return False
        change = self.session.redo()
        self._told(change.paths, change.structure, force=True)
        return True

    def fill(self, answers: dict[str, Typed]) -> None:
        """Fill several questions at once by one key."""
        self._open = None
        paths: frozenset[str] = frozenset()
        structure = False
        for path, value in answers.items():
            change = self.session.answer(path, value)
            paths, structure = paths | change.paths, structure or change.structure
        self._told(paths, structure, force=True)

    def tells_blank(self, path: str) -> bool:
        """Say whether a required blank at *path* is shown as a problem yet: not before the clerk was there."""
        return self.show_all or path in self.shown

    def _step(self, key: str, paths: frozenset[str]) -> None:
        """Remember that *key*'s typing is the last step of undo; an answer that changed nothing made no step."""
        self._open = key if paths else None

    def _told(self, paths: frozenset[str], structure: bool, *, force: bool = False) -> None:
        self.changed.emit(Changed(paths, structure), force)
        self.edited.emit()
