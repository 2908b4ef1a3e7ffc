"""Running numbers of an office: looked at first, taken only together with what they number."""

from sqlalchemy import Connection, insert, select, update

from records.store.tables import series_number


def next_in_series(connection: Connection, office_code: str, series: str) -> int:
    """Return the number that would come next; nothing is taken. Call it inside a writing transaction."""
    last = connection.execute(
        select(series_number.c.last).where(
            series_number.c.office_code == office_code, series_number.c.series == series
        )
    ).scalar()
    return int(last or 0) + 1


def take_number(connection: Connection, office_code: str, series: str, number: int) -> None:
    """Take *number*, which `next_in_series` gave in this transaction."""
    key = (series_number.c.office_code == office_code, series_number.c.series == series)
    if connection.execute(update(series_number).where(*key).values(last=number)).rowcount == 0:
        connection.execute(insert(series_number).values(office_code=office_code, series=series, last=number))
