"""Several versions of one form as one set of columns: the newest first, then what only older versions ask.

A column is a question's path; its look is the newest version's. Choices are those of all versions together, so that a
code which was taken out still shows its label.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from forms.engine import ChoiceList, FormDefinition, Question
from reports.workbooks.layout import Block, blocks


def joined(definitions: Sequence[FormDefinition], language: str) -> Iterator[Block]:
    """Yield the sheets of an export over *definitions* (newest first): the main one, then one for each repeat."""
    newest = definitions[0]
    questions: dict[str | None, dict[str, Question]] = {}
    names: dict[str | None, str] = {}
    for definition in definitions:
        for block in blocks(definition, language, to_fill=False):
            names.setdefault(block.repeat, block.name)
            known = questions.setdefault(block.repeat, {})
            for question in block.questions:
                known[question.path] = _with_choices(known.get(question.path), question)
    used: set[str] = set()
    for repeat, found in questions.items():
        name = names[repeat]
        if name in used:  # an older version's repeat may bear the name of another sheet of the newest
            name = f"{name[:24]}_{newest.version[-4:]}_{len(used)}"
        used.add(name)
        yield Block(repeat, name, tuple(found.values()))


def _with_choices(newer: Question | None, older: Question) -> Question:
    """Return the newer question with the choices of both; a question only one of them has is itself."""
    if newer is None:
        return older
    if older.choices is None or older.choices.external or (newer.choices and newer.choices.external):
        return newer
    mine = newer.choices.choices if newer.choices else ()
    codes = {choice.code for choice in mine}
    extra = tuple(choice for choice in older.choices.choices if choice.code not in codes)
    if not extra:
        return newer
    both = replace(newer.choices or ChoiceList(older.choices.name), choices=mine + extra, later=None)
    return replace(newer, choices=both)
