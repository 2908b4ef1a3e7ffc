"""Hostile words typed on the console: taken as they are, or refused with a code or as wrong usage; never a crash."""

import pytest

from tests.journeys.test_hostile_text_through_every_door import HOSTILE

VERBS = (
    ("audit", "--words", "{}"),
    ("audit", "--about", "{}"),
    ("audit", "--who", "{}"),
    ("find", "{}"),
    ("settings", "set", "partner_province", "{}"),
    ("settings", "set", "{}", "1"),
    ("retention", "ask", "{}", "--reason", "{}"),
    ("retention", "freeze", "{}", "--reason", "{}"),
    ("retention", "years", "{}", "3"),
    ("update", "issue", "9.0.0", __file__, "--place", "{}", "--changes", "{}"),
    ("update", "issue", "{}", __file__, "--place", "x"),
    ("enrol", "online", "--server", "{}", "--code", "1234 5678 9012 3456"),
    ("enrol", "new", "{}", "{}"),
    ("devices", "revoke", "{}", "--reason", "{}"),
    ("indicators", "--year", "{}"),
    ("returns", "show", "{}"),
    ("where", "{}"),
    ("inbox", "show", "{}"),
)  # fmt: skip
TYPED = ("markup", "surrogate", "20,000 characters")


@pytest.mark.parametrize("name", TYPED)
def test_taken_as_it_is_or_refused_in_words(county, name):
    """Every verb of the newer doors ends with 0, 1 and a code, or 2 and how it is used."""
    text = HOSTILE[name]
    for verb in VERBS:
        answer = county.asks(*(part.replace("{}", text) for part in verb))

        assert answer.status in {0, 1, 2}, (verb, answer.errors[:300])
        assert answer.status != 1 or answer.codes, (verb, answer.errors[:300])
        assert "Traceback" not in answer.errors
