"""What is kept of a loaded form: of every kind of part, the slots and how each is written.

A loaded form is a web of parts pointing at each other. It is kept as columns: all cells' names, all cells' gates …,
a part being named by its number. Of a compiled expression only the words are kept, and where they belong.

Letters: ``=`` as it stands (text, whole number, truth value, None) · ``o`` a part or None · ``O`` a part, or as it
stands · ``t`` ``l`` a tuple, a list of parts · ``m`` parts by name · ``p`` pairs of name and part · ``s`` steps with
the scopes they are worked out in · ``d`` texts by name · ``v`` an answer (by JSON type, or tagged), ``w`` a tuple of them · ``k`` the kind
of a question · ``x`` a tuple, ``y`` a frozen set, of what stands as it is.
"""

import hashlib
from typing import Any

from forms.engine.definition import FormDefinition
from forms.engine.program import (
    Action,
    Beginning,
    Cell,
    ChoiceFilter,
    Code,
    Counter,
    Edge,
    EntityRule,
    Gate,
    Heading,
    Program,
    Scope,
)
from forms.engine.questions import ChoiceList, Group, Question, Range, Repeat
from forms.engine.texts import Text

PARTS: dict[type[Any], dict[str, str]] = {
    Text: {"words": "d", "outputs": "="},
    Range: {"start": "v", "end": "v", "step": "v"},
    ChoiceList: {
        "name": "=",
        "external": "=",
        "value_column": "=",
        "label_column": "=",
        "filtered": "=",
    },
    Question: {
        "name": "=",
        "path": "=",
        "kind": "k",
        "label": "o",
        "hint": "o",
        "guidance": "o",
        "constraint_message": "o",
        "required_message": "o",
        "appearance": "=",
        "choices": "o",
        "readonly": "=",
        "calculated": "=",
        "multiple": "=",
        "required": "=",
        "visible": "=",
        "marks": "d",
        "range": "o",
        "media": "m",
    },
    Group: {"name": "=", "label": "o", "appearance": "=", "children": "t", "path": "="},
    Repeat: {"name": "=", "label": "o", "appearance": "=", "children": "t", "path": "=", "counted": "="},
    Scope: {
        "name": "=",
        "path": "=",
        "parent": "o",
        "slot": "=",
        "outer_gate": "=",
        "depth": "=",
        "cells": "l",
        "gates": "l",
        "children": "l",
        "counter": "o",
        "order": "l",
        "eager": "t",
        "lazy": "t",
        "steps": "t",
        "judged": "t",
        "defaulted": "t",
        "unique": "t",
        "headings": "m",
        "names": "m",
    },
    Cell: {
        "scope": "o",
        "slot": "=",
        "name": "=",
        "gate": "=",
        "question": "o",
        "initial": "v",
        "calculate": "o",
        "required": "O",
        "readonly": "O",
        "constraint": "o",
        "soft": "o",
        "soft_message": "o",
        "unique_when": "o",
        "filter": "o",
        "first_load": "o",
        "new_row": "o",
        "actions": "l",
        "opens": "s",
        "label_outputs": "t",
        "message_outputs": "t",
        "required_outputs": "t",
        "soft_outputs": "t",
        "rank": "=",
        "eager": "t",
        "lazy": "t",
    },
    Gate: {
        "scope": "o",
        "index": "=",
        "name": "=",
        "parent": "=",
        "test": "o",
        "cells": "l",
        "gates": "l",
        "scopes": "l",
        "rank": "=",
    },
    Counter: {"scope": "o", "count": "o", "rank": "="},
    Heading: {"gate": "=", "label": "o", "outputs": "t"},
    Edge: {"target": "o", "ups": "=", "downs": "t"},
    Action: {"target": "o", "ups": "=", "value": "o", "needs": "s"},
    EntityRule: {
        "dataset": "=",
        "scope": "o",
        "gate": "=",
        "id": "o",
        "create": "O",
        "update": "O",
        "label": "o",
        "base_version": "o",
        "properties": "p",
    },
    Code: {"sort": "=", "steady": "="},
    ChoiceFilter: {"instance": "=", "internal": "=", "value_column": "="},
    Beginning: {"typed": "w", "seen": "w", "open": "x", "rest": "s"},
    Program: {
        "scopes": "l",
        "name": "=",
        "title": "o",
        "external": "y",
        "steps": "s",
        "first_load": "t",
        "triggers": "=",
        "entities": "t",
        "steady": "=",
        "beginning": "o",
    },
    FormDefinition: {
        "form_id": "=",
        "version": "=",
        "digest": "=",
        "title": "o",
        "languages": "x",
        "root": "o",
        "questions": "m",
        "repeats": "m",
        "settings": "d",
        "attachments": "d",
        "program": "o",
    },
}
KINDS = tuple(PARTS)


def mark() -> str:
    """Return what tells forms kept by this program from those kept by another: parts and slots may have changed."""
    slots = [(kind.__name__, sorted(kind.__slots__), PARTS[kind]) for kind in KINDS]
    return hashlib.sha256(repr(("1", slots)).encode()).hexdigest()[:16]
