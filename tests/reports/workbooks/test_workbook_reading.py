"""Workbooks are read in a process of its own; what cannot or must not be read is refused with a code."""

import json
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.problems import Problem
from reports import workbooks
from reports.workbooks import problem_codes as codes
from reports.workbooks.asking import ReaderStopped, by_module, by_spawn
from reports.workbooks.limits import STANDARD
from reports.workbooks.reading import read

SAMPLES = Path(__file__).parents[2] / "samples"
ROSTER = SAMPLES / "labour-roster-township.xlsx"


def refusal(file, limits=STANDARD, sheet=None):
    """Return the catalogue line with which *file* is refused."""
    with pytest.raises(Problem) as caught:
        read(file, sheet, limits)
    return caught.value.detail


def outcome(file):
    """Return "read", or the code of the refusal."""
    try:
        read(file)
    except Problem as problem:
        return problem.code
    return "read"


def workbook(path, rows, **sheets):
    """Write a workbook with one sheet of *rows*, and more by name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    book.save(path)
    return path


def rezipped(path, change):
    """Write the township roster again with each part passed through *change(name, content)*."""
    with zipfile.ZipFile(ROSTER) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(member.filename, change(member.filename, source.read(member)))
    return path


def test_a_sample_roster_is_read_as_excel_shows_it():
    """Rows and columns keep Excel's numbers; dates are dates, merged ranges are known."""
    sheet = workbooks.read(ROSTER)

    assert sheet.name == "花名册"
    assert sheet.shown(4, 1) == "杨刚平"
    assert sheet.cell(4, 13) == date(2023, 10, 21)
    assert sheet.place(48, 4) == "花名册!E49"
    assert len(sheet.merges) == 5


def test_hidden_sheets_and_blank_first_sheets_are_passed_over(tmp_path):
    """The first visible sheet that holds something is taken; hidden ones are not even offered."""
    file = workbook(tmp_path / "a.xlsx", [], 数据=[["姓名"], ["李丽"]], 草稿=[["x"]])
    book = openpyxl.load_workbook(file)
    book["草稿"].sheet_state = "hidden"
    book.save(file)

    sheet = read(file)

    assert sheet.name == "数据"
    assert sheet.sheets == ("Sheet", "数据")


def test_a_sheet_can_be_chosen_by_name_and_a_wrong_name_is_told(tmp_path):
    """The refusal names the sheets there are."""
    file = workbook(tmp_path / "a.xlsx", [["x"]], 二月=[["姓名"]])

    assert read(file, "二月").shown(0, 0) == "姓名"
    assert refusal(file, sheet="三月") is codes.NO_SUCH_SHEET


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_both_encodings(tmp_path, encoding):
    """Text that Excel was made to keep by an equals sign and quotes is that text."""
    file = tmp_path / "a.csv"
    file.write_bytes('姓名,身份证号\r\n王䶮,"=""513200197005144894"""\r\n'.encode(encoding))

    assert read(file).rows == [["姓名", "身份证号"], ["王䶮", "513200197005144894"]]


def test_a_missing_file_and_a_strange_kind_of_file_are_told_apart(tmp_path):
    """No file, a picture, a text called .xlsx: three different sentences."""
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG....")
    text = tmp_path / "b.xlsx"
    text.write_text("姓名,身份证号")

    assert refusal(tmp_path / "none.xlsx") is codes.NO_FILE
    assert refusal(picture) is codes.UNKNOWN_KIND_OF_FILE
    assert refusal(text) is codes.NOT_A_WORKBOOK


def test_an_encrypted_workbook_asks_for_a_copy_without_passphrase(tmp_path):
    """An OLE file with the stream EncryptedPackage is an .xlsx under a passphrase."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 512
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x00" * 512
    )

    assert refusal(file) is codes.ENCRYPTED


def test_an_empty_workbook_is_told_as_empty(tmp_path):
    """A workbook without a single filled cell is refused by that name."""
    assert refusal(workbook(tmp_path / "a.xlsx", [])) is codes.EMPTY


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    """Any other zip is no workbook."""
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert refusal(file) is codes.NOT_A_WORKBOOK


def test_a_document_type_definition_is_never_parsed(tmp_path):
    """The billion-laughs way in, an entity definition, is refused before any parser sees it."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    file = rezipped(
        tmp_path / "a.xlsx", lambda name, content: bomb + content if name.endswith("sheet1.xml") else content
    )

    assert refusal(file) is codes.UNSAFE


def test_a_part_packed_too_densely_is_refused_without_unpacking(tmp_path):
    """64 MiB of blanks in 64 KiB is a bomb, not a roster."""
    file = rezipped(
        tmp_path / "a.xlsx",
        lambda name, content: content + b" " * 2**26 if name.endswith("sheet1.xml") else content,
    )

    assert refusal(file) is codes.UNSAFE
    assert refusal(file, replace(STANDARD, unpacked_bytes=2**20)) is codes.TOO_LARGE


def test_overlapping_parts_are_refused(tmp_path):
    """A directory whose entries point into one another is the way of the 281 TB bomb."""
    file = tmp_path / "a.xlsx"
    content = bytearray(ROSTER.read_bytes())
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    third = content.find(b"PK\x01\x02", second + 4)
    content[third + 42 : third + 46] = struct.pack(
        "<I", struct.unpack_from("<I", content, second + 42)[0] + 1
    )
    file.write_bytes(bytes(content))

    assert refusal(file) in (codes.UNSAFE, codes.NOT_A_WORKBOOK)


def test_a_cell_in_the_last_corner_of_the_sheet_stops_the_reader_not_the_program(tmp_path):
    """A matrix of 17 thousand million cells is asked for: the child hits its limit, the clerk gets a sentence."""
    file = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "姓名"
    book.active["XFD1048576"] = "x"
    book.save(file)

    assert refusal(file) in (codes.READER_STOPPED, codes.TOO_LARGE)


@pytest.mark.parametrize(
    ("limits", "detail"),
    [
        (replace(STANDARD, rows=10), codes.TOO_LARGE),
        (replace(STANDARD, columns=3), codes.TOO_LARGE),
        (replace(STANDARD, cell_characters=5), codes.TOO_LARGE),
        (replace(STANDARD, file_bytes=100), codes.TOO_LARGE),
        (replace(STANDARD, members=2), codes.UNSAFE),
        (replace(STANDARD, wall_seconds=0), codes.READER_STOPPED),
    ],
)
def test_each_limit_is_kept(limits, detail):
    """Rows, columns, length of a cell, size, parts, memory, time: past any of them the file is refused."""
    assert refusal(ROSTER, limits) is detail


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 12_000), bit=st.integers(0, 7), cut=st.booleans())
def test_a_damaged_workbook_is_read_or_refused_never_a_crash(tmp_path, at, bit, cut):
    """One flipped bit or a cut file gives a sheet or a coded refusal."""
    content = bytearray(ROSTER.read_bytes())
    at %= len(content)
    content[at] ^= 1 << bit
    file = tmp_path / "damaged.xlsx"
    file.write_bytes(bytes(content[:at]) if cut else bytes(content))

    assert outcome(file) == "read" or outcome(file).startswith("REPORTS-1")


def test_both_ways_to_start_the_reader_give_the_same_answer():
    """The frozen program's way reads the roster byte for byte as the checkout's."""
    request = {"path": str(ROSTER), "sheet": None, "limits": STANDARD.as_json(), "links": []}

    assert by_spawn(request, STANDARD) == by_module(request, STANDARD)


@pytest.mark.parametrize("way", [by_module, by_spawn])
def test_a_reader_that_dies_is_noticed(way):
    """A request that kills the child (no path) is a stopped reader, not a crash of the program."""
    with pytest.raises(ReaderStopped):
        way({"limits": STANDARD.as_json()}, STANDARD)


def test_the_reading_process_imports_no_form_engine():
    """The child starts with the parser alone, so that reading a small roster costs a tenth of a second."""
    listing = subprocess.run(
        [sys.executable, "-c", "import json, sys; import reports.workbooks.reader_process; print(json.dumps(sorted(sys.modules)))"],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert not {"forms.engine", "openpyxl", "rapidfuzz"} & set(json.loads(listing.stdout))
