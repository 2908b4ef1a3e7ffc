"""Compares two versions of a form, question by question: coded lines an author reads before publishing.

Rules are compared as they stand in the XForm (the binds): the definition holds them compiled. Renaming is a guess,
told as one: a question that went and one that came with the same label, kind and place among its neighbours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forms.compile.xform import read_xform
from forms.engine import FormDefinition, FormProblem, Kind, Question
from forms.problems import Detail, Problem
from forms.versions import problem_codes as codes

_TOLD = ("relevant", "constraint", "calculate", "readonly", "required")
_LOOKS = frozenset(
    {"list", "synonyms", "caption", "captionEnd", "search", "softMsg", "softMsgEn", "carry", "register"}
)


@dataclass(frozen=True, slots=True)
class Changes:
    """*lines*: everything that changes, in the order of the new form. The rest is what the ledger weighs.

    *gone*: questions no longer asked. *retyped*: questions whose kind changed to other than text. *dropped*: question
    path → codes that can no longer be chosen.
    """

    lines: tuple[Problem, ...] = ()
    gone: tuple[Question, ...] = ()
    retyped: tuple[tuple[Question, Question], ...] = ()
    dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def compare(before: FormDefinition, xform_before: str, after: FormDefinition, xform_after: str) -> Changes:
    """Return what *after* changes against *before*."""
    rules_before, rules_after = _rules(before, xform_before), _rules(after, xform_after)
    old = {path: one for path, one in before.questions.items() if one.kind is not Kind.NOTE}
    new = {path: one for path, one in after.questions.items() if one.kind is not Kind.NOTE}
    gone = {path: one for path, one in old.items() if path not in new}
    renamed = _renamed(gone, {path: one for path, one in new.items() if path not in old})
    lines: list[Problem] = []
    dropped: dict[str, tuple[str, ...]] = {}
    for path, question in new.items():
        if path not in old:
            lines.append(_come(question, renamed.get(path)))
            continue
        lost = _lost(old[path], question)
        if lost:
            dropped[path] = tuple(lost)
        lines += _changed(old[path], question, lost)
        lines += _rule_lines(question, rules_before.get(path, {}), rules_after.get(path, {}))
    left = [one for path, one in gone.items() if path not in {was.path for was in renamed.values()}]
    lines += [_line(codes.REMOVED, one) for one in left]
    retyped = tuple((old[path], new[path]) for path in new if path in old and _retyped(old[path], new[path]))
    return Changes(tuple(lines), tuple(gone.values()), retyped, dropped)


def _rules(definition: FormDefinition, xform: str) -> dict[str, dict[str, str]]:
    """Return each question's rules as written in the binds, by question path (groups left out, repeats kept)."""
    repeats = {repeat.name for repeat in definition.repeats.values()}
    found: dict[str, dict[str, str]] = {}
    for ref, bind in read_xform(xform).binds.items():
        *around, name = ref.strip("/").split("/")
        found[".".join([*(step for step in around if step in repeats), name])] = dict(bind.attributes)
    return found


def _come(question: Question, was: Question | None) -> Problem:
    if was is None:
        return _line(codes.ADDED, question)
    return _line(codes.RENAMED, question, before=was.path)


def _renamed(gone: Mapping[str, Question], come: Mapping[str, Question]) -> dict[str, Question]:
    """Pair what went with what came under another name: same label, same kind, same repeat, each once."""
    found: dict[str, Question] = {}
    free = dict(gone)
    for path, question in come.items():
        around = path.rpartition(".")[0]
        for old_path, old in free.items():
            alike = old.label.words == question.label.words and old.kind is question.kind
            if alike and question.label and old_path.rpartition(".")[0] == around:
                found[path] = old
                del free[old_path]
                break
    return found


def _codes_of(question: Question) -> dict[str, str]:
    if question.choices is None or question.choices.external:
        return {}
    return {choice.code: choice.label.in_("zh") or choice.code for choice in question.choices.choices}


def _lost(old: Question, new: Question) -> dict[str, str]:
    """Return the codes of *old* that *new* does not offer, with their labels; a text takes anything."""
    if new.choices is None or new.choices.external:
        return {}
    offered = _codes_of(new)
    return {code: label for code, label in _codes_of(old).items() if code not in offered}


def _retyped(old: Question, new: Question) -> bool:
    looked_up = old.kind is Kind.TEXT and bool(
        new.ledger
    )  # both are text: what was typed is still read as it stands
    return old.kind is not new.kind and new.kind is not Kind.TEXT and not looked_up


def _changed(old: Question, new: Question, lost: Mapping[str, str]) -> Iterator[Problem]:
    """Tell kind, choices and words of one question."""
    if old.kind is not new.kind:
        yield _line(codes.TYPE_CHANGED, new, before=str(old.kind), after=str(new.kind))
    if lost:
        yield _line(codes.CHOICES_REMOVED, new, choices="、".join(lost.values()))
    before = _codes_of(old)
    fresh = [label for code, label in _codes_of(new).items() if before and code not in before]
    if fresh:
        yield _line(codes.CHOICES_ADDED, new, choices="、".join(fresh))
    texts = ("label", "hint", "constraint_message", "required_message")
    spoken = any(getattr(old, name).words != getattr(new, name).words for name in texts)
    if spoken or any(before[code] != label for code, label in _codes_of(new).items() if code in before):
        yield _line(codes.WORDS_CHANGED, new)


def _rule_lines(question: Question, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Problem]:
    """Tell what is asked for more or less strictly than before."""
    names = {_plain(key): key for key in (*old, *new)}
    differing = [name for name, key in names.items() if old.get(key, "") != new.get(key, "")]
    was, now = old.get("required", ""), new.get("required", "")
    if "required" in differing and now in ("true()", "true") and was != now:
        differing.remove("required")
        yield _line(codes.NOW_REQUIRED, question)
    elif "required" in differing and not now:
        differing.remove("required")
        yield _line(codes.NO_LONGER_REQUIRED, question)
    told = [name for name in differing if name in _TOLD or _is_check(name, names[name])]
    if told:
        yield _line(codes.CHECKS_CHANGED, question, rules="、".join(told))


def _plain(key: str) -> str:
    return key.rpartition("}")[2]


def _is_check(name: str, key: str) -> bool:
    """Say whether a mark of ours changes what is accepted, not only how it looks."""
    return "urn:xiezuo:forms" in key and name not in _LOOKS


def _line(detail: Detail, question: Question, **values: str) -> Problem:
    label = question.label if question.label else question.name
    return FormProblem(detail, question.path, {"label": label, "question": question.path, **values})
