"""The driver of the encrypted file, loaded in one place, with one setting that must come before everything else.

SQLite counts every byte it takes and gives back, behind one lock of the whole process, for statistics nobody here reads.
Two threads that work figures out, or a search beside a save, then wait for each other at every value: over a million
records two threads took as long as one, with twice the processor time. Counting can be switched off only before the
library is first used (`sqlite3_config`, SQLITE_CONFIG_MEMSTATUS), and Python's modules use it while they are imported: so
the library is loaded first, told, and then imported. Where it does not let itself be told (it hides its names on
Windows, or somebody imported it before), it counts on, and is only slower.
"""

import ctypes
from contextlib import suppress
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_MEMSTATUS = 9  # sqlite3.h: SQLITE_CONFIG_MEMSTATUS
_LIBRARY = "_sqlite3"


@cache
def sqlcipher() -> Any:
    """Return the driver's DB-API module."""
    with suppress(OSError, AttributeError):
        _count_nothing()
    from sqlcipher3 import dbapi2

    # The driver looks for what could turn None into something else, anew for each: 0.8 µs, and of the ninety columns of
    # a ledger a record leaves sixty empty. Told that None stays None, it is a tenth of that.
    dbapi2.register_adapter(type(None), _as_it_is)
    return dbapi2


def _count_nothing() -> None:
    """Switch the statistics off. Raises OSError (no such library), AttributeError (it hides its names)."""
    spec = find_spec("sqlcipher3")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for suffix in EXTENSION_SUFFIXES:
            file = Path(folder, f"{_LIBRARY}{suffix}")
            if file.exists():
                ctypes.CDLL(str(file)).sqlite3_config(_MEMSTATUS, 0)
                return


def _as_it_is(nothing: None) -> None:
    return nothing
