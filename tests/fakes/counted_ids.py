"""Names that count up, so that a test is the same each time it runs."""


class CountedIds:
    """Valid UUIDv7 names and 128-bit tokens: 1, 2, 3 … behind a *prefix* of up to four hex digits; *taken* so far."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = int(prefix or "0", 16)
        self.taken = 0

    def _next(self) -> int:
        self.taken += 1
        return self.taken

    def record_id(self) -> str:
        """Return the next record id."""
        return f"019aa000-{self.prefix:04x}-7000-8000-{self._next():012x}"

    def token(self) -> str:
        """Return the next token."""
        return f"{self.prefix:016x}{self._next():016x}"
