"""收件: batches of the offices below, record by record with the clerk's own form, and the answer that goes back.

Receiving from a file and serving over the network end in the same place. Accepting and returning may be done for
all records that wait or for the chosen ones; a return says at which question, in words the clerk will read there.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QSplitter, QTabWidget, QVBoxLayout, QWidget

from desktop import background
from desktop.screens import inbox_work
from desktop.screens.aside_panel import AsidePanel
from desktop.screens.devices import DevicesPanel
from desktop.screens.duplicates_panel import DuplicatesPanel
from desktop.screens.inbox_work import VERDICTS, batch_line, batches_of, record_lines
from desktop.screens.page import Page
from desktop.screens.reporting_panel import ReportingPanel
from desktop.screens.return_words import ReturnWords
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Line, PlainTable
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office

_LOOK_MS: Final = 2_000  # how often the page looks for batches that came over the network


class InboxPage(Page):
    """The road from below."""

    def __init__(self, office: "Office", settings: Settings, clock: Clock) -> None:
        super().__init__()
        self._office, self._settings, self._clock = office, settings, clock
        self.receive = plain.button(
            _("读入批次文件"), self._receive, icon="file-import", key="Ctrl+O", role="primary"
        )
        self.accept = plain.button(_("全部入库"), self._accept_all, icon="checks", key="Ctrl+Alt+A")
        self.accept_chosen = plain.button(_("入库选中"), self._accept_chosen, icon="check", key="Ctrl+Alt+S")
        self.send_back = plain.button(_("退回…"), self._send_back, icon="arrow-back-up", key="Ctrl+Alt+R")
        self.acknowledge = plain.button(_("写出回执"), self._acknowledge, icon="file-export", key="Ctrl+U")
        self.take_back = plain.button(_("撤回入库…"), self._take_back, icon="arrow-back", key="Ctrl+Alt+Z")
        self.busy = Busy()
        self.batches = PlainTable(
            _("收到的批次"),
            [_("单位"), _("批次"), _("阶段"), _("记录"), _("收到时间"), _("结果")],
            widths=(280, 70, 120, 80, 150, 260),
        )
        self.records = PlainTable(
            _("这一批里的记录"),
            [_("结果"), _("记录"), _("台账"), _("问题"), _("说明")],
            widths=(110, 240, 150, 150, 300),
        )
        self.records.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.title = plain.label(role="strong")
        self.devices = DevicesPanel(office, settings, self.note)
        self.aside = AsidePanel(office, self.note)
        self.duplicates = DuplicatesPanel(office, self.note)
        self.reporting = ReportingPanel(office, self.note)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("收件"))
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.none = plain.label(
            _(
                "还没有收到批次。可以读入下级用 U 盘送来的批次文件，或在“设备与接收”里登记下级并开始联网接收。"
            ),
            "hint",
            wrap=True,
        )
        self._known: set[str] = set()  # the batches shown
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.start()
        self._build()
        self._connect()

    def _connect(self) -> None:
        self._watch.timeout.connect(self._look)
        self.duplicates.record_wanted.connect(self.open_wanted)
        self.duplicates.changed.connect(self.changed)
        self.aside.changed.connect(self._worked)
        self.batches.picked.connect(self._pick)
        self.records.opened.connect(self._open)
        self.devices.changed.connect(self.changed)
        self.tabs.currentChanged.connect(lambda _tab: self._look_for_duplicates())
        hear(self, {"F5": self.refresh})

    def _build(self) -> None:
        self.box.addLayout(plain.row(plain.label(_("收件"), "heading"), None, self.receive))
        self.box.addWidget(self.busy)
        below = QWidget()
        down = QVBoxLayout(below)
        down.setContentsMargins(0, 8, 0, 0)
        down.addLayout(
            plain.row(
                self.title,
                None,
                flow(self.accept, self.accept_chosen, self.send_back, self.acknowledge, self.take_back),
            )
        )
        down.addWidget(self.records, 1)
        self.split.addWidget(self.batches)
        self.split.addWidget(below)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([220, 340])
        received = QWidget()
        received_box = QVBoxLayout(received)
        received_box.setContentsMargins(0, 8, 0, 0)
        received_box.addWidget(self.none, 0, Qt.AlignmentFlag.AlignTop)
        received_box.addWidget(self.split, 1)
        self.tabs.addTab(received, _("批次"))
        self.tabs.addTab(self.aside, _("两个版本与隔离"))
        self.tabs.addTab(self.duplicates, _("跨单位重复"))
        self.tabs.addTab(self.reporting, _("谁报了什么"))
        self.tabs.addTab(self.devices, _("设备与接收"))
        self.box.addWidget(self.tabs, 1)

    def show_filter(self, words: str) -> None:
        """Bring the tab of the devices to the front, for who comes to renew keys (``inbox/devices``)."""
        if words == "devices":
            self.tabs.setCurrentWidget(self.devices)

    def at_end(self) -> None:
        """Stop receiving: the server works on the office that is about to be closed."""
        self.devices.receiving.wait()

    def refresh(self) -> None:
        """Read batches and devices anew."""
        background.run(partial(batches_of, self._office), self).then(self._show).failed(self.note.tell)
        self.devices.refresh()
        self.aside.refresh()
        self._look_for_duplicates()
        self.reporting.refresh()

    def _look_for_duplicates(self) -> None:
        """Look for them while somebody looks at them: it reads whole ledgers."""
        if self.tabs.currentWidget() is self.duplicates:
            self.duplicates.refresh()

    def _look(self) -> None:
        """While receiving over the network: show a batch that came by itself, and say so."""
        if self.devices.receiving.is_on:
            background.run(partial(batches_of, self._office), self).then(self._seen).failed(self.note.tell)

    def _seen(self, batches: list[Any]) -> None:
        came = [one for one in batches if one.batch_key not in self._known]
        if came:
            told = _("收到 {office} 第 {number} 批。").format(
                office=came[0].office_name, number=came[0].number
            )
            self.note.say(told, "good")
            self._show(batches)
            self.changed.emit()

    def _show(self, batches: list[Any]) -> None:
        self._known = {one.batch_key for one in batches}
        self.none.setVisible(not batches)
        self.split.setVisible(bool(batches))
        self.batches.show_lines([batch_line(one) for one in batches])

    def _pick(self, batch: Any) -> None:
        for button in (self.accept, self.accept_chosen, self.send_back, self.acknowledge):
            button.setEnabled(batch is not None)
        self.take_back.setEnabled(batch is not None and not batch.told)
        if batch is None:
            self.title.setText("")
            self.records.show_lines([])
            return
        self.title.setText(_("{office} 第 {number} 批").format(office=batch.office_name, number=batch.number))
        op = partial(record_lines, self._office, batch.batch_key)
        background.run(op, self).then(self._show_records).failed(self.note.tell)

    def _show_records(self, found: list[Line]) -> None:
        self.records.show_lines(found)
        waiting = [one for one in found if str(one.thing.verdict) == "received"]
        self.accept.setText(
            _("全部入库 {count}").format(count=f"{len(waiting):,}") if waiting else _("全部入库")
        )
        self.accept.setEnabled(bool(waiting))

    def _open(self, record: Any) -> None:
        """Show a record in the form it was filled in with; from there one walks through the batch."""
        batch = self._batch_key()
        if record is None or batch is None:
            return
        from desktop.screens.inbox_record import InboxRecord

        listed = self.records.all()
        shown = InboxRecord(self._office, batch, listed, listed.index(record), self)
        shown.changed.connect(self._worked)
        shown.record_wanted.connect(self.open_wanted)
        shown.show()

    def _batch_key(self) -> Any:
        batch = self.batches.current()
        return batch.batch_key if batch is not None else None

    def _work(self, words: str, op: Any, then: Any) -> None:
        self.busy.watch(words, can_stop=False)
        task = background.run(op, self).then(then).failed(self.note.tell)
        task.always(self._worked)

    def _worked(self) -> None:
        self.busy.done()
        self.refresh()
        self.changed.emit()

    def _receive(self) -> None:
        files, _filter = QFileDialog.getOpenFileNames(
            self,
            _("读入批次文件"),
            self._settings.get("stick", ""),
            _("批次、附件、删除通知和移交单 (*.batch *.files *.erasure *.handover);;所有文件 (*)"),
        )
        if files:
            progress = self.busy.watch(_("正在核验并入库…"), tip=_("停止：正在读入的这一批一条也不留"))
            op = partial(inbox_work.receive, self._office, [Path(one) for one in files], progress)
            task = background.run(op, self).then(self._received).failed(self.note.tell)
            task.always(self._worked)

    def _received(self, found: tuple[dict[str, int], list[Problem]]) -> None:
        counts, problems = found
        told = "，".join(
            f"{_(VERDICTS.get(name, name))} {count:,}" for name, count in counts.items() if count
        )
        said = _("已收到：{told}").format(told=told or "0")
        if not problems:
            self.note.say(said, "good")
            return
        first = problems[0]
        why = f"{first.place}：{first.sentence(_)} [{first.code}]"
        refused = _("{count} 个文件没有收下。{why}").format(count=len(problems), why=why)
        self.note.say(f"{said}。{refused}" if told else refused, "bad")

    def _accept_all(self) -> None:
        self._ask_accept(None, _("这一批里所有待办的记录都将入库。"))

    def _accept_chosen(self) -> None:
        ids = [one.record_id for one in self.records.chosen()]
        if ids:
            self._ask_accept(ids, _("选中的 {count} 条将入库。").format(count=f"{len(ids):,}"))

    def _ask_accept(self, ids: list[str] | None, words: str) -> None:
        op = partial(inbox_work.accept, self._office, self._batch_key(), ids)
        ask(
            self,
            _("入库"),
            [words],
            lambda _reason: self._work(_("正在入库…"), op, self._judged),
            yes=_("入库"),
        )

    def _send_back(self) -> None:
        chosen = self.records.chosen()
        if not chosen:
            return
        question = ReturnWords(self, self._office, chosen)
        question.agreed.connect(self._do_send_back)
        question.open()

    def _do_send_back(self, ids: list[str], reason: str, question: str) -> None:
        op = partial(inbox_work.send_back, self._office, self._batch_key(), ids, reason, question or None)
        self._work(_("正在退回…"), op, self._judged)

    def _judged(self, outcomes: list[Any]) -> None:
        refused = [one for one in outcomes if one.problem is not None]
        if refused:
            self.note.tell(refused[0].problem)
        else:
            self.note.say(_("办成 {went} 条。").format(went=f"{len(outcomes):,}"), "good")

    def _take_back(self) -> None:
        batch = self.batches.current()
        if batch is None or batch.told:
            return
        told = _("{office} 第 {number} 批的 {count} 条将退出台账，台账、名册和统计恢复到入库前。")
        lines = [
            told.format(office=batch.office_name, number=batch.number, count=f"{batch.records:,}"),
            _("批次文件暂存在“两个版本与隔离”，可以重新处理。回执交出后就不能再撤回。"),
        ]
        ask(self, _("撤回入库"), lines, self._do_take_back, yes=_("撤回入库"), reason=_("撤回的原因"))

    def _do_take_back(self, words: str) -> None:
        op = partial(inbox_work.take_back, self._office, self._batch_key(), words)
        self._work(_("正在撤回…"), op, self._taken_back)

    def _taken_back(self, count: int) -> None:
        self.note.say(_("已撤回 {count} 条；批次暂存待查。").format(count=f"{count:,}"), "good")

    def _acknowledge(self) -> None:
        batch = self.batches.current()
        if batch is None:
            return
        name = f"{batch.office_code}-{batch.number}.ack"
        start = str(Path(self._settings.get("stick", "")) / name)
        file, _filter = QFileDialog.getSaveFileName(self, _("写出回执"), start, _("回执 (*.ack)"))
        if file:
            op = partial(inbox_work.acknowledge, self._office, batch.batch_key, Path(file))
            self._work(_("正在写出回执…"), op, self._acknowledged)

    def _acknowledged(self, file: Path) -> None:
        self.note.say(_("回执已写好：{file}。请带回给下级单位。").format(file=file), "good")
