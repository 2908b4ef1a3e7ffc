"""What every paper of a layout is handed: where it goes, whose it is, how it says answers and shows pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition
from records.model.office import OfficeInfo
from reports.papers.answers_in_words import Format, Words, is_date
from reports.papers.layout import fill
from reports.papers.photographs import Album
from reports.papers.receipt_facts import donor
from reports.papers.roster_rows import answer_to
from reports.papers.sheet import day_in_words

Answers = Mapping[str, Any]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One printing. *told* hears the number of pages drawn."""

    file: Path
    office: OfficeInfo
    as_of: date
    words: Words
    album: Album
    told: Progress
    definition: FormDefinition | None = None

    def filled(
        self,
        text: str,
        record: Answers,
        entry: Answers | None = None,
        repeat: str = "",
        *,
        long_dates: bool = False,
    ) -> str:
        """Fill the braces of *text* from the entry of the repeat or the record; what is not answered leaves a blank.

        *long_dates*: 2026年9月1日, as sentences have it.
        """

        def say(name: str) -> str:
            if name == "office":
                return self.office.name
            if name == "as_of":
                return day_in_words(self.as_of)
            if name == "donor":
                return donor(record)
            path, value = answer_to(repeat, name, record, record if entry is None else entry)
            return self.words.say(
                path, value, Format.LONG_DATE if long_dates and is_date(value) else Format.AUTO
            )

        return fill(text, say)
