"""移交选中的记录: to which computer of the county, with which words; locked here at once, told with the next contact."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop import background
from desktop.offered import is_own
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.note import Note
from desktop.words import _
from records.model.heads import Outcome, RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

_STATES: Final = ("draft", "complete", "approved", "returned", "accepted")


class HandOver(QObject):
    """The button 移交 over the chosen records; `done` when some went. Hidden where there is no computer to hand it to."""

    done = Signal()

    def __init__(self, office: "Office", window: QWidget, note: Note) -> None:
        super().__init__(window)
        self._office, self._window, self._note = office, window, note
        self._heads: list[RecordHead] = []
        self._known = False
        self.button = plain.button(_("移交"), icon="arrow-forward-up", key="Ctrl+Alt+H")
        self._menu = QMenu(self.button)
        self.button.setMenu(self._menu)
        self.button.hide()

    def show_for(self, heads: list[RecordHead]) -> None:
        """Offer what can be handed over of the chosen records."""
        self._heads = heads
        self.button.setEnabled(bool(self._fit()))
        if not self._known:
            self._known = True
            background.run(partial(_neighbours, self._office), self).then(self._show).failed(self._note.tell)

    def _fit(self) -> list[str]:
        return [
            one.record_id for one in self._heads if is_own(self._office, one) and str(one.state) in _STATES
        ]

    def _show(self, neighbours: list[Any]) -> None:
        self._menu.clear()
        for one in neighbours:
            act = self._menu.addAction(f"{one.name}  {one.office}".replace("&", "&&"))
            act.triggered.connect(lambda _on=False, one=one: self._ask(one))
        self.button.setVisible(bool(neighbours))

    def _ask(self, to: Any) -> None:
        ids = self._fit()
        left = len(self._heads) - len(ids)
        lines = [_("{count} 条移交给{name}，由对方继续办理。").format(count=f"{len(ids):,}", name=to.name)]
        if left:
            lines.append(_("另有 {count} 条已上报、已作废或不是本机的，不在其中。").format(count=f"{left:,}"))
        lines.append(_("移交后本机立即只能查看；双方下次联系时办理，需要改回时请对方移交回来。"))
        ask(
            self._window,
            _("移交记录"),
            lines,
            partial(self._do, ids, to.device),
            yes=_("移交"),
            reason=_("移交的原因"),
        )

    def _do(self, ids: list[str], device: str, reason: str) -> None:
        op = partial(_give, self._office, ids, device, reason)
        background.run(op, self).then(self._told).failed(self._note.tell)

    def _told(self, outcomes: list[Outcome]) -> None:
        problem = next((one.problem for one in outcomes if one.problem is not None), None)
        if problem is not None:
            self._note.tell(problem)
        else:
            self._note.say(_("已移交 {count} 条").format(count=f"{len(outcomes):,}"), "good")
        self.done.emit()


def _neighbours(office: "Office") -> list[Any]:
    from sync import handover

    return list(handover.neighbours(office))


def _give(office: "Office", ids: list[str], device: str, reason: str) -> list[Outcome]:
    from sync import handover

    return handover.give(office, ids, device, reason)
