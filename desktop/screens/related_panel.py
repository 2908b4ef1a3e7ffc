"""A person's page, an organisation's, a project's, a pairing's: everything the ledgers say around one record.

The records as a line of time, what they come to by ledger, and their pictures. Opened from any row of a list
(Ctrl+R). Reading runs off the window's thread; personal numbers are masked, and a picture that is personal (P2, P3)
is not among them.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import background, stages, words
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.widgets.picture_strip import Pictured, PictureStrip
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _
from forms.words import N_
from records.ledger.related import PERSON, REFERENCE, UNIT, Related, RelatedRow
from records.model.masking import Masked, mask

if TYPE_CHECKING:
    from records.ledger import Office

_PICTURES: Final = 24  # shown at most
_LOOKED: Final = 200  # records whose pictures are looked for
_OPENLY: Final = ("P0", "P1")
_WHY: Final = {PERSON: N_("同一人"), UNIT: N_("同一单位"), REFERENCE: N_("引用")}


class RelatedPanel(QWidget):
    """What is related to one record; *open_wanted* carries form and record, *closed* that it may go."""

    open_wanted = Signal(str, str)
    closed = Signal()
    filled = Signal()

    def __init__(self, office: "Office", record_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.setAutoFillBackground(True)
        self.title = plain.label(role="heading")
        self.facts = plain.label(role="soft", wrap=True)
        self.note = Note(self)
        heads = [_("日期"), _("台账"), _("记录"), _("关系"), _("状态")]
        self.table = PlainTable(_("相关记录"), heads, widths=(96, 160, 200, 140, 104), stretch=2)
        self.empty = plain.label(_("其他台账里还没有相关的记录。"), "hint")
        self.close_button = plain.button(_("关闭"), self.finish, icon="x", role="quiet", tip=_("关闭（Esc）"))
        self.open_button = plain.button(
            _("打开"), self._open_current, icon="external-link", tip=_("打开（Enter）")
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(plain.row(self.title, None, self.open_button, self.close_button))
        box.addWidget(self.facts)
        box.addWidget(self.note)
        box.addWidget(self.empty)
        box.addWidget(self.table, 1)
        self.pictures = PictureStrip(_("照片"), self)
        box.addWidget(self.pictures)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._open)
        self.pictures.opened.connect(self.open_wanted)
        QShortcut(QKeySequence("Esc"), self, self.finish)
        task = background.run(lambda: _read(office, record_id), self)
        task.then(self.show_related).failed(self.note.tell)

    def sizeHint(self) -> QSize:
        """Return room for a page of lines."""
        return QSize(720, 480)

    def show_related(self, read: tuple[Related, list[Pictured]]) -> None:
        """Show the lines, the latest day first, and the pictures."""
        related, pictures = read
        self.title.setText(related.head.title)
        self.facts.setText(_facts(related))
        lines = [Line(_cells(row), row) for row in related.rows]
        self.table.show_lines(lines)
        self.table.setVisible(bool(lines))
        self.open_button.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.pictures.show_pictures(pictures)
        self.filled.emit()

    def finish(self) -> None:
        """Go away."""
        self.closed.emit()

    def _open_current(self) -> None:
        self._open(self.table.current())

    def _open(self, row: RelatedRow | None) -> None:
        if row is not None:
            self.open_wanted.emit(row.form_id, row.record_id)


def _cells(row: RelatedRow) -> list[Cell]:
    look = stages.state(row.state)
    language = words.language()
    why = row.question.in_(language) if row.why == REFERENCE else _(_WHY[row.why])
    return [
        Cell(row.day or "–"),
        Cell(row.form.in_(language)),
        Cell(row.title),
        Cell(why),
        Cell(_(look.word), look.icon, look.tone),
    ]


def _read(office: "Office", record_id: str) -> tuple[Related, list[Pictured]]:
    """Return what is related to a record, and the first pictures of it and of those."""
    related = office.related.to(record_id)
    records = [(related.head.form_id, record_id, related.head.title)]
    language = words.language()
    records += [(row.form_id, row.record_id, f"{row.day} {row.form.in_(language)}") for row in related.rows]
    found: list[Pictured] = []
    for form_id, one, title in records[:_LOOKED]:
        questions = office.forms.definition(form_id).questions
        for file in office.attachments.of(one):
            asked = questions.get(file.path)
            if file.thumbnail and asked is not None and asked.marks.get("sensitive") in _OPENLY:
                found.append(Pictured(form_id, one, title, file))
        if len(found) >= _PICTURES:
            break
    return related, found[:_PICTURES]


def _facts(related: Related) -> str:
    """Return how much there is of what: 相关记录 5 条：资金下达 2（300,000.00 元），项目进度 3 …."""
    counts: dict[str, int] = {}
    sums: dict[str, Decimal] = {}
    for row in related.rows:
        name = row.form.in_(words.language())
        counts[name] = counts.get(name, 0) + 1
        if row.amount is not None:
            sums[name] = sums.get(name, Decimal(0)) + row.amount
    told = _("，").join(
        f"{name} {count}" + (_("（{amount} 元）").format(amount=f"{sums[name]:,.2f}") if name in sums else "")
        for name, count in counts.items()
    )
    whole = _("相关记录 {count} 条").format(count=len(related.rows)) + (
        _("：{told}").format(told=told) if told else ""
    )
    known = [mask(Masked.ID, number) for number in related.persons] + list(related.units)
    return " · ".join([*known, whole])
