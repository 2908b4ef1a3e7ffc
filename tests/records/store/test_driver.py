"""The driver of the file does not count the bytes it takes, so that two threads need not wait for each other."""

import subprocess
import sys

_OPEN = """
import ctypes, sys
from importlib.util import find_spec
from pathlib import Path
from records.store.driver import sqlcipher
if sys.argv[1] == "first":
    driver = sqlcipher()
else:
    from sqlcipher3 import dbapi2 as driver
connection = driver.connect(":memory:")
connection.execute("CREATE TABLE worker (name TEXT)")
connection.executemany("INSERT INTO worker VALUES (?)", [("王小明",), (None,)])
assert connection.execute("SELECT name FROM worker").fetchall() == [("王小明",), (None,)]
(folder,) = find_spec("sqlcipher3").submodule_search_locations
(library,) = Path(folder).glob("_sqlite3*.so")
print(ctypes.CDLL(str(library)).sqlite3_memory_used())
"""


def _used(how: str) -> int:
    """Return how many bytes the library says it has taken, in a program of its own: it can be told once a process."""
    done = subprocess.run([sys.executable, "-c", _OPEN, how], check=True, capture_output=True, text=True)
    return int(done.stdout)


def test_bytes_are_not_counted_when_the_driver_is_ours():
    """The office's file is opened by a library that keeps no statistics behind its lock."""
    assert _used("first") == 0


def test_bytes_are_counted_when_somebody_imported_it_before():
    """The measure measures: untold, the library counts."""
    assert _used("before") > 0
