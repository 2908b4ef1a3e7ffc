"""«A new version is out; is this file from the stick the genuine one?» — as typed, over real HTTP and on a stick."""

import shutil

from tests.desktop.console.conftest import Terminal
from tests.fakes.http_office import listening


def test_told_over_the_line_and_on_a_stick_and_proved(ends, tmp_path, capsys):
    """The province issues; one county hears it when it sends, another from a stick; the true file passes, a false one not."""
    county, province = ends
    stick = tmp_path / "U盘"
    stick.mkdir()
    program, other = stick / "协作台账-9.1.0.exe", stick / "下载的.exe"
    program.write_bytes(b"MZ" + bytes(70_000))
    other.write_bytes(b"MZ" + bytes(69_999) + b"\x01")
    more = ("--place", "省办李工处的 U 盘", "--changes", "更快", "--needed-by", "2099-01-31")
    issued = province.asks("update", "issue", "9.1.0", program, *more)
    province.asks("update", "pack", stick / "通知.update")
    without = Terminal(shutil.copytree(county.folder, tmp_path / "without"), capsys)
    nothing = county.asks("update", "show")

    with province.open("李主任") as office, listening(office) as address:
        sent = county.types("send", "--server", address)
    shown = county.asks("update", "show")
    carried = without.asks("update", "take", stick / "通知.update")
    genuine = county.types("update", "verify", program)
    false = county.asks("update", "verify", other)
    forged = without.asks("update", "take", program)

    assert nothing.codes == ["SYNC-082"]
    assert "9.1.0" in sent.lines
    assert shown.document["news"]
    assert (shown.document["place"], shown.document["needed_by"]) == ("省办李工处的 U 盘", "2099-01-31")
    assert carried.document["files"] == shown.document["files"] == issued.document["files"]
    assert "核对通过" in genuine.lines
    assert (false.status, false.codes) == (1, ["SYNC-083"])
    assert forged.codes == ["SYNC-001"]
    assert "2099-01-31" in county.types("update", "show").lines
    assert county.types("verify").status == 0
