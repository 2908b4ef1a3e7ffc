"""The frame around an open office: navigation at the left, one search at the top, five facts at the bottom.

Pages are made when first visited and kept. Whatever changes on one of them, the facts are read anew and shown in
navigation, status line and workbench together.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop import background, facts, theme, words
from desktop.background import Latest
from desktop.families import FAMILIES
from desktop.screens.global_search import GlobalSearch
from desktop.screens.help import KeySheet
from desktop.screens.page import Page
from desktop.sender import Sender
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.navigation import Navigation, Place
from desktop.widgets.pages import Pages, scrolled
from desktop.widgets.rail import Rail
from desktop.widgets.shortcuts import hear
from desktop.widgets.status_line import StatusLine
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.backups import Daily

_LEDGER: Final = "ledger:"
_UNDER_SETTINGS: Final = ("audit", "retention")  # pages without a place of their own in the navigation
_FACTS_MS: Final = 60_000
_BACKUP_MS: Final = 60_000  # after signing in: the first minute is for work
_SEARCH: Final = (150, 430)  # pixels at 100 %: the search at the top, at least and at most


class MainWindow(QWidget):
    """The frame; `leave_wanted` locks, `dress_wanted` and `language_wanted` carry the choice."""

    leave_wanted = Signal()
    dress_wanted = Signal(str)
    language_wanted = Signal(str)
    zoom_wanted = Signal(int)  # percent
    idle_wanted = Signal(int)  # minutes
    rekey_wanted = Signal()
    shown = Signal(str)  # the key of the page now in front

    def __init__(self, office: "Office", folder: Path, settings: Settings, clock: Clock) -> None:
        super().__init__()
        self.office, self.folder = office, folder
        self._settings, self._clock = settings, clock
        self._latest = Latest()
        self.facts = facts.Facts()
        self._pages: dict[str, Page] = {}
        self._keys: list[str] = []
        self.stack = Pages()
        self.navigation = Navigation(settings.get("navigation.shut", []))
        self.navigation.shut_changed.connect(partial(settings.set, "navigation.shut"))
        self.sending = Sender(office)
        self.sending.sent.connect(self.read_facts)
        self.status = StatusLine(office.user.name, office.user.role, clock)
        self.search = GlobalSearch(office, self)
        self._build()
        self._bind_keys()
        self.navigation.chosen.connect(self.go)
        self.navigation.leave_wanted.connect(self._into_page)
        self.status.go_wanted.connect(self.go)
        self.search.chosen.connect(self.open_record)
        timer = QTimer(self)
        timer.setInterval(_FACTS_MS)
        timer.timeout.connect(self.read_facts)
        timer.start()
        self._show_places()
        self.go("workbench")
        self.read_facts()
        later = QTimer(self)  # its own, so that it goes with the window
        later.setSingleShot(True)
        later.timeout.connect(self.back_up_today)
        later.start(_BACKUP_MS)

    def _build(self) -> None:
        bar = plain.frame("bar")
        across = QGridLayout()
        across.setContentsMargins(14, 6, 10, 6)
        plain.box_of(bar).addLayout(across)
        mark = plain.label()
        mark.setPixmap(theme.pixmap("book", "accent", 22, self.devicePixelRatioF()))
        self._name = plain.label(self.office.info.name, "strong")
        self._name.setToolTip(plain.escaped(self.office.info.name))
        self._program = (plain.label("·", "hint"), plain.label(_("协作台账"), "soft"))
        self.dress = plain.button(
            "",
            self._dress,
            icon="palette",
            role="quiet",
            tip=_("浅色、深色、高对比度切换（Ctrl+Shift+D）"),
        )
        self.language = plain.button(
            words.LANGUAGES[words.ENGLISH if words.language() == words.CHINESE else words.CHINESE],
            self._speak,
            icon="language",
            role="quiet",
            tip=_("中文、英文切换（Ctrl+Shift+E）"),
        )
        help_ = plain.button("", self.show_keys, icon="keyboard", role="quiet", tip=_("按键表（Ctrl+/）"))
        guide = plain.button("", self.show_guide, icon="help", role="quiet", tip=_("使用手册（F1）"))
        leave = plain.button("", self._leave, icon="lock", role="quiet", tip=_("锁定，换人（Ctrl+L）"))
        for quiet, spoken in (
            (self.dress, _("浅色、深色、高对比度切换")),
            (guide, _("使用手册")),
            (help_, _("按键表")),
            (leave, _("锁定，换人")),
        ):
            quiet.setAccessibleName(spoken)
        across.addLayout(plain.row(mark, self._name, *self._program), 0, 0)
        across.setColumnStretch(1, 1)
        across.addWidget(self.search, 0, 2)
        across.addLayout(plain.row(8, self.language, self.dress, guide, help_, leave, spacing=2), 0, 3)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.rail = Rail(self.navigation, self)
        middle.addWidget(self.rail)
        middle.addWidget(scrolled(self.stack, _("页面")), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+K": self._find_everywhere,
            "F1": self.show_guide,
            "Ctrl+/": self.show_keys,
            "F2": self.navigation.setFocus,
            "Alt+Home": partial(self.go, "workbench"),
            "Ctrl+PgUp": partial(self._step, -1),
            "Ctrl+PgDown": partial(self._step, 1),
            "Ctrl+Shift+T": partial(self.go, "form-preview"),
            "Ctrl+L": self._leave,
            "Ctrl+Shift+D": self._dress,
            "Ctrl+Shift+E": self._speak,
        }
        hear(self, keys, Qt.ShortcutContext.WindowShortcut)

    def page(self) -> str:
        """Return the key of the page in front."""
        return self.navigation.key() or "workbench"

    def go(self, key: str, then: str = "") -> None:
        """Bring the page *key* to the front (``ledger:employment/returned`` filters it by state)."""
        key, _slash, narrowed = key.partition("/")
        front = self.stack.currentWidget()
        page = self._page(key)
        if isinstance(front, Page) and front is not page and not front.may_leave():
            self.navigation.mark(self.page())
            return
        self.stack.setCurrentWidget(page)
        self.setFocusProxy(page)
        self.navigation.mark(key if key not in _UNDER_SETTINGS else "settings")
        if narrowed or then:
            page.show_filter(narrowed or then)
        page.refresh()
        if not self.navigation.hasFocus():
            self.setFocus()  # never left behind in the search at the top: a ledger without rows takes it later
            page.setFocus()
        self.shown.emit(key)

    def open_record(self, form_id: str, record_id: str) -> None:
        """Show a record in its ledger."""
        from desktop.screens.ledger_list import LedgerList

        self.go(_LEDGER + form_id)
        page = self.stack.currentWidget()
        if isinstance(page, LedgerList):
            page.open_record(record_id)

    def read_facts(self) -> None:
        """Read the facts anew."""
        self._latest.run(partial(facts.read, self.office), self).then(self._know)

    def show_keys(self) -> None:
        """Open the sheet of keys (Ctrl+/)."""
        KeySheet(self).open()

    def show_guide(self) -> None:
        """Open the user guide (F1), at what belongs to the page in front."""
        from desktop.screens.guide import Guide

        Guide.show_over(self, self.page())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way when the window is narrow: the tree folds, the top keeps what one needs."""
        super().resizeEvent(event)
        self.rail.fit(self.width())
        narrow = self.rail.narrow
        for part in self._program:
            part.setVisible(not narrow)
        least, most = (theme.px(size) for size in _SEARCH)
        room = self.width() - theme.px(360)  # what mark and buttons take
        self.search.setFixedWidth(max(least, min(most, round(room * 0.6))))
        shown = self._name.fontMetrics().elidedText(
            self.office.info.name,
            Qt.TextElideMode.ElideRight,
            max(theme.px(60), room - self.search.width() - (0 if narrow else theme.px(90))),
        )
        self._name.setText(shown)
        self.status.fit(self.width())

    def rescue(self) -> int:
        """Save every record that is being filled in; returns how many there are (after a fault, before a lock)."""
        return sum(page.rescue() for page in self._pages.values())

    def lock(self) -> None:
        """Leave the office, as Ctrl+L."""
        self._leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let each page save what is typed and stop what runs behind it."""
        for page in self._pages.values():
            page.may_leave()
            page.at_end()
        self.sending.stop()
        super().closeEvent(event)

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._made(key)
            page.changed.connect(self.read_facts)
            page.go_wanted.connect(self.go)
            page.open_wanted.connect(self.open_record)
            self._pages[key] = page
            self.stack.addWidget(page)
        return self._pages[key]

    def _made(self, key: str) -> Page:
        """Make the page of *key*; modules are imported when first visited, to open the window early."""
        if key.startswith(_LEDGER):
            from desktop.screens.ledger_list import LedgerList

            return LedgerList(self.office, key.removeprefix(_LEDGER), self._settings, self._clock)
        if key == "receipts":
            from desktop.screens.receipts import ReceiptsPage

            return ReceiptsPage(self.office, self._settings)
        if key == "returns":
            from desktop.printers import SystemPrinters
            from desktop.screens.returns_page import ReturnsPage

            return ReturnsPage(self.office, self._settings, SystemPrinters())
        if key == "outbox":
            from desktop.screens.outbox import OutboxPage

            return OutboxPage(self.office, self._settings, self._clock, self.sending)
        if key == "inbox":
            from desktop.screens.inbox import InboxPage

            return InboxPage(self.office, self._settings, self._clock)
        if key == "indicators":
            from desktop.screens.indicators_page import IndicatorsPage

            return IndicatorsPage(self.office, self._settings, self._clock)
        if key == "publish":
            from desktop.screens.publish_page import PublishPage

            return PublishPage(self.office, self._settings, self._clock)
        if key == "form-preview":
            from desktop.screens.form_preview import FormPreview

            return FormPreview(self.office, self._settings)
        if key in {"audit", "retention", "settings"}:
            return self._keeping_page(key)
        from desktop.screens.workbench import Workbench

        return Workbench(self.office, self._clock, self._settings)

    def _keeping_page(self, key: str) -> Page:
        """Make one of the pages of keeping the office: its settings, its log, its retention."""
        if key == "audit":
            from desktop.screens.audit_page import AuditPage

            return AuditPage(self.office)
        if key == "retention":
            from desktop.screens.retention_page import RetentionPage

            return RetentionPage(self.office)
        from desktop.screens.office_settings import OfficeSettings

        page = OfficeSettings(self.office, self._settings, self._clock)
        page.dress_wanted.connect(self.dress_wanted)
        page.language_wanted.connect(self.language_wanted)
        page.zoom_wanted.connect(self.zoom_wanted)
        page.idle_wanted.connect(self.idle_wanted)
        page.rekey_wanted.connect(self._rekey)
        return page

    def back_up_today(self) -> None:
        """Make the backup of the day on a worker thread, when none was made yet."""
        task = background.run(partial(_backed_up_today, self.office), self)
        task.then(self._told_backup).failed(self._untold)

    def _told_backup(self, done: "Daily | None") -> None:
        """Show the new age of the backup; a second place that was not there is told on the page in front."""
        if done is not None:
            self.read_facts()
            if done.problem is not None:
                self._untold(done.problem)

    def _untold(self, problem: Problem) -> None:
        page = self._pages.get(self.page())
        if page is not None:
            page.note.tell(problem)

    def _know(self, known: facts.Facts) -> None:
        old = [ledger.form_id for ledger in self.facts.ledgers]
        self.facts = known
        if old != [ledger.form_id for ledger in known.ledgers]:
            self._show_places()
        counts = {_LEDGER + ledger.form_id: ledger.waiting for ledger in known.ledgers}
        counts["outbox"] = known.by_state.get("approved", 0)
        counts["inbox"] = known.batches_below
        self.navigation.show_counts(counts)
        self.status.show_facts(known)
        self.search.know(known)
        front = self._pages.get("workbench")
        if front is not None:
            from desktop.screens.workbench import Workbench

            if isinstance(front, Workbench):
                front.show_facts(known)

    def _show_places(self) -> None:
        places = [Place("workbench", _("工作台"), "home")]
        for family in FAMILIES:
            ledgers = [ledger for ledger in self.facts.ledgers if ledger.family == family.key]
            children = [
                Place(_LEDGER + ledger.form_id, ledger.title.in_(words.language())) for ledger in ledgers
            ]
            if children:
                places.append(Place("", _(family.word), family.icon, children, family.key))
        places.append(Place("receipts", _("票据"), "certificate"))
        places.append(Place("indicators", _("考核"), "chart-bar"))
        places.append(Place("returns", _("应报报表"), "calendar"))
        places.append(Place("outbox", _("上报"), "send"))
        if self.office.info.level != "field":
            places.append(Place("inbox", _("收件"), "inbox"))
        places.append(Place("publish", _("发布"), "world"))
        places.append(Place("settings", _("单位设置"), "settings"))
        self._keys = [place.key for top in places for place in (top, *top.children) if place.key]
        self.navigation.show_places(places)
        self.navigation.mark(self.page())

    def _step(self, step: int) -> None:
        at = self._keys.index(self.page()) if self.page() in self._keys else 0
        self.go(self._keys[(at + step) % len(self._keys)])

    def _find_everywhere(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _leave(self) -> None:
        if all(page.may_leave() for page in self._pages.values()):
            self.leave_wanted.emit()

    def _rekey(self) -> None:
        if all(page.may_leave() for page in self._pages.values()):
            self.rekey_wanted.emit()

    def _dress(self) -> None:
        at = theme.MODES.index(theme.mode())
        self.dress_wanted.emit(theme.MODES[(at + 1) % len(theme.MODES)])

    def _into_page(self) -> None:
        page = self.stack.currentWidget()
        if page is not None:
            self.setFocus()
            page.setFocus()

    def _speak(self) -> None:
        if all(page.may_leave() for page in self._pages.values()):
            self.language_wanted.emit(words.ENGLISH if words.language() == words.CHINESE else words.CHINESE)


def _backed_up_today(office: "Office") -> "Daily | None":
    return office.backups.daily() if office.backups.due() else None
