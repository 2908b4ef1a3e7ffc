"""Lays a form out: the tree of names, scopes with their slots, gates, and the questions the outside sees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from forms.compile.choices import Offered, choice_of, narrows, nested_table, table_of
from forms.compile.kinds import kind_of, range_of
from forms.compile.problems import Report
from forms.compile.words import EMPTY, GUIDANCE, Words
from forms.compile.xform import Control, XForm
from forms.compile.xml_tree import JAVAROSA, OURS, Element
from forms.engine import ChoiceList, Group, Kind, Question, Range, Repeat, Text
from forms.engine.nodes import Node, Part
from forms.engine.program import Cell, Gate, Heading, Scope
from forms.engine.questions import MOMENT, SAVED
from forms.engine.texts import NOTHING
from forms.problem_codes import BROKEN_RANGE, CODE_TWICE, NAME_TWICE, TOO_LARGE, UNKNOWN_CHOICES

MAX_QUESTIONS = 5_000
META = "meta"  # instanceID, instanceName and their like: the ledger has its own
_OURS = f"{{{OURS}}}"


@dataclass(slots=True)
class Asked:
    """A question with what the XForm says of it, for compiling its rules later."""

    node: Node
    cell: Cell
    bind: Element | None
    control: Control | None
    required: Words = EMPTY
    constraint: Words = EMPTY
    label: Words = EMPTY


@dataclass(slots=True)
class Layout:
    """A form laid out."""

    root: Node
    scopes: list[Scope]
    asked: list[Asked] = field(default_factory=list)
    gated: list[tuple[Node, Gate, str]] = field(default_factory=list)  # relevant expressions to compile
    counted: list[tuple[Node, str]] = field(default_factory=list)
    entities: list[tuple[Node, Element]] = field(default_factory=list)
    headings: list[tuple[Node, Heading, Words]] = field(
        default_factory=list
    )  # of groups and rows, to be compiled
    nodes: dict[str, Node] = field(default_factory=dict)
    group: Group | None = None
    questions: dict[str, Question] = field(default_factory=dict)
    repeats: dict[str, Repeat] = field(default_factory=dict)


Child = Question | Group | Repeat


class _Builder:
    def __init__(self, form: XForm, report: Report) -> None:
        self.form, self.report = form, report
        scope = Scope("", "")
        scope.gates.append(Gate(scope, 0, ""))
        self.layout = Layout(Node(form.root.name, Part.ROOT, scope), [scope])
        self.inside: dict[Node, str] = {}  # groups by their path inside the scope
        self.targets = {one.ref for one in form.setvalues}
        self.offered: dict[tuple[str, str, str], Offered] = {}

    def run(self) -> Layout:
        layout, root = self.layout, self.layout.root
        layout.nodes[root.path] = root
        children = self._children(root, self.form.root)
        layout.group = Group(root.name, Text({"": self.form.title}), children=children)
        return layout

    def _children(self, above: Node, element: Element) -> tuple[Child, ...]:
        found: list[Child] = []
        for child in _once_each(element):
            if child.name == META and (above.part is Part.ROOT or child.first("entity") is not None):
                self._meta(above, child)
                continue
            path = f"{above.path}/{child.name}"
            if child.name in above.children:
                self.report.add(NAME_TWICE, child.name)
            elif path in self.form.repeats:
                found.append(self._repeat(above, child, path))
            elif next(iter(child.children()), None) is not None or self._is_group(path):
                found.append(self._group(above, child, path))
            else:
                found.append(self._question(above, child, path))
        return tuple(found)

    def _is_group(self, path: str) -> bool:
        control = self.form.controls.get(path)
        return control is not None and control.tag == "group"

    def _node(self, above: Node, name: str, part: Part, scope: Scope, gate: int) -> Node:
        node = Node(name, part, scope, above, gate=gate)
        above.children[name] = node
        self.layout.nodes[node.path] = node
        return node

    def _gate(self, node: Node, scope: Scope, parent: int, path: str) -> int:
        """Return the gate of *node*: a new one when it has a relevant expression, else the one around it."""
        bind = self.form.binds.get(path)
        relevant = bind.get("relevant").strip() if bind is not None else ""
        if not relevant:
            return parent
        gate = Gate(scope, len(scope.gates), node.name, parent)
        scope.gates.append(gate)
        scope.gates[parent].gates.append(gate)
        self.layout.gated.append((node, gate, relevant))
        return gate.index

    def _meta(self, above: Node, meta: Element) -> None:
        """Lay out the entity in a meta block, and of the rest what expressions read: the ledger has its own."""
        entity = meta.first("entity")
        read = [one.name for one in meta.children() if one.name in self.form.meta and above.part is Part.ROOT]
        if entity is None and not read:
            return
        around = self._node(above, META, Part.GROUP, above.scope, above.gate)
        for name in read:
            self._hidden(self._node(around, name, Part.QUESTION, above.scope, above.gate), name)
        if entity is None:
            return
        node = self._node(around, "entity", Part.GROUP, above.scope, above.gate)
        node.gate = self._gate(node, above.scope, above.gate, node.path)
        for name in ("@id", "@create", "@update", "@baseVersion", "label"):
            self._node(node, name, Part.QUESTION, above.scope, node.gate)
        self._hidden(node.children["@id"], "entity_id")
        self.layout.entities.append((node, entity))

    def _hidden(self, node: Node, name: str) -> None:
        """Make a question nobody is asked of a node that is no element."""
        bind = self.form.binds.get(node.path)
        cell = Cell(node.scope, len(node.scope.cells), self._free(node.scope, node.parent, name))
        node.cell, cell.gate = cell, node.gate
        asked = Asked(node, cell, bind, None)
        cell.question = self._describe(asked, Kind.TEXT)
        self._enter(asked)

    def _free(self, scope: Scope, above: Node | None, name: str) -> str:
        """Return *name*, or when another question of the scope has it, with the names of the groups around it.

        ODK wants names to be different only within a group; answers need them to be different within a record.
        """
        while name in scope.names or any(one.name == name for one in scope.children):
            name = f"{above.name if above else ''}_{name}"
            above = above.parent if above else None
        return name

    def _enter(self, asked: Asked) -> None:
        """Give a question its slot."""
        cell, scope = asked.cell, asked.node.scope
        if len(self.layout.asked) >= MAX_QUESTIONS:
            count = sum(1 for _ in self.form.root.walk())
            self.report.add(TOO_LARGE, "", what="questions", count=count, most=MAX_QUESTIONS)
            self.report.close()  # at once: no more of it is looked at
        scope.cells.append(cell)
        scope.names[cell.name] = cell
        scope.order.append(cell)
        scope.gates[cell.gate].cells.append(cell)
        self.layout.asked.append(asked)
        self.layout.questions[cell.question.path] = cell.question

    def _group(self, above: Node, element: Element, path: str) -> Group:
        node = self._node(above, element.name, Part.GROUP, above.scope, above.gate)
        node.gate = self._gate(node, above.scope, above.gate, path)
        control = self.form.controls.get(path) or self.form.controls.get(f"group at {above.path}")
        words = control.label if control and control.path == path else EMPTY
        inside = f"{self.inside[above]}/{element.name}" if above in self.inside else element.name
        self.inside[node] = inside
        self._heading(node, inside, node.gate, words)
        return Group(
            element.name,
            words.text,
            control.appearance if control else "",
            self._children(node, element),
            f"{above.scope.path}.{inside}" if above.scope.path else inside,
        )

    def _heading(self, node: Node, inside: str, gate: int, words: Words) -> None:
        heading = node.scope.headings[inside] = Heading(gate, words.text)
        self.layout.headings.append((node, heading, words))

    def _repeat(self, above: Node, element: Element, path: str) -> Repeat:
        outer, control = above.scope, self.form.repeats[path]
        name = self._free(outer, above, element.name)
        dotted = f"{outer.path}.{name}" if outer.path else name
        scope = Scope(name, dotted, outer, len(outer.children), above.gate, outer.depth + 1)
        scope.gates.append(Gate(scope, 0, element.name))
        outer.children.append(scope)
        outer.gates[above.gate].scopes.append(scope)
        outer.order.append(scope)
        self.layout.scopes.append(scope)
        node = self._node(above, element.name, Part.REPEAT, scope, 0)
        bind = self.form.binds.get(path)
        if bind is not None and bind.get("relevant").strip():
            self.layout.gated.append((node, scope.gates[0], bind.get("relevant").strip()))
        if control.count:
            self.layout.counted.append((node, control.count))
        around = self.form.controls.get(path)  # pyxform writes <group><label/><repeat/></group>
        words = control.label if control.label.text or not around else around.label
        self._heading(node, "", 0, words)
        appearance = control.appearance or (around.appearance if around else "")
        children = self._children(node, element)
        repeat = Repeat(name, words.text, appearance, children, dotted, bool(control.count))
        self.layout.repeats[dotted] = repeat
        return repeat

    def _question(self, above: Node, element: Element, path: str) -> Question:
        scope, bind, control = above.scope, self.form.binds.get(path), self.form.controls.get(path)
        kind = kind_of(control, bind, path in self.targets)
        node = self._node(above, element.name, Part.QUESTION, scope, above.gate)
        cell = Cell(scope, len(scope.cells), self._free(scope, above, element.name))
        node.cell = cell
        cell.gate = node.gate = self._gate(node, scope, above.gate, path)
        asked = self._asked(node, cell, bind, control)
        cell.question = self._describe(asked, kind)
        self._enter(asked)
        cell.initial = element.text or None  # read by kind when the rules are compiled
        return cell.question

    def _asked(self, node: Node, cell: Cell, bind: Element | None, control: Control | None) -> Asked:
        asked = Asked(node, cell, bind, control)
        catalogue = self.form.catalogue
        if bind is not None:
            asked.required = catalogue.of_text(bind.get("requiredMsg", JAVAROSA))
            asked.constraint = catalogue.of_text(bind.get("constraintMsg", JAVAROSA))
        if control is not None:
            asked.label = control.label
        return asked

    def _describe(self, asked: Asked, kind: Kind) -> Question:
        scope, bind, control = asked.node.scope, asked.bind, asked.control
        name = asked.cell.name
        required = bind.get("required").strip() if bind is not None else ""
        readonly = bind.get("readonly").strip() if bind is not None else ""
        return Question(
            name=name,
            path=f"{scope.path}.{name}" if scope.path else name,
            kind=kind,
            label=asked.label.text,
            hint=control.hint.text if control else NOTHING,
            guidance=control.hint.media.get(GUIDANCE, NOTHING) if control else NOTHING,
            constraint_message=asked.constraint.text,
            required_message=asked.required.text,
            appearance=control.appearance if control else "",
            choices=self._choices(asked, name),
            readonly=readonly in ("true()", "true", "1"),
            calculated=bind is not None and bool(bind.get("calculate").strip()),
            multiple=kind in (Kind.SELECT_MULTIPLE, Kind.RANK),
            required=bool(required) and required not in ("false()", "false", "0"),
            visible=control is not None,
            marks=_marks(bind),
            range=self._range(name, control),
            media=asked.label.media,
        )

    def _range(self, name: str, control: Control | None) -> Range | None:
        try:
            return range_of(control)
        except ValueError as error:
            self.report.add(BROKEN_RANGE, name, subject=str(error))
            return None

    def _choices(self, asked: Asked, name: str) -> ChoiceList | None:
        itemset = asked.control.itemset if asked.control else None
        if itemset is None:
            return None
        if not itemset.nodeset:
            inline = itemset.inline
            asked.cell.codes = self._distinct(name, Offered([one.code for one in inline], inline.__getitem__))
            return ChoiceList(name, inline)
        filtered = narrows(itemset.nodeset)
        table = nested_table(itemset.nodeset, self.form.tables, self.form.external)
        if not table and itemset.nodeset.lstrip().startswith(("/", ".", "randomize")):
            return ChoiceList(name, filtered=True)  # rows of the form itself
        label = "" if itemset.label.startswith("jr:itext") else itemset.label
        if table_of(itemset.nodeset) in self.form.external:
            return ChoiceList(table, (), True, itemset.value, label, filtered)
        if table not in self.form.tables:
            self.report.add(UNKNOWN_CHOICES, name, subject=table)
            return None
        offered = self._offered(table, itemset.value, label)
        if not filtered:
            asked.cell.codes = self._distinct(table, offered)
        later = partial(getattr, offered, "every")
        return ChoiceList(table, (), False, itemset.value, label, filtered, later)

    def _offered(self, table: str, value: str, label: str) -> Offered:
        """Return the choices a table offers, one mapping for all the questions that take them."""
        key = (table, value, label)
        if key not in self.offered:
            items, form = self.form.tables[table], self.form
            codes = [item.get(value, "") for item in items]
            self.offered[key] = Offered(codes, lambda at: choice_of(form, table, items[at], value, label))
        return self.offered[key]

    def _distinct(self, table: str, offered: Offered) -> Offered:
        for code in offered.twice():
            self.report.add(CODE_TWICE, table, subject=table, code=code)
        return offered


def _marks(bind: Element | None) -> dict[str, str]:
    if bind is None:
        return {}
    found = {key[len(_OURS) :]: text for key, text in bind.attributes.items() if key.startswith(_OURS)}
    if bind.get("preload", JAVAROSA) == "timestamp" and bind.get("preloadParams", JAVAROSA) == "end":
        found[MOMENT] = SAVED
    return {key: text.strip() for key, text in found.items()}


def _once_each(element: Element) -> Iterator[Element]:
    """Return the child elements; of a repeat only its template, or else its first row."""
    templates = {
        one.name for one in element.children() if one.attributes.get(f"{{{JAVAROSA}}}template") is not None
    }
    passed: set[str] = set()
    for child in element.children():
        if child.name in templates:
            if f"{{{JAVAROSA}}}template" in child.attributes:
                yield child
        elif child.name not in passed or next(iter(child.children()), None) is None:
            passed.add(child.name)
            yield child


def lay_out(form: XForm, report: Report) -> Layout:
    """Return the layout of a form, problems noted in *report*."""
    return _Builder(form, report).run()
