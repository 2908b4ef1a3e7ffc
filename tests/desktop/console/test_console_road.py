"""The road on the console: enrolled, sealed, received, decided, and both ends' slip."""


def test_nothing_approved_is_nothing_to_seal(county):
    """An office with nothing approved is told what to do first."""
    answer = county.asks("seal")

    assert answer.status == 1
    assert answer.codes


def test_the_road_speaks_words_to_people_and_codes_to_scripts(ends, tmp_path):
    """Outbox, inbox, devices and one batch are told in words on the screen, in codes to scripts."""
    county, province = ends
    stick = tmp_path / "stick"
    stick.mkdir()
    county.asks("seal", "--out", stick)
    [batch] = stick.glob("*.batch")
    received = province.types("receive", batch)

    records = province.asks("inbox", "show", "1").document["records"]
    assert "新收 48" in received.lines
    assert "已写到 U 盘" in county.types("outbox").lines
    assert county.asks("outbox").document["batches"][0]["stage"] == "carrying"
    assert "待办理" in province.types("inbox").lines
    assert "在用" in province.types("devices", "list").lines
    assert province.asks("devices", "list").document["devices"][0]["standing"] == "enrolled"
    assert {item["form_id"] for item in records} == {"employment"}
    assert "就业台账" in province.types("inbox", "show", "1").lines


def test_both_ends_print_the_same_sums(ends, tmp_path):
    """After the acknowledgement both slips name the same numbers, file and checksum, and count the same."""
    county, province = ends
    stick = tmp_path / "stick"
    stick.mkdir()
    county.asks("seal", "--out", stick)
    [batch] = stick.glob("*.batch")
    province.asks("receive", batch)
    ids = [item["record_id"] for item in province.asks("inbox", "show", "1").document["records"]]
    province.asks("return", "1", ids[0], "--reason", "单位名称不符")
    province.asks("accept", "1")
    province.asks("acknowledge", "1", stick / "a.ack")
    county.asks("apply", stick / "a.ack")

    below = county.asks("print", "slip", "1", tmp_path / "below.pdf").document
    above = province.asks("print", "slip", "1", tmp_path / "above.pdf").document

    assert below["forms"][0]["records"] == 48
    assert (below["forms"][0]["accepted"], below["forms"][0]["returned"], below["forms"][0]["open"]) == (
        47,
        1,
        0,
    )
    assert {**below, "file": ""} == {**above, "file": ""}
    assert (tmp_path / "below.pdf").read_bytes().startswith(b"%PDF")


def test_a_slip_of_an_unknown_batch_is_refused(county, tmp_path):
    """Where neither end knows the batch no paper is made."""
    answer = county.asks("print", "slip", "7", tmp_path / "x.pdf")

    assert (answer.status, answer.codes) == (1, ["SYNC-045"])
    assert not (tmp_path / "x.pdf").exists()


def test_a_file_that_is_no_batch_is_named_beside_the_good_ones(ends, tmp_path):
    """Of two files the good one is received and the other refused: status 1, both in the document."""
    county, province = ends
    county.asks("seal", "--out", tmp_path)
    [batch] = tmp_path.glob("*.batch")
    wrong = tmp_path / "wrong.batch.txt"
    wrong.write_text("no batch")

    answer = province.asks("receive", batch, wrong)

    assert answer.status == 1
    assert len(answer.document["received"]) == 1
    assert len(answer.codes) == 1


def test_a_double_is_decided_and_a_batch_taken_back(ends, tmp_path):
    """A worker both have is compared, marked, asked about and freed again; the batch goes while nobody was told."""
    county, province = ends
    county.asks("seal", "--out", tmp_path / "stick")
    [batch] = (tmp_path / "stick").glob("*.batch")
    province.asks("receive", batch)
    first = province.asks("inbox", "show", "1").document["records"][0]["record_id"]
    with province.open("李主任") as office:
        own = office.records.save("employment", office.records.get(first).answers, token="own").record_id

    pairs = province.asks("inbox", "duplicates").document["pairs"]
    assert [(one["first"], one["second"], one["alike"]) for one in pairs] == [(first, own, "number")]
    assert "证件号码相同" in province.types("inbox", "duplicates", "list").lines
    compared = province.asks("inbox", "duplicates", "show", first, own).document
    assert (compared["different"], len(compared["equal"]) > 5) == ([], True)
    province.asks("inbox", "duplicates", "same", first, own, "--reason", "同一人")
    assert province.asks("inbox", "duplicates").document["pairs"] == []
    assert province.asks("inbox", "duplicates", "decided").document["decided"][0]["other"] == own
    province.asks("inbox", "duplicates", "undo", own, first)
    province.asks("inbox", "duplicates", "different", own, first)
    province.asks("inbox", "duplicates", "undo", own, first)
    assert (
        province.asks("inbox", "duplicates", "ask", first, own, "--reason", "请核对").document["asked"]
        == first
    )
    assert province.asks("inbox", "duplicates", "show", first, own).codes == ["RECORDS-220"]

    assert province.asks("inbox", "list").document["batches"][0]["told"] is False
    assert province.asks("inbox", "take-back", "1", "--reason", "读错了").document["records"] == 48
    assert province.asks("inbox", "list").document["batches"] == []
    assert "SYNC-065" in province.types("inbox", "quarantine").lines
    assert province.asks("inbox", "retry", "--all").document["entered"] == 0
