"""Offices below: inviting, taking in, revoking their devices; and receiving over the network."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop import background
from desktop.facts import moment
from desktop.key_words import state_of
from desktop.receiving import Receiving
from desktop.screens.ledger_model import moment as spoken
from desktop.screens.shared_records import SharedRecords
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.computer_number import ComputerNumber
from desktop.widgets.division_field import DivisionField
from desktop.widgets.enrolment_card import EnrolmentCard, Step
from desktop.widgets.file_field import FileField
from desktop.widgets.note import Note
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office


class DevicesPanel(QWidget):
    """The tab 设备与接收 of the inbox."""

    changed = Signal()

    def __init__(self, office: "Office", settings: Settings, note: Note) -> None:
        super().__init__()
        self._office, self._settings, self.note = office, settings, note
        self.receiving = Receiving(office)
        self.computer = ComputerNumber()
        self.place = DivisionField(partial(_search, office), _("下级单位所在地"), beside=self.computer)
        self.address = QLineEdit(str(settings.get("server_address", "")))
        self.address.setAccessibleName(_("本单位接收地址"))
        self.address.setPlaceholderText(_("联网接收时填写，例如 https://10.0.0.5:8443；只用 U 盘可以不填"))
        self.port = QSpinBox()
        self.port.setRange(1024, 65535)
        self.port.setValue(int(settings.get("server_port", 8443)))
        self.port.setAccessibleName(_("端口"))
        pem = _("PEM 文件 (*.pem *.crt *.key)") + ";;" + _("全部文件 (*)")
        where = lambda: str(settings.get("stick", ""))  # noqa: E731  (one line, for two fields)
        self.certificate = FileField(_("TLS 证书"), _("可以不填：批次本身已加密"), pem, where)
        self.key = FileField(_("TLS 私钥"), _("与证书配套"), pem, where)
        self.certificate.line.setText(str(settings.get("server_certificate", "")))
        self.key.line.setText(str(settings.get("server_key", "")))
        self.serve = plain.button(_("开始接收"), self._serve, icon="player-play", key="Ctrl+G")
        self.serving = plain.label(role="soft")
        self.keys = plain.label(role="soft", wrap=True)
        self.renew = plain.button(_("更换密钥…"), self._renew, icon="key", key="Ctrl+Alt+J")
        self.enrol = EnrolmentCard(
            _("登记一个下级单位"),
            _("邀请只对所选单位有效，只能用一次。"),
            (
                Step(_("选择下级单位，写出邀请文件，交给对方。"), _("写出邀请…"), self._invite, "Ctrl+B"),
                Step(_("对方交回答复文件后读入。"), _("读入答复…"), self._accept, "Ctrl+R"),
                Step(_("在电话里与对方核对下面的数字；不一致就吊销这台设备。")),
            ),
        )
        self.table = PlainTable(
            _("下级设备"),
            [_("单位"), _("代码"), _("状态"), _("登记时间"), _("最近联系"), _("密钥启用"), _("指纹")],
            widths=(200, 80, 90, 140, 140, 110, 240),
        ).among_others()
        self.revoke = plain.button(_("吊销…"), self._revoke, icon="ban", key="Ctrl+Alt+V", role="danger")
        self.shared = SharedRecords(office, settings, self, note)
        self._build()
        self.table.picked.connect(self.shared.choose)
        self.table.picked.connect(
            lambda one: self.revoke.setEnabled(one is not None and one.standing == "enrolled")
        )
        self.receiving.changed.connect(self._show_serving)
        self._show_serving()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.addLayout(
            plain.row(
                plain.label(_("联网接收"), "strong"),
                plain.label(_("端口"), "soft"),
                self.port,
                self.serve,
                self.serving,
                None,
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        for column, (words, field) in enumerate(
            (
                (_("TLS 证书"), self.certificate),
                (_("TLS 私钥"), self.key),
                (_("下级单位所在地"), self.place),
                (_("本单位接收地址"), self.address),
            )
        ):
            down, across = 2 * (column // 2), column % 2
            grid.addWidget(plain.label(words, "soft"), down, across)
            grid.addWidget(field, down + 1, across, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(across, 1)
        box.addLayout(grid)
        line = plain.row(plain.label(_("本机密钥"), "strong"))
        line.addWidget(self.keys, 1)
        line.addWidget(self.renew)
        box.addLayout(line)
        box.addWidget(self.enrol)
        box.addLayout(plain.row(plain.label(_("下级设备"), "strong"), None, self.shared.button, self.revoke))
        box.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Read the devices anew."""
        background.run(partial(_devices, self._office), self).then(self._show).failed(self.note.tell)
        background.run(partial(_own_keys, self._office), self).then(self._show_keys).failed(self.note.tell)

    def _show_keys(self, own: Any) -> None:
        self.keys.setText(state_of(own))

    def _renew(self) -> None:
        """Ask first: a renewal cannot be taken back."""
        words = [
            _(
                "上下级单位凭密钥认得本机。更换后，下次联网或下一个 U 盘会把新密钥告诉它们；之前封好的批次照样收。"
            ),
            _("旧密钥从此作废，被人抄走也没有用处。更换后请马上做一次备份：以前的备份里没有新密钥。"),
        ]
        ask(self, _("更换密钥"), words, lambda _reason: self._do_renew(), yes=_("更换"))

    def _do_renew(self) -> None:
        background.run(partial(_renewed, self._office), self).then(self._tell_renewed).failed(self.note.tell)

    def _tell_renewed(self, own: Any) -> None:
        self._show_keys(own)
        self.note.say(_("密钥已更换。请马上做一次备份。"), "good")
        self.changed.emit()

    def _show(self, found: list[Any]) -> None:
        self.shared.devices = found
        self.table.show_lines([_device_line(one) for one in found])

    def _invite(self) -> None:
        division = self.place.division
        if division is None:
            self.note.say(_("请先选择下级单位所在地。"), "warn")
            self.place.setFocus()
            return
        code = self.computer.code(division.code)
        name = _("登记邀请-{code}").format(code=code) + ".invite"
        start = str(Path(self._settings.get("stick", "")) / name)
        file, _filter = QFileDialog.getSaveFileName(self, _("写出邀请"), start)
        if file:
            self._settings.set("server_address", self.address.text().strip())
            op = partial(_new, self._office, code, Path(file), self.address.text().strip())
            background.run(op, self).then(self._invited).failed(self.note.tell)

    def _invited(self, issued: Any) -> None:
        self.enrol.show_fingerprint(issued.fingerprint)
        told = _("邀请已写好：{file}").format(file=issued.file)
        if self.address.text().strip():
            told += "  " + _("联网登记用的一次性码：{code}").format(code=issued.spoken)
        self.note.say(told, "good")

    def _accept(self) -> None:
        file, _filter = QFileDialog.getOpenFileName(self, _("读入答复"), self._settings.get("stick", ""))
        if file:
            op = partial(_take_in, self._office, Path(file))
            background.run(op, self).then(self._accepted).failed(self.note.tell)

    def _accepted(self, accepted: Any) -> None:
        self.enrol.show_fingerprint(accepted.fingerprint)
        self.note.say(
            _("已登记：{name}。请在电话里核对数字：{digits}").format(
                name=accepted.name, digits=accepted.fingerprint
            ),
            "good",
        )
        self.refresh()
        self.changed.emit()

    def _revoke(self) -> None:
        device = self.table.current()
        if device is None:
            return
        ask(
            self,
            _("吊销设备"),
            [
                _("{name} 的这台设备今后送来的批次都会被隔离。已收到的记录不受影响。").format(
                    name=device.office_name
                )
            ],
            partial(self._do_revoke, device.device_id),
            yes=_("吊销"),
            role="danger",
            reason=_("吊销的原因"),
        )

    def _do_revoke(self, device_id: str, reason: str) -> None:
        op = partial(_revoke, self._office, device_id, reason)
        background.run(op, self).then(lambda _none: self.refresh()).failed(self.note.tell)

    def _serve(self) -> None:
        self._settings.set("server_port", self.port.value())
        if self.receiving.is_on:
            self.receiving.stop()
        else:
            self._settings.set("server_certificate", self.certificate.line.text().strip())
            self._settings.set("server_key", self.key.line.text().strip())
            self.receiving.start(self.port.value(), self.certificate.file(), self.key.file())

    def _show_serving(self) -> None:
        on = self.receiving.is_on
        self.serve.setText(_("停止接收") if on else _("开始接收"))
        for field in (self.port, self.certificate, self.key):
            field.setEnabled(not on)
        told = _("正在接收：{address}").format(address=self.receiving.address) if on else _("没有在接收。")
        self.serving.setText(told)
        if self.receiving.problem is not None:
            self.note.tell(self.receiving.problem)


def _device_line(device: Any) -> Line:
    good = device.standing == "enrolled"
    standing = (
        Cell(_("有效"), "circle-check", "good")
        if good
        else Cell(_("已吊销"), "ban", "bad", tip=device.reason)
    )
    return Line(
        (
            Cell(device.office_name),
            Cell(device.office_code),
            standing,
            Cell(spoken(moment(device.enrolled_at))),
            Cell(spoken(moment(device.last_seen_at))),
            Cell(device.keys_since[:10]),
            Cell(device.fingerprint),
        ),
        device,
    )


def _search(office: "Office", text: str, limit: int) -> Any:
    """Find places; an office below is most likely near."""
    from forms.reference import Reference
    from forms.reference.nearness import home_of

    partner = str(office.settings.get("partner_province") or "")
    return Reference.load().search(text, limit, home_of(office.info.code, partner))


def _devices(office: "Office") -> list[Any]:
    from sync import enrolment

    return list(enrolment.devices(office))


def _own_keys(office: "Office") -> Any:
    from sync import enrolment

    return enrolment.own_keys(office)


def _renewed(office: "Office") -> Any:
    from sync import enrolment

    enrolment.renew(office)
    return enrolment.own_keys(office)


def _new(office: "Office", code: str, file: Path, address: str) -> Any:
    from sync import enrolment

    return enrolment.new(office, code, file, address)


def _take_in(office: "Office", file: Path) -> Any:
    from sync import enrolment

    return enrolment.accept(office, file)


def _revoke(office: "Office", device_id: str, reason: str) -> None:
    from sync import enrolment

    enrolment.revoke(office, device_id, reason)
