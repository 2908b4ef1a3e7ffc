"""Files as they come to a desk: dropped, pasted, or chosen in a dialog; and how one is opened to be looked at.

What is opened lies in a folder of the system's temporary place only as long as its form is open: nothing personal
may stay there unencrypted.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.words import _
from forms.engine import Kind

Read = Callable[[], bytes]
Named = tuple[str, Read]  # a name, and how to read the content (off the window's thread)
_PICTURES = "*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.gif *.heic"
_LAST: dict[Kind, str] = {}  # the folder of last time: photographs come from one, scans from another


def _read(file: Path) -> bytes:
    from records.ledger.attachments import read_file

    return read_file(file)


def of_file(file: Path) -> Named:
    """Return *file* by name, to be read later."""
    return file.name, lambda: _read(file)


def brings_files(data: QMimeData) -> bool:
    """Say whether a drop or the clipboard holds files or a picture."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def taken_from(data: QMimeData, name: str) -> list[Named]:
    """Return the files of a drop or of the clipboard; a bare picture (a screenshot) is called *name*."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return [of_file(file) for file in files]
    picture = QImage(data.imageData()) if data.hasImage() else QImage()
    if picture.isNull():
        return []
    content = png_of(picture)
    return [(f"{name}.png", lambda: content)]


def png_of(picture: QImage) -> bytes:
    """Return *picture* as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(picture)  # QImage.save takes other types than it declares
    return bytes(buffer.data().data())


def choose(parent: QWidget, kind: Kind, *, several: bool = False) -> list[Named]:
    """Ask for files of *kind*, beginning in the folder of last time (the first time: where pictures land)."""
    place = QStandardPaths.StandardLocation
    start = _LAST.get(kind) or QStandardPaths.writableLocation(
        place.PicturesLocation if kind is Kind.IMAGE else place.DocumentsLocation
    )
    filters = {
        Kind.IMAGE: _("图片 ({patterns})").format(patterns=_PICTURES),
        Kind.AUDIO: _("录音 ({patterns})").format(patterns="*.mp3 *.m4a *.amr *.wav *.ogg *.flac"),
        Kind.VIDEO: _("录像 ({patterns})").format(patterns="*.mp4 *.mov *.3gp *.avi *.webm"),
    }
    wanted = ";;".join([filters[kind], _("所有文件 (*)")] if kind in filters else [_("所有文件 (*)")])
    ask = QFileDialog.getOpenFileNames if several else QFileDialog.getOpenFileName
    answer, _kind = ask(parent, _("选择文件"), start, wanted)
    chosen = [Path(one) for one in (answer if isinstance(answer, list) else [answer]) if one]
    if chosen:
        _LAST[kind] = str(chosen[0].parent)
    return [of_file(file) for file in chosen]


class Viewing:
    """Opens files in the system's programs from a folder of its own, which `end` removes."""

    def __init__(self, open_url: Callable[[QUrl], object] = QDesktopServices.openUrl) -> None:
        self._open_url = open_url
        self.folder: Path | None = None

    def put(self, shown: str, content: bytes) -> Path:
        """Write the content where only this person may read it; read-only, so that nobody edits a copy by mistake."""
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="xiezuo-view-"))
        place = Path(tempfile.mkdtemp(dir=self.folder))
        file = place / shown
        file.write_bytes(content)
        file.chmod(0o400)
        return file

    def show(self, file: Path) -> None:
        """Open a file that was put."""
        self._open_url(QUrl.fromLocalFile(str(file)))

    def end(self) -> None:
        """Remove everything; what a program still holds open (Windows) goes with the next end."""
        if self.folder is None:
            return
        for file in self.folder.rglob("*"):
            with suppress(OSError):
                os.chmod(file, 0o700)
        shutil.rmtree(self.folder, ignore_errors=True)
        if not self.folder.exists():
            self.folder = None
