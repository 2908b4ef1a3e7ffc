"""The longest words an office would really write into each question, and the scripts of the people who live there.

From any form: what a layout prints of it can be tried before anybody keeps such a record.
"""

from typing import Any

from forms.engine import FormDefinition, Kind, Question

PERSON = "尉迟·阿布都热合曼·买买提·吐尔逊江·克里木"
FIRM = "广东省佛山市顺德区美家智能电器制造（集团）股份有限公司容桂分公司第三生产基地"
WORDS = "已与厂方商定自九月起调整宿舍并按月寄回工资，回访时在岗，工资按时发放，盼与同乡同住一间宿舍。"
SHORT = {
    "unit": "平方米",
    "basis_unit": "平方米", "spec": "双色本，商务印书馆 2020 年版", "item_name": "多参数心电监护仪（含血氧探头、儿童袖带）",
    "post": "叉车司机（持证）", "donation_no": "513221-2026-000123", "receipt_code": "32050124", "receipt_no": "0000817612",
    "missing": "2", "age": 58, "batch_no": "20260315-A", "east_teachers": 18,
}  # fmt: skip
SCRIPTS = (
    "བསོད་ནམས་སྒྲོལ་མ།", "ئالىم تۇرسۇن مۇھەممەت", "ꀕꃀꂱꌠ", "ᠪᠠᠲᠤ ᠪᠠᠶᠠᠷ", "𬭎䶮𠅤㛃", "<b>A&B</b>", "扎西 བཀྲ་ཤིས་ (ئالىم)",
)  # fmt: skip


def longest(question: Question) -> Any:
    """Return the longest answer an office would really give to *question*."""
    kind = question.kind
    if question.name in SHORT:
        return SHORT[question.name]
    if question.choices is not None and question.choices.choices:
        code = max(question.choices.choices, key=lambda choice: len(choice.label.in_("zh"))).code
        return [one.code for one in question.choices.choices][:6] if question.multiple else code
    if kind in (Kind.INTEGER, Kind.DECIMAL):
        return 98_765 if kind is Kind.INTEGER else "987654.32"
    if kind is Kind.DATE:
        return "1985-03-12" if question.name == "birth_date" else "2026-10-31"
    checks = question.marks.get("check", "")
    for check, text in (("resident_id", "513221198503120013"), ("division", "513221"), ("phone", "13800000000"),
                        ("bank_card", "6217000010001234567"), ("credit_code", "91440606MA4UQJNW3K")):  # fmt: skip
        if check in checks:
            return text
    if question.marks.get("search") == "name" or "name" in question.name:
        return PERSON if "full_name" in question.name or "donor" in question.name else FIRM
    return WORDS if "multiline" in question.appearance or question.name in {"note", "result"} else FIRM


def filled(definition: FormDefinition, script: str = "") -> dict[str, Any]:
    """Return a record with every question answered: by the longest words, or by *script* where words are free."""
    record: dict[str, Any] = {}
    for path, question in definition.questions.items():
        answer = script if script and _free(question) else longest(question)
        repeat, _dot, name = path.rpartition(".")
        if not repeat:
            record[name] = answer
        elif "." not in repeat:
            entries = record.setdefault(repeat, [{}, {}])
            for entry in entries:
                entry[name] = answer
    return record


def _free(question: Question) -> bool:
    return question.kind is Kind.TEXT and not question.marks.get("check") and question.choices is None
