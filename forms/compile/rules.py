"""Compiles every expression of a form, in place: each broken one becomes a problem, and all are found at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.compile.choices import external_choice
from forms.compile.entities import EntityRules
from forms.compile.layout import Asked, Layout
from forms.compile.problems import Report
from forms.compile.words import Words, from_marks
from forms.compile.xform import SetValue, XForm
from forms.compile.xml_tree import JAVAROSA, Element
from forms.engine import Choice, ChoiceList, Instances, Kind
from forms.engine.expression.compiler import Around, Compiler, Offer
from forms.engine.nodes import Node, Part
from forms.engine.program import Action, Cell, ChoiceFilter, Closure, Code, Counter
from forms.engine.typed import Unread, read
from forms.problem_codes import BROKEN_EXPRESSION, UNKNOWN_CHECK, UNKNOWN_PATH, UNSUPPORTED_FEATURE

_FILES = (Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE)
_TRUE, _FALSE = ("true()", "true", "1"), ("false()", "false", "0", "")
_PRELOADS = {
    ("timestamp", "start"): "now()",
    ("timestamp", "end"): "now()",
    ("date", "today"): "today()",
    ("uid", ""): "concat('uuid:', uuid())",
}
_PROPERTIES = {"username": "username", "userid": "username", "deviceid": "device_id"}


@dataclass
class Rules:
    """Compiles the rules of one form into its layout."""

    form: XForm
    layout: Layout
    report: Report
    tables: Instances
    external: set[str]

    def __post_init__(self) -> None:
        words = self.form.catalogue
        self._around = Around(
            self.layout.root,
            self.tables,
            labels,
            lambda key: words.by_id(key).text,
            self.form.root.get("version"),
        )

    def run(self) -> None:
        """Compile everything."""
        for node, gate, text in self.layout.gated:
            gate.test = self._code(node, "relevant", text)
        for node, text in self.layout.counted:
            code = self._code(_beside(node), "repeat_count", text)
            if code is not None:
                node.scope.counter = Counter(node.scope, code)
        for asked in self.layout.asked:
            self._question(asked)
        for node, heading, words in self.layout.headings:
            heading.outputs = self._outputs(node, "label", words)
        self.entities = EntityRules(self.form, self.layout, self._code).run()
        for setvalue in self.form.setvalues:
            self._setvalue(setvalue)

    def title(self) -> Code | None:
        """Return the code of the record's title (instance_name)."""
        root = self.layout.root
        bind = self.form.binds.get(f"{root.path}/meta/instanceName")
        text = bind.get("calculate").strip() if bind is not None else ""
        return self._code(root, "instance_name", text) if text else None

    def _compiler(self, site: Node) -> Compiler:
        return Compiler(site, self._around)

    def _code(self, site: Node, column: str, text: str) -> Code | None:
        compiler = self._compiler(site)
        code = self.report.expression(_place(site), column, text, compiler.compile)
        self.external |= compiler.external
        return code

    def _question(self, asked: Asked) -> None:
        cell, bind, node = asked.cell, asked.bind, asked.node
        self._initial(cell)
        if bind is not None:
            self._bind(cell, node, bind)
        self._marks(cell, node)
        cell.label_outputs = self._outputs(node, "label", asked.label)
        cell.message_outputs = self._outputs(node, "constraint_message", asked.constraint)
        cell.required_outputs = self._outputs(node, "required_message", asked.required)
        itemset = asked.control.itemset if asked.control else None
        if itemset is not None and itemset.nodeset and (cell.codes is None):
            self._filter(cell, node, itemset.nodeset, itemset.value, itemset.label)

    def _bind(self, cell: Cell, node: Node, bind: Element) -> None:
        for column in ("calculate", "constraint"):
            text = bind.get(column).strip()
            if text and node.name == "instanceID" and column == "calculate":
                text = f"once({text})"  # one record, one id
            if text:
                setattr(cell, column, self._code(node, column, text))
        cell.required = self._flag(node, "required", bind.get("required").strip())
        cell.readonly = self._flag(node, "readonly", bind.get("readonly").strip())
        preload = bind.get("preload", JAVAROSA)
        if preload:
            self._preload(cell, node, preload, bind.get("preloadParams", JAVAROSA))

    def _preload(self, cell: Cell, node: Node, preload: str, parameter: str) -> None:
        text = _PRELOADS.get((preload, parameter)) or _PRELOADS.get((preload, ""))
        if text is not None:
            cell.first_load = self._code(node, "default", text)
        elif preload in ("property", "context"):
            name = _PROPERTIES.get(parameter.lower().removeprefix("uri:"), "")
            if name:  # what a desk does not know (a telephone's number, an e-mail address) stays blank
                cell.first_load = Code(property_of_context(name), "s", origin=name)

    def _flag(self, node: Node, column: str, text: str) -> Code | bool:
        if text in _FALSE:
            return False
        if text in _TRUE:
            return True
        return self._code(node, column, text) or False

    def _initial(self, cell: Cell) -> None:
        """Read the fixed default by the question's kind."""
        if cell.initial is None:
            return
        if (
            cell.question.kind in _FILES
        ):  # a picture that comes with the form, to be drawn on: a desk has none
            cell.initial = None
            return
        value = read(cell.question.kind, cell.initial, date.min)
        if isinstance(value, Unread):
            self.report.add(
                BROKEN_EXPRESSION,
                cell.question.path,
                column="default",
                position=1,
                reason=f"not a {cell.question.kind}",
                expression=cell.initial,
            )
            value = None
        cell.initial = value

    def _marks(self, cell: Cell, node: Node) -> None:
        marks = cell.question.marks
        if marks.get("soft"):
            cell.soft = self._code(node, "bind::xz:soft", marks["soft"])
            words = from_marks({"zh": marks.get("softMsg", ""), "en": marks.get("softMsgEn", "")})
            cell.soft_message = words.text
            cell.soft_outputs = self._outputs(node, "bind::xz:softMsg", words)
        if marks.get("uniqueWhen"):
            cell.unique_when = self._code(node, "bind::xz:uniqueWhen", marks["uniqueWhen"])
        cell.checks = tuple(
            check for name in marks.get("check", "").split() for check in self._check(node, name)
        )

    def _check(self, node: Node, name: str) -> tuple[Callable[..., Any], ...]:
        from forms.checks import CHECKS

        check = CHECKS.get(name)
        if check is None:
            self.report.add(UNKNOWN_CHECK, node.name, check=name)
            return ()
        return (check,)

    def _outputs(self, node: Node, column: str, words: Words) -> tuple[Code, ...]:
        blank = Code(lambda _row, _cur: "", "s")
        return tuple(self._code(node, column, text) or blank for text in words.outputs)

    def _filter(self, cell: Cell, node: Node, nodeset: str, value: str, label: str) -> None:
        compiler = self._compiler(node)
        found = self.report.expression(
            _place(node), "choice_filter", nodeset, lambda text: compiler.compile_items(text, value, label)
        )
        self.external |= compiler.external
        if found is None:
            return
        origin, internal = ItemsOrigin(node, self._around, nodeset, value, label), found.table in self.tables
        cell.filter = ChoiceFilter(
            found.table,
            internal or not found.table,
            value if found.table else "name",
            found.items,
            found.allows,
            origin.choice(found.table, cell.question.choices)
            if internal
            else origin.choice(found.table, None),
            found.reads,
            origin,
        )

    def _setvalue(self, setvalue: SetValue) -> None:
        target = self.layout.nodes.get(setvalue.ref)
        trigger = self.layout.nodes.get(setvalue.trigger) if setvalue.trigger else None
        if target is None or target.cell is None:
            if "/meta/" not in setvalue.ref:
                place = setvalue.trigger or setvalue.ref
                self.report.add(
                    UNKNOWN_PATH, place, column="setvalue", subject=setvalue.ref, expression=setvalue.value
                )
            return
        value = (
            self._code(target, "default" if trigger is None else "calculation", setvalue.value)
            if setvalue.value
            else None
        )
        for event in setvalue.events:
            self._event(event, trigger, target, value)

    def _event(self, event: str, trigger: Node | None, target: Node, value: Code | None) -> None:
        cell: Cell = target.cell  # type: ignore[assignment]  # looked at above
        if event in ("odk-instance-first-load", "xforms-ready"):  # the second is the name it had before 2019
            cell.first_load = value
        elif event == "odk-new-repeat":
            cell.new_row = value
        elif event == "xforms-value-changed" and trigger is not None and trigger.cell is not None:
            ups = trigger.scope.depth - target.scope.depth
            if _above(trigger.scope, ups) is not target.scope:
                self.report.add(
                    UNSUPPORTED_FEATURE,
                    _place(target),
                    column="trigger",
                    subject=_place(trigger),
                    expression="",
                )
                return
            trigger.cell.actions.append(Action(cell, ups, value))
        else:
            self.report.add(
                UNSUPPORTED_FEATURE, _place(target), column="setvalue", subject=event, expression=""
            )


def property_of_context(name: str) -> Closure:
    """Return what gives a property of the context: who fills the form, on which device."""
    return lambda _row, cur: getattr(cur.form.context, name)


@dataclass(frozen=True, slots=True)
class ItemsOrigin:
    """Where the choices of a question come from: the node-set, and the value and label of its items."""

    site: Node
    around: Around
    nodeset: str
    value: str
    label: str

    def offer(self) -> Offer:
        """Compile again."""
        return Compiler(self.site, self.around).compile_items(self.nodeset, self.value, self.label)

    def choice(self, table: str, own: ChoiceList | None) -> Callable[[Any], Choice]:
        """Return what an item of *table* is as a choice; *own* are the choices of a table written in the form."""
        if not table:
            return external_choice("name", "label")
        if own is None:
            return external_choice(self.value, self.label)
        choices: dict[int, Choice] = {}

        def choice(item: Any) -> Choice:
            if not choices:
                choices.update(zip(map(id, self.around.tables[table]), own.choices, strict=True))
            return choices[id(item)]

        return choice


def _beside(repeat: Node) -> Node:
    """Return where the count of a repeat is worked out: in the row around it, `..` leading from the repeat itself."""
    above = repeat.parent or repeat
    return Node(repeat.name, Part.GROUP, above.scope, above, gate=above.gate)


def _above(scope: Any, ups: int) -> Any:
    if ups < 0:
        return None
    for _ in range(ups):
        scope = scope.parent
    return scope


def _place(node: Node) -> str:
    """Return where a problem of *node* stands, as the author names it."""
    if node.cell is not None:
        return node.cell.question.path
    return node.scope.path or node.name


def labels(node: Node) -> Callable[[Any, str], str]:
    """Return what finds the label of a choice of *node*, in the language being shown (jr:choice-name)."""
    cell = node.cell

    def label(cur: Any, code: str) -> str:
        if cell is None:
            return ""
        if cell.codes is not None:
            choice = cell.codes.get(code)
            return choice.label.in_(cur.form.language) if choice else ""
        if cell.filter is None:
            return ""
        if not cell.filter.instance:
            rows = cell.filter.items(cur, cur)
            return next((item["label"] for item in rows if item["name"] == code), "")
        tables = cur.form.program.tables if cell.filter.internal else cur.form.tables
        found = tables.where(cell.filter.instance, cell.filter.value_column, code)
        return cell.filter.choice(found[0]).label.in_(cur.form.language) if found else ""

    return label
