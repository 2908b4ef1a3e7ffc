"""Makes a form definition from XForm XML: what an office does when it opens a stored form."""

import hashlib

from forms.collecting import rarely
from forms.compile.layout import Layout, lay_out
from forms.compile.linking import Homed, Linker
from forms.compile.problems import Report
from forms.compile.rules import Rules
from forms.compile.xform import XForm, read_xform
from forms.compile.xml_tree import OURS, Element
from forms.engine import FormDefinition, Instances, Text
from forms.engine.context import LAST_SAVED
from forms.engine.judging import rules
from forms.engine.many import steady
from forms.engine.passes import Passes
from forms.engine.program import Cell, Code, Program, Scope
from forms.engine.results import results, seen
from forms.engine.typed import reader
from forms.problem_codes import UNSUPPORTED_ELEMENT


def load_xform(xform: str) -> FormDefinition:
    """Return the definition of an XForm.

    Raises `FormProblems` with everything that is wrong with it: each expression is compiled here, each unknown
    name, function or element, each cycle found.
    """
    with rarely():  # everything made here stays
        return _loaded(xform)


def _loaded(xform: str) -> FormDefinition:
    form = read_xform(xform)
    form_id = form.root.get("id") or form.root.namespace or form.root.name
    report = Report(form_id)
    _strange(form, report)
    layout = lay_out(form, report)
    tables, external = Instances(form.tables), set(form.external)
    compiling = Rules(form, layout, report, tables, external)
    compiling.run()
    title = compiling.title()
    report.close()
    steps = Linker(layout, report).run()
    report.close()
    program = _program(layout, compiling, title, steps)
    return FormDefinition(
        form_id=form_id,
        version=form.root.get("version"),
        digest=hashlib.sha256(xform.encode("utf-8")).hexdigest(),
        title=_title(form),
        languages=tuple(form.catalogue.languages),
        root=layout.group,  # type: ignore[arg-type]  # laid out above
        questions=layout.questions,
        repeats=layout.repeats,
        settings=_settings(form.root),
        attachments={name: file for name, file in form.external.items() if file and name != LAST_SAVED},
        program=program,
    )


def _strange(form: XForm, report: Report) -> None:
    for name, where in form.strange:
        report.add(UNSUPPORTED_ELEMENT, where, subject=name)


def _title(form: XForm) -> Text:
    english = form.root.get("titleEn", OURS)
    return Text({"zh": form.title, **({"en": english} if english else {})})


def _settings(root: Element) -> dict[str, str]:
    ours = f"{{{OURS}}}"
    return {key[len(ours) :]: text for key, text in root.attributes.items() if key.startswith(ours)}


def _program(layout: Layout, compiled: Rules, title: Code | None, steps: Homed) -> Program:
    """Finish the scopes and put the program together."""
    cells = [cell for scope in layout.scopes for cell in scope.cells]
    for cell in cells:
        kind = cell.question.kind
        cell.rules, cell.reader, cell.result = rules(cell), reader(kind), results(kind)
    for scope in reversed(layout.scopes):
        scope.steps = tuple(step for step, home in steps if home is scope)
        scope.unique = tuple(cell for cell in scope.cells if cell.question.marks.get("unique") == "yes")
        typed = [cell.initial for cell in scope.cells]
        scope.blank = (typed, [seen(value) for value in typed])
        scope.defaulted = tuple(cell for cell in scope.cells if cell.initial is not None)
        scope.judged = tuple(part for part in scope.order if _may_stand(part))
    program = Program(
        scopes=layout.scopes,
        tables=compiled.tables,
        name=compiled.report.form,
        title=title,
        external=frozenset(compiled.external),
        steps=steps,
        entities=compiled.entities,
        first_load=tuple(cell for cell in cells if cell.first_load is not None),
        triggers=any(cell.actions for cell in cells),
    )
    program.steady = steady(program)
    program.passes = Passes(program)
    return program


def _may_stand(part: Cell | Scope) -> bool:
    """Whether anything can ever stand against the answers of *part*."""
    if isinstance(part, Scope):
        return bool(part.judged)
    typed = part.question.kind not in ("text", "note", "acknowledge") and not part.question.calculated
    return bool(part.rules) or part.required is not False or typed or not part.question.calculated
