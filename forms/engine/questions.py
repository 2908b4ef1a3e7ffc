"""The parts of a form as the outside sees them: immutable questions, groups, repeats and choices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from forms.engine.texts import NOTHING, Text


class Kind(StrEnum):
    """What kind of answer a question takes."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    RANK = "rank"  # all choices in an order: a list of codes
    BARCODE = "barcode"  # text from a scanner
    GEOPOINT = "geopoint"  # "latitude longitude altitude accuracy"; see forms.engine.earth
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    IMAGE = "image"  # of these four the answer is a file name
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds of a range question: from *start* to *end* (which may be the smaller one) in steps."""

    start: Decimal
    end: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: its code, its label, and the further columns of the choices sheet."""

    code: str
    label: Text
    extra: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Text] = field(
        default_factory=dict
    )  # image, big-image, audio, video → file name by language


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list of choices: written in the form, or (*external*) rows of an instance handed in by the context."""

    name: str
    choices: tuple[Choice, ...] = ()
    external: bool = False
    value_column: str = "name"
    label_column: str = "label"
    filtered: bool = False  # this question shows only a part, depending on other answers
    later: Callable[[], tuple[Choice, ...]] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Leave the choices to *later*, when it is given and they are not."""
        if self.later is not None and not self.choices:
            object.__delattr__(self, "choices")

    if not TYPE_CHECKING:

        def __getattr__(
            self, name: str
        ) -> Any:  # called for an unset slot only: choices made when first asked for
            later = object.__getattribute__(self, "later")
            if name != "choices" or later is None:
                raise AttributeError(name)
            found = later()
            object.__setattr__(self, "choices", found)
            return found


MOMENT, SAVED = "moment", "saved"  # the mark of a question that holds when the record was last saved
LEDGER = "ledger_"  # a table of this beginning is another form's ledger: ``ledger_donor``


@dataclass(frozen=True, slots=True)
class Question:
    """One question (calculated values and notes included)."""

    name: str
    path: str
    kind: Kind
    label: Text = NOTHING
    hint: Text = NOTHING
    guidance: Text = NOTHING  # a longer hint, shown when asked for
    constraint_message: Text = NOTHING
    required_message: Text = NOTHING
    appearance: str = ""
    choices: ChoiceList | None = None
    readonly: bool = False
    calculated: bool = False
    multiple: bool = False
    required: bool = False  # some rule may require it (see QuestionState.required for the rule's result)
    visible: bool = True  # has a control in the form's body; hidden calculations have none
    marks: Mapping[str, str] = field(default_factory=dict)
    range: Range | None = None
    media: Mapping[str, Text] = field(default_factory=dict)  # of the label: image, audio, video → file name

    @property
    def ledger(self) -> str:
        """The form whose records the answer refers to (by their ids), '' for every other question.

        ``select_one_from_file ledger_donor.csv`` refers to records of the form ``donor``.
        """
        chosen = self.choices
        if chosen is None or not chosen.external or not chosen.name.startswith(LEDGER):
            return ""
        form_id = chosen.name.removeprefix(LEDGER)
        return "" if "__" in form_id else form_id


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together under one heading."""

    name: str
    label: Text = NOTHING
    appearance: str = ""
    children: "tuple[Question | Group | Repeat, ...]" = ()
    path: str = ""  # groups around it by "/", repeats by ".": see FormSession.group


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group that occurs any number of times: one row for each."""

    name: str
    label: Text = NOTHING
    appearance: str = ""
    children: "tuple[Question | Group | Repeat, ...]" = ()
    path: str = ""  # dotted names of the repeats around it and its own
    counted: bool = False  # the number of rows is calculated, not the clerk's
