"""The form engine: a form being filled, without a window and without a database.

**Purpose.** Runs a form (ODK XForms with our own marks) while a person types, an import judges a hundred
thousand rows, or a receiving office checks a batch: what is asked, what is calculated, what stands against
completing the record. Everything a client may use is exported here; the rest of the package is its own.

**Non-goals.** It draws nothing, stores nothing, prints nothing, translates nothing of its own, opens no file
and no socket, reads no clock: the day, the user and the tables come in a `Context`. It does not read XForm XML
or XLSForm (that is `forms.compile`), and it never hands the text of an expression to Python.

A definition is immutable and may be shared between threads; a `FormSession` belongs to one thread.
"""

from forms.engine.answers import EXPLAINED
from forms.engine.change import Change
from forms.engine.context import LAST_SAVED, Context, Instances, Served
from forms.engine.definition import FormDefinition
from forms.engine.entities import Entity
from forms.engine.groups import GroupState
from forms.engine.questions import LEDGER, Choice, ChoiceList, Group, Kind, Question, Range, Repeat
from forms.engine.session import FormSession
from forms.engine.state import QuestionState
from forms.engine.texts import FormProblem, Text

__all__ = [
    "EXPLAINED",
    "LAST_SAVED",
    "LEDGER",
    "Change",
    "Choice",
    "ChoiceList",
    "Context",
    "Entity",
    "FormDefinition",
    "FormProblem",
    "FormSession",
    "Group",
    "GroupState",
    "Instances",
    "Kind",
    "Question",
    "QuestionState",
    "Range",
    "Repeat",
    "Served",
    "Text",
]
