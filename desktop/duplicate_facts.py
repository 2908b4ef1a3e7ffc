"""Records of two offices that seem to be one, as people compare them: question by question, offices by name. Knows no Qt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop.widgets.record.answer_changes import AnswerChange, answer_changes
from desktop.words import _
from forms.words import N_

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.duplicates import Decided, Pair

ALIKE: Final = {
    "number": N_("证件号码相同"),
    "person": N_("姓名、出生日期相同"),
    "listed": N_("主要内容相同"),
}
SAID: Final = {
    "same": N_("同一个，后者不计数"),
    "different": N_("不是同一个"),
    "asked": N_("已问下级"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What two records say: *different* and *equal* answers in words (`before` is the first record's)."""

    different: tuple[AnswerChange, ...]
    equal: tuple[AnswerChange, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the page shows; *names* are the offices by code."""

    pairs: "tuple[Pair, ...]"
    decided: "tuple[Decided, ...]"
    names: dict[str, str]

    def office(self, code: str) -> str:
        """Return an office as it is shown."""
        return self.names.get(code) or code


def read(office: "Office") -> Found:
    """Read pairs, decisions and names; on a worker thread."""
    from sync import enrolment

    names = {one.office_code: one.office_name for one in enrolment.devices(office)}
    names[office.info.code] = _("本单位")
    duplicates = office.records.duplicates
    return Found(tuple(duplicates.open()), tuple(duplicates.decided()), names)


def compare(office: "Office", pair: "Pair", language: str) -> Compared:
    """Compare the two records of *pair* in the words of the newer form version."""
    definition = office.forms.definition(pair.form_id, pair.second.form_digest)
    mine, theirs = pair.first.answers, pair.second.answers
    equal: dict[str, Any] = {name: value for name, value in mine.items() if theirs.get(name) == value}
    same = tuple(one._replace(before=one.after) for one in answer_changes(definition, {}, equal, language))
    return Compared(tuple(answer_changes(definition, mine, theirs, language)), same)
