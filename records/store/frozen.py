"""Records that may only be stored (个人信息保护法 art. 47): no verb starts from them until they are let go again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from forms.problems import Problem
from records.problem_codes import RECORD_FROZEN
from records.store.prepared import Prepared
from records.store.tables_retention import frozen_record

_frozen = Prepared(
    lambda _dialect: select(frozen_record.c.reason).where(
        frozen_record.c.office_code == bindparam("office_code"),
        frozen_record.c.record_id == bindparam("record_id"),
    )
)


def must_not_be_frozen(connection: Connection, row: Mapping[str, Any]) -> None:
    """Raise Problem RECORDS-200 when the record of *row* may only be stored."""
    found = _frozen.one(connection, office_code=row["office_code"], record_id=row["record_id"])
    if found is not None:
        raise Problem(RECORD_FROZEN, place=str(row["record_id"]), values={"reason": found[0]})
