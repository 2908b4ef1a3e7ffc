"""Which kind of answer a question of an XForm takes (ODK XForms specification, "Data Types" and "Body Elements")."""

from decimal import Decimal, InvalidOperation

from forms.compile.xform import Control
from forms.compile.xml_tree import OURS, Element
from forms.engine import Kind, Range

_TYPES = {
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "long": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "double": Kind.DECIMAL,
    "float": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATETIME,
    "barcode": Kind.BARCODE,
    "geopoint": Kind.GEOPOINT,
    "geotrace": Kind.GEOTRACE,
    "geoshape": Kind.GEOSHAPE,
    "binary": Kind.FILE,
    "odk:rank": Kind.RANK,
}
_TRUE = ("true()", "true", "1")
_CONTROLS = {
    "select1": Kind.SELECT_ONE,
    "select": Kind.SELECT_MULTIPLE,
    "trigger": Kind.ACKNOWLEDGE,
    "rank": Kind.RANK,
}
_MEDIA = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
MAX_STEPS = 1_000_000  # of a range; nobody chooses among more, and a form that offers more is a mistake


def type_name(bind: Element | None) -> str:
    """Return a bind's data type without its prefix."""
    return bind.get("type").strip().rpartition(":")[2] if bind is not None else ""


def kind_of(control: Control | None, bind: Element | None, targeted: bool) -> Kind:
    """Return the kind of a question; an unknown data type is text, as the specification says.

    pyxform writes a note as a read-only text. One that is filled by anything (a calculation, a `setvalue`, the
    ledger by one of our marks) is a text question.
    """
    if control is not None:
        if control.tag in _CONTROLS:
            return _CONTROLS[control.tag]
        if control.tag == "upload":
            return _MEDIA.get(control.attributes.get("mediatype", "").partition("/")[0], Kind.FILE)
    kind = _TYPES.get(type_name(bind), Kind.TEXT)
    if kind is Kind.TEXT and control is not None and bind is not None and not targeted and _is_note(bind):
        return Kind.NOTE
    return kind


def range_of(control: Control | None) -> Range | None:
    """Return the bounds of a range question; None for others, and for bounds that are none (ValueError: refused)."""
    if control is None or control.tag != "range":
        return None
    given = [control.attributes.get(name, "").strip() for name in ("start", "end", "step")]
    try:
        start, end, step = (Decimal(text) for text in given)
    except InvalidOperation as error:
        raise ValueError(" ".join(given)) from error
    finite = start.is_finite() and end.is_finite() and step.is_finite()
    if not finite or not step or start == end or abs((end - start) / step) > MAX_STEPS:
        raise ValueError(" ".join(given))
    return Range(start, end, step)


def _is_note(bind: Element) -> bool:
    marked = any(key.startswith(f"{{{OURS}}}") for key in bind.attributes)
    return bind.get("readonly").strip() in _TRUE and not bind.get("calculate") and not marked
