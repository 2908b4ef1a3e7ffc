"""Notices the same person or thing twice in one file.

Keys are the questions marked `unique`, where their condition (`uniqueWhen`) holds: somebody with an ended and a current
job is no duplicate. In a class roster they are the ID numbers of the repeat: the same trainee twice in one class is
always a slip, the same trainee in two classes is not.

A row that is refused for another reason counts as seen, too, when its key itself is right: its later copy would only
be refused once the first is put right. A key that is wrong itself says nothing.
"""

from forms.engine import FormDefinition
from reports.workbooks.filling import Verdict
from reports.workbooks.plan import FormPlan, Shape


class Duplicates:
    """Remembers the keys of the rows of one form."""

    def __init__(self, definition: FormDefinition, form: FormPlan) -> None:
        questions = definition.questions
        self._repeat = form.repeat if form.shape is Shape.REPEAT_ROW else None
        self._keys = [
            path
            for path, question in questions.items()
            if self._here(path)
            and (
                question.marks.get("unique") == "yes"
                or (self._repeat is not None and "resident_id" in question.marks.get("check", ""))
            )
        ]
        self._when = {path: questions[path].marks.get("uniqueWhen", "") for path in self._keys}
        self._seen: dict[tuple[str, str], int] = {}

    def _here(self, path: str) -> bool:
        return path.startswith(f"{self._repeat}.") if self._repeat else "." not in path

    @property
    def first_key(self) -> str:
        """Return the path of the first key, '' when the form has none."""
        return self._keys[0] if self._keys else ""

    def earlier(self, verdict: Verdict) -> tuple[int, str] | None:
        """Return the earlier row (from 0) with the same key, and the key's path; then the row counts as seen.

        To be asked once for each row, in their order, when all else about the row is known.
        """
        found = None
        for path, value in self._certain(verdict):
            first = self._seen.setdefault((path, value), verdict.row)
            if first != verdict.row and found is None:
                found = first, path
        return found

    def _certain(self, verdict: Verdict) -> list[tuple[str, str]]:
        """Return the row's keys that are right themselves, and whose condition does not rest on a wrong cell."""
        wrong = {problem.path for problem in verdict.refused} - {""}
        return [
            (path, value)
            for path in self._keys
            if (value := self._value(verdict, path))
            and path not in wrong
            and not any(other in self._when[path] for other in wrong)
        ]

    def _value(self, verdict: Verdict, path: str) -> str:
        repeat, dot, name = path.rpartition(".")
        if dot:
            rows = verdict.answers.get(repeat) or [{}]
            return str(rows[0].get(name, ""))
        return verdict.unique.get(path, "")
