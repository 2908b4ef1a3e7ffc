"""Passes over a whole form: working everything out, and finding what stands against completing.

An import judges a hundred thousand rows with one form, and every save works a form out once. From its second
dozen on, such a pass is one written function for each kind of row instead of some hundred closures calling each
other (`expression.writer`). The written function only asks "is it as it should be?": where a value differs, a gate
swings or a rule fails, the ordinary way is taken (`Live.put`, `Live.swing`, `judging.standing`), so there is one
place only that says what a change does or a problem is. With the first written judgement the expressions a single
answer sets off are written out as well.
"""

from collections.abc import Callable, Iterator
from typing import Any

from forms.engine.expression.writer import Names, write, write_truth
from forms.engine.judging import MAX_TEXT, Rule, standing, truth
from forms.engine.live import Live, Row
from forms.engine.program import Cell, Closure, Code, Gate, Program, Scope, Step
from forms.engine.questions import Kind
from forms.engine.typed import Unread
from forms.problems import Problem

WARM = 24  # passes before a form is written out: that costs as much as some hundred passes
_PLAIN_TEXT = (Kind.TEXT, Kind.NOTE, Kind.BARCODE, Kind.SELECT_ONE, Kind.ACKNOWLEDGE)
_TYPES = {Kind.INTEGER: "int", Kind.DECIMAL: "Decimal", Kind.DATE: "date"}
Judging = Callable[[Row, list[Problem]], None]


class Passes:
    """The passes over one form; shared by its sessions, as the program is."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._count = {"work": 0, "judge": 0}
        self._work: Callable[[Live, Row], None] | None = None
        self._judges: dict[Scope, Judging] = {}
        self._values: dict[Code, Closure] = {}
        self._is_spelt = False

    def work_out(self, live: Live) -> None:
        """Work out everything in a quiet form, by rank."""
        if self._work is not None:
            self._work(live, live.root)
        elif self._warm("work"):
            self._work = _working(self._program)
            self._work(live, live.root)
        else:
            live.work_out(self._program.steps)

    def value(self, code: Code, row: Row) -> Any:
        """Return the value of an expression outside the passes (what one answer fills into another)."""
        run = self._values.get(code)
        if run is None:
            run = code.run
            if self._work is not None and code.steady:
                run = self._values[code] = _valuing(code)
        return run(row, row)

    def judge(self, row: Row, found: list[Problem]) -> None:
        """Add what stands against completing in *row* and in the rows below it, in the form's order."""
        judging = self._judges.get(row.scope)
        if judging is None:
            if not self._warm("judge"):
                self._slowly(row, found)
                return
            judging = self._judges[row.scope] = _judging(row.scope, self.judge)
            if not self._is_spelt:
                self._is_spelt = True
                _write_out(self._program)
        judging(row, found)

    def write_out(self) -> None:
        """Write both passes out now, while nobody waits (off a window's thread), and judge with them from here on."""
        self._work = self._work or _working(self._program)
        waiting = [self._program.root]
        while waiting:
            scope = waiting.pop()
            self._judges.setdefault(scope, _judging(scope, self.judge))
            waiting += [part for part in scope.judged if isinstance(part, Scope)]

    def _warm(self, what: str) -> bool:
        self._count[what] += 1
        return self._count[what] > WARM

    def _slowly(self, row: Row, found: list[Problem]) -> None:
        typed, is_open, plain = row.typed, row.open, not row.explained
        for part in row.scope.judged:
            if type(part) is Cell:
                value = typed[part.slot]
                if not is_open[part.gate] or (value is None and part.required is False):
                    continue
                if value is None or not plain or type(value) is Unread:
                    found += standing(part, row)
                else:
                    for rule in part.rules:
                        rule.judge(row, value, found)
            else:
                for inside in row.rows[part.slot]:
                    self.judge(inside, found)


# -- working out


def _working(program: Program) -> Callable[[Live, Row], None]:
    """Return the written pass that works out the form's own row by rank, and the rows of repeats between."""
    names = Names()
    lines = ["def written(live, cur):", " S, T, O, today = cur.seen, cur.typed, cur.open, live.context.today"]
    for step, home in program.steps:
        lines += _step(step, home, program, names)
    return _function(lines, names)


def _step(step: Step, home: Scope, program: Program, names: Names) -> Iterator[str]:
    code = _asked(step)
    if home is not program.root or code is None or not code.steady:
        inside = "" if home.parent is None else f"if cur.rows[{_outermost(home).slot}]: "
        yield f" {inside}live.work_out({names.of(((step, home),))})"
    elif isinstance(step, Cell):
        yield f" n, o = {_result(step, code, names)}, T[{step.slot}]"
        yield f" if n != o or type(n) is not type(o): live.put(cur, {names.of(step)}, n)"
    elif isinstance(step, Gate):
        test = f"O[{step.parent}] and {write_truth(code, names)}"
        yield f" if (True if {test} else False) is not O[{step.index}]: live.swing({names.of(step)}, cur)"


def _asked(step: Step) -> Code | None:
    """Return the expression a step works out; None for a count of rows."""
    return step.calculate if isinstance(step, Cell) else step.test if isinstance(step, Gate) else None


def _result(cell: Cell, code: Code, names: Names) -> str:
    """Return the source of a calculation's result as a value of the question's kind."""
    found = write(code, names)
    if found.sort == "s" and cell.question.kind in _PLAIN_TEXT:
        return f"{found.text} or None"
    return f"{names.of(cell.result)}({found.text})"


def _outermost(scope: Scope) -> Scope:
    """Return the repeat in the form's own row around (or at) *scope*."""
    while scope.parent is not None and scope.parent.parent is not None:
        scope = scope.parent
    return scope


def _valuing(code: Code) -> Closure:
    """Return the written function of one expression; called as its closure is."""
    names = Names()
    return _function(list(_alone("written", code, names)), names)


def _alone(name: str, code: Code, names: Names) -> Iterator[str]:
    """Return the source of a function of one expression."""
    text = write(code, names).text
    yield f"def {name}(_row, cur):"
    if "S[" in text:
        yield " S = cur.seen"
    if "today" in text:
        yield " today = cur.form.context.today"
    yield f" return {text}"


def _write_out(program: Program) -> None:
    """Replace the closures of what answers set off, and of constraints, by written functions that say the same."""
    codes = [code for step, _home in program.steps if (code := _asked(step)) is not None]
    codes += [
        cell.constraint for scope in program.scopes for cell in scope.cells if cell.constraint is not None
    ]
    worth = [code for code in dict.fromkeys(codes) if code.steady and code.slot is None]
    names = Names()
    lines = ["written = []"]
    for code in worth:
        lines += [*_alone("one", code, names), "written.append(one)"]
    for code, run in zip(worth, _made(lines, names), strict=True):
        object.__setattr__(code, "run", run)  # frozen, because it says the same for ever; this says the same


# -- judging


def _judging(scope: Scope, below: Judging) -> Judging:
    """Return the written pass that judges one row of *scope*; *below* judges the rows of the repeats in it."""
    names = Names()
    lines = [
        "def written(cur, found):",
        " S, T, O, today = cur.seen, cur.typed, cur.open, cur.form.context.today",
    ]
    for part in scope.judged:
        if isinstance(part, Scope):
            lines.append(f" for inside in cur.rows[{part.slot}]: {names.of(below)}(inside, found)")
        else:
            lines += _cell(part, scope, names)
    return _function(lines, names)


def _cell(cell: Cell, scope: Scope, names: Names) -> Iterator[str]:
    always = scope.parent is None and cell.gate == 0  # the form's own gate never shuts
    indent, failed = " " if always else "  ", f"found += standing({names.of(cell)}, cur)"
    if not always:
        yield f" if O[{cell.gate}]:"
    yield f"{indent}v = T[{cell.slot}]"
    yield f"{indent}if v is not None:"
    yield f"{indent} if not ({' and '.join(_holds(cell, names))}): {failed}"
    if cell.required is not False:
        asked = "" if cell.required is True else f" and {write_truth(cell.required, names)}"
        yield f"{indent}elif True{asked}: found += {names.of(_missing(cell))}(cur)"


def _missing(cell: Cell) -> Callable[[Row], list[Problem]]:
    """Return what says that an answer is missing: one problem for all rows where its words are the same in all.

    A roster lacks the same questions in each of its rows.
    """
    question = cell.question
    outside = cell.scope.parent is None
    if not outside or question.label.outputs or question.required_message.outputs:
        return lambda row: standing(cell, row)
    known: list[Problem] = []

    def missing(row: Row) -> list[Problem]:
        if not known:
            known[:] = standing(cell, row)
            return known.copy()
        return known if truth(cell.required, row) else []

    return missing


def _holds(cell: Cell, names: Names) -> Iterator[str]:
    """Return the conditions under which nothing can stand against the given answer ``v``."""
    kind = cell.question.kind
    text = kind in _PLAIN_TEXT
    known = "str" if text else _TYPES.get(kind)
    yield f"type(v) is {known}" if known else "type(v) is not Unread"
    for rule in cell.rules:
        yield _rule(rule, text, names)


def _rule(rule: Rule, text: bool, names: Names) -> str:
    if rule.sort == "length" and text:
        return f"len(v) <= {MAX_TEXT}"
    if rule.sort == "codes" and text:
        return f"v in {names.of(frozenset(rule.what))}"
    if rule.sort == "holds":
        return write_truth(rule.what, names)
    if rule.sort == "check" and text:
        return f"{names.of(rule.what)}(v, today) is None"
    return f"passed({names.of(rule.judge)}, cur, v)"


def _passed(judge: Callable[[Row, Any, list[Problem]], None], row: Row, value: Any) -> bool:
    found: list[Problem] = []
    judge(row, value, found)
    return not found


def _function(lines: list[str], names: Names) -> Callable[..., Any]:
    """Return the written function."""
    made: Callable[..., Any] = _made(lines, names)
    return made


def _made(lines: list[str], names: Names) -> Any:
    """Return what the source calls `written`."""
    from datetime import date
    from decimal import Decimal

    known = {"standing": standing, "passed": _passed, "Unread": Unread, "date": date, "Decimal": Decimal}
    space = {**names.given, **known}
    exec(compile("\n".join(lines) + "\n", "<form>", "exec"), space)  # noqa: S102  (written by us from syntax trees; see expression.writer)
    return space["written"]
