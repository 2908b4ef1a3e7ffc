"""Draws a photograph into a box, whole and in its proportions; where it is kept is the caller's to know."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from forms.problems import Problem
from reports.papers.problem_codes import PICTURE_UNREADABLE
from reports.papers.sheet import Sheet

Photographs = Callable[[str], bytes | None]


def none_kept(_name: str) -> bytes | None:
    """Return no picture: for papers of records that have none."""
    return None


@dataclass(frozen=True, slots=True)
class Album:
    """Reads pictures by the name in the answer through *read*, which returns None for what is not there."""

    read: Photographs = none_kept

    def draw(self, sheet: Sheet, name: str, box: tuple[float, float, float, float], row: int = 0) -> None:
        """Draw the picture into *box* (x, y, width, height in points); nothing where there is none.

        Raises Problem REPORTS-034 for what is no picture.
        """
        from PIL import UnidentifiedImageError
        from reportlab.lib.utils import ImageReader

        data = self.read(name) if name else None
        if not data:
            return
        try:
            picture: Any = ImageReader(BytesIO(data))
            wide, high = picture.getSize()
        except (UnidentifiedImageError, OSError) as fault:
            raise Problem(PICTURE_UNREADABLE, values={"row": row, "file": name}) from fault
        x, y, width, height = box
        scale = min(width / wide, height / high)
        across, up = wide * scale, high * scale
        sheet.pen.lift()
        sheet.canvas.drawImage(
            picture, x + (width - across) / 2, y + (height - up) / 2, across, up, mask="auto"
        )
