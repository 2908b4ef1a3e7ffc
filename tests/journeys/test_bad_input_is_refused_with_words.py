"""«Whatever I hand it by mistake, it tells me what, where and what to do, and nothing is lost.»"""

import shutil

import pytest


@pytest.fixture(scope="module")
def sealed(approved, tmp_path_factory):
    """A batch of the county on a stick, sealed once."""
    stick = tmp_path_factory.mktemp("stick")
    approved[0].copied(tmp_path_factory.mktemp("sealing") / "county").does("seal", "--out", stick)
    [batch] = stick.glob("*.batch")
    return batch


@pytest.fixture
def on_the_stick(both, sealed):
    """A province, and a batch for it from the county on a stick."""
    return both[1], sealed


def _told(answer):
    assert answer.status == 1
    assert answer.codes
    assert all(problem["what"] and problem["remedy"] for problem in answer.document["problems"])
    return answer.codes


def test_a_wrong_passphrase(county):
    """A wrong passphrase is said, and the office is as it was."""
    codes = _told(county.says("forms", "list", passphrase="不是这个"))

    assert codes == {"RECORDS-002"}
    assert county.says("forms", "list").status in {0, 1}


def test_a_folder_that_is_no_office(county, tmp_path):
    """A folder without an office is named as such, and none is made there."""
    county.folder = tmp_path / "空文件夹"
    county.folder.mkdir()

    assert _told(county.says("forms", "list")) == {"RECORDS-001"}
    assert list(county.folder.iterdir()) == []


def test_a_file_that_is_no_database(county):
    """An office whose file was overwritten is recognised as damaged; the file is not touched."""
    (county.folder / "office.db").write_bytes(b"no database at all" * 500)

    _told(county.says("forms", "list"))

    assert (county.folder / "office.db").read_bytes().startswith(b"no database")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", "姓名,身份证号".encode("utf-16")])
def test_a_workbook_that_is_no_workbook(county, tmp_path, content):
    """A file that only looks like a workbook is refused with its name; nothing enters."""
    file = tmp_path / "花名册.xlsx"
    file.write_bytes(content)

    _told(county.says("import", "employment", file))

    assert sum(county.does("list", "employment")["counts"].values()) == 0


def test_a_batch_cut_short(on_the_stick, tmp_path):
    """A batch that lost its end is refused before anything of it is read; the whole one still comes in after."""
    province, batch = on_the_stick
    cut = tmp_path / "cut.batch"
    cut.write_bytes(batch.read_bytes()[:-700])

    _told(province.says("receive", cut))

    assert province.does("inbox")["batches"] == []
    province.does("receive", batch)


def test_a_batch_changed_by_one_bit(on_the_stick, tmp_path):
    """One changed bit anywhere in the sealed part is enough."""
    province, batch = on_the_stick
    body = bytearray(batch.read_bytes())
    body[len(body) // 2] ^= 1
    changed = tmp_path / "changed.batch"
    changed.write_bytes(body)

    _told(province.says("receive", changed))

    assert province.does("inbox")["batches"] == []


def test_a_batch_for_another_office(on_the_stick, seat):
    """Another province cannot open the batch and says whose it is not."""
    _province, batch = on_the_stick
    other = seat("520000", "贵州省东西部协作办公室", "province")

    assert _told(other.says("receive", batch)) <= {"SYNC-010", "SYNC-012", "SYNC-015", "SYNC-030"}
    assert other.does("inbox")["batches"] == []


def test_a_copied_office_still_opens(county, tmp_path):
    """An office folder that was copied whole opens from its new place."""
    copy = tmp_path / "copy"
    shutil.copytree(county.folder, copy)
    county.folder = copy

    assert county.says("forms", "list").status in {0, 1}


def test_wrong_usage(county):
    """An unknown verb is wrong usage: status 2, and the office was not even opened."""
    assert county.says("frobnicate").status == 2
