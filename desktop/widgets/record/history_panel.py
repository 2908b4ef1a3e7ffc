"""Who changed what, when and why: the versions of a record, the newest first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop import stages, whereabouts
from desktop.widgets import plain
from desktop.widgets.record.answer_changes import AnswerChange, answer_changes
from desktop.words import _
from forms.engine import FormDefinition
from records.ledger import Revision

if TYPE_CHECKING:
    from sync.whereabouts import Whereabouts

_WIDTH = 320
_SHOWN = 12
_STEPS = 8  # of the way, the last ones


class HistoryPanel(QScrollArea):
    """A column beside the questions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("修改记录"))
        self._where: Whereabouts | None = None
        self._card = QWidget()
        self.hide()

    def show_where(self, found: "Whereabouts | None") -> None:
        """Show on top where the record is now, and the way it took."""
        self._where = found
        if self.widget() is not None:
            self._fill(self._card)

    def _fill(self, place: QWidget) -> None:
        box = place.layout()
        if box is None or self._where is None:
            return
        while box.count():
            item = box.takeAt(0)
            old = None if item is None else item.widget()
            if old is not None:
                old.deleteLater()
        card = plain.frame("card", margins=(10, 8, 10, 8))
        inner = plain.box_of(card)
        inner.setSpacing(3)
        inner.addWidget(plain.label(_("现在在哪里"), "strong"))
        inner.addWidget(plain.label(whereabouts.said(self._where.now), wrap=True))
        if self._where.now.why:
            inner.addWidget(plain.label(self._where.now.why, "soft", wrap=True))
        for step in self._where.steps[-_STEPS:]:
            inner.addWidget(
                plain.label(f"{whereabouts.when(step)}  {whereabouts.said(step)}", "hint", wrap=True)
            )
        box.addWidget(card)

    def show_revisions(
        self, revisions: list[Revision], definition: FormDefinition, language: str, *, whole: bool
    ) -> None:
        """Show *revisions* with what each changed against the one before; personal numbers in full if *whole*."""
        page = QWidget()
        page.setProperty("role", "ground")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        self._card = QWidget()
        QVBoxLayout(self._card).setContentsMargins(0, 0, 0, 0)
        self._fill(self._card)
        column.addWidget(self._card)
        column.addWidget(plain.label(_("修改记录"), "heading"))
        ordered = sorted(revisions, key=lambda revision: revision.number)
        before: dict[str, object] = {}
        cards = []
        for revision in ordered:
            changes = answer_changes(definition, before, revision.answers, language, whole=whole)
            cards.append(_card(revision, changes))
            before = revision.answers
        for card in reversed(cards):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(page)


def _card(revision: Revision, changes: list[AnswerChange]) -> QFrame:
    """Return one version: number and state, who and when, why, what."""
    card = plain.frame("card", margins=(10, 8, 10, 8))
    box = plain.box_of(card)
    box.setSpacing(3)
    state = _(stages.state(revision.state).word)
    box.addWidget(
        plain.label(_("第 {number} 版 · {state}").format(number=revision.number, state=state), "strong")
    )
    when = revision.at.astimezone().strftime("%Y-%m-%d %H:%M")
    box.addWidget(plain.label(f"{revision.by} · {when}", "hint"))
    if revision.reason:
        box.addWidget(plain.label(_("原因：{words}").format(words=revision.reason), wrap=True))
    if revision.number == 1:
        box.addWidget(plain.label(_("首次填写 {count} 项").format(count=len(changes)), "soft"))
        return card
    for change in changes[:_SHOWN]:
        words = f"{change.label}：{change.before or '–'} → {change.after or '–'}"
        box.addWidget(plain.label(words, "soft", wrap=True))
    if len(changes) > _SHOWN:
        box.addWidget(plain.label(_("另有 {count} 项").format(count=len(changes) - _SHOWN), "hint"))
    return card
