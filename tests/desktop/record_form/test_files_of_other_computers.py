"""The files of a record of another computer: the panel says what is not here yet, and fetches it when asked."""

from PySide6.QtWidgets import QLabel
from sqlalchemy import update

from desktop.widgets.questions.file_editor import FileEditor
from records.store.tables_sync import parent
from sync import outbox
from sync.server import app
from tests.fakes.county_computers import HASTY, county_of, serving
from tests.fakes.memory_link import FailsAfter, MemoryLink, Running
from tests.fakes.pictures_of_papers import pdf, photograph
from tests.fakes.visits import approved_visit, publish, shown


def words(form) -> str:
    """Return what the panel says."""
    return "\n".join(one.text() for one in form.files.panel.findChildren(QLabel) if one.isVisible())


def test_not_yet_here_is_said_and_fetched_at_once(qtbot, make_office, open_form, tmp_path):
    """The line broke after the records: panel and field say so; 现在取回 brings photograph and signed paper."""
    county = county_of(make_office, tmp_path)
    wang = county.wang
    publish(county.main, county.li, wang, folder=tmp_path)
    county.give(wang)
    record_id = approved_visit(county.li, "卓玛", photograph(), signed=pdf())
    county.sends(county.li)
    with Running(app(county.main)) as running:
        outbox.send(wang, FailsAfter(MemoryLink(running), 0), patience=HASTY, wait=0)

    form = open_form(wang, "visit", record_id)
    form.files.toggle()
    panel = form.files.panel
    qtbot.waitUntil(lambda: len(panel.files) == 2)
    (field,) = form.findChildren(FileEditor)
    assert words(form).count("还没有到本机，下次联系时取回") == 2
    assert field.size_.text() == "还没有到本机，下次联系时取回"
    assert panel.fetch.isVisible()

    with serving(county.main) as address:
        with wang.transaction() as connection:
            connection.execute(update(parent).values(address=address))
        panel.fetch.click()
        qtbot.waitUntil(lambda: all(file.here for file in panel.files), timeout=20_000)

    assert shown(wang, record_id) == {"合影.jpg": photograph(), "签字页.pdf": pdf()}
    assert not panel.fetch.isVisible()
    assert "还没有到本机" not in words(form)
    assert "KB" in field.size_.text()
