"""到期删除: what is due by which rule, requests that wait for another person, and the proof of what was erased.

Nothing is erased by one person, and nothing by itself. What is not reached (backups, the office above, paper) is told.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QAbstractItemView, QFileDialog

from desktop import background, erasure_rows, words
from desktop.erasure_rows import ErasureRow
from desktop.held_elsewhere import held_elsewhere
from desktop.screens.page import Page
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _
from records.model.retention import BY_KEY

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.erasures import Due, Erasure, Proof

_DUE_WIDTHS: Final = (110, 260, 150, 240)
_ASKED_WIDTHS: Final = (60, 70, 110, 150, 240)
_GONE_WIDTHS: Final = (60, 70, 110, 150, 170, 70, 180)
_UNTOLD: Final = ("sealed", "carrying", "sending", "sent", "waiting")
_IMPORT: Final = "@import"


@dataclass(frozen=True, slots=True)
class _Known:
    """What one reading gives."""

    due: "list[Due]"
    waiting: "list[Erasure]"
    rules: list[tuple[str, int]]
    titles: dict[str, str]
    gone: list[ErasureRow]


class RetentionPage(Page):
    """The page of retention."""

    def __init__(self, office: "Office") -> None:
        super().__init__()
        self._office = office
        self.due = PlainTable(_("到期的"), [_("到期日"), _("规则"), _("台账"), _("记录")], widths=_DUE_WIDTHS)
        self.due.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.asked = PlainTable(
            _("等待另一人确认的"),
            [_("编号"), _("条数"), _("提出人"), _("时间"), _("理由")],
            widths=_ASKED_WIDTHS,
        )
        self.asked.setMaximumHeight(130)
        self.gone = PlainTable(
            _("已删除的"),
            [_("编号"), _("条数"), _("删除人"), _("时间"), _("校验值"), _("日志"), _("上级")],
            widths=_GONE_WIDTHS,
        )
        self.gone.setMaximumHeight(130)
        self.gone.picked.connect(lambda _row: self._may_answer())
        self.carry = plain.button(
            _("删除通知写到 U 盘…"), self._choose_carry, icon="device-usb",
            tip=_("联网时自动告知上级；不联网的用 U 盘带去"),
        )  # fmt: skip
        self.answer = plain.button(
            _("写给下级的回复…"), self._choose_answer, icon="file-export",
            tip=_("选中由下级告知的一次删除，把结果写成文件带回下级；联网的自动取回"),
        )  # fmt: skip
        self.rules = plain.label(role="soft", wrap=True)
        self.told = plain.label(role="soft", wrap=True, copyable=True)
        self.told.hide()
        self.ask_ = plain.button(_("申请删除选中的…"), self._ask, icon="trash", key="Ctrl+Shift+Delete")
        self.all_ = plain.button(_("全选"), self.due.selectAll, role="link")
        self.freeze = plain.button(_("只存不用…"), self._freeze, icon="lock")
        self.confirm = plain.button(_("确认并删除…"), self._confirm, icon="check", role="primary")
        self.drop = plain.button(_("撤回申请"), self._drop, icon="x")
        self.busy = Busy()
        self._build()

    def _build(self) -> None:
        self.box.addWidget(plain.label(_("到期删除"), "heading"))
        self.box.addWidget(self.rules)
        self.box.addWidget(self.busy)
        self.box.addWidget(self.told)
        self.box.addWidget(self.due, 1)
        self.box.addWidget(flow(self.ask_, self.freeze, self.all_))
        self.box.addWidget(plain.label(_("等待另一人确认的"), "strong"))
        self.box.addWidget(self.asked)
        self.box.addWidget(flow(self.confirm, self.drop))
        self.box.addWidget(plain.label(_("已删除的"), "strong"))
        self.box.addWidget(self.gone)
        self.box.addWidget(flow(self.carry, self.answer))
        self.due.say_when_empty(_("现在没有到期的记录。到期的会列在这里，由一人申请、另一人确认后删除。"))
        self.asked.say_when_empty(_("没有等待确认的申请。"))

    def refresh(self) -> None:
        """Read what is due and what waits."""
        background.run(partial(_read, self._office), self).then(self._show).failed(self.note.tell)

    def _show(self, known: _Known) -> None:
        self.rules.setText(
            "　".join(
                _("{rule} {years} 年").format(rule=_(BY_KEY[key].words), years=years)
                for key, years in known.rules
            )
        )
        self.due.show_lines([_due_line(each, known.titles) for each in known.due])
        self.asked.show_lines([_asked_line(each) for each in known.waiting])
        self.gone.show_lines([_gone_line(each) for each in known.gone])
        self.carry.setEnabled(any(each.up is not None and each.up.stage in _UNTOLD for each in known.gone))
        self._may_answer()
        if not known.due:
            self.due.clearSelection()
        for part in (self.ask_, self.freeze, self.all_):
            part.setEnabled(bool(known.due))
        for part in (self.confirm, self.drop):
            part.setEnabled(bool(known.waiting))

    def _ask(self) -> None:
        chosen = [each.record_id for each in self.due.chosen()]
        if chosen:
            lines = [_("由另一人登录确认后才删除；删除后不能恢复，只留下校验值和日志。")]
            title = _("申请删除 {count} 条").format(count=len(chosen))
            ask(
                self,
                title,
                lines,
                partial(self._asked, chosen),
                yes=_("申请"),
                role="danger",
                reason=_("理由"),
            )

    def _asked(self, ids: list[str], reason: str) -> None:
        task = background.run(partial(self._office.retention.ask, ids, reason), self)
        task.then(self._waits).failed(self.note.tell)

    def _waits(self, asked: "Erasure") -> None:
        self.note.say(
            _("已提出第 {number} 号申请，请另一人登录后在这里确认。").format(number=asked.number), "good"
        )
        self.refresh()

    def _freeze(self) -> None:
        chosen = [each.record_id for each in self.due.chosen() if each.form_id != _IMPORT]
        if chosen:
            lines = [_("法定期限未满、审计未结束的：只保存，不能再办理，也不再列为到期。")]
            title = _("{count} 条只存不用").format(count=len(chosen))
            ask(self, title, lines, partial(self._frozen, chosen), yes=_("只存不用"), reason=_("理由"))

    def _frozen(self, ids: list[str], reason: str) -> None:
        task = background.run(partial(_freeze, self._office, ids, reason), self)
        task.then(lambda _none: self.refresh()).failed(self.note.tell)

    def _confirm(self) -> None:
        asked = self.asked.current()
        if asked is not None:
            lines = [
                _("{who} 提出，理由：{reason}").format(who=asked.asked_by, reason=asked.reason),
                _("确认后立即删除，不能恢复。以前的备份在轮换删除之前还有这些内容。"),
            ]
            title = _("删除第 {number} 号申请的 {count} 条").format(number=asked.number, count=asked.records)
            ask(self, title, lines, lambda _reason: self._erase(asked.number), yes=_("删除"), role="danger")

    def _erase(self, number: int) -> None:
        progress = self.busy.watch(_("正在删除…"), can_stop=False)
        task = background.run(partial(_erase, self._office, number, progress), self)
        task.then(self._erased).failed(self.note.tell).always(self.busy.done)

    def _erased(self, done: "tuple[Proof, list[str]]") -> None:
        proof, elsewhere = done
        line = _(
            "已删除 {records} 条记录（{versions} 版）、{persons} 人、{files} 个附件；校验值 {checksum}，日志第 {line} 条。"
        ).format(
            records=proof.records,
            versions=proof.versions,
            persons=proof.persons,
            files=proof.files,
            checksum=proof.checksum,
            line=proof.line,
        )
        self.told.setText("\n".join([line, *elsewhere]))
        self.told.show()
        self.refresh()
        self.changed.emit()

    def _drop(self) -> None:
        asked = self.asked.current()
        if asked is not None:
            task = background.run(partial(self._office.retention.drop, asked.number), self)
            task.then(lambda _none: self.refresh()).failed(self.note.tell)

    # ── telling the office above, answering the one below ────────────────────────────────────────────────────

    def _choose_carry(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("选择 U 盘"))
        if chosen:
            self.carry_to(Path(chosen))

    def carry_to(self, folder: Path) -> None:
        """Write what the office above must hear to *folder*."""
        task = background.run(partial(_carry, self._office, folder), self)
        task.then(self._carried).failed(self.note.tell)

    def _carried(self, count: int) -> None:
        self.note.say(_("已写入并核对：删除通知 {count} 份。").format(count=count), "good")
        self.refresh()

    def _may_answer(self) -> None:
        row = self.gone.current()
        self.answer.setEnabled(row is not None and row.down is not None)

    def _choose_answer(self) -> None:
        row = self.gone.current()
        if row is None or row.down is None:
            return
        proposed = f"{row.down.office_code}-{row.down.their_number}.erased"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("写给下级的回复"), proposed, _("回复 (*.erased)"))
        if chosen:
            self.answer_to(row.done.erasure.number, Path(chosen))

    def answer_to(self, number: int, file: Path) -> None:
        """Write what became of request *number* to *file*."""
        task = background.run(partial(_answer, self._office, number, file), self)
        task.then(lambda _file: self.note.say(_("回复已写好：{file}").format(file=file), "good"))
        task.failed(self.note.tell)


def _carry(office: "Office", folder: Path) -> int:
    from sync import outbox

    return len(outbox.erasures.carry(office, folder))


def _answer(office: "Office", number: int, file: Path) -> Path:
    from sync import inbox

    return inbox.erasures.write_answer(office, number, file)


def _read(office: "Office") -> _Known:
    titles = {info.form_id: info.title.in_(words.language()) for info in office.forms.all()}
    waiting = [each for each in office.retention.requests() if not each.outcome]
    rules = [(rule.key, years) for rule, years in office.retention.rules()]
    return _Known(office.retention.due(), waiting, rules, titles, erasure_rows.read(office))


def _due_line(due: "Due", titles: dict[str, str]) -> Line:
    ledger = titles.get(due.form_id, _("待处理的导入"))
    rule = _(BY_KEY[due.rule].words)
    return Line((Cell(f"{due.due}"), Cell(rule), Cell(ledger), Cell(due.title)), due)


def _asked_line(asked: "Erasure") -> Line:
    moment = f"{asked.asked_at:%Y-%m-%d %H:%M}"
    cells = (
        Cell(str(asked.number)),
        Cell(f"{asked.records:,}", right=True),
        Cell(asked.asked_by),
        Cell(moment),
        Cell(asked.reason),
    )
    return Line(cells, asked)


def _gone_line(row: ErasureRow) -> Line:
    done = row.done
    cells = (
        Cell(str(done.erasure.number)),
        Cell(f"{done.erasure.records:,}", right=True),
        Cell(done.erasure.closed_by or ""),
        Cell(f"{done.erasure.closed_at:%Y-%m-%d %H:%M}"),
        Cell(done.checksum[:16], tip=done.checksum),
        Cell(str(done.line), right=True),
        Cell(row.above, tone=row.tone),
    )
    return Line(cells, row)


def _freeze(office: "Office", ids: list[str], reason: str) -> None:
    for record_id in ids:
        office.retention.freeze(record_id, reason)


def _erase(office: "Office", number: int, progress: Any) -> "tuple[Proof, list[str]]":
    proof = office.retention.confirm(number, progress=progress)
    return proof, held_elsewhere(office, proof)
