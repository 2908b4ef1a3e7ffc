"""What was kept of a form once it was loaded, so that opening it again reads no XML: see `forms.compile.keeping`."""

from sqlalchemy import Column, Table, Text

from records.store.schema import metadata

kept_form = Table(
    "kept_form",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("digest", Text, primary_key=True, comment="sha256 of the XForm it was loaded from"),
    Column(
        "content",
        Text,
        nullable=False,
        comment="of use to the program that kept it; any other loads the XForm",
    ),
)
