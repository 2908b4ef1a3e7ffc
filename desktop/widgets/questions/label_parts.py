"""What stands with a question's words: the longer guidance, folded away, and the picture, sound or film of its label."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.widgets.questions.filling import Filling
from desktop.words import _
from forms.engine import Question

_LARGEST = QSize(420, 240)


class GuidanceButton(QPushButton):
    """A small ⓘ beside the label; a press shows the form author's longer explanation beneath, another hides it."""

    def __init__(self, question: Question, filling: Filling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = question.guidance
        self._filling = filling
        self.words = plain.label(role="hint", wrap=True)
        self.words.hide()
        self.setIcon(theme.icon("info-circle", "accent"))
        self.setProperty("role", "link")
        self.setFixedSize(22, 20)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("填写说明"))
        self.setToolTip(_("填写说明"))
        self.setVisible(bool(question.guidance))
        self.clicked.connect(self.toggle_words)

    def toggle_words(self) -> None:
        """Show or hide the explanation."""
        self.words.setText(self._text.in_(self._filling.language))
        self.words.setVisible(self.words.isHidden())


class LabelMedia(QWidget):
    """The picture of a label, and buttons that play its sound or film in the system's program."""

    def __init__(self, question: Question, filling: Filling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question, self._filling = question, filling
        self.picture = plain.label()
        self.play = plain.button(_("播放"), self._play, icon="player-play")
        self.play.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.addWidget(self.picture)
        row.addWidget(self.play)
        row.addStretch(1)
        self.hide()

    def _named(self, *kinds: str) -> str:
        """Return the file's name of the first of *kinds* the label has, in the language spoken now."""
        found = (self._question.media[kind] for kind in kinds if kind in self._question.media)
        return next((name.in_(self._filling.language) for name in found), "")

    def show_media(self) -> None:
        """Show what the label has; nothing when the file is not there."""
        name = self._named("image", "big-image")
        pixmap = QPixmap()
        has_picture = bool(name) and pixmap.loadFromData(self._filling.media(name))
        if has_picture:
            ratio = self.devicePixelRatioF()
            if pixmap.width() > _LARGEST.width() * ratio or pixmap.height() > _LARGEST.height() * ratio:
                pixmap = pixmap.scaled(
                    _LARGEST * ratio,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            pixmap.setDevicePixelRatio(ratio)
            self.picture.setPixmap(pixmap)
            self.picture.setAccessibleName(_("题目图片"))
        heard = self._named("audio", "video")
        has_sound = bool(heard) and bool(self._filling.media(heard))
        self.picture.setVisible(has_picture)
        self.play.setVisible(has_sound)
        self.setVisible(has_picture or has_sound)

    def _play(self) -> None:
        name = self._named("audio", "video")
        viewing = self._filling.viewing
        viewing.show(viewing.put(name.rpartition("/")[2], self._filling.media(name)))
