"""The key store of a PC, in memory: what `SystemSecrets` is to the operating system."""


class MemorySecrets:
    """Keeps secrets while the test runs; *broken* refuses to keep any, as a locked store does."""

    def __init__(self, *, broken: bool = False) -> None:
        self.kept: dict[str, str] = {}
        self.broken = broken

    def usable(self) -> bool:
        """It always answers."""
        return True

    def get(self, account: str) -> str | None:
        """Return what is kept."""
        return self.kept.get(account)

    def put(self, account: str, secret: str) -> bool:
        """Keep it, unless broken."""
        if not self.broken:
            self.kept[account] = secret
        return not self.broken

    def drop(self, account: str) -> None:
        """Forget it."""
        self.kept.pop(account, None)
