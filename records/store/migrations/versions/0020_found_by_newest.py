"""An index that holds nothing but what records are found by: several words are looked for in the newest records first.

Only in a file: PostgreSQL has no room in an index for the keys of a class of trainees.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; a million records take three seconds."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_record_found", "record", ["form_id", "no", "search_keys"])
