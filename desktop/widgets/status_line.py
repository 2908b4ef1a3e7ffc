"""The line at the bottom: five facts that are always true. Who, unsent, last contact, last backup, connection."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop import theme
from desktop.facts import Facts
from desktop.roles import role_word
from desktop.widgets import plain
from desktop.words import _
from forms.clock import Clock

_OLD_DAYS = 3
_ROOMY = 900  # pixels at 100 %: from here on there is room for every word


class StatusLine(QWidget):
    """`go_wanted` carries the page a fact leads to."""

    go_wanted = Signal(str)

    def __init__(self, name: str, role: object, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        strip = plain.frame("foot", across=True, margins=(12, 1, 12, 1))
        box = plain.box_of(strip)
        self._who = plain.label(_("{name}（{role}）").format(name=name, role=role_word(role)), "soft")
        self.unsent = self._link("outbox", _("还没有上报的记录；到“上报”页"))
        self.contact = self._link("outbox", _("上一次收到上级回执的时间"))
        self.backup = self._link("settings", _("上一次经过验证的备份；到“单位设置”页"))
        self._sign = plain.label()
        self._link_words = plain.label(role="soft")
        self._online()
        for part in (self._who, _dot(), self.unsent, _dot(), self.contact, _dot(), self.backup):
            box.addWidget(part)
        box.addStretch(1)
        box.addWidget(self._sign)
        box.addWidget(self._link_words)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(strip)

    def show_facts(self, facts: Facts) -> None:
        """Show *facts*."""
        today = self._clock.now()
        self.unsent.setText(_("未上报 {count}").format(count=f"{facts.unsent:,}"))
        if facts.last_contact is not None:
            self.contact.setText(_("上次回执 {when}").format(when=spoken(facts.last_contact, today)))
        else:
            self.contact.setText(_("尚无回执") if facts.enrolled_above else _("尚未与上级登记"))
        if facts.last_backup is not None:
            old = (today - facts.last_backup).days >= _OLD_DAYS
            mark = "！" if old else " ✓"
            self.backup.setText(_("备份 {when}").format(when=spoken(facts.last_backup, today)) + mark)
        else:
            self.backup.setText(_("还没有备份！"))

    def fit(self, width: int) -> None:
        """Leave out the words of the connection where there is no room; its sign stays."""
        self._link_words.setVisible(width >= theme.px(_ROOMY))

    def _online(self) -> None:
        """Show what the system believes of the network: a hint, never a gate."""
        known = QNetworkInformation.loadDefaultBackend()
        now = QNetworkInformation.instance().reachability() if known else None
        online = now in (QNetworkInformation.Reachability.Online, QNetworkInformation.Reachability.Site)
        self._sign.setPixmap(
            theme.pixmap("wifi" if online else "wifi-off", "text_faint", 16, self.devicePixelRatioF())
        )
        said = _("有网络") if online else _("离线可用")
        self._link_words.setText(said)
        self._sign.setToolTip(said)
        self._sign.setAccessibleName(said)

    def _link(self, page: str, tip: str) -> QPushButton:
        made = plain.button("", lambda: self.go_wanted.emit(page), role="link", tip=tip)
        made.setProperty("place", page)
        return made


def _dot() -> QLabel:
    return plain.label("·", "hint")


def spoken(at: datetime, now: datetime) -> str:
    """Return *at* as people say it: 今天9:03, 昨天16:20, else the date."""
    at, now = at.astimezone(), now.astimezone()
    days = (now.date() - at.date()).days
    if days == 0:
        return _("今天") + f" {at:%H:%M}"
    return _("昨天") + f" {at:%H:%M}" if days == 1 else f"{at:%Y-%m-%d}"
