"""A folder for one paper that is emptied afterwards: a paper may name people, and nothing of it stays on the disk."""

import shutil
import tempfile
from pathlib import Path


class PaperFolder:
    """A folder of its own, made at once; `file` is where the paper goes."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="xiezuo-"))
        self.file = self._folder / "paper.pdf"

    def empty(self) -> None:
        """Take the folder away with all that is in it."""
        shutil.rmtree(self._folder, ignore_errors=True)
