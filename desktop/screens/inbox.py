"""收件: batches of the offices below, record by record with the clerk's own form, and the answer that goes back.

Receiving from a file and serving over the network end in the same place. Accepting and returning may be done for
all records that wait or for the chosen ones; a return says at which question, in words the clerk will read there.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QSplitter, QTabWidget, QVBoxLayout, QWidget

from desktop import background, stages
from desktop.facts import moment
from desktop.form_words import FormWords
from desktop.screens.aside_panel import AsidePanel
from desktop.screens.devices import DevicesPanel
from desktop.screens.ledger_model import moment as spoken
from desktop.screens.page import Page
from desktop.screens.reporting_panel import ReportingPanel
from desktop.screens.return_words import ReturnWords
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.clock import Clock
from forms.words import N_

if TYPE_CHECKING:
    from records.ledger import Office

_LOOK_MS: Final = 2_000  # how often the page looks for batches that came over the network
_STAGES: Final = {
    "waiting": (N_("待办理"), "hourglass", "accent"),
    "received": (N_("待办理"), "hourglass", "accent"),
    "imported": (N_("待办理"), "hourglass", "accent"),
    "decided": (N_("已办结"), "checks", "good"),
    "quarantined": (N_("隔离待查"), "alert-triangle", "warn"),
}


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
        self.aside.changed.connect(self._worked)
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
        self._watch.timeout.connect(self._look)
        self._watch.start()
        self._build()
        self.batches.picked.connect(self._pick)
        self.records.opened.connect(self._open)
        self.devices.changed.connect(self.changed)
        hear(self, {"F5": self.refresh})

    def _build(self) -> None:
        self.box.addLayout(plain.row(plain.label(_("收件"), "heading"), None, self.receive))
        self.box.addWidget(self.busy)
        below = QWidget()
        down = QVBoxLayout(below)
        down.setContentsMargins(0, 8, 0, 0)
        down.addLayout(
            plain.row(
                self.title, None, flow(self.accept, self.accept_chosen, self.send_back, self.acknowledge)
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
        self.tabs.addTab(self.reporting, _("谁报了什么"))
        self.tabs.addTab(self.devices, _("设备与接收"))
        self.box.addWidget(self.tabs, 1)

    def at_end(self) -> None:
        """Stop receiving: the server works on the office that is about to be closed."""
        self.devices.receiving.wait()

    def refresh(self) -> None:
        """Read batches and devices anew."""
        background.run(partial(_batches, self._office), self).then(self._show).failed(self.note.tell)
        self.devices.refresh()
        self.aside.refresh()
        self.reporting.refresh()

    def _look(self) -> None:
        """While receiving over the network: show a batch that came by itself, and say so."""
        if self.devices.receiving.is_on:
            background.run(partial(_batches, self._office), self).then(self._seen).failed(self.note.tell)

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
        self.batches.show_lines([_batch_line(one) for one in batches])

    def _pick(self, batch: Any) -> None:
        for button in (self.accept, self.accept_chosen, self.send_back, self.acknowledge):
            button.setEnabled(batch is not None)
        if batch is None:
            self.title.setText("")
            self.records.show_lines([])
            return
        self.title.setText(_("{office} 第 {number} 批").format(office=batch.office_name, number=batch.number))
        op = partial(_lines, self._office, batch.batch_key)
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
            _("批次和附件 (*.batch *.files);;所有文件 (*)"),
        )
        if files:
            op = partial(_receive, self._office, [Path(one) for one in files])
            self._work(_("正在核验并入库…"), op, self._received)

    def _received(self, counts: dict[str, int]) -> None:
        told = "，".join(
            f"{_(_VERDICTS.get(name, name))} {count:,}" for name, count in counts.items() if count
        )
        self.note.say(_("已收到：{told}").format(told=told or "0"), "good")

    def _accept_all(self) -> None:
        self._ask_accept(None, _("这一批里所有待办的记录都将入库。"))

    def _accept_chosen(self) -> None:
        ids = [one.record_id for one in self.records.chosen()]
        if ids:
            self._ask_accept(ids, _("选中的 {count} 条将入库。").format(count=f"{len(ids):,}"))

    def _ask_accept(self, ids: list[str] | None, words: str) -> None:
        op = partial(_accept, self._office, self._batch_key(), ids)
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
        op = partial(_send_back, self._office, self._batch_key(), ids, reason, question or None)
        self._work(_("正在退回…"), op, self._judged)

    def _judged(self, outcomes: list[Any]) -> None:
        refused = [one for one in outcomes if one.problem is not None]
        if refused:
            self.note.tell(refused[0].problem)
        else:
            self.note.say(_("办成 {went} 条。").format(went=f"{len(outcomes):,}"), "good")

    def _acknowledge(self) -> None:
        batch = self.batches.current()
        if batch is None:
            return
        name = f"{batch.office_code}-{batch.number}.ack"
        start = str(Path(self._settings.get("stick", "")) / name)
        file, _filter = QFileDialog.getSaveFileName(self, _("写出回执"), start, _("回执 (*.ack)"))
        if file:
            op = partial(_acknowledge, self._office, batch.batch_key, Path(file))
            self._work(_("正在写出回执…"), op, self._acknowledged)

    def _acknowledged(self, file: Path) -> None:
        self.note.say(_("回执已写好：{file}。请带回给下级单位。").format(file=file), "good")


_VERDICTS: Final = {
    "files": N_("附件"),
    "new": N_("新收"),
    "same": N_("已有"),
    "older": N_("旧版"),
    "fork": N_("两个版本"),
    "received": N_("待办"),
    "accepted": N_("入库"),
    "returned": N_("退回"),
    "quarantined": N_("隔离"),
}


def _batch_line(batch: Any) -> Line:
    word, icon, tone = _STAGES.get(str(batch.stage), (str(batch.stage), "inbox", "text_soft"))
    told = "  ".join(
        f"{_(_VERDICTS.get(str(name), str(name)))} {count:,}" for name, count in batch.counts.items() if count
    )
    return Line(
        (
            Cell(f"{batch.office_name}  {batch.office_code}"),
            Cell(f"{batch.number}"),
            Cell(_(word), icon, tone),
            Cell(f"{batch.records:,}", right=True),
            Cell(spoken(moment(batch.received_at))),
            Cell("  ".join(part for part in (told, _lacking(batch.lacking), _gap(batch.missing)) if part)),
        ),
        batch,
    )


def _gap(missing: tuple[int, ...]) -> str:
    """Name the batches that were sealed before this one and have not come."""
    numbers = "、".join(str(number) for number in missing)
    return _("缺第 {numbers} 批。").format(numbers=numbers) if missing else ""


def _record_line(record: Any, named: FormWords) -> Line:
    look = stages.verdict(record.verdict)
    word = N_("待办") if str(record.verdict) == "received" else look.word
    return Line(
        (
            Cell(_(word), look.icon, look.tone),
            Cell(record.title),
            Cell(named.form(record.form_id)),
            Cell(named.question(record.form_id, record.question or "")),
            Cell(_lacking(record.lacking) + (record.reason or "")),
        ),
        record,
    )


def _lacking(count: int) -> str:
    """Say how many attached files have not come yet; nothing when all are here."""
    return _("缺附件 {count} 个。").format(count=count) if count else ""


def _batches(office: "Office") -> list[Any]:
    from sync import inbox

    return list(inbox.batches(office))


def _records(office: "Office", batch: Any) -> list[Any]:
    from sync import inbox

    return list(inbox.records(office, batch))


def _lines(office: "Office", batch: Any) -> list[Line]:
    named = FormWords(office)
    return [_record_line(one, named) for one in _records(office, batch)]


def _receive(office: "Office", files: list[Path]) -> dict[str, int]:
    from sync import inbox

    total: dict[str, int] = {}
    for file in sorted(files, key=lambda one: one.suffix):  # batches before the files their records name
        if inbox.is_files(file):
            brought = inbox.receive_files(office, file)
            total["files"] = total.get("files", 0) + brought.kept
            if brought.refused:
                raise brought.refused[0]
            continue
        for name, count in inbox.receive(office, file).counts.items():
            total[str(name)] = total.get(str(name), 0) + count
    return total


def _accept(office: "Office", batch: Any, ids: list[str] | None) -> list[Any]:
    from sync import inbox

    return list(inbox.accept(office, batch, ids))


def _send_back(office: "Office", batch: Any, ids: list[str], reason: str, question: str | None) -> list[Any]:
    from sync import inbox

    return list(inbox.send_back(office, batch, ids, reason, question))


def _acknowledge(office: "Office", batch: Any, file: Path) -> Path:
    from sync import inbox

    return inbox.acknowledge(office, batch, file)
