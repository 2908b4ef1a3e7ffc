"""Two small forms that refer to each other as the ledgers do: batches in store, and what is handed out of them."""

from pathlib import Path

from forms.compile import CompiledForm, compile_xlsform

_BATCH = """
| survey | | | | | | | |
|---|---|---|---|---|---|---|---|
| | type | name | label::中文 (zh) | required | bind::xz:money | bind::xz:series | bind::xz:search |
| | text | batch_no | 批次号 | | | batch | |
| | text | item | 品名 | yes | | | name |
| | text | made_code | 产品码 | | | | id |
| | integer | qty | 数量 | yes | | | |
| | decimal | price | 单价 | | CNY | | |
| | date | expires_on | 有效期 | | | | |
| | select_multiple mark | marks | 标记 | | | | |

| choices | | | |
|---|---|---|---|
| | list_name | name | label::中文 (zh) |
| | mark | cold | 冷藏 |
| | mark | frail | 易碎 |

| settings | | | | |
|---|---|---|---|---|
| | form_title | form_id | version | namespaces | default_language | instance_name |
| | 库存批次 | depot | 2026112201 | xz="urn:xiezuo:forms" | 中文 (zh) | ${item} |
"""

_ISSUE = """
| survey | | | | | | | |
|---|---|---|---|---|---|---|---|
| | type | name | label::中文 (zh) | required | constraint | calculation | read_only | bind::xz:list |
| | csv-external | ledger_issue__line | | | | | |
| | text | receiver | 领取人 | yes | | | |
| | select_one_from_file ledger_depot.csv | whole_of | 整批领取 | | | | | 1 |
| | text | whole_item | 品名 | | | pulldata('ledger_depot', 'item', 'name', ${whole_of}) | yes |
| | begin_repeat | line | 明细 | | | | |
| | select_one_from_file ledger_depot.csv | batch | 批次 | yes | | | |
| | integer | left | 可领 | | | if(${batch} = '', '', number(instance('ledger_depot')/root/item[name = current()/../batch]/qty) - sum(instance('ledger_issue__line')/root/item[batch = current()/../batch]/qty)) | yes |
| | integer | qty | 数量 | yes | . <= ${left} | | |
| | end_repeat | | | | | | |

| settings | | | | |
|---|---|---|---|---|
| | form_title | form_id | version | namespaces | default_language | instance_name |
| | 领用 | issue | 2026112201 | xz="urn:xiezuo:forms" | 中文 (zh) | ${receiver} |
"""


def store_forms(folder: Path) -> list[CompiledForm]:
    """Return the two forms, `depot` and `issue`, compiled."""
    compiled = []
    for name, text in (("depot", _BATCH), ("issue", _ISSUE)):
        file = folder / f"{name}.md"
        file.write_text(text, encoding="utf-8")
        compiled.append(compile_xlsform(file))
    return compiled
