"""The parts of an XForm, sorted: instance, binds, controls, tables, default values. No expression is read here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.compile.tables import element_tables
from forms.compile.words import EMPTY, Catalogue, Words
from forms.compile.xml_tree import JAVAROSA, Element, parse_xml
from forms.engine import Choice
from forms.problem_codes import NOT_AN_XFORM
from forms.problems import Problem

# A desk knows no position and records no sound by itself: by the specification the answer then stays blank.
ELSEWHERE = ("setgeopoint", "recordaudio", "tag")
_META = re.compile(r"/meta/(instanceID|instanceName)\b")
_META_ITSELF = re.compile(r"<(?:bind|setvalue)\b[^>]*?\b(?:nodeset|ref)=\"[^\"]*\"")  # not what reads them
CONTROLS = {"input", "select", "select1", "trigger", "range", "upload", "secret", "rank"}


@dataclass(slots=True)
class SetValue:
    """A `setvalue`: at *event*, the node *ref* gets *value* (an expression, or *text* as it stands)."""

    ref: str
    events: tuple[str, ...]
    value: str
    trigger: str = ""  # the path of the question in whose control it stands


@dataclass(slots=True)
class Itemset:
    """Where a select question takes its choices from."""

    nodeset: str = ""
    value: str = "name"
    label: str = "label"
    inline: tuple[Choice, ...] = ()


@dataclass(slots=True)
class Control:
    """A question, group or repeat of the body."""

    tag: str
    path: str
    label: Words = EMPTY
    hint: Words = EMPTY
    appearance: str = ""
    itemset: Itemset | None = None
    count: str = ""
    attributes: dict[str, str] = field(default_factory=dict)  # as written: mediatype, start, end, step …


@dataclass(slots=True)
class XForm:
    """A form taken apart."""

    title: str
    root: Element
    binds: dict[str, Element]
    catalogue: Catalogue
    controls: dict[str, Control] = field(default_factory=dict)
    repeats: dict[str, Control] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    labels: dict[str, dict[str, Words]] = field(default_factory=dict)  # of tables: item's itext id → label
    external: dict[str, str] = field(
        default_factory=dict
    )  # tables handed in → their file's name ('' if unnamed)
    setvalues: list[SetValue] = field(default_factory=list)
    meta: frozenset[str] = frozenset()  # which of instanceID and instanceName expressions read
    strange: list[tuple[str, str]] = field(default_factory=list)  # (element, where) we do not know


def read_xform(text: str) -> XForm:
    """Take an XForm apart; raises a Problem when it is none (FORMS-035, FORMS-036)."""
    html = parse_xml(text)
    head, body = html.first("head"), html.first("body")
    model = head.first("model") if head is not None else None
    if head is None or model is None or body is None:
        raise Problem(NOT_AN_XFORM, "", {"reason": "head, model, body"})
    primary = next(iter(model.children("instance")), None)  # the first, whatever its id, as JavaRosa takes it
    root = next(iter(primary.children()), None) if primary is not None else None
    if root is None:
        raise Problem(NOT_AN_XFORM, "", {"reason": "instance"})
    title = head.first("title")
    form = XForm(title.text if title is not None else "", root, _binds(model), Catalogue(model))
    if "/meta/instance" in text:
        form.meta = frozenset(_META.findall(_META_ITSELF.sub("", text)))
    for instance in model.children("instance"):
        if instance.get("id") and instance is not primary:
            _table(form, instance)
    for one in model.children("setvalue"):
        form.setvalues.append(_setvalue(form, one, ""))
    _known(form, model, {"itext", "instance", "bind", "setvalue", "submission", *ELSEWHERE}, "model")
    _body(form, body, "")
    return form


def _known(form: XForm, element: Element, names: set[str], where: str) -> None:
    form.strange += [(one.name, where) for one in element.children() if one.name not in names]


def _binds(model: Element) -> dict[str, Element]:
    return {bind.get("nodeset").strip(): bind for bind in model.children("bind")}


def _table(form: XForm, instance: Element) -> None:
    name, content = instance.get("id"), next(iter(instance.children()), None)
    if content is None:
        form.external[name] = instance.get("src").rpartition("/")[2]
        return
    for table, items in element_tables(name, content).items():
        labels = {}
        for row in items:
            if key := row.get("itextId"):
                labels[key] = form.catalogue.by_id(key)
                row.setdefault("label", str(labels[key].text))
        form.tables[table], form.labels[table] = items, labels


def _setvalue(form: XForm, element: Element, trigger: str) -> SetValue:
    events = tuple(element.get("event").split()) or tuple(
        element.get("event", "http://www.w3.org/2001/xml-events").split()
    )
    value = element.get("value")
    if not value and element.text:
        quote = '"' if "'" in element.text else "'"
        value = f"{quote}{element.text}{quote}"
    return SetValue(element.get("ref").strip() or _bound(form, element), events, value, trigger)


def _bound(form: XForm, element: Element) -> str:
    """Return the path of the bind an element names by id."""
    name = element.get("bind")
    return next((path for path, bind in form.binds.items() if name and bind.get("id") == name), "")


def _reference(form: XForm, element: Element, around: str) -> str:
    ref = (element.get("ref") or element.get("nodeset")).strip()
    ref = ref or _bound(form, element)
    return ref if ref.startswith("/") or not ref else f"{around}/{ref}"


def _body(form: XForm, element: Element, around: str) -> None:
    for child in element.children():
        path = _reference(form, child, around)
        if child.name in CONTROLS:
            form.controls[path] = _control(form, child, path)
        elif child.name == "group":
            form.controls[path or f"group at {around}"] = _control(form, child, path)
            _body(form, child, path or around)
        elif child.name == "repeat":
            repeat = _control(form, child, path)
            repeat.count = child.get("count", JAVAROSA).strip()
            form.repeats[path] = repeat
            _body(form, child, path)
        elif child.name == "setvalue":
            form.setvalues.append(_setvalue(form, child, ""))
        elif child.name not in ("label", "hint", *ELSEWHERE):
            form.strange.append((child.name, around))


def _control(form: XForm, element: Element, path: str) -> Control:
    control = Control(
        element.name,
        path,
        form.catalogue.of(element.first("label")),
        form.catalogue.of(element.first("hint")),
        element.get("appearance"),
        attributes=element.attributes,
    )
    if element.name in ("select", "select1", "rank"):
        control.itemset = _itemset(form, element)
    if element.name in CONTROLS:
        form.setvalues += [_setvalue(form, one, path) for one in element.children("setvalue")]
        allowed = {"label", "hint", "itemset", "item", "setvalue", "alert", *ELSEWHERE}
        _known(form, element, allowed, path)
    return control


def _itemset(form: XForm, element: Element) -> Itemset:
    found = element.first("itemset")
    if found is not None:
        value, label = found.first("value"), found.first("label")
        return Itemset(
            found.get("nodeset"),
            value.get("ref") if value is not None else "name",
            label.get("ref") if label is not None else "label",
        )
    return Itemset(inline=tuple(_inline(form, element)))


def _inline(form: XForm, element: Element) -> Iterator[Choice]:
    for item in element.children("item"):
        value = item.first("value")
        code = value.text if value is not None else ""
        words = form.catalogue.of(item.first("label"))
        yield Choice(code, words.text, media=words.media)
