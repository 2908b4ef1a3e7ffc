"""The shipped forms, compiled once, and one sound record of each, as a clerk would type it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forms.compile import CompiledForm, compile_xlsform
from forms.definitions import builtin
from forms.engine import Context, FormDefinition, FormSession
from forms.reference import Reference
from tests.fakes import industry_records, public_records
from tests.fakes.first_records import FIRST_RECORDS
from tests.fakes.labour_records import LEDGERS, RECORDS

# 甘洛县, partner 浙江省; the stable-employment threshold is left to its default of three months.
OFFICE = {"office_code": "513435", "partner_province": "330000"}
TODAY = date(2026, 11, 22)

GOOD = FIRST_RECORDS | RECORDS | industry_records.RECORDS | public_records.RECORDS
TABLES = LEDGERS | industry_records.LEDGERS | public_records.LEDGERS

Fill = Callable[..., FormSession]


@pytest.fixture(scope="session")
def compiled() -> dict[str, CompiledForm]:
    """Every shipped form, compiled from its sheets."""
    return {form_id: compile_xlsform(file) for form_id, file in builtin().items()}


@pytest.fixture(scope="session")
def shipped(compiled: dict[str, CompiledForm]) -> dict[str, FormDefinition]:
    """The definition of every shipped form."""
    return {form_id: form.definition for form_id, form in compiled.items()}


@pytest.fixture(scope="session")
def fill(shipped: dict[str, FormDefinition]) -> Fill:
    """Open a form and type a sound record with *changes* (None: not typed at all).

    *office* are further settings; *ledgers* are the rows of other records the form reads.
    """
    divisions = Reference.load().instances()

    def opened(
        form_id: str,
        changes: dict[str, Any] | None = None,
        *,
        office: dict[str, str] | None = None,
        ledgers: dict[str, list[dict[str, str]]] | None = None,
    ) -> FormSession:
        settings = [{"key": key, "value": value} for key, value in {**OFFICE, **(office or {})}.items()]
        now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        context = Context(
            today=TODAY,
            now=now,
            username="填报人",
            device_id="device",
            instances={**divisions, **TABLES, **(ledgers or {}), "office": settings},
        )
        session = FormSession(shipped[form_id], context)
        for path, value in {**GOOD[form_id], **(changes or {})}.items():
            if path.startswith("+"):
                while session.count(path[1:]) < value:
                    session.add(path[1:])
            elif value is not None:
                session.answer(path, value)
        return session

    return opened
