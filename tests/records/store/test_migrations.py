"""The chain of migrations makes exactly what the models say, on both databases, and all of it or nothing."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect
from sqlalchemy.exc import DBAPIError

from records.ledger import Office
from records.store import (  # noqa: F401  (they register their tables)
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
from records.store.database import Store, file_engine
from records.store.migrate import PRESENT, SHAPES, bring_up, shape_of, upgrade
from records.store.schema import metadata
from resources.version import is_newer


def _only_in_a_file(difference, connection) -> bool:
    """Say whether what PostgreSQL lacks is the index it has no room for."""
    kind, what = difference[:2]
    return connection.dialect.name == "postgresql" and kind == "add_index" and what.name == "ix_record_found"


def test_head_is_what_the_models_say(any_office: Office):
    """Nothing is left for Alembic to do, and every named check of the models is in the database."""
    with any_office.transaction() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, *_: not (kind == "table" and name.startswith("f_")),
            },
        )
        found = compare_metadata(context, metadata)
        differences = [
            each for each in found if each[0] != "remove_table" and not _only_in_a_file(each, connection)
        ]
        there = {
            (table.name, str(check["name"]))
            for table in metadata.sorted_tables
            for check in inspect(connection).get_check_constraints(table.name)
        }
    wanted = {
        (table.name, str(each.name))
        for table in metadata.sorted_tables
        for each in table.constraints
        if isinstance(each, CheckConstraint)
    }

    assert differences == []
    assert wanted <= there


def test_every_shape_names_its_migration():
    """Shapes count up from 1 without gap, and the newest is the head of the chain."""
    from alembic.script import ScriptDirectory

    from records.store import migrations

    scripts = ScriptDirectory(migrations.__path__[0])

    assert sorted(SHAPES) == list(range(1, PRESENT + 1))
    assert scripts.get_current_head() == SHAPES[PRESENT][0]
    assert not is_newer(SHAPES[PRESENT][1]), "this program is not the version its own files ask for"


def test_a_migration_that_fails_leaves_nothing(tmp_path):
    """Tables made before the failure are gone: the schema changes inside one transaction."""
    store = Store(file_engine(tmp_path / "x.db", bytes(32), create=True))

    def fail_late() -> None:
        with store.writing() as connection:
            upgrade(connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()

    with store.reading() as connection:
        left = inspect(connection).get_table_names()
    assert left == []
    assert shape_of(store) == 0
    assert bring_up(store, None) is True
    assert bring_up(store, None) is False
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET answers = '{}'", "DELETE FROM revision", "UPDATE audit SET who = 'x'", "DELETE FROM audit",
        "UPDATE record SET state = 'lost'", "UPDATE record SET revision = 0", "UPDATE record SET sent_revision = 9",
        "INSERT INTO search_pending SELECT form_id, no, terms, gone FROM search_pending LIMIT 1",
    ],
)  # fmt: skip
def test_the_database_itself_holds_the_rules(any_office: Office, worker, statement):
    """Whoever writes SQL past the ledger cannot change the past or break an invariant."""
    any_office.records.save("employment", worker(), token="t1")

    with pytest.raises(DBAPIError), any_office.transaction() as connection:
        connection.exec_driver_sql(statement)


def test_a_changed_past_is_noticed(office: Office, worker):
    """Who drops the triggers and changes an old revision or an audit line is found out by verifying."""
    office.records.save("employment", worker(), token="t1")
    with office.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER revision_no_UPDATE")
        connection.exec_driver_sql("DROP TRIGGER audit_no_UPDATE")
        connection.exec_driver_sql("UPDATE revision SET answers = replace(answers, '4500', '9500')")
        connection.exec_driver_sql("UPDATE audit SET who = '别人' WHERE verb = 'save'")

    result = office.audit.verify()

    assert {problem.code for problem in result.problems} == {"RECORDS-090", "RECORDS-091"}


def test_office_code_leads_every_key():
    """Each table's primary key begins with the office code, but for what is local to one file."""
    local = {"search_term", "search_pending", "kept_count"}

    wrong = [
        table.name
        for table in metadata.sorted_tables
        if table.name not in local and next(iter(table.primary_key)).name != "office_code"
    ]

    assert wrong == []
