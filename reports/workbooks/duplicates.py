"""Notices the same person or thing twice in one file.

Keys are the questions marked `unique`, and in a class roster the ID numbers of the repeat: the same trainee twice in
one class is always a slip, the same trainee in two classes is not.
"""

from collections.abc import Mapping
from typing import Any

from forms.engine import FormDefinition
from reports.workbooks.plan import FormPlan, Shape


class Duplicates:
    """Remembers the keys of accepted rows of one form."""

    def __init__(self, definition: FormDefinition, form: FormPlan) -> None:
        self._repeat = form.repeat if form.shape is Shape.REPEAT_ROW else None
        self._keys = [
            path
            for path, question in definition.questions.items()
            if (
                self._repeat
                and path.startswith(f"{self._repeat}.")
                and "resident_id" in question.marks.get("check", "")
            )
            or (question.marks.get("unique") == "yes" and self._here(path))
        ]
        self._seen: dict[tuple[str, str], int] = {}

    def _here(self, path: str) -> bool:
        return path.startswith(f"{self._repeat}.") if self._repeat else "." not in path

    @property
    def first_key(self) -> str:
        """Return the path of the first key, '' when the form has none."""
        return self._keys[0] if self._keys else ""

    def earlier(self, answers: Mapping[str, Any]) -> tuple[int, str] | None:
        """Return the earlier row (from 0) with the same key, and the key's path."""
        for path in self._keys:
            value = self._value(answers, path)
            if value and (path, value) in self._seen:
                return self._seen[path, value], path
        return None

    def remember(self, answers: Mapping[str, Any], row: int) -> None:
        """Note the keys of an accepted row."""
        for path in self._keys:
            value = self._value(answers, path)
            if value:
                self._seen.setdefault((path, value), row)

    def _value(self, answers: Mapping[str, Any], path: str) -> str:
        repeat, dot, name = path.rpartition(".")
        if dot:
            rows = answers.get(repeat) or [{}]
            return str(rows[0].get(name, ""))
        return str(answers.get(name, ""))
