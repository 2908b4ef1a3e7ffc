"""One ledger: its records as a list, found as one types, and the record being worked on beside it.

The list asks the office off the window's thread and shows what comes. States are chips with counts; what the
office above said is a column of its own. The record opens below (or at the right on a wide screen); F6 jumps.
"""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from desktop import background, stages, theme, words
from desktop.cells import Column, columns_of
from desktop.screens.ahead import Ahead
from desktop.screens.empty_list import EmptyList
from desktop.screens.ledger_actions import LedgerActions
from desktop.screens.ledger_model import LedgerModel
from desktop.screens.ledger_table import LedgerTable
from desktop.screens.own_records import OwnRecords
from desktop.screens.page import Page
from desktop.screens.saved_filters import SavedFilters
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.chips import Chip, Chips
from desktop.widgets.search_field import SearchField
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.clock import Clock

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office

_WIDE: Final = 1700  # from here on the record stands at the right of the list
_LOW: Final = 460  # below this (pixels at 100 %) an open record takes the whole page
_NARROW: Final = 760  # below this the buttons show their icons alone
_ALL: Final = "all"


class LedgerList(Page):
    """The page of one form."""

    def __init__(self, office: "Office", form_id: str, settings: Settings, clock: Clock) -> None:
        super().__init__()
        self._office, self.form_id, self._settings = office, form_id, settings
        self.definition: FormDefinition | None = None
        self.record: QWidget | None = None
        self._eye: QAbstractButton | None = None  # of the record form beside the list
        self._narrow_to = ""
        self._total = 0
        self.model = LedgerModel(office, form_id)
        self.table = LedgerTable(self.model, settings, form_id)
        self._title = plain.label(role="heading")
        self._count = plain.label(role="soft")
        self.search = SearchField(_("在本台账中查找"), _("姓名、拼音首字母、证件号、电话、单位"))
        self.chips = Chips(_("按状态筛选"))
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.actions_ = LedgerActions(self, office, form_id, settings, clock)
        self._empty = EmptyList(self)
        self._ahead = Ahead(office, form_id, self)
        self._build()
        self._connect()
        known = background.run(partial(office.forms.definition, form_id), self)
        known.then(self._ready).failed(self.note.tell)

    def _build(self) -> None:
        self.new = plain.button(_("新增"), self.add, icon="plus", key="Ctrl+N", role="primary")
        self.import_ = plain.button(_("导入"), self.actions_.open_import, icon="file-import", key="Ctrl+I")
        self.export = plain.button(_("导出"), icon="file-export", key="Ctrl+E")
        self.export.setMenu(self.actions_.export_menu(self))
        self.print = plain.button(_("打印"), icon="printer", key="Ctrl+P")
        self.print.setMenu(self.actions_.print_menu(self))
        self.sheet, self.review = self.actions_.tools()
        self.unmask = _tool(
            "eye", _("显示完整证件号和电话（会记入操作日志）"), "Ctrl+Shift+M", checkable=True
        )
        self.columns = _tool("columns", _("选择显示哪些列"), "Ctrl+Shift+L")
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self.table.fill_column_menu(menu))
        self.columns.setMenu(menu)
        self.filters_ = SavedFilters(self._office, self.form_id, self, self.note)
        self.filters_.chosen.connect(self._use_filter)
        self.filter = _tool("filter", _("保存的筛选"), "Ctrl+Shift+F")
        self.filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        saved = QMenu(self)
        saved.aboutToShow.connect(lambda: self.filters_.fill(saved, self._filter_now()))
        self.filter.setMenu(saved)
        self.own = OwnRecords(self.model, self.refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        """Put title, buttons, search, chips and the table in their places."""
        left = (self._title, self._count, None, self.new, self.import_, self.export, self.print, 4)
        top = plain.row(*left, self.review, self.sheet, self.filter, self.unmask, self.columns, spacing=6)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(420)
        list_side = self._list_side = QWidget()
        self.actions_.papers.hear_key(list_side)
        down = QVBoxLayout(list_side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addLayout(top)
        find = plain.row(self.search, self.own, 6)
        find.addWidget(self.chips, 1)
        down.addLayout(find)
        down.addWidget(self.actions_.bar)
        down.addWidget(self.actions_.busy)
        down.addWidget(self.table, 1)
        down.addWidget(self._empty, 1)
        self._empty.hide()
        self.setFocusProxy(self.table)
        self._enable(False)
        self.split.addWidget(list_side)
        self.split.setChildrenCollapsible(False)
        self.box.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.search.asked.connect(lambda _words: self._ask())
        self.chips.chosen.connect(lambda _key: self._ask())
        self.model.told.connect(self.note.tell)
        self.model.watch = partial(self.actions_.busy.watch, _("第一次按这一列排序，正在建立索引…"))
        self.model.prepared.connect(self.actions_.busy.done)
        self.model.stopped.connect(self.table.put_order)
        self.model.filled.connect(self._filled)
        self.model.counted.connect(self._show_count)
        self.model.dataChanged.connect(lambda *_what: self._reselect())
        self.table.opened.connect(self.open_record)
        self.table.sorted.connect(lambda _order: self._ask())
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.unmask.toggled.connect(self._unmask)
        self.actions_.done.connect(self._changed)
        keys = {"F6": self._jump, "F5": self.refresh, "Ctrl+F": self.find_here, "Ctrl+R": self.show_related}
        hear(self, keys)

    def _ready(self, definition: "FormDefinition") -> None:
        self.definition = definition
        self._title.setText(definition.title.in_(words.language()))
        columns: list[Column] = columns_of(definition)
        self.table.show_columns(columns)
        self.actions_.know(definition)
        self._enable(True)
        self.refresh()
        self._ahead.begin()

    def _enable(self, on: bool) -> None:
        for part in (self.new, self.import_, self.export, self.print, self.unmask, self.columns):
            part.setEnabled(on)

    def refresh(self) -> None:
        """Read list and counts anew."""
        if self.definition is None:
            return
        self._ask()
        office, form_id = self._office, self.form_id
        op = partial(office.records.counts, form_id, own_only=self.model.own_only)
        background.run(op, self).then(self._counted).failed(self.note.tell)

    def _ask(self) -> None:
        key = self.chips.key()
        states = None if key in ("", _ALL) else [key]
        self.model.ask(search=self.search.text().strip(), states=states, order=self.table.order())

    def _filter_now(self) -> dict[str, str]:
        """Return what narrows and orders the list now; the usual order is no filter."""
        state, order = self.chips.key(), self.table.order()
        return {
            "search": self.search.text().strip(),
            "state": "" if state == _ALL else state,
            "order": "" if order == "-updated" else order,
        }

    def _use_filter(self, kept: dict[str, str]) -> None:
        """Show the list as it was kept."""
        self.search.setText(str(kept.get("search", "")))
        self.table.put_order(str(kept.get("order") or "-updated"))
        self.chips.choose(str(kept.get("state") or _ALL))  # this asks

    def _counted(self, counts: dict[Any, int]) -> None:
        by_name = {str(state): count for state, count in counts.items()}
        self._total = sum(by_name.values())
        self._show_count()
        chips = [Chip(_ALL, _("全部"))]
        always = ("draft", "complete", "returned")
        for name, look in stages.STATES.items():
            if by_name.get(name) or name in always:
                chips.append(Chip(name, _(look.word), by_name.get(name, 0)))
        self.chips.show_chips(chips)
        self._narrow()

    def _show_count(self) -> None:
        """Show how many records there are, and before it how many of them are shown when that is known to differ."""
        rows = self.model.rowCount()
        narrowed = bool(self.search.text().strip()) or self.chips.key() not in ("", _ALL)
        self._count.setText(f"{rows:,} / {self._total:,}" if narrowed else f"{self._total:,}")

    def _reselect(self) -> None:
        """Rows that were selected before they had been read have come."""
        if self.table.selected_count() > len(self.actions_.heads):
            self.actions_.show_for(self.table.chosen())

    def _filled(self) -> None:
        rows = self.model.rowCount()
        narrowed = bool(self.search.text().strip()) or self.chips.key() not in ("", _ALL)
        homeless = self.hasFocus() or self.table.hasFocus() or self._empty.isAncestorOf(self.focusWidget())
        self.table.setVisible(rows > 0)
        self._empty.setVisible(rows == 0)
        if rows == 0:
            self._empty.say(narrowed)
        self.setFocusProxy(self.table if rows else self._empty.first(narrowed))
        if homeless and not self.search.hasFocus():
            self.setFocus()  # the list that had the cursor went, or came
        self.table.keep_place()
        self.actions_.show_for(self.table.chosen())  # read anew: what was selected before is not any more

    def show_filter(self, words_: str) -> None:
        """Show only the records in the state *words_*."""
        self._narrow_to = words_  # on the first visit the chips come with the counts
        self._narrow()

    def _narrow(self) -> None:
        if self._narrow_to and self.chips.key():
            narrow_to, self._narrow_to = self._narrow_to, ""
            self.chips.choose(narrow_to)

    def find_here(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus()
        self.search.selectAll()

    def window_of(self) -> QWidget:  # noqa: D102  (said by the protocols)
        return self

    def add(self) -> None:
        """Open an empty record."""
        self._open(None)

    def open_record(self, record_id: str) -> None:
        """Open *record_id* beside the list and mark its row."""
        self.table.mark(record_id)
        self._open(record_id)

    def close_record(self) -> None:
        """Take the record away and go back to the list."""
        if self.record is not None:
            self.record.hide()
            self.record.setParent(None)
            self.record.deleteLater()
            self.record = self._eye = None
            self._list_side.show()
        self.table.setFocus()

    def may_leave(self) -> bool:
        """A record in work saves itself as a draft when it is closed."""
        return self.record is None or self.record.close()

    def rescue(self) -> int:
        """Save the record in work, where it stands open."""
        from desktop.screens.record_form import RecordForm

        if (
            not isinstance(self.record, RecordForm)
            or self.record.saver is None
            or not self.record.saver.dirty
        ):
            return 0
        self.record.save()
        return 1

    def _open(self, record_id: str | None) -> None:
        from desktop.screens.record_form import RecordForm

        if not self.may_leave():
            return
        self.close_record()
        record = RecordForm(self._office, self.form_id, record_id, self)
        record.saved.connect(self._saved)
        record.closed.connect(self.close_record)
        record.receipt_wanted.connect(self.actions_.print_receipt)
        record.record_wanted.connect(self.open_record)
        record.ready.connect(self._open_eye)
        self._beside(record)
        self._eye = record.bar.unmask

    def _unmask(self, whole: bool) -> None:
        """Show numbers in full in the list and in the record beside it; both are written down."""
        self.actions_.unmask(whole)
        self._open_eye()

    def _open_eye(self) -> None:
        if self._eye is not None and not self._eye.isHidden():
            self._eye.setChecked(self.unmask.isChecked())

    def show_beside(self, widget: QWidget) -> None:
        """Show *widget* (the import screen) where a record would stand."""
        if self.may_leave():
            self.close_record()
            self._beside(widget)
            self._list_side.hide()  # a roster needs the whole page; the list comes back with its rows
            widget.setFocus()

    def _beside(self, widget: QWidget) -> None:
        self.record = widget
        self.actions_.show_for(self.table.chosen())
        self._orient()
        self.split.addWidget(widget)
        whole = (
            self.split.height() if self.split.orientation() == Qt.Orientation.Vertical else self.split.width()
        )
        share = 0.34 if self.split.orientation() == Qt.Orientation.Vertical else 0.46
        self.split.setSizes([round(whole * share), round(whole * (1 - share))])
        self._list_side.setVisible(not self._is_low())
        widget.setFocus()

    def show_related(self) -> None:
        """Show everything about the person or thing of the chosen row (Ctrl+R)."""
        chosen = self.table.chosen()
        if chosen and self.may_leave():
            from desktop.screens.related_panel import RelatedPanel

            self.close_record()
            panel = RelatedPanel(self._office, chosen[0].record_id, self)
            panel.open_wanted.connect(self.open_wanted)
            panel.closed.connect(self.close_record)
            self._beside(panel)

    def _saved(self, record_id: str) -> None:
        self.table.remember(record_id)
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _selected(self, _on: QItemSelection, _off: QItemSelection) -> None:
        self.table.need_selected()
        self.actions_.show_for(self.table.chosen())

    def _jump(self) -> None:
        to_list = self.record is None or not (self.table.hasFocus() or self.search.hasFocus())
        if self.record is not None and self._is_low():  # no room for both: one at a time
            self._list_side.setVisible(to_list)
            self.record.setVisible(not to_list)
        if to_list:
            self.table.setFocus()
        elif self.record is not None:
            self.record.setFocus()

    def _orient(self) -> None:
        wide = self.width() >= _WIDE - 230
        self.split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def _is_low(self) -> bool:
        """Say whether list and record do not fit below each other (1366 × 768 at 200 %)."""
        return self.split.orientation() == Qt.Orientation.Vertical and self.height() < theme.px(_LOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the splitter when the window became wide or narrow."""
        super().resizeEvent(event)
        self._orient()
        narrow = self.width() < theme.px(_NARROW)
        for button in (self.import_, self.export, self.print):  # the name stays in the tooltip
            button.setText("" if narrow else button.accessibleName())
        self.search.setMinimumWidth(theme.px(140 if narrow else 300))


def _tool(icon: str, words_: str, key: str, *, checkable: bool = False) -> QToolButton:
    made = QToolButton()
    made.setIcon(theme.icon(icon))
    made.setCheckable(checkable)
    plain.dress(made, words_, key)
    return made
