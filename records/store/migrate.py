"""Brings an office's database to the present shape: inside one immediate transaction, after a copy of the file.

The shape is a small number in `PRAGMA user_version` (and in Alembic's own table): what `SHAPES` maps to the
migration that made it, and to the program version that knows it. A file with a higher number is refused and not
touched; one with a lower number is copied aside first. PostgreSQL has only Alembic's table.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from forms.problems import Problem
from records.problem_codes import OFFICE_NEWER
from records.store.database import APPLICATION_ID, Store
from records.store.safe_files import sync_file, sync_folder

if TYPE_CHECKING:
    from alembic.config import Config

# number of the shape → (Alembic revision, first program version that reads it)
SHAPES: dict[int, tuple[str, str]] = {
    1: ("0001", "0.1"),
    2: ("0002", "0.2"),
    3: ("0003", "0.2"),
    4: ("0004", "0.3"),
    5: ("0005", "0.3"),
    6: ("0006", "0.3"),
    7: ("0007", "0.3"),
    8: ("0008", "0.3"),
    9: ("0009", "0.3"),
    10: ("0010", "0.3"),
    11: ("0011", "0.3"),
    12: ("0012", "0.4"),
    13: ("0013", "0.4"),
    14: ("0014", "0.4"),
    15: ("0015", "0.4"),
    16: ("0016", "0.4"),
    17: ("0017", "0.4"),
    18: ("0018", "0.4"),
    19: ("0019", "0.4"),
    20: ("0020", "0.4"),
}
PRESENT = max(SHAPES)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run every missing migration on *connection*, in its transaction, and write the marks into the file's header."""
    from alembic import command

    command.upgrade(_config(connection), "head")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {PRESENT}")
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} broken references after the migration")


def shape_of(store: Store) -> int:
    """Return the number of the shape the database has; 0 when it is empty."""
    with store.reading() as connection:
        if store.dialect == "sqlite":
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
            return 0
        name = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return next((number for number, (revision, _program) in SHAPES.items() if revision == name), PRESENT + 1)


def newest(shape: int) -> str:
    """Return the program version that knows *shape*, as well as this program can tell."""
    return SHAPES[shape][1] if shape in SHAPES else f"0.{shape}"


def refuse_newer(store: Store) -> int:
    """Return the shape of the database. Raises Problem RECORDS-004 when a newer program made it."""
    shape = shape_of(store)
    if shape > PRESENT:
        raise Problem(OFFICE_NEWER, values={"has": shape, "knows": PRESENT, "needs": newest(shape)})
    return shape


def bring_up(store: Store, copy_aside: Path | None) -> bool:
    """Upgrade when needed; *copy_aside* is where the file is copied before. Returns whether anything was done.

    Raises Problem RECORDS-004 for a newer database, which stays byte for byte as it is.
    """
    shape = refuse_newer(store)
    if shape == PRESENT:
        return False
    if copy_aside is not None and shape > 0 and store.dialect == "sqlite":
        from records.store.backup import copy_whole

        copy_aside.parent.mkdir(
            parents=True, exist_ok=True
        )  # an office restored by hand may have only its file
        beside = copy_aside.with_name(f".{copy_aside.name}.new")
        beside.unlink(missing_ok=True)
        copy_whole(store, beside)
        sync_file(beside)
        beside.replace(copy_aside)  # a killed upgrade may have left one of the same second
        sync_folder(copy_aside.parent)
    with store.writing() as connection:
        upgrade(connection)
    return True
