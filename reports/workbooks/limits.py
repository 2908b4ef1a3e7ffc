"""How much of a workbook is read, and how long that may take.

Every number is far above the largest roster an office keeps (a county with 80,000 migrant workers) and far below
what would hurt a 4 GB computer. They travel to the reading process, so both ends mean the same.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one reading; sizes in bytes, times in seconds."""

    file_bytes: int = 200 * 2**20
    members: int = 5_000
    unpacked_bytes: int = 1_500 * 2**20
    ratio: int = 250
    ratio_from_bytes: int = 16 * 2**20
    rows: int = 300_000
    columns: int = 1_000
    cells: int = 12_000_000
    cell_characters: int = 32_767  # Excel's own limit of a cell
    memory_bytes: int = 2_500 * 2**20
    cpu_seconds: int = 90
    wall_seconds: int = 120

    def as_json(self) -> dict[str, int]:
        """Return the limits for the reading process."""
        return asdict(self)


STANDARD = Limits()
