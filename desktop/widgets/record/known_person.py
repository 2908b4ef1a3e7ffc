"""A person or an organisation the office knows: when the ID number, the credit code or the name is typed, offer to
fill the rest by one key (F3).

The registers are asked off the window's thread. Only blank questions are filled; nothing typed is overwritten.
"""

from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.background import Latest
from desktop.widgets.questions.editor import Typed
from desktop.widgets.questions.filling import Changed, Filling
from forms.engine import Question
from records.ledger import Office

_KEYS = {
    "person.id_no": 18,
    "organisation.uscc": 18,
    "organisation.name": 4,
}  # and the least length worth asking
_NAMES = {"person": "full_name", "organisation": "name"}


def sibling(path: str, name: str) -> str:
    """Return the path of question *name* in the same row as *path*: ``trainee[2].id_no`` → ``trainee[2].phone``."""
    row, dot, _last = path.rpartition(".")
    return f"{row}{dot}{name}"


class KnownPerson(QObject):
    """Watches ID numbers; *offered* carries (path, name of the person, what would be filled) or None."""

    offered = Signal(object)

    def __init__(self, office: Office, filling: Filling, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._filling = filling
        self._latest = Latest()
        self._offer: tuple[str, dict[str, Typed]] | None = None
        self._asked: dict[str, str] = {}
        questions = filling.session.definition.questions.items()
        self._keys = {
            dotted: question.marks["register"]
            for dotted, question in questions
            if question.marks.get("register") in _KEYS
        }
        filling.changed.connect(self._watch)

    @property
    def offer(self) -> dict[str, Typed] | None:
        """What F3 would fill now."""
        return self._offer[1] if self._offer else None

    def take(self) -> bool:
        """Fill what was offered; False when nothing is."""
        if self._offer is None:
            return False
        answers = self._offer[1]
        self._drop()
        self._filling.fill(answers)
        return True

    def _watch(self, change: Changed) -> None:
        if self._filling.readonly:
            return
        for path in change.paths:
            if _dotted(path) in self._keys:
                self._ask(path)

    def _ask(self, path: str) -> None:
        state = self._filling.state(path)
        number = state.text.strip().upper()
        if self._asked.get(path) == number:
            return
        self._asked[path] = number
        if self._offer is not None and self._offer[0] == path:
            self._drop()
        key = self._keys[_dotted(path)]
        if len(number) < _KEYS[key] or state.problems:
            return
        registers = self._office.registers
        ask = registers.person if key.startswith("person.") else registers.organisation
        task = self._latest.run(lambda: ask(number), self)
        task.then(lambda known: self._found(path, number, known))

    def _found(self, path: str, number: str, known: dict[str, Any] | None) -> None:
        """Offer what is blank here and known there."""
        if known is None or self._asked.get(path) != number:
            return
        answers: dict[str, Typed] = {p: v for p, v in self._known(path, known) if v}
        if answers:
            self._offer = (path, answers)
            name = known.get(_NAMES[self._keys[_dotted(path)].partition(".")[0]], "")
            self.offered.emit((path, str(name), len(answers)))

    def _known(self, path: str, known: dict[str, Any]) -> list[tuple[str, Typed]]:
        """Return path and value of the blank questions that the register can fill."""
        found: list[tuple[str, Typed]] = []
        wanted = self._keys[_dotted(path)].partition(".")[0]
        for dotted, question in self._filling.session.definition.questions.items():
            register, _dot, name = question.marks.get("register", "").partition(".")
            if register != wanted or not name or not _same_row(dotted, path):
                continue
            there = sibling(path, question.name)
            if there != path and self._may_fill(question, there):
                value = known.get(name)
                found.append((there, value if isinstance(value, list) else str(value) if value else None))
        return found

    def _may_fill(self, question: Question, path: str) -> bool:
        if question.calculated or question.readonly:
            return False
        state = self._filling.state(path)
        return state.relevant and not state.readonly and not state.text

    def _drop(self) -> None:
        self._offer = None
        self.offered.emit(None)


def _dotted(path: str) -> str:
    """Return the definition's name of *path*: ``trainee[2].id_no`` → ``trainee.id_no``."""
    head, bracket, rest = path.partition("[")
    return f"{head}.{rest.partition('].')[2]}" if bracket else head


def _same_row(dotted: str, path: str) -> bool:
    """Tell whether the question *dotted* stands in the same repeat as *path*."""
    return dotted.rpartition(".")[0] == _dotted(path).rpartition(".")[0]
