"""Signs: which requirements of a pass a row meets, as one number, so that each is tried once and not by every measure.

Eight counts of people ask the same of a row: is the job by cooperation, does it lie in the period. Tried for each measure,
that is most of the time of a pass. Here each different requirement is a bit; what the database gives back are the different
lists of numbers that people's rows come to (a few dozen for a million rows) and how many people have each. Which
measures those meet is worked out from the lists.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, literal, literal_column

from records.model.measures import Measure, Of
from records.store.counted_rows import RowReader, requirements

BITS = 60  # of one number: both databases count with 64 and a sign
BETWEEN_ROWS, BETWEEN_NUMBERS = ",", ":"


@dataclass
class Signs:
    """The requirements of *measures*: what a row's sign is in the database, and which measures a sign meets."""

    measures: Sequence[Measure]
    _bits: dict[Any, int] = field(default_factory=dict)
    _met: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._masks = [
            sum(
                1 << self._bits.setdefault(each, len(self._bits))
                for each in set(requirements(one.sources[0]))
            )
            for one in self.measures
        ]
        names = {one.name: number for number, one in enumerate(self.measures)}
        self._unless = [names[one.unless] if one.unless else None for one in self.measures]

    def gathered(self, reader: RowReader) -> ColumnElement[str]:
        """Return the signs of all rows of a group, as one text."""
        numbers = [reduce(add, chunk) for chunk in self._chunks(reader)] or [_plain(0)]
        if len(numbers) == 1 and reader.dialect == "sqlite":  # which writes numbers as text by itself
            return func.group_concat(numbers[0], BETWEEN_ROWS)
        whole: ColumnElement[str] = cast(numbers[0], Text)
        for number in numbers[1:]:
            whole = whole.concat(BETWEEN_NUMBERS).concat(cast(number, Text))
        return func.aggregate_strings(whole, BETWEEN_ROWS)

    def _chunks(self, reader: RowReader) -> list[list[ColumnElement[int]]]:
        """Return what each number is the sum of: one term for a question's words, however many requirements ask for some."""
        found: list[list[ColumnElement[int]]] = [[] for _chunk in range(-(-len(self._bits) // BITS))]
        by_word: dict[tuple[int, str], dict[str, int]] = {}
        for required, bit in self._bits.items():
            number, value = bit // BITS, 1 << (bit % BITS)
            words = reader.words(required)
            if words is None:
                found[number].append(case((reader.meets(required), _plain(value)), else_=_plain(0)))
                continue
            bits_of = by_word.setdefault((number, required.question), {})
            for word in words:
                bits_of[word] = bits_of.get(word, 0) + value
        for (number, question), bits_of in by_word.items():
            column = reader.find(question)[0]
            whens = {literal(word, Text()): _plain(value) for word, value in bits_of.items()}
            found[number].append(case(whens, value=column, else_=_plain(0)) if whens else _plain(0))
        return found

    def counted(self, signs: str, things: int) -> Iterator[tuple[int, int, int]]:
        """Yield (measure, things met, rows met) for *things* people (houses, projects) whose rows have these *signs* each."""
        rows: Counter[int] = Counter()
        for sign, times in Counter(signs.split(BETWEEN_ROWS)).items():
            for number in self._measures_met(sign):
                rows[number] += times
        for number, times in rows.items():
            unless = self._unless[number]
            if unless is None or unless not in rows:
                yield number, things, times * things

    def _measures_met(self, sign: str) -> tuple[int, ...]:
        known = self._met.get(sign)
        if known is None:
            whole = sum(int(part) << (BITS * n) for n, part in enumerate(sign.split(BETWEEN_NUMBERS)))
            known = tuple(number for number, mask in enumerate(self._masks) if whole & mask == mask)
            self._met[sign] = known
        return known


def _plain(value: int) -> ColumnElement[int]:
    return literal_column(str(value))


def totals(
    signs: Signs, rows: Iterable[Sequence[Any]], summed: Sequence[int]
) -> dict[tuple[int, str], list[int]]:
    """Add up what the database gave back; return [value, rows] by (measure, office).

    A row is: office, whether the thing counted is known, signs, how many things have them, and the sums of the
    measures numbered *summed*. Rows of which it is not known whose they are count as rows, not as people.
    """
    found: dict[tuple[int, str], list[int]] = {}
    for office, known, text, things, *sums in rows:
        for number, met, times in signs.counted(text, int(things)):
            of = signs.measures[number].of
            if of is Of.DISTINCT and not known:
                continue
            total = found.setdefault((number, office), [0, 0])
            total[0] += {Of.DISTINCT: met, Of.COUNT: times}.get(of, 0)
            total[1] += times
        for number, value in zip(summed, sums, strict=True):
            found.setdefault((number, office), [0, 0])[0] += int(value or 0)
    return found
