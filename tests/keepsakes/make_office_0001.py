"""How `office-0001` was made, once, with version 0.1 (shape 1). Kept to be read, never run again over it."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from forms.compile import compile_xlsform
from records.ledger import NewUser, Office, Role
from records.store.keyring import CHEAPEST
from tests.fakes.counted_ids import CountedIds
from tests.fakes.fixed_clock import FixedClock

FORM = """
| survey |
| | type | name | label::中文 (zh) | required | bind::xz:list | bind::xz:search | bind::xz:money | bind::xz:register | bind::xz:unique |
| | text | donor_name | 捐赠人 | yes | 1 | name | | organisation.name | |
| | text | id_no | 证件号码 | | | id | | organisation.uscc | |
| | text | bank_ref | 流水号 | yes | | | | | yes |
| | date | received_on | 到账日期 | yes | 2 | | | | |
| | decimal | amount | 金额 | yes | 3 | | CNY | | |
| | integer | people | 受益人数 | | | | | | |
| | decimal | hours | 小时 | | | | | | |
| | select_multiple purposes | purposes | 用途 | | | | | | |
| | text | receipt_kind | 票据 | | | | | | |
| | begin_repeat | line | 明细 | | | | | | |
| | text | item | 品名 | | | | | | |
| | decimal | price | 单价 | | | | CNY | | |
| | end_repeat | | | | | | | | |
| choices |
| | list_name | name | label::中文 (zh) |
| | purposes | school | 学校 |
| | purposes | clinic | 卫生院 |
| settings |
| | form_id | version | form_title | namespaces | instance_name |
| | gift | 1 | 捐赠 | xz="urn:xiezuo:forms" | ${donor_name} |
"""
PASSPHRASE = "春天的茶马古道 2026"


def make(folder: Path) -> None:
    """Make the office with four records in different states, a receipt, a void one, and a changed passphrase."""
    clock = FixedClock()
    people = [NewUser("张会计", Role.CLERK, PASSPHRASE), NewUser("李主任", Role.REVIEWER, PASSPHRASE)]
    office = Office.create(
        folder, code="513221", name="汶川县东西部协作办公室", people=people, clock=clock, ids=CountedIds("ffff"),
        kdf=CHEAPEST, publish=False,
    )  # fmt: skip
    office.close()
    office = Office.open(folder, "李主任", PASSPHRASE, clock, CountedIds("fffe"))
    with TemporaryDirectory() as work:
        source = Path(work) / "gift.md"
        source.write_text(FORM, encoding="utf-8")
        office.forms.publish(compile_xlsform(source))
    office.settings.set("partner_province", "330000")
    office.close()
    office = Office.open(folder, "张会计", PASSPHRASE, clock, CountedIds("fffd"))
    heads = [office.records.save("gift", _gift(number), token=f"t{number}") for number in range(1, 5)]
    edited = _gift(1) | {"amount": "60000.5"}
    office.records.save("gift", edited, token="t9", record_id=heads[0].record_id, base=1, reason="金额写错")
    outcomes = office.records.complete([head.record_id for head in heads[:3]])
    assert [outcome.problem for outcome in outcomes] == [None] * 3
    first = office.receipts.issue(heads[0].record_id)
    office.receipts.printed(first.receipt_id)
    office.receipts.void(first.receipt_id, "打印错位")
    office.receipts.issue(heads[0].record_id)
    office.records.void([heads[2].record_id], "重复登记")
    office.close()
    office = Office.open(folder, "李主任", PASSPHRASE, clock, CountedIds("fffc"))
    office.records.approve([heads[0].record_id])
    office.records.send_back([heads[1].record_id], "到账日期与回单不符", "received_on")
    office.close()


def _gift(number: int) -> dict[str, object]:
    return {
        "donor_name": ["宁波市卓玛助学会", "顺德美家电子厂", "单晓梅", "𠅤𬭎工作室"][number - 1],
        "bank_ref": f"20261120{number}", "received_on": f"2026-11-{number:02}", "amount": str(1000 * number),
        "people": number, "hours": "0.10", "purposes": ["school", "clinic"], "receipt_kind": "pending",
        "line": [{"item": "书包", "price": "85.5"}],
    }  # fmt: skip


if __name__ == "__main__":
    make(Path(sys.argv[1]))
