"""Every shipped paper prints what is hard: nobody, the longest words an office writes, every script of the region."""

from datetime import date

import pytest

from records.model.office import OfficeInfo
from reports import papers
from reports.papers.layout import Certificate, Labels
from tests.fakes.longest_answers import SCRIPTS, filled

DAY = date(2026, 11, 22)
SHIPPED = papers.layouts()
LONG = "阿坝藏族羌族自治州汶川县东西部协作和对口支援工作领导小组办公室"
FAR_OFFICE = OfficeInfo("513221", LONG, "county", "device", "epoch", date(2026, 1, 1))


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_paper_takes_the_longest_words_and_every_script(definitions, pages_of, tmp_path, name):
    """An office with a long name prints each paper: one record of long words, then one in each script."""
    layout = SHIPPED[name]
    definition = definitions(layout.form_id)
    file = tmp_path / "paper.pdf"

    for records in ([filled(definition)], [filled(definition, words) for words in SCRIPTS]):
        papers.roster(layout, records, file, definition=definition, office_info=FAR_OFFICE, as_of=DAY)

    assert pages_of(file)[0] >= 1


@pytest.mark.parametrize(
    "name", sorted(name for name, one in SHIPPED.items() if not isinstance(one, Certificate | Labels))
)
def test_a_table_of_nobody_is_printed(definitions, pages_of, tmp_path, name):
    """A list without a record is one page that says so."""
    layout = SHIPPED[name]
    file = tmp_path / "empty.pdf"

    papers.roster(layout, [], file, definition=definitions(layout.form_id), office_info=FAR_OFFICE, as_of=DAY)

    assert pages_of(file)[0] == 1


def test_a_long_name_stays_inside_the_border(definitions, darkness, tmp_path):
    """Who signs a certificate stands inside its border, however long the name."""
    layout = SHIPPED["training-certificate"]
    definition = definitions(layout.form_id)
    file = tmp_path / "certificate.pdf"

    papers.roster(
        layout, [filled(definition)], file, definition=definition, office_info=FAR_OFFICE, as_of=DAY
    )

    border = 12 / 297  # millimetres from the paper's edge, of its width
    assert darkness(file, (1 - border + 0.003, 0.6, 1, 1)) == 0
