"""下发记录: what a device below may read, carried to it on a stick; and whose records a lost computer's become."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop import background
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.note import Note
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office


class SharedRecords(QObject):
    """The button 下发记录 beside the list of devices; *device* is the one chosen there."""

    def __init__(self, office: "Office", settings: Settings, window: QWidget, note: Note) -> None:
        super().__init__(window)
        self._office, self._settings, self._window, self._note = office, settings, window, note
        self.device: Any = None
        self.devices: list[Any] = []
        self.button = plain.button(_("下发记录"), icon="download", key="Ctrl+Alt+D")
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        self.button.setEnabled(False)

    def choose(self, device: Any) -> None:
        """The device chosen in the list changed."""
        self.device = device
        self.button.setEnabled(device is not None)

    def _fill(self) -> None:
        from sync import distribution

        menu, device = self._menu, self.device
        menu.clear()
        if device.standing != "enrolled":
            heirs = [one for one in self.devices if _may_inherit(one, device)]
            for one in heirs:
                act = menu.addAction(
                    _("把它的记录交给{name}…").format(name=one.office_name).replace("&", "&&")
                )
                act.triggered.connect(lambda _on=False, one=one: self._ask_take_over(device, one))
            here = menu.addAction(_("由本机接管它的记录…"))
            here.triggered.connect(lambda _on=False: self._ask_take_over(device, None))
            return
        given = distribution.share_of(self._office, device.device_id).ledgers
        choices = (
            (_("不下发"), ()),
            (_("登记簿（人员、单位、结对）"), distribution.REGISTERS),
            (_("全部台账"), (distribution.ALL,)),
        )
        for words_, ledgers in choices:
            act = menu.addAction(words_)
            act.setCheckable(True)
            act.setChecked(given == ledgers)
            act.triggered.connect(lambda _on=False, ledgers=ledgers: self._share(device, ledgers))
        menu.addSeparator()
        stick = menu.addAction(_("写到 U 盘…"))
        stick.setEnabled(bool(given))
        stick.triggered.connect(lambda _on=False: self._pack(device))

    def _share(self, device: Any, ledgers: tuple[str, ...]) -> None:
        op = partial(_share, self._office, device.device_id, ledgers)
        said = _("{name}下次联系时收到所选的记录，只能查看。").format(name=device.office_name)
        if not ledgers:
            said = _("从现在起不再向{name}下发；已下发的留在那里。").format(name=device.office_name)
        task = background.run(op, self).then(lambda _given: self._note.say(said, "good"))
        task.failed(self._note.tell)

    def _pack(self, device: Any) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, _("选择 U 盘"), self._settings.get("stick", "")
        )
        if chosen:
            self._settings.set("stick", chosen)
            op = partial(_pack, self._office, device.device_id, Path(chosen))
            background.run(op, self).then(self._packed).failed(self._note.tell)

    def _packed(self, files: list[Path]) -> None:
        said = _("已写好下发包 {count} 个：{files}") if files else _("没有新的记录可下发")
        names = "、".join(file.name for file in files)
        self._note.say(said.format(count=len(files), files=names), "good")

    def _ask_take_over(self, device: Any, heir: Any) -> None:
        name = _("本机") if heir is None else heir.office_name
        lines = [
            _("{gone}报来并已办理的记录交给{heir}继续办理；还没有审核的请先审核。").format(
                gone=device.office_name, heir=name
            ),
            _("它没有报来的，这里没有，无法接管。"),
        ]
        ask(
            self._window,
            _("接管记录"),
            lines,
            partial(
                self._take_over,
                device.device_id,
                self._office.info.device_id if heir is None else heir.device_id,
            ),
            yes=_("接管"),
            role="danger",
            reason=_("接管的原因"),
        )

    def _take_over(self, gone: str, heir: str, reason: str) -> None:
        op = partial(_take_over, self._office, gone, heir, reason)
        background.run(op, self).then(self._taken).failed(self._note.tell)

    def _taken(self, outcomes: list[Any]) -> None:
        went = sum(one.problem is None for one in outcomes)
        self._note.say(
            _("已接管 {went} 条，{left} 条未办。").format(went=f"{went:,}", left=f"{len(outcomes) - went:,}"),
            "good" if went == len(outcomes) else "warn",
        )


def _may_inherit(one: Any, gone: Any) -> bool:
    return bool(one.standing == "enrolled" and one.office_code[:6] == gone.office_code[:6])


def _share(office: "Office", device_id: str, ledgers: tuple[str, ...]) -> Any:
    from sync import distribution

    return distribution.share(office, device_id, ledgers)


def _pack(office: "Office", device_id: str, folder: Path) -> list[Path]:
    from sync import distribution

    return distribution.pack_records(office, device_id, folder)


def _take_over(office: "Office", gone: str, heir: str, reason: str) -> list[Any]:
    from sync import handover

    return handover.take_over(office, gone, heir, reason)
