"""Slows down guessing: after five wrong passphrases each further try has to wait, longer and longer.

Kept in a small file of the office folder, so that starting the program again does not reset it (ASVS 6.3.1,
GB/T 22239 level 2). It counts per name, holds no secret, and a wrong PC clock can only shorten a wait to nothing
by a person who sits at that PC already, never lengthen it beyond the longest.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

from forms.clock import Clock
from forms.problems import Problem
from records.problem_codes import TOO_MANY_TRIES
from records.store.safe_files import write_whole

FILE = "tries.json"
FREE = 5
FIRST_WAIT = 15  # seconds after the fifth failure; doubles with each further one
LONGEST_WAIT = 15 * 60


class SignInGuard:
    """Remembers failures of one office folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._file = folder / FILE
        self._clock = clock

    def admit(self, name: str) -> None:
        """Raise Problem RECORDS-003 while *name* has to wait."""
        failures, last = self._read().get(name, (0, ""))
        if failures < FREE or not last:
            return
        wait = timedelta(seconds=min(FIRST_WAIT * 2 ** min(failures - FREE, 10), LONGEST_WAIT))
        passed = self._clock.now() - datetime.fromisoformat(last)
        if timedelta(0) <= passed < wait:
            seconds = int((wait - passed).total_seconds()) + 1
            raise Problem(TOO_MANY_TRIES, values={"failures": failures, "seconds": seconds})

    def failed(self, name: str) -> None:
        """Count one failure."""
        tries = self._read()
        tries[name] = (tries.get(name, (0, ""))[0] + 1, self._clock.now().isoformat())
        self._write(tries)

    def succeeded(self, name: str) -> None:
        """Forget the failures of *name*."""
        tries = self._read()
        if tries.pop(name, None) is not None:
            self._write(tries)

    def _read(self) -> dict[str, tuple[int, str]]:
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(name): (int(count), str(last)) for name, (count, last) in content.items()}
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError, AttributeError):
            return {}  # a damaged counter must not lock anybody out

    def _write(self, tries: dict[str, tuple[int, str]]) -> None:
        write_whole(self._file, json.dumps(tries, ensure_ascii=False).encode("utf-8"))
