"""Alembic's environment: runs on the connection it is handed, inside the transaction of `records.store.migrate`.

It never opens a database itself: only the office knows the key. Batch mode, because SQLite changes a table only by
making it anew. The forms' own tables (`f_…`) are made from definitions, not by migrations.
"""

from typing import Any

from alembic import context

from records.store import (  # noqa: F401  (their tables register themselves in the metadata)
    tables,
    tables_erasures,
    tables_files,
    tables_forms,
    tables_imports,
    tables_indicators,
    tables_keys,
    tables_notices,
    tables_receipts,
    tables_retention,
    tables_road,
    tables_sharing,
    tables_sync,
)
from records.store.schema import metadata


def _is_ours(_thing: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    return not (kind == "table" and reflected and (name or "").startswith("f_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=_is_ours,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
