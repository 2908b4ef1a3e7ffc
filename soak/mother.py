"""The process children are forked from: everything a point needs is worked out in it once, and inherited.

What is inherited is what any process would work out the same again: imported modules, SQLAlchemy's compiled statements,
unfolded forms. Nothing of an office, no connection, no thread. Without it two thirds of a point were spent on it.
"""

import gc
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, Engine

from forms.compile.kept import unfold
from records.ledger import kept_forms, opening, rekeying
from records.store import database

if TYPE_CHECKING:
    from soak.disturbing import Disturber
    from soak.workflows import Workflow

_statements: dict[Any, Any] = {}
_dialects: dict[str, Dialect] = {}


def share() -> None:
    """Let every engine made from now on use one cache of statements, and every form be unfolded once."""

    def file_engine(*arguments: Any, **named: Any) -> Engine:
        engine = database.file_engine(*arguments, **named)
        engine._compiled_cache = _statements
        engine.dialect = _dialects.setdefault("file", engine.dialect)  # statements are kept by dialect
        return engine

    for module in (opening, rekeying):
        vars(module)["file_engine"] = file_engine
    vars(kept_forms)["unfold"] = cache(unfold)


def warm(disturber: "Disturber", workflows: "Iterable[Workflow]") -> None:
    """Do every workflow once, here, and look at its end, so that children find all of it worked out."""
    share()
    for workflow in workflows:
        disturber.rehearse(workflow)
        disturber.calls(workflow)
    gc.collect()
    gc.freeze()  # else children would copy the pages the collector touches
