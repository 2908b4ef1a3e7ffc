"""Proposes how a sheet is read: the header, the forms its rows belong to, and a question for each column.

Every guess carries its score, and every one may be changed: a proposal is a beginning for a person, and for the
console it is taken as it is.
"""

from collections.abc import Iterable, Mapping

from forms.engine import FormDefinition
from forms.problems import Problem
from reports.workbooks import problem_codes as codes
from reports.workbooks.captions import caption_plans
from reports.workbooks.header import Header, captions_above, find_header
from reports.workbooks.plan import ColumnPlan, FormPlan, Plan, Shape, Target
from reports.workbooks.sheet import Sheet
from reports.workbooks.vocabulary import LEAST, Vocabulary, is_division
from reports.workbooks.wording import LINKS, RUNNING_NUMBER, normal_heading, squeezed

_Chosen = dict[int, tuple[str, float]]  # column → question path and score


def propose(sheet: Sheet, definitions: Iterable[FormDefinition]) -> Plan:
    """Return the plan that fits *sheet* best.

    Of *definitions* those are taken that know most of the headings; forms that share a `routeColumn` which the sheet
    has are taken together, and each row goes where its value says. Raises `Problem` NO_HEADER.
    """
    vocabularies = [Vocabulary(definition) for definition in definitions]
    header = find_header(sheet, lambda word: _known(word, vocabularies))
    if header is None:
        raise Problem(codes.NO_HEADER, sheet.name, {"sheet": sheet.name})
    route = _route_column(sheet, header, (one.definition for one in vocabularies))
    proposals = {one.definition.form_id: _for_form(header, one, route) for one in vocabularies}
    chosen = _best_forms({one.definition.form_id: one.definition for one in vocabularies}, proposals, route)
    if "routeColumn" not in _marks(chosen[0]):
        route = None
    forms = tuple(_with_routes(proposals[definition.form_id][0], definition, route) for definition in chosen)
    title, captions = captions_above(sheet, header)
    link = _link_column(header)
    return Plan(
        sheet=sheet,
        definitions={definition.form_id: definition for definition in chosen},
        title=title,
        header_rows=(header.first, header.last),
        forms=forms,
        columns=_columns(header, {form.form_id: proposals[form.form_id][1] for form in forms}),
        captions=caption_plans(captions, chosen),
        route_column=route,
        link_column=link,
        children=_children(sheet, vocabularies, chosen[0]) if link is not None and len(chosen) == 1 else {},
    )


def _link_column(header: Header) -> int | None:
    return next((index for index, word in enumerate(header.headings) if word in LINKS), None)


def _children(sheet: Sheet, vocabularies: list[Vocabulary], definition: FormDefinition) -> dict[str, Plan]:
    """Return how the sheets of repeats beside the main one are read: each goes to the repeat it fits best."""
    vocabulary = next(one for one in vocabularies if one.definition is definition)
    found: dict[str, Plan] = {}
    for sibling in sheet.siblings:
        header = find_header(sibling, lambda word: word in LINKS or vocabulary.knows(word))
        link = _link_column(header) if header is not None else None
        if header is None or link is None:
            continue
        readings = {repeat: _assign(header, vocabulary, (repeat,)) for repeat in definition.repeats}
        best = max(readings, key=lambda repeat: _weight(readings[repeat]), default=None)
        if best is None or best in found or not readings[best]:
            continue
        form = FormPlan(definition.form_id, Shape.RECORD, best)
        columns = _columns(header, {definition.form_id: readings[best]})
        rows = (header.first, header.last)
        found[best] = Plan(
            sibling, {definition.form_id: definition}, "", rows, (form,), columns, link_column=link
        )
    return found


def _known(word: str, vocabularies: list[Vocabulary]) -> bool:
    return normal_heading(word) in RUNNING_NUMBER or any(one.knows(word) for one in vocabularies)


def _marks(definition: FormDefinition) -> Mapping[str, str]:
    """Return the form's own marks: settings, then the marks of a hidden question named ``route``."""
    route = definition.questions.get("route")
    return {**(route.marks if route else {}), **definition.settings}


def _route_column(sheet: Sheet, header: Header, definitions: Iterable[FormDefinition]) -> int | None:
    """Return the column that sends rows to different forms: by its heading, and by values that do so.

    In a sheet of goods alone 捐赠类别 holds 衣被 or 药品 and is an ordinary column.
    """
    names: set[str] = set()
    values: set[str] = set()
    for definition in definitions:
        marks = _marks(definition)
        names.update(normal_heading(word) for word in marks.get("routeColumn", "").split("|") if word)
        values.update(squeezed(word) for word in marks.get("routeValues", "").split("|") if word)
    for index, word in enumerate(header.headings):
        if normal_heading(word) in names:
            below = range(header.last + 1, len(sheet.rows))
            if any(squeezed(sheet.shown(row, index)) in values for row in below):
                return index
    return None


def _with_routes(form: FormPlan, definition: FormDefinition, route: int | None) -> FormPlan:
    values = _marks(definition).get("routeValues", "").split("|") if route is not None else []
    return FormPlan(
        form.form_id, form.shape, form.repeat, tuple(value.strip() for value in values if value.strip())
    )


def _best_forms(
    definitions: Mapping[str, FormDefinition],
    proposals: Mapping[str, tuple[FormPlan, _Chosen]],
    route: int | None,
) -> list[FormDefinition]:
    """Return the form that knows most headings, with those the same column routes to."""
    weights = {
        form_id: sum(score for _path, score in chosen.values())
        for form_id, (_form, chosen) in proposals.items()
    }
    best = definitions[max(weights, key=lambda form_id: weights[form_id])]
    if weights[best.form_id] < LEAST:
        return [best]
    column = _marks(best).get("routeColumn")
    if not column or route is None:
        return [best]
    return [one for one in definitions.values() if _marks(one).get("routeColumn") == column]


def _for_form(header: Header, vocabulary: Vocabulary, route: int | None) -> tuple[FormPlan, _Chosen]:
    """Return the shape and the questions of the columns that fit one form best.

    Two readings compete for a form with a repeat: every row a record (with one row of the repeat), or the whole
    sheet one record whose repeat rows are the sheet's rows; the second wins when it explains three quarters of what
    the first explains, because then hardly a column is left that would differ from record to record.
    """
    definition = vocabulary.definition
    readings: list[tuple[FormPlan, _Chosen]] = []
    linked = _link_column(header) is not None
    for repeat in (None, *(() if linked else definition.repeats)):
        chosen = _assign(header, vocabulary, (None, repeat), route)
        readings.append((FormPlan(definition.form_id, Shape.RECORD, repeat), chosen))
    rows = readings[0]
    for reading in readings[1:]:
        if _weight(reading[1]) > _weight(rows[1]) + LEAST:
            rows = reading
    for repeat in definition.repeats:
        chosen = _assign(header, vocabulary, (repeat,), route)
        if (
            len(chosen) >= 3
            and _weight(chosen) >= 0.75 * _weight(rows[1])
            and _weight(chosen) > _weight(readings[0][1])
        ):
            return FormPlan(definition.form_id, Shape.REPEAT_ROW, repeat), chosen
    return rows


def _belongs(path: str, places: tuple[str | None, ...]) -> bool:
    repeat, dot, _name = path.rpartition(".")
    return (repeat if dot else None) in places


def _weight(chosen: _Chosen) -> float:
    return sum(score for _path, score in chosen.values())


def _assign(
    header: Header, vocabulary: Vocabulary, places: tuple[str | None, ...], route: int | None = None
) -> _Chosen:
    """Give each heading its best question, the surest first, no question twice; places may span columns."""
    spans = [span for span in _spans(header) if span[0] != route]
    wishes = sorted(
        (
            (-score, span[0], rank, path)
            for span in spans
            for rank, (path, score) in enumerate(
                vocabulary.scores(header.headings[span[0]], header.groups[span[0]]).items()
            )
            if _belongs(path, places)
        ),
    )
    by_start = {span[0]: span for span in spans}
    taken: dict[str, int] = {}
    chosen: _Chosen = {}
    for negative, start, _rank, path in wishes:
        question = vocabulary.definition.questions[path]
        free = path not in taken or (is_division(question) and _beside(header, taken[path], start))
        if start in chosen or not free:
            continue
        taken.setdefault(path, start)
        for column in by_start[start] if is_division(question) else by_start[start][:1]:
            chosen[column] = (path, -negative)
    return chosen


def _spans(header: Header) -> list[list[int]]:
    """Return the columns of each heading; one heading merged over several columns is one span."""
    none = RUNNING_NUMBER | {normal_heading(word) for word in LINKS}
    columns = [
        index for index, word in enumerate(header.headings) if word and normal_heading(word) not in none
    ]
    spans: list[list[int]] = []
    for column in columns:
        before = spans[-1][-1] if spans else -2
        same = (
            header.headings[column] == header.headings[before]
            and header.groups[column] == header.groups[before]
        )
        if spans and before == column - 1 and same:
            spans[-1].append(column)
        else:
            spans.append([column])
    return spans


def _beside(header: Header, first: int, column: int) -> bool:
    """Say whether two columns may hold parts of one place: under one group heading, or close by."""
    if header.groups[first] and header.groups[first] == header.groups[column]:
        return abs(column - first) <= 4
    return 0 < abs(column - first) <= 3


def _columns(header: Header, chosen: Mapping[str, _Chosen]) -> list[ColumnPlan]:
    columns = []
    for index, word in enumerate(header.headings):
        found = [(form_id, *paths[index]) for form_id, paths in chosen.items() if index in paths]
        targets = tuple(Target(form_id, path) for form_id, path, _score in found)
        score = max((score for _form, _path, score in found), default=0.0)
        columns.append(ColumnPlan(index, word, targets, round(score, 3), header.groups[index]))
    return columns
