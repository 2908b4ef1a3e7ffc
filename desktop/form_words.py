"""Forms and questions by the words people read, for lists of records of many forms (batches, verdicts).

A question inside a repeat keeps its row: ``trainee[2].id_no`` is told as 学员 2 · 证件号码.
"""

from typing import TYPE_CHECKING

from desktop import words

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office


class FormWords:
    """Looks each form up once; what this office does not know is told by its name."""

    def __init__(self, office: "Office") -> None:
        self._office = office
        self._titles = {info.form_id: info.title.in_(words.language()) for info in office.forms.all()}
        self._forms: dict[str, FormDefinition] = {}

    def form(self, form_id: str) -> str:
        """Return the title of a form."""
        return self._titles.get(form_id, form_id)

    def question(self, form_id: str, path: str) -> str:
        """Return the label of the question at *path*; '' stays ''."""
        if not path or form_id not in self._titles:
            return path
        if form_id not in self._forms:
            self._forms[form_id] = self._office.forms.definition(form_id)
        definition = self._forms[form_id]
        head, bracket, rest = path.partition("[")
        row, _bracket, inner = rest.partition("].")
        found = definition.questions.get(f"{head}.{inner}" if bracket else path)
        if found is None:
            return path
        label = found.label.in_(words.language())
        if not bracket:
            return label
        return f"{definition.repeats[head].label.in_(words.language())} {row} · {label}"
