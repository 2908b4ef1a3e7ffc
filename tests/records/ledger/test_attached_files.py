"""Files of records: kept once, encrypted, named by their hash in every revision, never lost with one."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forms.compile import compile_xlsform
from forms.engine import Kind
from forms.problems import Problem
from records.ledger import Office
from records.ledger.attachments import read_file
from tests.fakes.pictures_of_papers import ID_CARD, archive, bomb, pdf, photograph

VISIT = """
| survey | | | |
|---|---|---|---|
| | type | name | label |
| | text | who | 姓名 |
| | image | photo | 照片 |
| | begin_repeat | paper | 材料 |
| | file | scan | 扫描件 |
| | end_repeat | | |

| settings | | | |
|---|---|---|---|
| | form_id | version | form_title |
| | visit | 1 | 走访 |
"""


def published(office: Office, tmp_path: Path) -> None:
    """Put the form in force."""
    file = tmp_path / "visit.md"
    file.write_text(VISIT, encoding="utf-8")
    office.forms.publish(compile_xlsform(file))


def test_an_answer_names_its_content(any_office, tmp_path, sign_in):
    """The name an answer holds carries the hash; each revision tells the file it meant, also when the picture changed."""
    office = sign_in(any_office)
    published(office, tmp_path)
    first, second = (
        office.attachments.add(ID_CARD, photograph(colour=colour), Kind.IMAGE) for colour in ("red", "navy")
    )
    head = office.records.save("visit", {"who": "卓玛", "photo": first.name}, token="t1")
    rows = [{"scan": office.attachments.add("合同.pdf", pdf()).name}]
    head = office.records.save(
        "visit",
        {"who": "卓玛", "photo": second.name, "paper": rows},
        token="t2",
        record_id=head.record_id,
        base=1,
    )

    now, before = office.attachments.of(head.record_id), office.attachments.of(head.record_id, 1)

    assert first.shown == ID_CARD
    assert first.name != second.name
    assert [(one.path, one.shown) for one in now] == [("photo", ID_CARD), ("paper[1].scan", "合同.pdf")]
    assert [one.sha256 for one in before] == [first.sha256]
    assert office.attachments.content(now[0].name) == photograph(colour="navy")
    assert (now[0].width, now[0].height, now[0].media_type) == (640, 400, "image/jpeg")
    assert now[0].thumbnail[:3] == b"\xff\xd8\xff"
    assert office.audit.verify().ok


def test_the_same_content_is_kept_once(any_office):
    """Two names for one scan are one content, and one line of the log."""
    big = pdf() + bytes(700_000)  # three pieces
    names = {any_office.attachments.add(name, big).name for name in ("甲.pdf", "乙.pdf")}

    assert len(names) == 2
    assert any_office.attachments.sizes() == (1, len(big))
    assert {any_office.attachments.content(name) for name in names} == {big}
    assert len(next(any_office.attachments.chunks(min(names)))) == 256 * 1024


def test_contents_cannot_be_changed_or_deleted(any_office):
    """The database itself refuses to touch what a revision may name."""
    any_office.attachments.add("合同.pdf", pdf())
    for statement in (
        "UPDATE attachment SET size = 1", "DELETE FROM attachment", "UPDATE attachment_chunk SET no = 9",
        "DELETE FROM attachment_chunk",
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"), any_office.transaction() as connection:
            connection.execute(text(statement))


def test_a_record_as_a_whole_has_files(any_office, worker):
    """A signed copy is attached to the record; taken off, the earlier revision still tells it."""
    head = any_office.records.save("employment", worker(), token="t1")
    signed = any_office.attachments.attach(head.record_id, "签字页.pdf", pdf())
    again = any_office.attachments.attach(head.record_id, "同一页.pdf", pdf())
    assert (again.name, [one.shown for one in any_office.attachments.of(head.record_id)]) == (
        signed.name,
        ["签字页.pdf"],
    )
    any_office.records.save("employment", worker(post="质检员"), token="t2", record_id=head.record_id, base=1)
    any_office.attachments.detach(head.record_id, signed.name)

    assert any_office.attachments.of(head.record_id) == []
    assert [one.name for one in any_office.attachments.of(head.record_id, 1)] == [signed.name]
    assert [line.verb for line in any_office.audit.about(head.record_id)] == [
        "save", "attach", "save", "detach",
    ]  # fmt: skip
    with pytest.raises(Problem, match="RECORDS-105"):
        any_office.attachments.detach(head.record_id, signed.name)


def test_a_void_record_takes_no_files(any_office, worker, sign_in):
    """What is closed stays as it was."""
    head = any_office.records.save("employment", worker(), token="t1")
    office = sign_in(any_office)
    office.records.void([head.record_id], "重复")

    with pytest.raises(Problem, match="RECORDS-052"):
        office.attachments.attach(head.record_id, "签字页.pdf", pdf())


@pytest.mark.parametrize(
    ("name", "content", "wanted", "code"),
    [
        ("空.pdf", b"", None, "RECORDS-107"),
        ("病毒.jpg", b"MZ\x90\x00" + bytes(100), Kind.IMAGE, "RECORDS-101"),
        ("宏.docx", archive("word/document.xml", "word/vbaProject.bin"), None, "RECORDS-101"),
        ("坏压缩包.zip", b"PK\x03\x04" + bytes(50), None, "RECORDS-101"),
        ("没传完.jpg", photograph()[:300], Kind.IMAGE, "RECORDS-102"),
        ("炸弹.png", bomb(), Kind.IMAGE, "RECORDS-103"),
        ("合同.jpg", pdf(), Kind.IMAGE, "RECORDS-104"),
        ("照片.mp3", photograph(), Kind.AUDIO, "RECORDS-104"),
        ("太大.pdf", pdf() + bytes(50 * 1024 * 1024), None, "RECORDS-100"),
    ],
)
def test_what_is_no_good_is_refused(make_office, name, content, wanted, code):
    """Programs, macros, broken and huge pictures, wrong kinds and huge files are refused by name."""
    with pytest.raises(Problem) as refused:
        make_office(publish=False).attachments.add(name, content, wanted)

    assert refused.value.code == code
    assert refused.value.values["name"] == name


@pytest.mark.parametrize(
    ("name", "content", "stored"),
    [
        ("扫描.pdf", photograph(), "扫描.jpg"),
        ("花名册", archive("xl/workbook.xml"), "花名册.xlsx"),
        (r"C:\扫描\身份证 1.png", photograph(kind="PNG"), "身份证_1.png"),
        ("脚本.bat", "echo 你好".encode("gb18030"), "脚本.txt"),
        ("录音.mp3", b"#!AMR\n" + bytes(40), "录音.amr"),
        ("网页.html", b"<script>alert(1)</script>", "网页.txt"),
        ("公文.ofd", archive("OFD.xml"), "公文.ofd"),
    ],
)
def test_a_file_is_called_by_what_it_is(make_office, name, content, stored):
    """The suffix follows the content: what a system would carry out comes out as text."""
    assert make_office(publish=False).attachments.add(name, content).shown == stored


def test_files_are_in_the_backup(make_office, tmp_path, clock, ids, passphrase, worker):  # noqa: PLR0917  (fixtures)
    """A restored office has the files, and its proof counts them."""
    office = make_office()
    head = office.records.save("employment", worker(), token="t1")
    office.attachments.attach(head.record_id, "签字页.pdf", pdf())
    saved = office.backup(tmp_path / "backup.db")
    office.close()

    with Office.restore(saved, tmp_path / "new", "张会计", passphrase, clock=clock, ids=ids) as again:
        [file] = again.attachments.of(head.record_id)
        assert again.attachments.content(file.name) == pdf()
        assert again.audit.verify().files == 1
        assert again.audit.verify().ok


def test_nothing_of_a_file_is_readable_without_the_key(make_office):
    """The office's folder holds no byte sequence of an attached file."""
    office = make_office(publish=False)
    secret = b"%PDF-1.7\n" + b"XIEZUO-SECRET-MARK" * 9_000
    office.attachments.add("保密.pdf", secret)
    office.close()

    whole = b"".join(file.read_bytes() for file in office.folder.rglob("*") if file.is_file())
    assert b"XIEZUO-SECRET-MARK" not in whole


def test_verify_tells_a_file_that_is_lost(make_office, tmp_path, sign_in):
    """A revision that names a content the office does not have is told with its record."""
    office = sign_in(make_office())
    published(office, tmp_path)
    lost = f"照片-{'0' * 32}.jpg"
    head = office.records.save("visit", {"who": "卓玛", "photo": lost}, token="t1")

    result = office.audit.verify()

    assert [(problem.code, problem.place) for problem in result.problems] == [("RECORDS-108", head.record_id)]
    assert office.attachments.of(head.record_id)[0].here is False
    with pytest.raises(Problem, match="RECORDS-105"):
        office.attachments.content(lost)


def test_files_are_saved_beside_a_workbook(make_office, tmp_path):
    """A saved file has the name the answers tell; another file of that name is not overwritten."""
    office = make_office(publish=False)
    name = office.attachments.add(ID_CARD, photograph()).name
    folder = tmp_path / "附件"

    file = office.attachments.save(name, folder)
    assert file.read_bytes() == photograph()
    assert office.attachments.save(name, folder) == file
    file.write_bytes(b"other")
    with pytest.raises(Problem, match="RECORDS-110"):
        office.attachments.save(name, folder)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    """A stick pulled out while choosing is a problem with its reason, no crash."""
    with pytest.raises(Problem, match="RECORDS-109"):
        read_file(tmp_path / "gone.jpg")
    shutil.rmtree(tmp_path)
