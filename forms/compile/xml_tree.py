"""Reads XML into a small tree; document types and entities are refused, so nothing expands or reaches out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from forms.problem_codes import FORBIDDEN_XML, NOT_AN_XFORM
from forms.problems import Problem

MAX_SIZE = 50_000_000  # characters
MAX_DEPTH = 100

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
ODK = "http://www.opendatakit.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
OURS = "urn:xiezuo:forms"


@dataclass(slots=True, eq=False, repr=False)
class Element:
    """One element: namespace, local name, attributes (``{namespace}name`` when they have one), mixed content."""

    namespace: str
    name: str
    attributes: dict[str, str]
    content: "list[str | Element]" = field(default_factory=list)

    def children(self, name: str | None = None) -> "Iterator[Element]":
        """Return the child elements (of one local name)."""
        for part in self.content:
            if isinstance(part, Element) and (name is None or part.name == name):
                yield part

    def first(self, name: str) -> "Element | None":
        """Return the first child element of that local name."""
        return next(self.children(name), None)

    def get(self, name: str, namespace: str = "") -> str:
        """Return an attribute, '' when it is not there."""
        return self.attributes.get(f"{{{namespace}}}{name}" if namespace else name, "")

    @property
    def text(self) -> str:
        """The text directly inside, without spaces around."""
        return "".join(part for part in self.content if isinstance(part, str)).strip()

    def walk(self) -> "Iterator[Element]":
        """Return this element and all below it, in order."""
        yield self
        for child in self.children():
            yield from child.walk()


def parse_xml(text: str) -> Element:
    """Return the root element; raises a Problem (FORMS-035, FORMS-036)."""
    if len(text) > MAX_SIZE:
        raise Problem(NOT_AN_XFORM, "", {"reason": f"> {MAX_SIZE}"})
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(text.encode("utf-8"), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise Problem(NOT_AN_XFORM, "", {"reason": str(error)}) from error
    return builder.root  # type: ignore[return-value]  # expat refuses a document without an element


def _refuse(*_: Any) -> None:
    raise Problem(FORBIDDEN_XML)


class _Builder:
    """Builds the tree from expat's events."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._stack: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition("}")
        named = {("{" + key if "}" in key else key): value for key, value in attributes.items()}
        element = Element(namespace, local, named)
        if self._stack:
            self._stack[-1].content.append(element)
        else:
            self.root = element
        self._stack.append(element)
        if len(self._stack) > MAX_DEPTH:
            raise Problem(NOT_AN_XFORM, "", {"reason": f"depth > {MAX_DEPTH}"})

    def end(self, _: str) -> None:
        self._stack.pop()

    def text(self, data: str) -> None:
        if self._stack:
            self._stack[-1].content.append(data)
