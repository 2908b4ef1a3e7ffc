"""One workbook on its way into an office, for the window and the console alike: read, understood, judged, saved.

The same file brought in twice enters once: a row's save token is made from the import (named after the file's bytes),
the form and the row's number. How columns were understood is remembered by headings and source, rows that stay
outside can be put aside in the office, and the whole can be taken back (`office.undo_import`).
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.collecting import rarely
from forms.engine import FormDefinition, FormSession
from forms.problems import Problem
from forms.words import Translate
from reports.workbooks import errors, matching, reading
from reports.workbooks.beforehand import Beforehand
from reports.workbooks.judged import GoodRecord, Judged, UpdatedRecord
from reports.workbooks.judging import InOffice, Judgement
from reports.workbooks.plan import ColumnPlan, Plan, Shape, Target
from reports.workbooks.putting_aside import PutAside, packed, unpacked
from reports.workbooks.updating import Existing, Updater
from reports.workbooks.wording import bare_heading

if TYPE_CHECKING:
    from forms.engine import Context
    from records.ledger import Office
    from records.ledger.imports import ImportBatch, KeptImport
    from records.ledger.saving import Draft
    from reports.workbooks.judging import Judges

Progress = Callable[[int, int], None]
TOGETHER = {
    "money_donation": ("money_donation", "goods_donation"),
    "goods_donation": ("goods_donation", "money_donation"),
}
"""One roster may feed two ledgers: offices keep money and goods in one sheet."""

_LARGE = 300_000  # bytes: a workbook of some five thousand rows
_SOURCES = frozenset(
    {"填报单位", "填表单位", "报送单位", "上报单位", "单位", "单位名称", "乡镇", "乡镇名称", "村", "村名"}
)


@dataclass(slots=True)
class Saved:
    """What an import did: ids of new records in the sheet's order, ids of changed ones, and changes that were refused."""

    import_id: str
    records: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    refused: list[tuple[UpdatedRecord, Problem]] = field(default_factory=list)


@dataclass(slots=True)
class RosterImport:
    """One workbook on its way in; every step is a plain function, to be run off the window's thread."""

    office: "Office"
    form_id: str
    file: Path | None = None
    plan: Plan | None = None
    judged: Judged | None = None
    fixed: dict[str, dict[str, Any]] = field(default_factory=dict)  # by form: question → value for all rows
    existing: Existing = Existing.REFUSE
    remembered: bool = False  # whether the columns were understood as the last time
    kept_id: str | None = None  # the import put aside that is gone on with
    offered: tuple[str, ...] = ()  # the forms the roster may feed; () = the ledger's own and its sister
    _digest: str = ""
    _judgement: Judgement | None = None

    def definitions(self) -> list[FormDefinition]:
        """Return the forms this roster may feed."""
        here = {info.form_id for info in self.office.forms.all()}
        names = self.offered or TOGETHER.get(self.form_id, (self.form_id,))
        return [self.office.forms.definition(name) for name in names if name in here]

    def read(self, file: Path, sheet: str | None = None) -> Plan:
        """Read a sheet and say how it is understood: as the last time, else as proposed. Raises REPORTS-101 … 111."""
        self._expect(file)
        found = reading.read(file, sheet)
        plan = matching.propose(found, self.definitions())
        self._digest = hashlib.sha256(file.read_bytes()).hexdigest()
        before = self.office.imports.recall(_forms(plan), plan.fingerprint, source_of(plan))
        self.remembered = before is not None and _understood(plan, before)
        self.file, self.plan, self.judged, self._judgement, self.kept_id = file, plan, None, None, None
        return plan

    def _expect(self, file: Path) -> None:
        """Start worker processes for a large file, so that they stand ready when it is read."""
        if file.is_file() and file.stat().st_size > _LARGE:
            self.office.imports.workers.warm("reports.workbooks.judge_process")

    def judge(self, progress: Progress | None = None) -> Judged:
        """Judge every row as the plan stands now."""
        if self.plan is None:
            raise RuntimeError("nothing was read yet")
        records = self.office.records
        context, session, beforehand = self._sessions()
        updater = Updater(self.existing, records.get, beforehand)
        in_office = InOffice(self._known, self.office.imports.shared, updater, beforehand)
        fixed = {form_id: dict(values) for form_id, values in self.fixed.items()}
        self._judgement = Judgement(self.plan, session, fixed, in_office)
        with rarely():
            self.judged = self._judgement.all(progress, self._apart(context, fixed))
        return self.judged

    def _apart(self, context: "Context", fixed: dict[str, Any]) -> "Judges | None":
        """Return what has a long sheet judged in worker processes; None for one that is not worth it."""
        from reports.workbooks.judging_apart import Apart, worth_it

        if self._judgement is None or not worth_it(self._judgement.plan):
            return None
        return Apart(self.office, context, self._judgement, fixed).judge

    def _known(self, form_id: str, answers: dict[str, Any]) -> list[Any]:
        """Return what the office has of the same: for rows of a class that wait, the class their import made."""
        whole = self.plan is not None and any(
            one.form_id == form_id and one.shape is Shape.REPEAT_ROW for one in self.plan.forms
        )
        batch = self.office.imports.going(self._digest) if whole and self.kept_id else None
        if batch is not None:
            made = (
                self.office.records.get(one.record_id) for one in self.office.imports.made(batch.import_id)
            )
            own = [one.head for one in made if one.head.form_id == form_id and str(one.head.state) != "void"]
            if own:
                return own
        return list(self.office.records.find_same(form_id, answers))

    def _sessions(self) -> "tuple[Context, Callable[[str], FormSession], Beforehand | None]":
        """Return what opens a session, with the office's ledgers asked for many rows at once."""
        office, context = self.office, self.office.context()
        if context.tables.served is None:
            return context, office.session, None
        beforehand = Beforehand(context.tables.served, office.imports.present)
        context = replace(context, instances=context.tables.serving(beforehand))
        return (
            context,
            lambda form_id: FormSession(office.forms.definition(form_id), context),
            beforehand,
        )

    def judge_again(self, rows: Iterable[int]) -> Judged:
        """Judge only *rows* (from 0) anew, whose cells were put right."""
        if self._judgement is None:
            return self.judge()
        self.judged = self._judgement.again(rows)
        return self.judged

    def save(self, progress: Progress | None = None) -> Saved:
        """Save the good rows as drafts, one transaction a form, then the changes; columns are remembered.

        *progress* hears (done, in all); what it raises leaves the transaction under way undone.
        """
        if self.judged is None or self.plan is None:
            raise RuntimeError("nothing was judged yet")
        judged, office = self.judged, self.office
        office.imports.workers.dismiss()  # saving takes the memory that judging took
        batch = office.imports.begin(self._digest, self.plan.sheet.file_name, _forms(self.plan))
        total = len(judged.good) + len(judged.updates)
        saved = Saved(batch.import_id)
        for form_id in dict.fromkeys(record.form_id for record in judged.good):
            good = [record for record in judged.good if record.form_id == form_id]
            told = _counted(progress, len(saved.records), total)
            saved.records += self._enter(batch, form_id, good, told)
        for done, update in enumerate(judged.updates, start=len(saved.records)):
            if progress is not None:
                progress(done, total)
            self._change(batch, update, saved)
        office.imports.remember(
            _forms(self.plan), self.plan.fingerprint, source_of(self.plan), _columns(self.plan)
        )
        return saved

    def _enter(
        self, batch: "ImportBatch", form_id: str, good: list[GoodRecord], told: Progress | None
    ) -> list[str]:
        """Save the good rows of one form in one transaction; rows whose record was voided since enter anew."""
        ids: dict[int, str] = {}
        waiting, turn = good, 0
        while waiting:
            lines = (_draft(batch.token(form_id, one.number, turn=turn), one) for one in waiting)
            made = self.office.records.enter_many(
                form_id, lines, progress=told, unused=batch.fresh and turn == 0
            )
            ids |= {one.number: record_id for one, record_id in zip(waiting, made, strict=True)}
            again = set() if batch.fresh else self.office.imports.voided(list(ids.values()))
            waiting = [one for one in waiting if ids[one.number] in again]
            turn += 1
        return [ids[one.number] for one in good]

    def _change(self, batch: "ImportBatch", update: UpdatedRecord, saved: Saved) -> None:
        """Save one change; a record somebody changed meanwhile stays as it is and is named."""
        try:
            self.office.records.save(
                update.form_id,
                update.answers,
                token=batch.token(update.form_id, update.number, update=True),
                record_id=update.record_id,
                base=update.revision,
                reason=batch.file_name,
            )
            saved.updated.append(update.record_id)
        except Problem as problem:
            saved.refused.append((update, problem))

    # --- what stays outside --------------------------------------------------------------------------------

    def write_errors(self, file_out: Path, translate: Translate = str) -> Path:
        """Write the clerk's own file with what is wrong beside each row."""
        if self.judged is None or self.plan is None:
            raise RuntimeError("nothing was judged yet")
        file = self.file or Path(self.plan.sheet.file_name)
        return errors.write_errors(file, self.judged, file_out, translate)

    def keep(self, *, saved: bool) -> "KeptImport | None":
        """Put what stays outside aside in the office; None when nothing does, and what was kept before goes.

        *saved* says whether the good rows entered; when not, they are put aside, too.
        """
        if self.judged is None or self.plan is None:
            raise RuntimeError("nothing was judged yet")
        waiting = len(self.judged.refused) + (0 if saved else self.judged.good_rows)
        if not waiting:
            if self.kept_id is not None:
                self.office.imports.drop_kept(self.kept_id)
            return None
        done = {number for record in self.judged.good for number in record.row_numbers} if saved else set()
        if saved:
            done |= {number for update in self.judged.updates for number in update.numbers}
        aside = PutAside(self.plan, self.fixed, self._digest, str(self.file or ""))
        kept = self.office.imports.keep(
            self.form_id, self.plan.sheet.file_name, waiting, packed(aside, done), kept_id=self.kept_id
        )
        self.kept_id = kept.kept_id
        return kept

    def go_on(self, kept_id: str) -> Plan:
        """Take up what was put aside. Raises Problem RECORDS-142, REPORTS-114."""
        content = self.office.imports.kept_content(kept_id)
        here = [self.office.forms.definition(info.form_id) for info in self.office.forms.all()]
        aside = unpacked(content, here)
        self.plan, self.fixed, self._digest = aside.plan, aside.fixed, aside.digest
        self.file = Path(aside.file) if aside.file else None
        self.judged, self._judgement, self.kept_id = None, None, kept_id
        if any(form.shape is Shape.REPEAT_ROW for form in aside.plan.forms):
            self.existing = Existing.FILL  # the class itself is there already: what waits are rows of it
        return aside.plan


def _draft(token: str, record: GoodRecord) -> "Draft":
    """Return a row to save: with its title when the answers are those its session worked out, or with all of it."""
    if not isinstance(record.given, dict):
        return token, record.given.ready
    if record.title is None:
        return token, record.answers
    return token, record.answers, record.title


def source_of(plan: Plan) -> str:
    """Return who filled the roster, as its captions say: 填报单位：三江镇; '' when they do not."""
    return next(
        (
            caption.value
            for caption in plan.captions
            if bare_heading(caption.words) in _SOURCES and caption.value
        ),
        "",
    )


def _forms(plan: Plan) -> list[str]:
    return [form.form_id for form in plan.forms]


def _columns(plan: Plan) -> dict[str, Any]:
    """Return what is worth remembering: for each column the questions it answers."""
    return {
        "columns": [
            [column.index, [[target.form_id, target.path] for target in column.targets]]
            for column in plan.columns
        ]
    }


def _understood(plan: Plan, before: dict[str, Any]) -> bool:
    """Let the columns answer what they answered before; False when a form or a question is gone since."""
    wanted = {index: tuple(Target(*one) for one in targets) for index, targets in before["columns"]}
    known = {
        Target(form.form_id, path) for form in plan.forms for path in plan.definitions[form.form_id].questions
    }
    if any(target not in known for targets in wanted.values() for target in targets):
        return False
    plan.columns = [
        ColumnPlan(column.index, column.header, wanted[column.index], 1.0, column.group)
        if column.index in wanted
        else column
        for column in plan.columns
    ]
    return True


def _counted(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, _all: progress(before + done, total)
