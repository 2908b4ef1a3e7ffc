"""What a person sees of a personal answer that is only read: stars, until somebody asks to see it whole.

The same rule as in the list (`records.model.masking`); the answer itself is never touched, so a record that is
opened for writing shows and keeps what stands in it.
"""

from dataclasses import replace

from forms.engine import FormDefinition, Question, QuestionState
from records.model.masking import Masked, kind_of, mask


def rule_of(question: Question) -> Masked | None:
    """Return how *question* is masked on a screen; None when it is shown whole (as in the list: `cells`)."""
    kind = kind_of(dict(question.marks))
    return None if kind is Masked.HIDDEN else kind


def masked_state(question: Question, state: QuestionState) -> QuestionState:
    """Return *state* with its text masked, or as it is when the question is not masked."""
    rule = rule_of(question)
    return replace(state, text=mask(rule, state.text)) if rule is not None and state.text else state


def has_masked(definition: FormDefinition) -> bool:
    """Say whether the form asks for anything that is masked (then there is something to unmask)."""
    return any(rule_of(question) is not None for question in definition.questions.values())
