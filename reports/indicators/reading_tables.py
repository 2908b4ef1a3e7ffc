"""Reads the tables of formulas. They are ours and shipped, so a fault in them is a fault of the program, told at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from forms.engine import Text
from records.model.measures import OPERATORS, Condition, During, Measure, Of, Source, Via, Window
from reports.indicators.indicator import ARITHMETIC, Aspect, Figure, Formula, Indicator, Scheme

FAMILIES = ("org", "fund", "ind", "lab", "tal", "soc", "pov")
_INDICATOR = {"id", "zh", "en", "note_zh", "note_en", "assisted", "figure"}
_FIGURE = {
    "key", "zh", "en", "unit", "hidden", "like", "ledger", "rows", "count", "distinct", "sum", "times", "top", "when",
    "where", "latest", "unless", "union", "by", "assisted", "earlier", "in_shares", *ARITHMETIC,
}  # fmt: skip
Table = Mapping[str, Any]


def read_indicators(folder: Path) -> dict[str, Indicator]:
    """Return the indicators of the family tables in *folder*, by id."""
    tables = [one for family in FAMILIES for one in _load(folder / f"{family}.toml")["indicator"]]
    raw = {f"{one['id']}.{figure['key']}": figure for one in tables for figure in one["figure"]}
    found = {}
    for one in tables:
        _known(one, _INDICATOR, one["id"])
        figures = [_figure(f"{one['id']}.{figure['key']}", raw) for figure in one["figure"]]
        if one.get("assisted"):
            figures[0] = _with_assisted(figures[0])
        note = Text({"zh": one.get("note_zh", ""), "en": one.get("note_en", "")})
        found[one["id"]] = Indicator(one["id"], _text(one), note, tuple(figures))
    return found


def read_schemes(file: Path) -> dict[str, Scheme]:
    """Return the schemes of *file*, by id."""
    return {
        one["id"]: Scheme(
            one["id"], _text(one), one["source"], tuple(Aspect(_text(each), tuple(each["of"])) for each in one["aspects"])
        )
        for one in _load(file)["scheme"]
    }  # fmt: skip


def _load(file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        return tomllib.load(stream)


def _text(one: Table) -> Text:
    return Text({"zh": one.get("zh", ""), "en": one.get("en", "")})


def _known(one: Table, keys: set[str], where: str) -> None:
    if unknown := set(one) - keys:
        raise ValueError(f"{where}: unknown key {sorted(unknown)}")


def _with_assisted(figure: Figure) -> Figure:
    return replace(figure, assisted=True)


def _figure(name: str, raw: Mapping[str, Table]) -> Figure:
    table = _resolved(name, raw)
    _known(table, _FIGURE, name)
    kind = next((one for one in ARITHMETIC if one in table), None)
    operands = table[kind] if kind else ()
    formula = Formula(kind, tuple(operands) if isinstance(operands, list) else ()) if kind else None
    return Figure(
        name,
        _text(table),
        table["unit"],
        bool(table.get("hidden")),
        None if formula else _measure(name, table),
        formula,
        tuple(table.get("by", ())),
        bool(table.get("assisted")),
        bool(table.get("in_shares")),
    )


def _resolved(name: str, raw: Mapping[str, Table]) -> dict[str, Any]:
    """Return a figure's table with what it takes from the one it is *like*: its rows, its window, its conditions."""
    own = dict(raw[name])
    if "like" not in own:
        return own
    other = _resolved(own["like"], raw)
    for key in ("ledger", "rows", "count", "distinct", "sum", "when", "latest"):
        if key in other:
            own.setdefault(key, other[key])
    own["where"] = {**other.get("where", {}), **own.get("where", {})}
    return own


def _measure(name: str, table: Table) -> Measure:
    if "union" in table:
        return Measure(name, Of.DISTINCT, tuple(_source(one) for one in table["union"]))
    of = Of.TOP if "top" in table else next((of for of in Of if of.value in table), Of.COUNT)
    latest = table.get("latest")
    return Measure(
        name,
        of,
        (_source(table),),
        question=str(table.get("sum") or table.get("distinct") or ""),
        times=table.get("times", ""),
        latest=(latest[0], latest[1]) if latest else None,
        unless=table.get("unless", ""),
        by=table.get("top", ""),
    )


def _source(table: Table) -> Source:
    window = Window()
    for how, questions in table.get("when", {}).items():
        named = (questions,) if isinstance(questions, str) else tuple(questions)
        window = Window(During(how), named, earlier=bool(table.get("earlier")))
    tests = tuple(_test(key, wanted) for key, wanted in table.get("where", {}).items())
    via = Via(**table["via"]) if "via" in table else None
    return Source(
        table["ledger"],
        table.get("rows", ""),
        tests,
        window,
        table.get("key", "") if _alone(table) else "",
        via,
    )


def _alone(table: Table) -> bool:
    """Say whether this is a source of a union: there *key* is what is distinct, elsewhere the figure's own name."""
    return "unit" not in table


def _test(key: str, wanted: Any) -> Condition:
    words = key.split()
    operator = words.pop() if words[-1] in OPERATORS else "="
    values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
    if words[0] == "months":
        return Condition(words[1], operator, values, until=words[2])
    (question,) = words
    return Condition(question, operator, values)
