"""What one contact with the office above achieved."""

from dataclasses import dataclass, field

from forms.problems import Problem
from sync.distribution import TakenRecords


@dataclass
class Sent:
    """What one contact achieved: batches that are above now, bytes over the line, acknowledgements applied, attached
    *files* that are above now; *compared*: both ends compared count and sum by form.

    *forms*: ids of the forms that came down in a new version. *update*: the version word of which came down. *came_down*:
    records to read. *problems*: acknowledgements that could not be applied,
    or why the forms were not taken; the others were.
    """

    batches: int = 0
    sent_bytes: int = 0
    acknowledged: int = 0
    files: int = 0
    compared: bool = False
    forms: list[str] = field(default_factory=list)
    update: str = ""
    erasures: int = 0  # answers for good to what was erased here
    problems: list[Problem] = field(default_factory=list)
    came_down: TakenRecords = field(default_factory=TakenRecords)
