"""Files that appear whole or not at all: written beside the target under another name, then moved onto it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms.problems import Problem
from reports.workbooks import problem_codes as codes


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Yield a temporary path in *target*'s folder; on leaving, the finished file takes *target*'s name.

    Raises `Problem` CANNOT_WRITE when the folder is missing or full, or the file is open in Excel (on Windows).
    """
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.touch()  # fails here, in plain words, before any library fails in its own
        yield beside
        os.replace(beside, target)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise Problem(codes.CANNOT_WRITE, target.name, {"file": target.name, "reason": reason}) from fault
    finally:
        beside.unlink(missing_ok=True)
