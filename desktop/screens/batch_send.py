"""上报选中的记录: shows what would go and to whom, then seals it as a batch of its own and sends it where there is a line.

Sealing locks records until the office above has spoken, which the law of the ledger does not let anybody take back: so
this is said before, and there is no 撤销 after.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import background, sending
from desktop.offered import is_own
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.note import Note
from desktop.words import _
from records.model.heads import RecordHead
from records.model.states import State

if TYPE_CHECKING:
    from records.ledger import Office


class BatchSend(QObject):
    """One press over the chosen records; `done` when some went."""

    done = Signal()

    def __init__(
        self, office: "Office", window: QWidget, note: Note, busy: Busy, to_outbox: Callable[[], object]
    ) -> None:
        super().__init__(window)
        self._office, self._window, self._note, self._busy = office, window, note, busy
        self._to_outbox = to_outbox

    def fit(self, heads: list[RecordHead]) -> list[str]:
        """Return which of the chosen records are ready to go."""
        return [one.record_id for one in heads if one.state == State.APPROVED and is_own(self._office, one)]

    def begin(self, heads: list[RecordHead]) -> None:
        """Find out where they would go, and ask."""
        ids, left = self.fit(heads), len(heads) - len(self.fit(heads))
        task = background.run(partial(sending.above, self._office), self)
        task.then(partial(self._ask, ids, left)).failed(self._note.tell)

    def _ask(self, ids: list[str], left: int, above: sending.Above | None) -> None:
        if above is None:
            words = _("本单位还没有与上级登记，不能上报。")
            self._note.say(words, "warn", action=_("去登记"), act=self._to_outbox)
            return
        lines = [_("{count} 条将封装成一批，送往 {above}。").format(count=f"{len(ids):,}", above=above.name)]
        if left:
            lines.append(_("另有 {count} 条还没有审核通过或已经上报，不在其中。").format(count=f"{left:,}"))
        lines.append(_("封装后这些记录锁定，等上级办理；这一步不能撤销。"))
        lines.append(_("封装后立即发送。") if above.by_line else _("封装后请在“上报”页写到 U 盘。"))
        ask(self._window, _("上报"), lines, lambda _reason: self._do(ids), yes=_("上报"))

    def _do(self, ids: list[str]) -> None:
        progress = self._busy.watch(_("正在封装并发送…"), can_stop=False)
        op = partial(sending.seal_and_send, self._office, ids, progress)
        background.run(op, self).then(self._told).failed(self._note.tell).always(self._busy.done)

    def _told(self, gone: sending.Gone | None) -> None:
        if gone is None:
            self._note.say(_("选中的记录都不在“已审”状态，没有上报。"), "warn")
            return
        said = _("第 {number} 批已封装：{records} 条。").format(
            number=gone.batch.number, records=f"{gone.batch.records:,}"
        )
        if gone.sent is not None and not gone.sent.problems:
            self._note.say(said + _("已送达上级。"), "good")
        else:
            problem = gone.problem or next(iter(gone.sent.problems if gone.sent else ()), None)
            said += problem.sentence(_) if problem is not None else _("还没有发送。")
            self._note.say(said, "warn", action=_("去上报页"), act=self._to_outbox)
        self.done.emit()
