"""Keeps None, True, False and NotImplemented alive under PySide6 6.12.0 on Python 3.10 and 3.11.

That release is built as if these four were immortal, which they are only from Python 3.12 on: every Qt call
that returns None takes one reference too many away, and after some 5,700 such calls the interpreter ends with
"none_dealloc: deallocating None". (Measured here: 1,000 × ``setText`` takes 1,000 references; 6.11.3 and 6.10.3
take none.) So each of the four is given more references than a year of work can use up, which is what
immortality means on newer Pythons. A test counts on it; when the binding is mended, this module goes.
"""

import ctypes
import sys
from typing import Final

MORE: Final = 1 << 40
_SINGLETONS: Final = (None, True, False, NotImplemented)


def hold() -> None:
    """Give the four singletons `MORE` references, once a process; nothing to do from Python 3.12 on."""
    if sys.version_info >= (3, 12) or sys.getrefcount(None) > MORE // 2:
        return
    for one in _SINGLETONS:
        ctypes.c_ssize_t.from_address(id(one)).value += MORE
