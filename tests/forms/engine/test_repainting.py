"""A window that repaints only what a change names always shows the truth, whatever the form and the hand do."""

from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.compile import FormProblems, load_xform
from forms.engine import Context, FormDefinition, FormSession

NAMES = ("a", "b", "c", "d", "e", "f")
INSIDE = ("x", "y")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EXPRESSIONS = (
    "{0} = 1", "{0} > {1}", "string-length({0}) > 1", "{0} + {1}", "concat({0}, '-', {1})", "if({0} = '', {1}, {0})",
    "count(/data/r) > {0}", "sum(/data/r/x)", "count(/data/r[x = /data/a])", "/data/r[last()]/y",
    "join(' ', /data/r/x)", "not({0} = {1})",
)  # fmt: skip
PARTS = ("relevant", "required", "readonly", "constraint", "calculate")

Rules = dict[str, dict[str, str]]


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    """Return what a form asks of each question: any part, made of any two others."""
    found: Rules = {}
    for name in (*NAMES, *INSIDE, "r"):
        path = f"/data/r/{name}" if name in INSIDE else f"/data/{name}"
        parts = draw(st.sets(st.sampled_from(PARTS), max_size=2))
        if name == "r":
            parts &= {"relevant"}
        found[path] = {}
        for part in sorted(parts):
            before = NAMES if name in INSIDE or name == "r" else NAMES[: NAMES.index(name)]
            seen = (
                before if part in ("calculate", "relevant") else NAMES
            )  # what is worked out at once looks back only
            near = [f"/data/{one}" for one in seen or NAMES[-1:]] + ["../x"] * (name == "y")
            two = [draw(st.sampled_from(near)) for _ in range(2)]
            found[path][part] = draw(st.sampled_from(EXPRESSIONS)).format(*two)
    return found


def form(given_rules: Rules, outputs: list[str]) -> str:
    """Return the form; each question's label shows another one's answer."""
    fields = "".join(f"<{name}/>" for name in NAMES) + "<r><x/><y/></r>"
    binds = "".join(
        f'<bind nodeset="{path}" type="{"int" if path[-1] in "abx" else "string"}" '
        + " ".join(f"{part}={quoteattr(text)}" for part, text in parts.items())
        + "/>"
        for path, parts in given_rules.items()
    )
    inputs = "".join(
        f'<input ref="/data/{name}"><label>{name} <output value="/data/{shown}"/></label></input>'
        for name, shown in zip(NAMES, outputs, strict=True)
    )
    rows = "".join(f'<input ref="/data/r/{name}"><label>{name}</label></input>' for name in INSIDE)
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title>'
        f'<model><instance><data id="t">{fields}</data></instance>{binds}</model></h:head>'
        f'<h:body>{inputs}<group><repeat nodeset="/data/r">{rows}</repeat></group></h:body></h:html>'
    )


def loaded(given_rules: Rules, outputs: list[str]) -> FormDefinition | None:
    """Return the form, None for one that goes in circles: the only mistake these can have."""
    try:
        return load_xform(form(given_rules, outputs))
    except FormProblems as refused:
        if {problem.code for problem in refused.problems} != {"FORMS-044"}:
            raise
        return None


class Window:
    """Keeps a picture of every question and repaints what a change names; all of it only when rows come or go."""

    def __init__(self, session: FormSession) -> None:
        self.session = session
        self.shown = self.truth()

    def look(self, path: str) -> tuple[Any, ...]:
        """Return what a field shows of a question."""
        state = self.session.state(path)
        told = tuple((problem.code, problem.place) for problem in state.problems)
        return state.value, state.text, state.relevant, state.required, state.readonly, str(state.label), told

    def truth(self) -> dict[str, tuple[Any, ...]]:
        """Look at everything."""
        return {path: self.look(path) for path in self.session.paths()}

    def repaint(self, change: Any) -> None:
        """Look only where the change says something may be different."""
        if change.structure:
            self.shown = self.truth()
        for path in change.paths:
            self.shown[path] = self.look(path)


def act(session: FormSession, step: tuple[str, int, str]) -> Any:
    """Let the hand do one thing; None when it cannot be done now."""
    what, number, text = step
    if what == "undo":
        return session.undo()
    if what == "redo":
        return session.redo()
    if what == "add":
        return session.add("r") if session.count("r") < 4 else None
    if what == "remove":
        return session.remove("r", 1 + number % session.count("r")) if session.count("r") else None
    asked = [path for path in session.paths() if not _calculated(session, path)]
    if not asked:
        return None
    path = asked[number % len(asked)]
    return session.explain(path, text) if what == "explain" else session.answer(path, text or None)


def _calculated(session: FormSession, path: str) -> bool:
    return session.definition.questions["r." + path[-1] if path.startswith("r[") else path].calculated


STEPS = st.tuples(
    st.sampled_from(["answer", "answer", "answer", "answer", "add", "remove", "undo", "redo", "explain"]),
    st.integers(0, 40),
    st.sampled_from(["", "1", "2", "30", "一", "x y"]),
)


@settings(max_examples=150, deadline=None)
@given(rules(), st.lists(st.sampled_from(NAMES), min_size=6, max_size=6), st.lists(STEPS, max_size=14))
def test_repainting_what_changed_shows_the_truth(
    given_rules: Rules, outputs: list[str], steps: list[tuple[str, int, str]]
) -> None:
    """After every answer, row, undo and redo, fields repainted by name are what looking at everything shows."""
    definition = loaded(given_rules, outputs)
    if definition is None:
        return
    window = Window(FormSession(definition, Context(NOW.date(), NOW)))
    for step in steps:
        change = act(window.session, step)
        if change is not None:
            window.repaint(change)
            assert window.shown == window.truth(), step


@settings(max_examples=60, deadline=None)
@given(rules(), st.lists(STEPS, min_size=1, max_size=10))
def test_undoing_everything_gives_the_beginning(
    given_rules: Rules, steps: list[tuple[str, int, str]]
) -> None:
    """What was done can all be taken back and done again: the beginning, then the end, as they were."""
    definition = loaded(given_rules, list(NAMES))
    if definition is None:
        return
    session = FormSession(definition, Context(date(2026, 11, 22), NOW))
    window = Window(session)
    beginning = window.truth()
    for step in steps:
        act(session, step)
    end = window.truth()
    while session.can_redo:
        session.redo()
    last = window.truth()

    while session.can_undo:
        session.undo()
    assert window.truth() == beginning
    while session.can_redo:
        session.redo()
    assert window.truth() == last
    assert end == last or any(what == "undo" for what, _, _ in steps)
