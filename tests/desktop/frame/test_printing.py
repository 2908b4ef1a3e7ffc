"""Printing from a ledger: the preview's choices, a receipt with one key, jams, and an office's own layouts."""

import subprocess
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import background
from desktop.print_jobs import PrintQueue, Recipe, remembered
from desktop.printers import Order, SystemPrinters
from desktop.widgets.printing.layouts_dialog import LayoutsDialog
from desktop.widgets.printing.print_preview import PrintPreview
from desktop.widgets.printing.queue_dialog import QueueDialog
from tests.desktop.frame.conftest import REVIEWER
from tests.desktop.frame.test_ledger_list import MS, open_list
from tests.fakes.paper_printer import PaperPrinter


@pytest.fixture
def printer() -> PaperPrinter:
    """A printer that works."""
    return PaperPrinter()


@pytest.fixture
def gifts(qtbot, seated, printer):
    """The ledger of gifts of money with its first donation chosen and a printer of paper beside it."""
    page = open_list(qtbot, seated(), "money_donation")
    page.actions_.papers.printing.printers = printer
    choose_first(qtbot, page)
    return page


def choose_first(qtbot, page):
    """Click the first donation of the list, once the list is at rest."""
    qtbot.waitUntil(background.idle, timeout=MS)
    row = page.table.visualRect(page.model.index(0, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=row)
    qtbot.waitUntil(lambda: len(page.actions_.heads) == 1, timeout=MS)


def dialog(qtbot, kind):
    """Return the open window of that kind once its work is done."""

    def found():
        return next(
            (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None
        )

    qtbot.waitUntil(lambda: found() is not None, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    return found()


def press_print(qtbot, page):
    """Press the key of the direct print, let go of it, and wait until the printer has answered."""
    window = page.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=MS)
    page.table.setFocus()
    qtbot.keyClick(
        page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    # QTest leaves the modifiers of its last key down for the whole process, and rows chosen then are toggled.
    qtbot.keyRelease(page.table, Qt.Key.Key_Control)
    qtbot.waitUntil(page.note.isVisible, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)


def test_one_key_prints_the_receipt_of_the_chosen_donation(qtbot, gifts, printer):
    """Ctrl+Alt+P numbers the donation, prints three copies on the usual printer, and asks whether they came out."""
    press_print(qtbot, gifts)

    assert [order.printer for order in printer.orders] == ["办公室激光"]
    assert printer.papers[0].count("捐赠登记凭证（内部）") == 3
    queue = gifts.actions_.papers.printing.queue
    assert [job.sent for job in queue.jobs()] == [True]
    gifts.note.action_button().click()
    qtbot.waitUntil(lambda: queue.jobs() == [], timeout=MS)
    office = gifts.actions_.papers.printing.office
    assert office.receipts.prints.waiting() == []


def test_the_key_belongs_to_the_record_while_the_cursor_is_in_it(qtbot, gifts, printer):
    """With a donation open beside the list Ctrl+Alt+P previews that donation's receipt, and prints nothing by itself."""
    gifts.open_record(gifts.model.head(0).record_id)
    record = gifts.record
    with qtbot.waitSignal(record.ready, timeout=MS):
        pass
    qtbot.waitUntil(background.idle, timeout=MS)
    gifts.window().activateWindow()
    record.setFocus()
    qtbot.waitUntil(lambda: record.isAncestorOf(QApplication.focusWidget()), timeout=MS)
    qtbot.waitUntil(record.bar.receipt.isVisible, timeout=MS)
    qtbot.keyClick(
        record, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    qtbot.keyRelease(record, Qt.Key.Key_Control)
    preview = dialog(qtbot, PrintPreview)

    assert preview.isVisible()
    assert printer.orders == []
    preview.close()


def test_after_a_jam_the_same_print_is_repeated_and_only_the_next_is_a_reprint(qtbot, gifts, printer):
    """The job stands after the jam and is repeated with number and count as they were; once it is out, the next says 补打."""
    printer.jammed = True
    press_print(qtbot, gifts)
    assert "DESKTOP-060" in gifts.note.words.text()
    papers = gifts.actions_.papers
    office = papers.printing.office
    record = gifts.model.head(0).record_id
    (receipt,) = office.receipts.of(record)

    printer.jammed = False
    papers.show_queue()
    queue = dialog(qtbot, QueueDialog)
    papers.send(
        papers.printing.queue.jobs()[0].recipe,
        Order(),
        key=papers.printing.queue.jobs()[0].key,
        note=queue.note,
    )
    qtbot.waitUntil(lambda: bool(printer.papers) and background.idle(), timeout=MS)

    assert receipt.number in printer.papers[0]
    assert "补打" not in printer.papers[0]
    assert [(one.number, one.print_count) for one in office.receipts.of(record)] == [(receipt.number, 1)]
    assert office.receipts.gaps() == []
    queue.note.action_button().click()
    qtbot.waitUntil(lambda: papers.printing.queue.jobs() == [], timeout=MS)
    queue.close()
    gifts.note.hide()
    choose_first(qtbot, gifts)
    press_print(qtbot, gifts)
    assert "补打 1" in printer.papers[1]


def test_a_job_outlives_the_program(gifts, printer, settings):
    """What was ordered when the program died is still on the list when it is opened again, without a name in the file."""
    papers = gifts.actions_.papers
    recipe = Recipe("receipt", "money_donation", "捐赠登记凭证", records=("r1",))
    papers.printing.queue.put("job-1", recipe, Order("针式打印机"), papers.printing.office.clock.now())

    again = type(settings)(settings.file)

    (job,) = PrintQueue(again, papers.printing.office.info.code).jobs()
    assert (job.recipe, job.order.printer, job.sent) == (recipe, "针式打印机", False)
    assert PrintQueue(again, "110000").jobs() == []


def test_a_list_that_was_searched_is_never_kept(gifts, settings):
    """People search for names, so such a paper leaves nothing in the settings file."""
    papers = gifts.actions_.papers
    recipe = Recipe("layout", "money_donation", "登记册", layout="donation-register-money", search="尉迟国强")

    assert papers.printing.queue.put("job-2", recipe, Order(), papers.printing.office.clock.now()) is None
    assert "尉迟" not in (settings.file.read_text(encoding="utf-8") if settings.file.exists() else "")


def test_printer_copies_and_sides_are_remembered_for_each_paper(qtbot, gifts, printer, settings):
    """What was chosen for the register is chosen again for the register, and not for the receipt."""
    papers = gifts.actions_.papers
    register = next(one for one in _layouts(papers) if one.name == "donation-register-money")
    papers.print_layout(register)
    preview = dialog(qtbot, PrintPreview)
    preview.order.printers.setCurrentText("针式打印机")
    preview.order.copies.setValue(2)
    preview.order.sides.setCurrentIndex(1)
    preview.order.pages.setText("1")
    preview.print.click()
    qtbot.waitUntil(lambda: bool(printer.orders) and background.idle(), timeout=MS)
    preview.close()

    assert printer.orders == [Order("针式打印机", 2, "1", "long")]
    recipe = Recipe("layout", "money_donation", "", layout="donation-register-money")
    assert remembered(settings, recipe) == Order("针式打印机", 2, "", "long")
    assert remembered(settings, Recipe("receipt", "money_donation", "")).copies == 1


def test_pages_that_are_not_there_are_refused_before_anything_is_printed(qtbot, gifts, printer):
    """Page 9 of a one-page paper is named as wrong, and nothing comes out."""
    gifts.actions_.papers.print_blank()
    preview = dialog(qtbot, PrintPreview)
    preview.order.pages.setText("9")
    preview.print.click()
    qtbot.waitUntil(lambda: bool(printer.orders) and background.idle(), timeout=MS)

    assert "DESKTOP-061" in preview.note.words.text()
    assert printer.papers == []
    preview.close()


def test_without_a_printer_it_says_so(qtbot, gifts, printer):
    """A PC without a printer tells the clerk, numbers nothing, and offers the PDF."""
    printer.there = ()
    press_print(qtbot, gifts)

    assert "DESKTOP-062" in gifts.note.words.text()
    assert gifts.actions_.papers.printing.office.receipts.of(gifts.model.head(0).record_id) == []


def _seen(file, page):
    """Return a page as a small grey picture."""
    pages_ = ["-f", str(page), "-l", str(page)]
    done = subprocess.run(
        ["pdftoppm", "-gray", "-r", "60", *pages_, str(file)], capture_output=True, check=True
    )
    return Image.open(BytesIO(done.stdout)).convert("L").resize((104, 148), Image.Resampling.BOX)


def _unlike(one, other):
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def test_the_machines_own_printing_makes_a_paper_of_the_chosen_pages(qtbot, gifts, tmp_path):
    """Printing through Qt into a file gives exactly the pages asked for, in their order, at their place on the sheet."""
    papers = gifts.actions_.papers
    office = papers.printing.office
    paper = Recipe("blank", "training_class", "空白表").make(
        office, tmp_path / "blank.pdf", office.clock.now()
    )
    whole = len(PdfReader(paper).pages)
    assert whole >= 2

    sent = SystemPrinters(into=tmp_path / "out.pdf").send(paper, Order(pages="2-", sides="long"))

    assert sent == whole - 1 == len(PdfReader(tmp_path / "out.pdf").pages)
    first = _seen(tmp_path / "out.pdf", 1)
    assert _unlike(first, _seen(paper, 2)) < 0.6 * _unlike(first, _seen(paper, 1))


def test_a_reviewer_copies_a_layout_changes_it_and_sees_the_line_of_a_mistake(qtbot, seated):
    """A copy is made, a mistyped key is told with the cursor on its line, the mended one prints from the menu."""
    page = open_list(qtbot, seated(REVIEWER), "money_donation")
    papers = page.actions_.papers
    papers.show_layouts()
    layouts = dialog(qtbot, LayoutsDialog)
    assert layouts.text.isReadOnly()

    layouts.copy.click()
    qtbot.waitUntil(lambda: background.idle() and not layouts.text.isReadOnly(), timeout=MS)
    good = layouts.text.toPlainText()
    layouts.text.setPlainText("widht = 3\n" + good)
    layouts.save.click()
    qtbot.waitUntil(layouts.note.isVisible, timeout=MS)
    assert "REPORTS-030" in layouts.note.words.text()
    assert layouts.text.textCursor().blockNumber() == 0

    name = layouts._chosen()[0]
    old = next(one.title for one in _layouts(papers) if one.name == name)
    layouts.text.setPlainText(good.replace(f'title = "{old}"', 'title = "我们的版式"'))
    layouts.save.click()
    qtbot.waitUntil(
        lambda: background.idle() and "我们的版式" in {one.title for one in _layouts(papers)}, timeout=MS
    )
    layouts.close()


def test_a_layout_this_version_cannot_read_is_named_and_the_others_still_print(qtbot, seated):
    """An own layout with a key that is no longer known stands in the menu by its name, and opens to be mended."""
    page = open_list(qtbot, seated(REVIEWER), "money_donation")
    papers = page.actions_.papers
    papers.printing.office.settings.set("layouts", {"old-one": "kind = 'poster'"})
    menu = papers.menu(page)
    menu.aboutToShow.emit()
    named = [one for one in menu.actions() if one.text().startswith("old-one")]

    assert ["REPORTS-032" in one.text() for one in named] == [True]
    assert "donation-register-money" in {one.name for one in _layouts(papers)}
    named[0].trigger()
    layouts = dialog(qtbot, LayoutsDialog)
    names = [layouts.list.item(at).toolTip() for at in range(layouts.list.count())]
    layouts.list.setCurrentRow(names.index("old-one"))
    assert layouts.text.toPlainText() == "kind = 'poster'"
    assert not layouts.text.isReadOnly()
    layouts.close()


def _layouts(papers):
    from desktop.paperwork import layouts_of

    return layouts_of(papers.printing.office, "money_donation")
