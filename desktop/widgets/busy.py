"""A line that says how far the work is, with a way to stop it."""

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.background import Progress
from desktop.time_left import time_left
from desktop.widgets import plain
from desktop.words import _


class Busy(QWidget):
    """Hidden until `watch`; shows words, a bar, done of total, the time left and 取消."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = plain.label()
        self._figures = plain.label(role="hint")
        self.cancel = plain.button(_("取消"), self._stop, key="Esc")
        self._since = QElapsedTimer()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("进度"))
        self._progress: Progress | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.addLayout(plain.row(self._words, self._figures, None, self.cancel))
        box.addWidget(self.bar)
        self.hide()

    def watch(self, words: str, *, can_stop: bool = True, tip: str = "") -> Progress:
        """Show *words* and return the `Progress` to hand to the op; call `done` at its end.

        *tip* says what stopping leaves, where it is not what is done so far.
        """
        self._words.setText(words)
        self._figures.setText("")
        self._since.start()
        self.cancel.setToolTip(f"{tip or _('停止，已完成的部分保留')}（Esc）")
        self.bar.setRange(0, 0)
        self.cancel.setVisible(can_stop)
        self.cancel.setEnabled(True)
        self._progress = Progress()
        self._progress.moved.connect(self._move)
        self.show()
        return self._progress

    def done(self) -> None:
        """Hide again."""
        self._progress = None
        self.hide()

    def _move(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        figures = f"{done:,} / {total:,}" if total else f"{done:,}" if done else ""
        left = time_left(done, total, self._since.elapsed() / 1000)
        self._figures.setText(f"{figures}  {left}".strip())

    def _stop(self) -> None:
        if self._progress is not None:
            self.cancel.setEnabled(False)
            self._progress.stop()
