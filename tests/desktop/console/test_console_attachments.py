"""Attached files on the console: added, listed, saved out, proved."""

from tests.fakes.pictures_of_papers import pdf, photograph


def _first(terminal) -> str:
    return terminal.asks("list", "employment", "--limit", "1").document["records"][0]["record_id"]


def test_files_are_added_listed_and_saved(roster, tmp_path):
    """Two files of one record come out again byte for byte, under the names the list tells; `verify` counts them."""
    contract, house = tmp_path / "合同.pdf", tmp_path / "新居.png"
    contract.write_bytes(pdf())
    house.write_bytes(photograph())
    record = _first(roster)

    added = roster.asks("attachments", "add", record, contract, house)
    listed = roster.asks("attachments", "list", record)
    saved = roster.asks("attachments", "save", record, tmp_path / "out")

    assert [one["shown"] for one in added.document["files"]] == ["合同.pdf", "新居.jpg"]
    assert [one["name"] for one in listed.document["files"]] == [
        one["name"] for one in added.document["files"]
    ]
    assert {file.read_bytes() for file in (tmp_path / "out").iterdir()} == {pdf(), photograph()}
    assert len(saved.document["files"]) == 2
    assert roster.asks("verify").document["files"] == 2


def test_a_program_is_refused_by_name(roster, tmp_path):
    """A program with the name of a picture is no picture, and nothing is attached."""
    program = tmp_path / "照片.jpg"
    program.write_bytes(b"MZ\x90\x00" + bytes(200))
    record = _first(roster)

    answer = roster.asks("attachments", "add", record, program)

    assert (answer.status, answer.codes) == (1, ["RECORDS-101"])
    assert roster.asks("attachments", "list", record).document["files"] == []
