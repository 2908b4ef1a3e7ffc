"""Settings are read by many threads of a server at once, while another changes them: never an error, never an old value for good."""

import threading
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from records.ledger import Office


def test_a_change_during_a_reading_is_not_lost(office: Office, sign_in):
    """The value was read, then changed by another thread, then kept: the next reading has the new one."""
    office = sign_in(office)
    office.settings.set("partner_province", "33")
    changed = threading.Event()

    def change(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        if "FROM setting" in words and not changed.is_set():
            changed.set()
            other = threading.Thread(target=office.settings.set, args=("partner_province", "44"))
            other.start()
            other.join()

    event.listen(Engine, "after_cursor_execute", change)
    try:
        office.settings.get("partner_province")
    finally:
        event.remove(Engine, "after_cursor_execute", change)

    assert changed.is_set()
    assert office.settings.get("partner_province") == "44"


def test_reading_while_another_forgets(office: Office):
    """Five hundred readings beside a thread that refreshes all the time: each gives the settings."""
    over = threading.Event()

    def refresh() -> None:
        while not over.is_set():
            office.settings.refresh()

    other = threading.Thread(target=refresh)
    other.start()
    try:
        assert all(isinstance(office.settings.all(), dict) for _reading in range(500))
    finally:
        over.set()
        other.join()
