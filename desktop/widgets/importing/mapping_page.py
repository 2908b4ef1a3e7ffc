"""The second step: which column answers which question, and one value for all rows where the roster has none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.widgets.column_layout import ColumnLayout
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.importing.roster_import import questions_of, targets_of
from desktop.widgets.questions.choice_editor import ChoiceEditor
from desktop.widgets.questions.choice_index import ChoiceIndex, Entry
from desktop.widgets.questions.choice_indexes import ChoiceIndexes
from desktop.widgets.questions.editor import Typed
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.question_box import QuestionBox
from desktop.words import _
from forms.engine import Kind, Question
from reports.workbooks import ColumnPlan, Existing, Plan
from reports.workbooks.sheet import column_letter

_SAMPLES = 2
_SURE = 0.9
_FIELD = Question(name="target", path="target", kind=Kind.SELECT_ONE)


class MappingPage(QScrollArea):
    """The proposed plan; every choice can be changed by keyboard."""

    changed = Signal()
    sheet_wanted = Signal(str)

    def __init__(
        self,
        plan: Plan,
        fillings: dict[str, Filling],
        indexes: ChoiceIndexes,
        *,
        remembered: bool = False,
        existing: Existing = Existing.REFUSE,
    ) -> None:
        super().__init__()
        self.plan = plan
        self._remembered, self._how = remembered, existing
        self.fillings = fillings
        self._indexes = indexes
        self._index = self._questions()
        self.fields: dict[int, ChoiceEditor] = {}
        self._signs: dict[int, QLabel] = {}
        self.fixed: dict[str, list[QuestionBox]] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("role", "paper")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(24, 12, 24, 24)
        self._column.setSpacing(14)
        self._head()
        self._table()
        self._captions()
        self._existing()
        self._missing = QWidget(page)
        self._missing_box = QVBoxLayout(self._missing)
        self._missing_box.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._missing)
        self._column.addStretch(1)
        self.setWidget(page)
        self._show_missing()

    # -- building ---------------------------------------------------------------------------------------

    def _questions(self) -> ChoiceIndex:
        """Return the questions a column may answer, to be found by pinyin as any choice."""
        entries = []
        for dotted, question in questions_of(self.plan).items():
            label = question.label.in_(self._indexes.language)
            chinese = question.label.in_("zh")
            full, initials = self._indexes.spell(chinese)
            words = f"{label} {chinese} {question.marks.get('synonyms', '')}".lower()
            entries.append(Entry(dotted, label, "", words, full, initials))
        return ChoiceIndex(entries)

    def _head(self) -> None:
        sheet = self.plan.sheet
        first, last = self.plan.header_rows
        words = _("表头在第 {first} 行").format(first=first + 1)
        if last > first:
            words = _("表头在第 {first}–{last} 行").format(first=first + 1, last=last + 1)
        title = f"{sheet.file_name} · {words}"
        choice = QComboBox(self)
        choice.addItems(list(sheet.sheets) or [sheet.name])
        choice.setCurrentText(sheet.name)
        choice.setAccessibleName(_("工作表"))
        choice.textActivated.connect(self.sheet_wanted)
        choice.setVisible(len(sheet.sheets) > 1)
        line = plain.row()
        line.addWidget(ElidedLabel(title, "soft"), 1)
        line.addWidget(choice)
        self._column.addLayout(line)
        if self._remembered:
            self._column.addWidget(
                plain.label(_("各列已按上次的对应关系填好，有变化请改正。"), "soft", wrap=True)
            )

    def _table(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for at, words in enumerate((_("列"), _("表头"), _("内容举例"), "", _("对应的项目（清空则不导入）"))):
            grid.addWidget(plain.label(words, "hint"), 0, at)
        row = 1
        for column in self.plan.columns:
            if column.header and not column.is_number and column.index != self.plan.route_column:
                self._line(grid, row, column)
                row += 1
        for at, share in ((1, 3), (2, 4), (4, 5)):  # headings and examples give way in a narrow window
            grid.setColumnStretch(at, share)
        grid.setColumnMinimumWidth(4, theme.px(150))
        self._column.addLayout(grid)

    def _line(self, grid: QGridLayout, row: int, column: ColumnPlan) -> None:
        field = ChoiceEditor(_FIELD, lambda: self._index)
        field.inner.setAccessibleName(column.header)
        field.put_back(column.targets[0].path if column.targets else None)
        field.edited.connect(lambda dotted: self._aim(column.index, dotted))
        field.forward.connect(lambda: self._step(column.index, 1))
        field.backward.connect(lambda: self._step(column.index, -1))
        sign = plain.label()
        self.fields[column.index] = field
        self._signs[column.index] = sign
        header = f"{column.group}／{column.header}" if column.group else column.header
        grid.addWidget(plain.label(column_letter(column.index), "hint"), row, 0)
        grid.addWidget(ElidedLabel(header), row, 1)
        grid.addWidget(ElidedLabel(self._samples(column.index), "soft"), row, 2)
        grid.addWidget(sign, row, 3)
        grid.addWidget(field, row, 4)
        self._mark(column.index)

    def _samples(self, index: int) -> str:
        """Return the first values of a column."""
        rows = range(self.plan.first_row, len(self.plan.sheet.rows))
        found = (words for row in rows if (words := self.plan.sheet.shown(row, index)))
        return "，".join(words for _nth, words in zip(range(_SAMPLES), found, strict=False))

    def _captions(self) -> None:
        for caption in self.plan.captions:
            if caption.targets:
                label = self.plan.question(caption.targets[0][0]).label.in_(self._indexes.language)
                words = _("表头上方“{words}：{value}”对应“{question}”").format(
                    words=caption.words, value=caption.value, question=label
                )
                self._column.addWidget(plain.label(words, "soft", wrap=True))

    def _existing(self) -> None:
        """Offer what becomes of rows about somebody the office has already."""
        self.existing = QComboBox(self)
        for how, words in (
            (Existing.REFUSE, _("不导入，并指出原记录")),
            (Existing.FILL, _("只补原记录里的空白")),
            (Existing.OVERWRITE, _("以花名册为准，逐项对比后更新")),
        ):
            self.existing.addItem(words, how)
        self.existing.setCurrentIndex(self.existing.findData(self._how))
        self.existing.setAccessibleName(_("台账里已有的人或事"))
        self.existing.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._column.addLayout(plain.row(plain.label(_("台账里已有的人或事")), self.existing, None))

    def existing_choice(self) -> Existing:
        """Return what the clerk chose for rows the office has already."""
        return Existing(self.existing.currentData())

    # -- changing ---------------------------------------------------------------------------------------

    def _aim(self, index: int, dotted: Typed) -> None:
        """Take a person's choice for a column; words that are no question leave it out."""
        known = isinstance(dotted, str) and self._index.by_code(dotted) is not None
        self.plan.aim(index, targets_of(self.plan, str(dotted)) if known else ())
        self._mark(index)
        self._show_missing()
        self.changed.emit()

    def _mark(self, index: int) -> None:
        """Show by a shape whether a column is left out, surely or unsurely understood."""
        column = next(one for one in self.plan.columns if one.index == index)
        if not column.targets:
            name, tone, words = "minus", "text_faint", _("不导入")
        elif column.score < _SURE:
            name, tone, words = "help", "warn", _("请核对：按表头猜测")
        else:
            name, tone, words = "check", "good", _("已对应")
        self._signs[index].setPixmap(theme.pixmap(name, tone, 16, self.devicePixelRatioF()))
        self._signs[index].setToolTip(words)
        self._signs[index].setAccessibleName(words)

    def _step(self, index: int, by: int) -> None:
        order = list(self.fields)
        at = order.index(index) + by
        if 0 <= at < len(order):
            self.fields[order[at]].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self.fields[order[at]])

    def _show_missing(self) -> None:
        """Offer one value for all rows for what the forms require and the roster lacks."""
        plain.clear(self._missing_box)
        self.fixed = {}
        for form in self.plan.forms:
            questions = [one for one in self.plan.missing(form.form_id) if one.visible]
            filling = self.fillings.get(form.form_id)
            if not questions or filling is None:
                continue
            title = self.plan.definitions[form.form_id].title.in_(self._indexes.language)
            words = _(
                "{form}：表中没有、但必填的项目。各行都相同的，可在此统一填写；不同的留空，导入后再补。"
            )
            self._missing_box.addWidget(plain.label(words.format(form=title), "strong", wrap=True))
            holder = QWidget()
            columns = ColumnLayout(holder)
            boxes: list[QuestionBox] = []
            for question in questions:
                box = QuestionBox(filling, question, holder)
                box.forward.connect(lambda stop, boxes=boxes: _next_of(boxes, stop))
                columns.addWidget(box)
                boxes.append(box)
            self.fixed[form.form_id] = boxes
            self._missing_box.addWidget(holder)

    def fixed_values(self) -> dict[str, dict[str, Typed]]:
        """Return the values for all rows, by form and question."""
        found: dict[str, dict[str, Typed]] = {}
        for form_id, boxes in self.fixed.items():
            answers = self.fillings[form_id].session.answers()
            found[form_id] = {box.path: answers[box.path] for box in boxes if box.path in answers}
        return found

    def focus_first(self) -> None:
        """Go to the first column that needs a look, else to the first."""
        unsure = (one.index for one in self.plan.columns if one.index in self.fields and one.score < _SURE)
        index = next(unsure, next(iter(self.fields), None))
        if index is not None:
            self.fields[index].setFocus(Qt.FocusReason.TabFocusReason)


def _next_of(boxes: list[QuestionBox], stop: QuestionBox) -> None:
    at = boxes.index(stop) + 1
    if at < len(boxes):
        boxes[at].focus(Qt.FocusReason.TabFocusReason)
