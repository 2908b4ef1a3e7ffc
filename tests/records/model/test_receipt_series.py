"""A series of receipts after a restore: the next letter, and letters of the copy's own."""

from records.model.receipts import series_after


def test_each_restore_takes_the_next_letter():
    """A, then B…, then C…; after Z comes AA."""
    series, letters = "A", []
    for epoch in range(27):
        series = series_after(series, str(epoch))
        letters.append(series[:-3])

    assert letters == [*"BCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]


def test_copies_of_one_backup_number_apart():
    """A hundred restores of one backup, which know nothing of each other, have a hundred series."""
    copies = {series_after("A", f"epoch-{n}") for n in range(100)}

    assert len(copies) == 100
    assert all(len(series) == 4 and series.isupper() for series in copies)
