"""What differs between two versions of a record, in the words people read."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from desktop.widgets.questions.masked_words import rule_of
from forms.engine import FormDefinition, Question
from records.model.masking import mask


class AnswerChange(NamedTuple):
    """One question whose answer differs; '' means blank."""

    label: str
    before: str
    after: str


def answer_changes(
    definition: FormDefinition,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    language: str,
    *,
    whole: bool = False,
) -> list[AnswerChange]:
    """Return the changes from *before* to *after*, in the order of the form; personal numbers in full if *whole*."""
    old, new = dict(_flat(before)), dict(_flat(after))
    order = {dotted: at for at, dotted in enumerate(definition.questions)}
    paths = sorted(old.keys() | new.keys(), key=lambda path: (order.get(_dotted(path), len(order)), path))
    found = []
    for path in paths:
        if old.get(path) == new.get(path):
            continue
        question = definition.questions.get(_dotted(path))
        label = question.label.in_(language) if question else path
        row = path.partition("[")[2].partition("]")[0]
        found.append(
            AnswerChange(
                f"{label} {row}".strip() if row else label or path,
                _words(question, old.get(path), language, whole=whole),
                _words(question, new.get(path), language, whole=whole),
            )
        )
    return found


def _flat(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield path and answer; the explanations of soft checks are answers too."""
    for name, value in answers.items():
        if name == "_explained":
            yield from ((f"_explained.{path}", words) for path, words in value.items())
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for at, row in enumerate(value, 1):
                yield from ((f"{name}[{at}].{inner}", answer) for inner, answer in row.items())
        else:
            yield name, value


def _dotted(path: str) -> str:
    if path.startswith("_explained."):
        path = path.removeprefix("_explained.")
    head, bracket, rest = path.partition("[")
    return f"{head}.{rest.partition('].')[2]}" if bracket else head


def _words(question: Question | None, value: Any, language: str, *, whole: bool) -> str:
    """Return *value* as people read it: the labels of choices, the rest as stored."""
    if value is None:
        return ""
    values = value if isinstance(value, list) else [value]
    labels: dict[str, str] = {}
    if question is not None and question.choices is not None:
        labels = {choice.code: choice.label.in_(language) for choice in question.choices.choices}
    rule = rule_of(question) if question is not None and not whole else None
    if rule is not None:
        return mask(rule, str(value))
    return "、".join(labels.get(str(each), str(each)) for each in values)
