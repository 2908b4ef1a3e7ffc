"""What was brought in before, beside the import screen: lists it, drops what waits, takes a whole import back."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import background
from desktop.widgets.ask import ask
from desktop.widgets.importing.past_imports import PastImports
from desktop.words import _
from records.ledger import Office
from records.ledger.import_undo import Undone
from records.ledger.imports import ImportBatch, KeptImport

_LISTED = 20
_NAMED = 5


class ImportHistory(QObject):
    """The imports of one ledger; *owner* is the screen over which questions open."""

    failed = Signal(object)  # Problem
    undone = Signal(str, str)  # what was done, as a sentence, and its tone

    def __init__(self, office: Office, form_id: str, shown: PastImports, owner: QWidget) -> None:
        super().__init__(owner)
        self._office, self._form_id, self._shown, self._owner = office, form_id, shown, owner
        shown.drop_wanted.connect(self._drop)
        shown.undo_wanted.connect(self.ask_undo)

    def refresh(self) -> None:
        """Read what waits and what came in lately, and show it."""
        office, form_id = self._office, self._form_id

        def op() -> tuple[list[KeptImport], list[ImportBatch]]:
            kept = [one for one in office.imports.kept() if one.form_id == form_id]
            return kept, [one for one in office.imports.all(_LISTED) if form_id in one.forms]

        background.run(op, self).then(lambda found: self._shown.show_imports(*found)).failed(self.failed.emit)

    def _drop(self, kept_id: str) -> None:
        task = background.run(lambda: self._office.imports.drop_kept(kept_id), self)
        task.then(lambda _none: self.refresh()).failed(self.failed.emit)

    def ask_undo(self, import_id: str, file_name: str) -> None:
        """Ask for the reason, and say what taking back means."""
        lines = [
            _("“{file}”导入的草稿将作废，更新过的记录恢复原来的内容。").format(file=file_name),
            _("之后有人改过或已完成的记录不动，会逐条指出。"),
        ]
        reason = _("撤销的原因（审计会看到这句话）")
        undo = partial(self.undo, import_id)
        ask(self._owner, _("撤销整个导入"), lines, undo, yes=_("撤销导入"), role="danger", reason=reason)

    def undo(self, import_id: str, reason: str) -> None:
        """Take a whole import back."""
        task = background.run(lambda: self._office.undo_import(import_id, reason), self)
        task.then(self._tell).failed(self.failed.emit)

    def _tell(self, done: Undone) -> None:
        said = _("已撤销：{void} 条作废，{back} 条恢复原来的内容。").format(
            void=len(done.voided), back=len(done.restored)
        )
        if done.stayed:
            titles = "、".join(record.head.title for record in done.stayed[:_NAMED])
            said += _("{count} 条导入后已有人处理，没有动：{titles}").format(
                count=len(done.stayed), titles=titles
            )
        self.undone.emit(said, "warn" if done.stayed else "good")
