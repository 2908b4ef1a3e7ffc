"""The server's log as lines of JSON, for journald and whatever reads it: what happened, never about whom.

A line names the route's pattern, the status, the milliseconds, the device (a name of ours) and a batch by the first
twelve digits of its hash. Paths, titles, answers and addresses of persons never reach it.
"""

import json
import logging
from collections.abc import Callable
from datetime import datetime

LOGGER = "xiezuo.server"
_FACTS = ("route", "status", "ms", "device", "batch", "code")


class JsonLines(logging.Formatter):
    """One JSON object a line; *now* is the clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, event, its facts, and the kind of an error without its words."""
        line: dict[str, object] = {
            "at": self._now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
        if record.exc_info is not None and record.exc_info[0] is not None:
            # The words of an exception may quote a value; its kind and place never do.
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record)
        return json.dumps(line, ensure_ascii=False)


def _where(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"


def write_to(handler: logging.Handler, now: Callable[[], datetime]) -> None:
    """Send the server's log through *handler* as JSON lines, from INFO on."""
    handler.setFormatter(JsonLines(now))
    logger = logging.getLogger(LOGGER)
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
