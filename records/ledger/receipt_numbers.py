"""Numbers of receipts: the series of this device and copy, its ranges, the next number, and the proof of no gap.

A number belongs to a range (office, year, series), a range to one device and one store epoch. Without an allotment
a device opens its own range from 1; an office that hands out blocks allots them. The proof compares three things
that are written apart: the rows, the ranges, and the audit log, so that a row taken out at the end shows, too.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from forms.problems import Problem
from records.ledger.seat import Seat, put_setting
from records.model.receipts import SeriesUse, number_of
from records.problem_codes import CLOCK_WRONG, MARK_NOT_PLAIN, RANGE_OVERLAPS, RANGE_USED_UP
from records.store.audit_chain import append
from records.store.tables import audit, receipt
from records.store.tables_receipts import receipt_range

MARK = "receipt_mark"
NUMBERED = ("receipt", "receipt_red")  # verbs of the audit log that took a number


@dataclass(frozen=True, slots=True)
class Taken:
    """A number taken in this transaction."""

    year: int
    series: str
    serial: int
    number: str


def mark_of(seat: Seat) -> str:
    """Return the mark of this device that leads its series; empty for an office of one database.

    A field team's laptop gets one made of its device id, because two laptops of one office never meet.
    """
    mine = seat.settings.get(MARK)
    if isinstance(mine, dict) and mine.get("device") == seat.info.device_id:
        return str(mine.get("mark", ""))
    if seat.info.level != "field":
        return ""
    fingerprint = hashlib.sha256(seat.info.device_id.encode("utf-8")).hexdigest()
    return str(int(fingerprint[:8], 16) % 9000 + 1000)


def series_of(seat: Seat) -> str:
    """Return the series this copy numbers in now: the mark of the device and the letter of the epoch."""
    return mark_of(seat) + seat.info.series


class ReceiptNumbers:
    """The numbers of one office's store."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    # ── which series ────────────────────────────────────────────────────────────────────────────────────────

    def series(self) -> str:
        """Return the series this copy numbers in now."""
        return series_of(self._seat)

    def set_mark(self, mark: str) -> None:
        """Give this device its mark, 1 to 6 digits. Raises Problem RECORDS-024, -168."""
        self._seat.must_lead()
        year, before = self._seat.clock.today().year, self.series()
        with self._seat.store.writing() as connection:
            known = select(func.count()).where(*self._of(receipt, year, before)).select_from(receipt)
            used = mark != mark_of(self._seat) and bool(connection.execute(known).scalar())
            if used or re.fullmatch(r"[0-9]{1,6}", mark) is None:
                raise Problem(MARK_NOT_PLAIN, values={"mark": mark})
            value = {"device": self._seat.info.device_id, "mark": mark}
            put_setting(connection, self._seat.info.code, MARK, value)
            append(connection, self._seat.author(), "setting", MARK, mark)
        self._seat.settings.refresh()

    # ── the next number ─────────────────────────────────────────────────────────────────────────────────────

    def take(self, connection: Connection) -> Taken:
        """Return the next number; it is taken when the caller's transaction writes its row.

        Raises Problem RECORDS-074 for a wrong clock, -160 when the ranges of this device are used up.
        """
        today, series = self._seat.clock.today(), self.series()
        self._clock_must_be_right(connection, today, series)
        mine = self._own_ranges(connection, today.year, series) or [
            self._open(connection, today.year, series, 1, None)
        ]
        for first, last in mine:
            serial = self._newest(connection, today.year, series, first, last) + 1
            if last is None or serial <= last:
                number = number_of(self._seat.info.code, today.year, series, serial)
                return Taken(today.year, series, serial, number)
        raise Problem(RANGE_USED_UP, values={"last": mine[-1][1]})

    def allot(self, first: int, last: int) -> None:
        """Give this device the numbers *first* to *last* of its series and year. Raises Problem RECORDS-024, -161."""
        self._seat.must_lead()
        year, series = self._seat.clock.today().year, self.series()
        with self._seat.store.writing() as connection:
            self._close_open_range(connection, year, series)
            known = connection.execute(
                select(receipt_range.c.first, receipt_range.c.last).where(
                    *self._of(receipt_range, year, series)
                )
            ).all()
            free = max([row.last for row in known], default=0)
            if not 1 <= first <= last or any(first <= row.last and row.first <= last for row in known):
                raise Problem(RANGE_OVERLAPS, values={"first": first, "last": last, "free": free})
            self._open(connection, year, series, first, last)

    def _close_open_range(self, connection: Connection, year: int, series: str) -> None:
        """End the range without an end at its newest number; one that was never used goes."""
        for first, last in self._own_ranges(connection, year, series):
            if last is None:
                newest = self._newest(connection, year, series, first, None)
                this = (*self._of(receipt_range, year, series), receipt_range.c.first == first)
                if newest < first:
                    connection.execute(delete(receipt_range).where(*this))
                else:
                    connection.execute(update(receipt_range).where(*this).values(last=newest))

    def _of(self, table: Any, year: int, series: str) -> tuple[Any, ...]:
        return table.c.office_code == self._seat.info.code, table.c.year == year, table.c.series == series

    def _own_ranges(self, connection: Connection, year: int, series: str) -> list[tuple[int, int | None]]:
        info = self._seat.info
        found = connection.execute(
            select(receipt_range.c.first, receipt_range.c.last)
            .where(*self._of(receipt_range, year, series))
            .where(receipt_range.c.device_id == info.device_id)
            .where(receipt_range.c.store_epoch == info.store_epoch)
            .order_by(receipt_range.c.first)
        )
        return [(row.first, row.last) for row in found]

    def _open(
        self, connection: Connection, year: int, series: str, first: int, last: int | None
    ) -> tuple[int, int | None]:
        author = self._seat.author()
        values = {"office_code": author.office_code, "year": year, "series": series, "first": first}
        values |= {"device_id": author.device_id, "store_epoch": author.store_epoch}
        values |= {"last": last, "opened_at": author.at, "opened_by": author.who}
        connection.execute(insert(receipt_range).values(values))
        append(connection, author, "receipt_range", f"{year}-{series}", f"{first}-{last or ''}")
        return first, last

    def _newest(self, connection: Connection, year: int, series: str, first: int, last: int | None) -> int:
        """Return the newest number of a range; the one before its first when none is used."""
        wanted = select(func.max(receipt.c.serial)).where(*self._of(receipt, year, series))
        wanted = wanted.where(receipt.c.serial >= first)
        if last is not None:
            wanted = wanted.where(receipt.c.serial <= last)
        return int(connection.execute(wanted).scalar() or first - 1)

    def _clock_must_be_right(self, connection: Connection, today: date, series: str) -> None:
        last = connection.execute(
            select(func.max(receipt.c.issued_on)).where(
                receipt.c.office_code == self._seat.info.code, receipt.c.series == series
            )
        ).scalar()
        if last is not None and (today.isoformat() < last or today.year > date.fromisoformat(last).year + 1):
            raise Problem(CLOCK_WRONG, values={"today": today.isoformat(), "last": last})

    # ── the proof ───────────────────────────────────────────────────────────────────────────────────────────

    def uses(self) -> list[SeriesUse]:
        """Return what became of the numbers of every range of this store, and which of them are missing."""
        with self._seat.store.reading() as connection:
            return self.uses_in(connection)

    def uses_in(self, connection: Connection) -> list[SeriesUse]:
        """Do the same inside the caller's transaction."""
        code = self._seat.info.code
        rows: dict[tuple[int, str], dict[int, str]] = {}
        for row in connection.execute(
            select(receipt.c.year, receipt.c.series, receipt.c.serial, receipt.c.state).where(
                receipt.c.office_code == code
            )
        ):
            rows.setdefault((row.year, row.series), {})[row.serial] = row.state
        logged = self._logged(connection)
        for place in logged:
            rows.setdefault(place, {})
        ranges = self._all_ranges(connection)
        return [
            self._use(place, span, rows[place], logged.get(place, set()))
            for place in sorted(rows)
            for span in ranges.get(place) or [(1, None, "", "")]
        ]

    def _all_ranges(
        self, connection: Connection
    ) -> dict[tuple[int, str], list[tuple[int, int | None, str, str]]]:
        found: dict[tuple[int, str], list[tuple[int, int | None, str, str]]] = {}
        wanted = select(receipt_range).where(receipt_range.c.office_code == self._seat.info.code)
        for row in connection.execute(wanted.order_by(receipt_range.c.first)).mappings():
            span = (row["first"], row["last"], row["device_id"], row["store_epoch"])
            found.setdefault((row["year"], row["series"]), []).append(span)
        return found

    def _logged(self, connection: Connection) -> dict[tuple[int, str], set[int]]:
        """Return the numbers the audit log says were taken: a row cut off at the end is missing from the rows."""
        found: dict[tuple[int, str], set[int]] = {}
        wanted = select(audit.c.object).where(
            audit.c.office_code == self._seat.info.code, audit.c.verb.in_(NUMBERED)
        )
        for (number,) in connection.execute(wanted):
            _office, year, series, serial = number.rsplit("-", 3)
            found.setdefault((int(year), series), set()).add(int(serial))
        return found

    def _use(
        self,
        place: tuple[int, str],
        span: tuple[int, int | None, str, str],
        rows: dict[int, str],
        logged: Iterable[int],
    ) -> SeriesUse:
        first, last, device_id, store_epoch = span
        inside = {n: s for n, s in rows.items() if n >= first and (last is None or n <= last)}
        taken = {n for n in logged if n >= first and (last is None or n <= last)}
        newest = max([*inside, *taken], default=first - 1)
        missing = [n for n in range(first, newest + 1) if n not in inside]
        code, (year, series) = self._seat.info.code, place
        return SeriesUse(
            year=year,
            series=series,
            first=first,
            last=last,
            newest=newest,
            counts=dict(Counter(inside.values())),
            missing=tuple(number_of(code, year, series, n) for n in missing),
            device_id=device_id,
            store_epoch=store_epoch,
        )
