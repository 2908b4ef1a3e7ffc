"""The calm strip on the workbench: a new program is out. One press to the details, another puts it off for a week."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop import theme, update_words
from desktop.widgets import plain
from desktop.words import _


class UpdateStrip(QWidget):
    """Hidden while there is no news; `details` and `later` are its two presses."""

    details = Signal()
    later = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strip = plain.frame("note", across=True, margins=(12, 8, 8, 8))
        self._sign = plain.label()
        self.words = plain.label(wrap=True)
        self.open_ = plain.button(_("详情与核对…"), self.details.emit, role="link")
        self.later_ = plain.button(
            _("稍后提醒"), self.later.emit, role="quiet",
            tip=_("{days} 天后再提醒；过了要求的日子每天都提醒").format(days=update_words.LATER_DAYS),
        )  # fmt: skip
        box = plain.box_of(self._strip)
        box.addWidget(self._sign)
        box.addWidget(self.words, 1)
        box.addWidget(self.open_)
        box.addWidget(self.later_)
        self.setLayout(plain.row(self._strip))
        self.hide()

    def show_notice(self, held: object, today: date) -> None:
        """Show the notice *held* (a `sync.distribution.Held`), or nothing when it is None."""
        from sync.distribution import Held

        self.setVisible(isinstance(held, Held))
        if isinstance(held, Held):
            pressing = update_words.is_pressing(held, today)
            plain.role(self._strip, "note-warn" if pressing else "note")
            name, tone = ("alert-triangle", "warn") if pressing else ("info-circle", "accent")
            self._sign.setPixmap(theme.pixmap(name, tone, theme.px(18), self.devicePixelRatioF()))
            self.words.setText(update_words.heading(held, today))
