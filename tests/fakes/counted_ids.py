"""Names that count up, so that a test is the same each time it runs."""


class CountedIds:
    """Valid UUIDv7 names and 128-bit tokens: 1, 2, 3 … behind a *prefix* of up to four hex digits."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = int(prefix or "0", 16)
        self._count = 0

    def _next(self) -> int:
        self._count += 1
        return self._count

    def record_id(self) -> str:
        """Return the next record id."""
        return f"019aa000-{self._prefix:04x}-7000-8000-{self._next():012x}"

    def token(self) -> str:
        """Return the next token."""
        return f"{self._prefix:016x}{self._next():016x}"
