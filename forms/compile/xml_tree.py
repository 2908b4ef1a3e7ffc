"""Reads XML into a small tree; document types and entities are refused, so nothing expands or reaches out.

The standard library's C parser reads it; what is walked over becomes `Element`s when it is walked over, and tables of
tens of thousands of items never do.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any
from xml.etree.ElementTree import Element as Raw
from xml.etree.ElementTree import ParseError, XMLParser
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


class Element:
    """One element: namespace, local name, attributes (``{namespace}name`` when they have one), mixed content."""

    def __init__(self, raw: Raw, depth: int = 1) -> None:
        if depth > MAX_DEPTH:
            raise too_deep()
        self.raw, self._depth = raw, depth
        self.namespace, self.name = split(raw.tag)
        self.attributes = raw.attrib

    @cached_property
    def elements(self) -> "list[Element]":
        """The child elements."""
        deeper = self._depth + 1
        return [Element(child, deeper) for child in self.raw]

    @property
    def content(self) -> "list[str | Element]":
        """Text and child elements, in order."""
        found: list[str | Element] = [self.raw.text] if self.raw.text else []
        for child in self.elements:
            found.append(child)
            if child.raw.tail:
                found.append(child.raw.tail)
        return found

    def children(self, name: str | None = None) -> "list[Element]":
        """Return the child elements (of one local name)."""
        return self.elements if name is None else [one for one in self.elements if one.name == name]

    def first(self, name: str) -> "Element | None":
        """Return the first child element of that local name."""
        for one in self.elements:
            if one.name == name:
                return one
        return None

    def get(self, name: str, namespace: str = "") -> str:
        """Return an attribute, '' when it is not there."""
        return self.attributes.get(f"{{{namespace}}}{name}" if namespace else name, "")

    @property
    def text(self) -> str:
        """The text directly inside, without spaces around."""
        return text_of(self.raw)

    def walk(self) -> "Iterator[Element]":
        """Return this element and all below it, in order."""
        yield self
        for child in self.elements:
            yield from child.walk()


@lru_cache(maxsize=4096)
def split(tag: str) -> tuple[str, str]:
    """Return namespace and local name of ``{namespace}name``."""
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name


def text_of(raw: Raw) -> str:
    """Return the text directly inside an element, without spaces around."""
    text = raw.text or ""
    if len(raw):
        text += "".join([child.tail for child in raw if child.tail])
    return text.strip()


def too_deep() -> Problem:
    """Return the problem of elements in elements beyond `MAX_DEPTH`."""
    return Problem(NOT_AN_XFORM, "", {"reason": f"depth > {MAX_DEPTH}"})


def parse_xml(text: str) -> Element:
    """Return the root element; raises a Problem (FORMS-035, FORMS-036), for depth where it is walked over."""
    if len(text) > MAX_SIZE:
        raise Problem(NOT_AN_XFORM, "", {"reason": f"> {MAX_SIZE}"})
    try:
        if "<!DOCTYPE" in text:  # without these letters there is none; with them it may be a comment
            _refuse_types(text)
        parser = XMLParser()  # noqa: S314  # document types are refused above, and nothing else can expand or reach out
        parser.feed(text)
        return Element(parser.close())
    except (ParseError, expat.ExpatError, UnicodeEncodeError) as error:
        raise Problem(NOT_AN_XFORM, "", {"reason": str(error)}) from error


def _refuse_types(text: str) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(text.encode("utf-8"), True)


def _refuse(*_: Any) -> None:
    raise Problem(FORBIDDEN_XML)
