"""Questions answered by files, and what stands beside a question: guidance, pictures and sounds of its label."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from desktop import background
from desktop.widgets.questions.drawing_pad import DrawingPad
from desktop.widgets.record.form_body import FormBody
from forms.compile import compile_xlsform
from records.model.files import shown_name
from tests.fakes.hands_at_questions import drop_on, hands_at, value
from tests.fakes.pictures_of_papers import pdf, photograph

# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────


def _shown(body: FormBody, path: str) -> str:
    return shown_name(str(value(body, path) or ""))


def test_a_picture_is_pasted(qtbot, body):
    """A screenshot in the clipboard becomes the answer, with its thumbnail; Delete takes it away."""
    picture = QImage(80, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(picture)
    hands = hands_at(qtbot, body, "photo")
    hands.key(Qt.Key.Key_V, ctrl=True)
    qtbot.waitUntil(lambda: value(body, "photo") is not None)
    assert _shown(body, "photo") == "粘贴的图片.png"
    assert not body.boxes["photo"].editor.picture.pixmap().isNull()
    hands.key(Qt.Key.Key_Delete)
    assert value(body, "photo") is None


def test_a_file_is_dropped(qtbot, body, tmp_path):
    """A file dropped on the field becomes the answer."""
    file = tmp_path / "就业协议.pdf"
    file.write_bytes(pdf())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop_on(body.boxes["scan"].editor.frame, data)
    qtbot.waitUntil(lambda: value(body, "scan") is not None)
    assert _shown(body, "scan") == "就业协议.pdf"


def test_a_wrong_file_is_told_at_the_field(qtbot, body):
    """A PDF for a photograph is refused in words, and what stood there stays."""
    field = body.boxes["photo"].editor
    field.take("就业协议.pdf", pdf)
    qtbot.waitUntil(field.told.isVisible)
    assert "就业协议.pdf" in field.told.text()
    assert value(body, "photo") is None


def test_a_file_is_opened_from_a_copy_that_goes(qtbot, body):
    """What is opened is a read-only copy; nothing of it is left when the form goes."""
    field, opened = body.boxes["photo"].editor, []
    field.viewing._open_url = opened.append
    field.take("新居.jpg", photograph)
    qtbot.waitUntil(lambda: value(body, "photo") is not None)
    field.view.click()
    qtbot.waitUntil(lambda: bool(opened))
    copy = Path(opened[0].toLocalFile())
    assert (copy.name, copy.read_bytes()) == ("新居.jpg", photograph())
    assert copy.stat().st_mode & 0o077 == 0
    field.viewing.end()
    assert not copy.exists()


@pytest.mark.parametrize("appearance", ["signature", "draw"])
def test_a_signature_is_drawn(qtbot, asked, appearance):
    """Space opens the sheet; what is drawn is a picture, an empty sheet left by Esc is none."""
    body = asked("image", appearance)
    hands_at(qtbot, body).key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: body.findChild(DrawingPad) is not None)
    pad = body.findChild(DrawingPad)
    qtbot.mousePress(pad.sheet, Qt.MouseButton.LeftButton, pos=pad.sheet.rect().topLeft() * 1)
    qtbot.mouseMove(pad.sheet, pad.sheet.rect().center())
    pad.accept()
    qtbot.waitUntil(lambda: value(body) is not None)
    assert body.filling.shelf.look(value(body)).media_type == "image/png"


def test_a_picture_is_drawn_on(qtbot, asked):
    """Annotate draws onto the picture that stands there and answers with another one."""
    body = asked("image", "annotate")
    field = body.boxes["a"].editor
    field.take("新居.jpg", photograph)
    qtbot.waitUntil(lambda: value(body) is not None)
    first = value(body)
    field.draw_.click()
    qtbot.waitUntil(lambda: body.findChild(DrawingPad) is not None)
    body.findChild(DrawingPad).accept()
    qtbot.waitUntil(lambda: value(body) not in (None, first))
    assert body.filling.shelf.look(value(body)).width == 1024


# ── labels ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_guidance_is_folded_away(body):
    """The longer explanation is behind ⓘ, and only where there is one."""
    guide = body.boxes["satisfaction"].guide
    assert guide.words.isHidden()
    guide.click()
    assert guide.words.text().startswith("0 为很不满意")
    assert body.boxes["stars"].guide.isHidden()


def test_pictures_of_labels_and_choices_are_shown(qtbot, show, tmp_path):
    """A label's picture stands under its words, a choice with a picture becomes a button with it."""
    file = tmp_path / "form.md"
    file.write_text(
        "| survey | | | | | |\n|---|---|---|---|---|---|\n| | type | name | label | media::image | media::audio |\n"
        "| | select_one xy | a | A | house.png | hello.mp3 |\n\n"
        "| choices | | | | |\n|---|---|---|---|---|\n| | list_name | name | label | media::image |\n"
        "| | xy | x | 土房 | house.png |\n| | xy | y | 砖房 | |\n",
        encoding="utf-8",
    )
    body = show(compile_xlsform(file).definition)
    assert body.boxes["a"].media.isHidden()  # the files are not there: the words are enough
    body = show(compile_xlsform(file).definition)
    body.filling.media = lambda name: {"house.png": photograph(40, 40), "hello.mp3": b"ID3x"}.get(
        name.rpartition("/")[2], b""
    )
    fresh = FormBody(body.filling)
    qtbot.addWidget(fresh)
    fresh.finish_building()
    box = fresh.boxes["a"]
    assert not box.media.picture.pixmap().isNull()
    assert not box.media.play.isHidden()
    assert not box.editor._buttons["x"].icon().isNull()
    assert box.editor._buttons["y"].icon().isNull()


def test_background_is_idle_at_the_end():
    """No field leaves work behind that nobody waits for."""
    background.wait()
    assert background.idle()


def test_digits_mean_codes_where_codes_are_digits(qtbot, show, tmp_path):
    """Where the codes are 0, 1 and 2, typing 1 chooses the code 1, not the first."""
    file = tmp_path / "sex.md"
    file.write_text(
        "| survey | | | | |\n|---|---|---|---|---|\n| | type | name | label | appearance |\n"
        "| | select_one sex | a | A | quick |\n| | text | b | B | |\n\n"
        "| choices | | | |\n|---|---|---|---|\n| | list_name | name | label |\n"
        "| | sex | 0 | 未知 |\n| | sex | 1 | 男 |\n| | sex | 2 | 女 |\n",
        encoding="utf-8",
    )
    body = show(compile_xlsform(file).definition)
    hands_at(qtbot, body).type("1")
    assert value(body) == "1"
    assert body.boxes["a"].editor._buttons["1"].text() == "1 男"
