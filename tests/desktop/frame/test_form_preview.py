"""A reviewer tries a changed form beside Excel: mistakes by cell, differences, answers kept, published."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import resources
from desktop import background, form_media, form_trial
from desktop.screens.form_preview import FormPreview
from desktop.screens.record_form import RecordForm
from desktop.widgets.ask import Question
from records.ledger import Office
from tests.desktop.frame.conftest import CLERK, REVIEWER, Seat
from tests.fakes.form_author import FormAuthor
from tests.fakes.pictures_of_papers import photograph

NEXT = "2099010101"
WITHOUT_MEANING = {
    "date": ("ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian"),
    "text": ("ex:org.example.scan", "printer:org.example.label"),
    "image": ("new-front",),
    "decimal": ("bearing",),
    "geopoint": ("maps", "placement-map"),
    "select_one yes_no": ("image-map", "map"),
}


@pytest.fixture
def author(tmp_path: Path) -> FormAuthor:
    """A person in Excel, with one more question in the employment form."""
    author = FormAuthor.of_shipped("employment", tmp_path / "就业台账.xlsx").version(NEXT)
    return author.add("post", type="text", name="workshop", label="车间")


@pytest.fixture
def preview(seated: Seat, qtbot: QtBot) -> FormPreview:
    """The page as the reviewer opens it."""
    frame = seated(REVIEWER).centralWidget()
    frame.go("form-preview")
    page = frame.stack.currentWidget()
    assert isinstance(page, FormPreview)
    qtbot.waitUntil(background.idle, timeout=20_000)
    return page


def _opened(page: FormPreview, file: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown, timeout=20_000):
        page.open(file)


def _told(page: FormPreview) -> list[tuple[str, str]]:
    """Return the lines at the right: place and sentence."""
    model = page.lines.model()
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_saving_in_excel_shows_the_new_form_with_the_answers_kept(preview, author, qtbot):
    """The workbook is saved again beside the window: the new question is there, what was typed stays."""
    _opened(preview, author.saved(), qtbot)
    preview.filling.type("full_name", "阿苏木呷")
    preview.filling.type("workshop", "总装")

    with qtbot.waitSignal(preview.shown, timeout=20_000):
        author.version("2099010102").add("workshop", type="text", name="team", label="班组").saved()

    assert preview.filling.state("full_name").text == "阿苏木呷"
    assert preview.filling.state("workshop").text == "总装"
    preview.body.finish_building()
    assert {"workshop", "team"} <= set(preview.body.boxes)
    assert ("team", "新增问题“班组”（team）。 以前的记录这一项为空。") in _told(preview)


def test_mistakes_stand_by_their_cells_and_the_questions_stay(preview, author, qtbot):
    """A workbook with mistakes names each cell; the form of before stays, publishing waits."""
    _opened(preview, author.saved(), qtbot)
    before = preview.body

    with qtbot.waitSignal(preview.shown, timeout=20_000):
        author.set("workshop", "type", "txt").set("phone", "relevant", "${posts} = 1").saved()

    places = [place for place, _sentence in _told(preview)]
    assert [place.split()[0] for place in places] == ["survey", "survey"]
    assert [place.split()[1][0] for place in places] == ["J", "A"]
    assert preview.body is before
    assert not preview.publish.isEnabled()


def test_publishing_asks_with_what_changes(preview, author, qtbot, qapp):
    """Publish opens a question with the differences; with a yes the form is in force, the record list unchanged."""
    office: Office = preview._office
    records = len(office.records.list("employment").rows)
    _opened(preview, author.saved(), qtbot)

    preview.ask_publish()
    question = next(one for one in qapp.topLevelWidgets() if isinstance(one, Question) and one.isVisible())
    with qtbot.waitSignal(preview.changed, timeout=20_000):
        question.yes.click()

    assert office.forms.definition("employment").version == NEXT
    assert len(office.records.list("employment").rows) == records
    qtbot.waitUntil(lambda: not preview.publish.isEnabled(), timeout=20_000)


def test_losses_need_a_yes_of_their_own(preview, author, qtbot, qapp):
    """A question with answers that goes is named with the number of records, in red, before anything is published."""
    _opened(preview, author.drop("note").saved(), qtbot)
    losing = bool(preview.trial.weighed.losses)

    preview.ask_publish()
    question = next(one for one in qapp.topLevelWidgets() if isinstance(one, Question) and one.isVisible())
    wanted = question.yes.property("role")
    question.no.click()

    assert wanted == ("danger" if losing else "primary")
    assert preview._office.forms.definition("employment").version != NEXT


def test_the_workbook_of_a_form_is_handed_out(preview, qtbot, tmp_path):
    """Export writes the form in force; opened here it is the same version, with nothing to publish."""
    file = tmp_path / "out.xlsx"
    preview.export_to("employment", file)
    qtbot.waitUntil(file.exists, timeout=20_000)
    qtbot.waitUntil(background.idle, timeout=20_000)

    _opened(preview, file, qtbot)

    assert preview.trial.weighed.same
    assert not preview.publish.isEnabled()


def test_a_clerk_may_try_but_not_publish(seated: Seat, author, qtbot):
    """The clerk fills the form on trial; publishing is for those who lead."""
    frame = seated(CLERK).centralWidget()
    frame.go("form-preview")
    page = frame.stack.currentWidget()
    _opened(page, author.saved(), qtbot)

    assert page.filling is not None
    assert not page.publish.isEnabled()


def test_an_old_draft_opens_and_is_saved_with_its_own_version(seated: Seat, author, qtbot):
    """A draft of before has no new question on its screen, and saving it keeps its version."""
    frame = seated(CLERK).centralWidget()
    office: Office = frame.office
    head = office.records.list("employment", states=["draft"]).rows[0]
    with office.transaction() as connection:  # as when the form came with the last sending
        office.forms.publish_in(connection, [author.compiled()])
    office.forms.forget()

    frame.open_record("employment", head.record_id)
    form = frame.stack.currentWidget().findChild(RecordForm)
    qtbot.waitUntil(lambda: form.saver is not None, timeout=20_000)
    asked = set(form.filling.session.definition.questions)
    form.filling.type("note", "补记一笔")
    with qtbot.waitSignal(form.saved, timeout=20_000):
        form.save_now()

    assert "workshop" not in asked
    assert office.records.get(head.record_id).head.form_version == head.form_version != NEXT
    assert office.records.get(head.record_id).answers["note"] == "补记一笔"


def test_forms_go_as_a_file_from_the_settings_page(seated: Seat, qtbot, tmp_path):
    """打包下发 writes a signed package; 接收表包 without an office above says so."""
    frame = seated(REVIEWER).centralWidget()
    frame.go("settings")
    page = frame.stack.currentWidget()
    file = tmp_path / "表.forms"

    page.forms.pack_to(file)
    qtbot.waitUntil(file.exists, timeout=20_000)
    page.forms.take_from(file)
    qtbot.waitUntil(lambda: "SYNC-030" in page.note.words.text(), timeout=20_000)

    assert file.read_bytes().startswith(b"forms.json\0")


def test_drafts_move_from_the_settings_page(seated: Seat, author, qtbot, qapp):
    """After a new version, 迁移草稿 lists what changes and moves every draft; old drafts opened by then were their own."""
    frame = seated(REVIEWER).centralWidget()
    office: Office = frame.office
    drafts = office.records.list("employment", states=["draft"]).rows
    office.forms.publish(author.compiled())
    frame.go("settings")
    page = frame.stack.currentWidget()
    qtbot.waitUntil(background.idle, timeout=20_000)

    page.forms.move_drafts.click()
    if not drafts:
        pytest.fail("the sample office has no drafts")
    qtbot.waitUntil(
        lambda: any(isinstance(one, Question) and one.isVisible() for one in qapp.topLevelWidgets())
    )
    question = next(one for one in qapp.topLevelWidgets() if isinstance(one, Question) and one.isVisible())
    with qtbot.waitSignal(page.changed, timeout=20_000):
        question.yes.click()

    versions = {office.records.get(head.record_id).head.form_version for head in drafts}
    assert versions == {NEXT}


def test_the_form_speaks_another_language_with_the_answers_kept(preview, qtbot):
    """The author looks at the English words of the form; what was answered and can be undone stays."""
    _opened(preview, resources.path("samples", "every-kind.md"), qtbot)
    preview.filling.type("household", "5")
    preview.languages.setCurrentIndex(preview.languages.findData("en"))
    preview.body.finish_building()

    assert preview.body.boxes["household"].label.text() == "People in the household (counter)"
    assert preview.body.boxes["opinion"].editor._buttons["5"].text() == "Very good"
    assert preview.filling.state("household").value == 5
    preview.filling.undo()
    assert preview.filling.state("household").value is None


def test_a_switch_of_the_programs_language_keeps_the_trial(preview, qtbot):
    """The page is made anew in the other language; the workbook opens again with what was answered."""
    _opened(preview, resources.path("samples", "every-kind.md"), qtbot)
    preview.filling.type("household", "5")

    again = FormPreview(preview._office, preview._settings)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.shown, timeout=20_000):
        again.refresh()

    assert again.filling.state("household").value == 5


def test_an_appearance_without_meaning_is_named(preview, qtbot, author):
    """Calendars, sensors, maps and other apps no desk has are told beside the form, each by name; the form works."""
    for kind, words in WITHOUT_MEANING.items():
        for word in words:
            name = "q_" + "".join(letter for letter in word if letter.isalpha())
            author.add("post", type=kind, name=name, label=name, appearance=word)
    _opened(preview, author.saved(), qtbot)

    told = [problem for problem in preview.trial.problems if problem.code == "DESKTOP-080"]
    assert {problem.values["word"] for problem in told} == {
        word for words in WITHOUT_MEANING.values() for word in words
    }
    assert all(problem.place.startswith("q_") for problem in told)
    assert {place for place, _ in _told(preview)} >= {problem.place for problem in told}


def test_pictures_of_labels_are_published_with_the_form(preview, qtbot, author):
    """A picture beside the workbook is shown while trying, and after publishing in every record."""
    author.set("post", "media::image::中文 (zh)", "post.png")
    (author.file.parent / "post.png").write_bytes(photograph(60, 40, kind="PNG"))
    _opened(preview, author.saved(), qtbot)
    preview.body.finish_building()
    assert not preview.body.boxes["post"].media.picture.pixmap().isNull()

    form_trial.publish(preview._office, preview.trial, confirm_losses=False)
    media = form_media.of_office(preview._office, "employment")
    assert media("jr://images/post.png") == photograph(60, 40, kind="PNG")
