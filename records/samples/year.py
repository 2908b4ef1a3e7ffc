"""A year of invented work over every ledger of a county: the same every time, and consistent in itself.

`year.json` holds one sound record of each ledger as a clerk types it, in the order they refer to each other;
`changes` says how the others differ. Every record goes in through its form, is completed by its checks and approved by
another person, so nothing here is what an office could not have entered. Nobody exists: see `changes`.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.engine import FormSession, Kind
from forms.problems import Problem
from records.samples.made import Made, Step
from records.samples.steps import STEPS

if TYPE_CHECKING:
    from records.ledger import Office

Progress = Callable[[int, int], None]
# What a record of the base is called by the others, where it is not called by its form.
_STANDS_FOR = {
    "J-1": "employment", "S-1": "subsidy_standard", "N-1": "need", "d1": "donor", "m1": "money_donation",
    "g1": "goods_donation", "b1": "stock_batch", "E-1": "enterprise", "K-1": "industrial_park", "Y-1": "policy",
    "C-1": "workshop", "D-1": "donor", "Z-1": "disclosure",
}  # fmt: skip
_CONTENTS = {
    Kind.FILE: b"%PDF-1.4 invented scan",
    Kind.IMAGE: base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC"
    ),
}


class SampleClock:
    """Stands at the end of the sample year: on a later day its deadlines would have passed and its checks would speak."""

    def now(self) -> datetime:
        """Return that moment."""
        return datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    def today(self) -> date:
        """Return that day."""
        return self.now().date()


class SampleYear:
    """Enters the year as a clerk; `made` names the records by form, `refused` what the checks did not let pass."""

    def __init__(self, office: "Office", progress: Progress = lambda _done, _total: None) -> None:
        self._office = office
        self._progress = progress
        self._base: dict[str, dict[str, Any]] = json.loads(
            Path(__file__).with_name("year.json").read_text(encoding="utf-8")
        )
        self._sessions: dict[str, FormSession] = {}
        self.made = Made()
        self.refused: list[tuple[str, Problem]] = []

    def fill(self, times: int = 1) -> int:
        """Enter everything, each kind *times* as often; return how many records were completed."""
        total = sum(step.count * (times if step.grows else 1) for step in STEPS)
        done = 0
        for step in STEPS:
            count = step.count * (times if step.grows else 1)
            for entered in self._entered(step, count):
                done += entered
                self._progress(done, total)
        return done

    def _entered(self, step: Step, count: int) -> Iterator[int]:
        if step.one_by_one:
            for number in range(count):
                self._complete(step, [self._typed(step, number)])
                yield 1
            return
        for first in range(0, count, 200):
            rows = [self._typed(step, number) for number in range(first, min(first + 200, count))]
            self._complete(step, rows)
            yield len(rows)

    def _complete(self, step: Step, rows: list[dict[str, Any]]) -> None:
        records = self._office.records
        heads = records.save_many(step.form_id, [(self._office.ids.token(), row) for row in rows])
        for outcome in records.complete([head.record_id for head in heads]):
            if outcome.problem is None:
                self.made.add(step.name or step.form_id, outcome.record_id)
                if step.name:
                    self.made.add(step.form_id, outcome.record_id)
            else:
                self.refused.append((step.form_id, outcome.problem))

    def _typed(self, step: Step, number: int) -> dict[str, Any]:
        """Type one record: the base's answers with what is changed; ``?question`` explains what is odd on purpose."""
        session = self._sessions.get(step.form_id)
        if session is None:
            session = self._sessions[step.form_id] = self._office.session(step.form_id)
        session.reset(None, new=True)
        answers = {**self._base[step.form_id], **step.change(number, self.made)}
        for path, value in answers.items():
            if path.startswith("?"):
                continue
            if path.startswith("+"):
                while session.count(path[1:]) < value:
                    session.add(path[1:])
            elif value is not None and not _beyond(path, answers):
                session.answer(path, self._meant(session, path, value))
        for path, words in answers.items():
            if path.startswith("?") and words:
                session.explain(path[1:], words)
        return session.answers()

    def _meant(self, session: FormSession, path: str, value: Any) -> Any:
        """Return the answer: of a look-up the record's id; of a file question the name its content has once it is kept."""
        question = session.definition.questions[re.sub(r"\[\d+\]", "", path)]
        content = _CONTENTS.get(question.kind)
        if content is not None:
            return self._office.attachments.add(value, content, question.kind).name
        if question.ledger and isinstance(value, str):
            return self.made.first(_STANDS_FOR.get(value, value)) or value
        return value


def _beyond(path: str, answers: Mapping[str, Any]) -> bool:
    """Say whether a path lies in a row that the changes took away."""
    found = re.match(r"(\w+)\[(\d+)\]", path)
    return found is not None and int(found[2]) > int(answers.get(f"+{found[1]}", 0))


def approve(office: "Office") -> int:
    """Approve everything that waits, as another person; return how many."""
    approved = 0
    for info in office.forms.all():
        while heads := office.records.list(info.form_id, states=["complete"], limit=1_000).rows:
            outcomes = office.records.approve([head.record_id for head in heads])
            passed = sum(outcome.problem is None for outcome in outcomes)
            approved += passed
            if not passed:
                break
    return approved
