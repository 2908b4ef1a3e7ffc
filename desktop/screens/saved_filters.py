"""Filters a person keeps under a name: what was searched, which state, which order.

They lie in the office's encrypted file, not on the PC: what somebody searched for may be a person's name. Each person
has their own.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop import background
from desktop.widgets.ask import ask
from desktop.widgets.note import Note
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office

MOST = 20  # a longer menu is no longer quicker than typing


class SavedFilters(QObject):
    """The menu of filters of one ledger; `chosen` carries one: ``{"search", "state", "order"}``."""

    chosen = Signal(dict)

    def __init__(self, office: "Office", form_id: str, over: QWidget, note: Note) -> None:
        super().__init__(over)
        self._office, self._over, self._note = office, over, note
        self._key = f"filters/{form_id}"

    def all(self) -> dict[str, dict[str, str]]:
        """Return the filters by name, in the order they were saved."""
        kept = self._office.settings.own(self._key, {})
        return dict(kept) if isinstance(kept, dict) else {}

    def fill(self, menu: QMenu, now: dict[str, str]) -> None:
        """Fill *menu*: the filters, then keeping the one that is on (*now*), and forgetting one."""
        menu.clear()
        known = self.all()
        for name, kept in known.items():
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _on=False, kept=kept: self.chosen.emit(kept)
            )
        menu.addSeparator()
        keep = menu.addAction(_("保存现在的筛选…"))
        keep.setEnabled(any(now.values()) and len(known) < MOST)
        keep.triggered.connect(lambda: self.ask_name(now))
        if known:
            gone = menu.addMenu(_("删除筛选"))
            for name in known:
                gone.addAction(name.replace("&", "&&")).triggered.connect(
                    lambda _on=False, name=name: self.forget(name)
                )

    def ask_name(self, now: dict[str, str]) -> None:
        """Ask under which name *now* is kept."""
        lines = [_("以后从“筛选”菜单一点就到。同名的会被换掉。")]
        ask(
            self._over,
            _("保存筛选"),
            lines,
            lambda name: self.keep(name, now),
            yes=_("保存"),
            reason=_("名称"),
        )

    def keep(self, name: str, now: dict[str, str]) -> None:
        """Keep *now* under *name* (its first line, thirty characters)."""
        short = name.splitlines()[0][:30]
        self._write({**self.all(), short: now}, _("已保存筛选“{name}”。").format(name=short))

    def forget(self, name: str) -> None:
        """Forget the filter *name*."""
        known = self.all()
        known.pop(name, None)
        self._write(known, _("已删除筛选“{name}”。").format(name=name))

    def _write(self, known: dict[str, Any], said: str) -> None:
        op = partial(self._office.settings.keep_own, self._key, known or None)
        background.run(op, self).then(lambda _none: self._note.say(said, "good")).failed(self._note.tell)
