"""Records on the console: lists in words, refusals by record, the story of one record."""

import re


def _first(terminal) -> str:
    return terminal.asks("list", "employment", "--limit", "1").document["records"][0]["record_id"]


def test_a_list_speaks_words_to_people_and_codes_to_scripts(roster):
    """On the screen a draft is 草稿; in JSON it is draft."""
    shown = roster.types("list", "employment", "--limit", "3")
    told = roster.asks("list", "employment", "--limit", "3")

    assert shown.lines.count("草稿") == 3
    assert "draft" not in shown.lines
    assert {item["state"] for item in told.document["records"]} == {"draft"}
    assert told.document["counts"]["draft"] == 48


def test_a_ledger_that_does_not_exist_is_refused(county):
    """A form nobody published is refused with its code."""
    answer = county.asks("list", "nonsense")

    assert (answer.status, answer.codes) == (1, ["DESKTOP-102"])


def test_each_refused_record_is_named(county):
    """What stands against completing is told record by record, with its name and id, all problems at once."""
    with county.open("张会计") as office:
        heads = [
            office.records.save("employment", {"full_name": name}, token=office.ids.token())
            for name in ("阿苏木嘎", "沙马阿果")
        ]

    told = county.asks("complete", "--all", "employment")
    shown = county.types("complete", "--all", "employment")

    assert told.status == shown.status == 1
    assert (told.document["done"], told.document["refused"]) == (0, 2)
    assert len(told.codes) > 4
    named = {(problem["record_id"], problem["title"]) for problem in told.document["problems"]}
    assert named == {(head.record_id, head.title) for head in heads}
    assert all(shown.errors.count(f"{head.title}  {head.record_id}") == 1 for head in heads)


def test_an_unknown_record_is_named_by_its_id(county):
    """An id nobody knows is refused beside the others, not instead of them."""
    answer = county.asks("approve", "no-such-record")

    assert (answer.status, answer.codes) == (1, ["RECORDS-050"])
    assert answer.document["problems"][0]["record_id"] == "no-such-record"


def test_the_story_tells_who_approved_and_who_returned(roster):
    """Completing, approving and returning stand in the history with who, when and the words."""
    record_id = _first(roster)
    roster.asks("complete", record_id)
    roster.asks("approve", record_id)
    roster.asks("send-back", record_id, "--reason", "合同截止日期与原件不符")

    shown = roster.types("history", record_id)
    told = roster.asks("history", record_id).document["story"]

    assert [item["what"] for item in told] == ["saved", "complete", "approve", "send_back"]
    assert [item["by"] for item in told] == ["张会计", "张会计", "李主任", "李主任"]
    assert told[-1]["reason"] == "合同截止日期与原件不符"
    assert re.search(r"李主任 +退回 +合同截止日期与原件不符", shown.lines)
    assert re.search(r"李主任 +审核通过\n", shown.lines)


def test_a_void_record_stays_with_its_reason(roster):
    """Voiding needs the reviewer's words; the record stays in the list as 作废."""
    record_id = _first(roster)

    answer = roster.asks("void", record_id, "--reason", "重复登记")

    assert answer.document == {"done": 1, "refused": 0}
    assert "作废" in roster.types("list", "employment", "--state", "void").lines
    assert roster.asks("history", record_id).document["story"][-1]["reason"] == "重复登记"


def test_a_record_is_shown_whole(roster):
    """Showing a record gives its answers by question name."""
    answer = roster.asks("show", _first(roster))

    assert answer.document["answers"]["channel"] == "cooperation"
    assert answer.document["form_id"] == "employment"
