"""上报: what was sealed, how far each batch has come, and what the office above said of each record.

Sealing, sending and carrying are single presses that may be repeated: the office stores every stage, so a cut
line or a pulled stick is simply gone on with.
"""

from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from desktop import background, sending, stages
from desktop.background import Progress
from desktop.facts import moment
from desktop.form_words import FormWords
from desktop.screens.ledger_model import moment as spoken
from desktop.screens.page import Page
from desktop.sender import Sender
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.enrolment_card import EnrolmentCard, Step
from desktop.widgets.flow_layout import flow
from desktop.widgets.online_enrolment import OnlineEnrolment
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.widgets.sending_card import SendingCard
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.clock import Clock
from forms.words import N_

if TYPE_CHECKING:
    from records.ledger import Office

_STAGES: Final = {
    "sealed": (N_("已封装，待发送"), "package", "accent"),
    "carrying": (N_("已写到 U 盘，在路上"), "device-usb", "accent"),
    "sending": (N_("发送中断，可继续"), "upload", "warn"),
    "sent": (N_("已送达，等回执"), "send", "accent"),
    "received": (N_("上级已收到"), "inbox", "text_soft"),
    "decided": (N_("上级已办结"), "checks", "good"),
}


class OutboxPage(Page):
    """The road upwards."""

    def __init__(self, office: "Office", settings: Settings, clock: Clock, sender: Sender) -> None:
        super().__init__()
        self._office, self._settings, self._clock = office, settings, clock
        self._sender = sender
        self.sending = SendingCard(office, sender, clock)
        self.sending.failed.connect(self.note.tell)
        sender.sent.connect(self._sent_by_itself)
        self.seal = plain.button(
            _("封装已审核的记录"), self._seal, icon="package", key="Ctrl+B", role="primary"
        )
        self.send = plain.button(_("发送"), self._send, icon="send", key="Ctrl+Return")
        self.carry = plain.button(_("写到 U 盘"), self._carry, icon="device-usb", key="Ctrl+U")
        self.apply = plain.button(_("读入回执"), self._apply, icon="file-import", key="Ctrl+O")
        self.above = plain.label(role="soft")
        self.busy = Busy()
        self.enrol = EnrolmentCard(
            _("先与上级单位登记"),
            _("登记一次即可。之后的批次只有上级能打开，回执只有本机能读。"),
            (
                Step(_("向上级要一份登记邀请文件（U 盘或邮件都可以）。")),
                Step(_("读入邀请，生成本机的答复文件。"), _("读入邀请并答复…"), self._answer, "Ctrl+R"),
                Step(_("把答复文件交回上级，并在电话里核对下面的数字。")),
            ),
        )
        self.online = OnlineEnrolment()
        self.online.wanted.connect(self._enrol_online)
        self.batches = PlainTable(
            _("批次"),
            [_("批次"), _("阶段"), _("记录"), _("大小"), _("封装时间"), _("上级意见")],
            widths=(70, 220, 80, 100, 150, 200),
        )
        self.verdicts = PlainTable(
            _("这一批里的记录"),
            [_("上级意见"), _("记录"), _("台账"), _("问题"), _("上级的话")],
            widths=(110, 270, 160, 150, 300),
        )
        self.verdict_title = plain.label(role="strong")
        self.clean = plain.button("", self._clean, icon="trash", role="quiet", key="Ctrl+Alt+C")
        self.clean.hide()
        self._build()
        self.batches.picked.connect(self._pick)
        self.verdicts.opened.connect(self._open)
        hear(self, {"F5": self.refresh})

    def _build(self) -> None:
        title = plain.label(_("上报"), "heading")
        self.box.addLayout(
            plain.row(title, 8, self.above, None, flow(self.seal, self.send, self.carry, self.apply))
        )
        self.box.addWidget(self.sending)
        self.box.addWidget(self.busy)
        self.box.addWidget(self.enrol)
        self.box.addWidget(self.online)
        self.none = plain.label(
            _("还没有批次。审核通过的记录可以封装成一批，联网发送或用 U 盘送到上级。"), "hint", wrap=True
        )
        self.box.addWidget(self.none)
        below = QWidget()
        down = QVBoxLayout(below)
        down.setContentsMargins(0, 8, 0, 0)
        down.addLayout(plain.row(self.verdict_title, None, self.clean))
        down.addWidget(self.verdicts)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.batches)
        self.split.addWidget(below)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([260, 300])
        self.box.addWidget(self.split, 1)
        self._rest = QWidget()
        self.box.addWidget(self._rest, 1)
        self._rest.hide()
        self.enrol.hide()
        self.online.hide()

    def refresh(self) -> None:
        """Read the batches and the enrolment anew."""
        background.run(partial(_read, self._office), self).then(self._show).failed(self.note.tell)

    def _show(self, found: tuple[Any, list[Any], int, int]) -> None:
        above, batches, ready, spare = found
        self.clean.setVisible(spare > 0)
        self.clean.setText(_("清理 {count} 个封装文件（上级已备份）").format(count=spare))
        self.enrol.setVisible(above is None)
        self.online.setVisible(above is None)
        enrolled = above is not None
        self.sending.setVisible(enrolled and bool(getattr(above, "address", "")))
        self.above.setText(
            _("上级：{name}").format(name=above.name) if above is not None else _("尚未与上级登记")
        )
        self.seal.setText(_("封装 {count} 条").format(count=f"{ready:,}") if ready else _("封装已审核的记录"))
        self.seal.setEnabled(enrolled and ready > 0)
        open_batches = [one for one in batches if str(one.stage) != "decided"]
        self.send.setEnabled(enrolled and bool(getattr(above, "address", "")) and bool(batches))
        self.carry.setEnabled(enrolled and bool(open_batches))
        self.apply.setEnabled(enrolled)
        self.none.setVisible(enrolled and not batches)
        self.split.setVisible(bool(batches))
        self._rest.setVisible(not batches)
        self.batches.show_lines([_batch_line(one) for one in batches])

    def _pick(self, batch: Any) -> None:
        if batch is None:
            self.verdicts.show_lines([])
            self.verdict_title.setText("")
            return
        title = _("第 {number} 批里的记录").format(number=batch.number)
        self.verdict_title.setText(title)
        op = partial(_records, self._office, batch)
        background.run(op, self).then(self.verdicts.show_lines).failed(self.note.tell)

    def _open(self, thing: Any) -> None:
        if thing is not None:
            self.open_wanted.emit(*thing)

    def _work(self, words: str, op: Any, then: Any, *, stoppable: bool = True) -> None:
        """Run *op* (it is handed the progress) with the bar shown; the page is read anew at its end."""
        progress: Progress = self.busy.watch(words, can_stop=stoppable)
        for button in (self.seal, self.send, self.carry, self.apply):
            button.setEnabled(False)
        task = background.run(partial(op, progress), self).then(then).failed(self.note.tell)
        task.always(self._worked)

    def _worked(self) -> None:
        self.busy.done()
        self.refresh()
        self.changed.emit()

    def _seal(self) -> None:
        self._work(_("正在封装…"), partial(_seal, self._office), self._sealed, stoppable=False)

    def _sealed(self, batch: Any) -> None:
        if batch is None:
            self.note.say(_("没有可上报的记录：先完成并审核。"), "warn")
            return
        said = _("第 {number} 批已封装：{records} 条。可以发送，或写到 U 盘。")
        self.note.say(said.format(number=batch.number, records=f"{batch.records:,}"), "good")
        self._sender.wake()

    def _clean(self) -> None:
        self._work(_("正在清理…"), partial(_clear, self._office), self._cleaned, stoppable=False)

    def _cleaned(self, cleared: Any) -> None:
        told = _("已清理 {count} 个封装文件，腾出 {size}。批次和上级的意见都还在。")
        self.note.say(told.format(count=cleared.files, size=_size(cleared.size)), "good")

    def _send(self) -> None:
        self._work(_("正在发送…"), partial(_send, self._office, self._sender.line), self._sent)

    def _sent_by_itself(self, sent: Any) -> None:
        """Show what a contact made without a press achieved."""
        if any(
            (
                sent.batches,
                sent.acknowledged,
                sent.files,
                sent.forms,
                sent.update,
                sent.came_down.fresh,
                sent.came_down.files,
                sent.problems,
            )
        ):
            self._sent(sent)
            self.refresh()
            self.changed.emit()

    def _sent(self, sent: Any) -> None:
        said = _("送达 {batches} 批，处理回执 {acknowledged} 份。")
        if sent.files:
            said += _("送达附件 {count} 个。").format(count=sent.files)
        if sent.forms:
            said += _("收到上级下发的新表 {count} 张。").format(count=len(sent.forms))
        if sent.came_down.fresh:
            said += _("收到别的电脑的记录 {count} 条。").format(count=f"{sent.came_down.fresh:,}")
        if sent.came_down.files:
            said += _("收到附件 {count} 个。").format(count=f"{sent.came_down.files:,}")
        if sent.update:
            said += _("上级通知：程序 {version} 版已发布，见工作台。").format(version=sent.update)
        problem = next(iter(sent.problems), None)
        if problem is not None:
            self.note.tell(problem)
        else:
            self.note.say(said.format(batches=sent.batches, acknowledged=sent.acknowledged), "good")

    def _carry(self) -> None:
        batch = self.batches.current()
        chosen = QFileDialog.getExistingDirectory(self, _("选择 U 盘"), self._settings.get("stick", ""))
        if chosen:
            self._settings.set("stick", chosen)
            op = partial(sending.carry, self._office, batch, Path(chosen))
            self._work(_("正在写入并核对…"), op, self._carried, stoppable=False)

    def _carried(self, done: Any) -> None:
        self.note.say(sending.carried_words(done), "warn" if done.left or not done.files else "good")

    def _apply(self) -> None:
        files, _filter = QFileDialog.getOpenFileNames(
            self,
            _("读入回执"),
            self._settings.get("stick", ""),
            _("回执和下发包 (*.ack *.erased *.down *.files);;所有文件 (*)"),
        )
        if files:
            op = partial(sending.take_in, self._office, [Path(one) for one in files])
            self._work(_("正在读入回执…"), op, self._applied, stoppable=False)

    def _applied(self, counts: dict[str, int]) -> None:
        told = "，".join(
            f"{_(stages.verdict(name).word)} {count:,}" for name, count in counts.items() if count
        )
        self.note.say(_("回执已处理：{told}").format(told=told or _("没有新的意见")), "good")

    def _answer(self) -> None:
        file, _filter = QFileDialog.getOpenFileName(self, _("读入登记邀请"), self._settings.get("stick", ""))
        if not file:
            return
        proposed = str(
            Path(file).with_name(_("登记答复-{code}").format(code=self._office.info.code) + ".answer")
        )
        out, _filter = QFileDialog.getSaveFileName(self, _("保存答复文件"), proposed)
        if out:
            op = partial(_answer, self._office, Path(file), Path(out))
            background.run(op, self).then(self._answered).failed(self.note.tell)

    def _enrol_online(self, address: str, code: str) -> None:
        if address and code:
            op = partial(_enrol_online, self._office, address, code)
        else:
            place = self._settings.get("stick", "")
            file, _filter = QFileDialog.getOpenFileName(self, _("读入登记邀请"), place)
            if not file:
                return
            op = partial(_enrol_with_file, self._office, Path(file))
        background.run(op, self).then(self._enrolled).failed(self.note.tell)

    def _enrolled(self, answered: Any) -> None:
        told = _("已向 {name} 登记。请打电话核对数字：{digits}")
        self.note.say(told.format(name=answered.name, digits=answered.fingerprint), "good")
        self.refresh()
        self.changed.emit()

    def _answered(self, answered: Any) -> None:
        self.enrol.show_fingerprint(answered.fingerprint)
        self.note.say(
            _("答复已写好：{file}。请交回上级，并打电话核对数字：{digits}").format(
                file=answered.file, digits=answered.fingerprint
            ),
            "good",
        )
        self.refresh()
        self.changed.emit()


def _batch_line(batch: Any) -> Line:
    word, icon, tone = _STAGES.get(str(batch.stage), ("?", "help", "text_faint"))
    words = _(word)
    if str(batch.stage) == "sending" and batch.size:
        words = _("已发 {percent}%，可继续").format(percent=100 * batch.sent_bytes // batch.size)
    told = "  ".join(
        f"{_(stages.verdict(name).word)} {count:,}" for name, count in batch.verdicts.items() if count
    )
    return Line(
        (
            Cell(f"{batch.number}"),
            Cell(words, icon, tone),
            Cell(f"{batch.records:,}", right=True),
            Cell(_size(batch.size), right=True),
            Cell(spoken(moment(batch.sealed_at))),
            Cell(told or "–"),
        ),
        batch,
    )


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"


def _read(office: "Office") -> tuple[Any, list[Any], int, int]:
    from sync import enrolment, outbox

    return (
        enrolment.office_above(office),
        outbox.batches(office),
        outbox.waiting(office),
        len(outbox.clearable(office)),
    )


def _records(office: "Office", batch: Any) -> list[Line]:
    from sync import outbox

    lines = []
    named = FormWords(office)
    for one in outbox.records(office, batch):
        look = stages.verdict(one.verdict or "none")
        lines.append(
            Line(
                (
                    Cell(_(look.word), look.icon, look.tone),
                    Cell(one.title),
                    Cell(named.form(one.form_id)),
                    Cell(named.question(one.form_id, one.question)),
                    Cell(one.words),
                ),
                (one.form_id, one.record_id),
            )
        )
    return lines


def _seal(office: "Office", _progress: Progress) -> Any:
    from sync import outbox

    return outbox.seal(office)


def _send(office: "Office", line: Lock, progress: Progress) -> Any:
    with line:
        return sending.send(office, progress)


def _clear(office: "Office", _progress: Progress) -> Any:
    from sync import outbox

    return outbox.clear(office)


def _answer(office: "Office", file: Path, out: Path) -> Any:
    from sync import enrolment

    return enrolment.answer(office, file, out)


def _enrol_online(office: "Office", address: str, code: str) -> Any:
    from sync import outbox

    return outbox.enrol_with_code(office, address, code)


def _enrol_with_file(office: "Office", file: Path) -> Any:
    from sync import outbox

    return outbox.enrol_with_file(office, file)
