"""Receipts as accountable stock: red-letter lines, ranges, closings, a print queue; a receipt is never deleted.

SQLite cannot change a check, so the table is made anew there; PostgreSQL changes it in place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD = (
    "office_code, receipt_id, number, year, series, serial, record_id, revision, issued_on, issued_by, "
    "amount_fen, red, state, print_count, void_reason, voided_at, voided_by"
)


def upgrade() -> None:
    """Widen the receipts, make the tables around them, and let nobody delete a number."""
    if op.get_bind().dialect.name == "postgresql":
        _widen()
    else:
        _make_anew()
    _ranges()
    _closings()
    _prints()
    _keep(op.get_bind().dialect.name)


def _new_columns() -> list[sa.Column[str] | sa.Column[int]]:
    return [
        sa.Column(
            "device_id", sa.Text(), nullable=False, server_default="", comment="the device that issued it"
        ),
        sa.Column("store_epoch", sa.Text(), nullable=False, server_default=""),
        sa.Column("reverses", sa.Text(), comment="receipt_id of the receipt a red-letter line takes back"),
        sa.Column(
            "ask_reason", sa.Text(), nullable=False, server_default="", comment="why it should be void"
        ),
        sa.Column("asked_by", sa.Text()),
        sa.Column(
            "closing", sa.Integer(), comment="number of the day's closing it is in; NULL: not closed yet"
        ),
        sa.Column(
            "code", sa.Text(), nullable=False, server_default="", comment="signature of number, amount, day"
        ),
    ]


def _checks() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(
            "(state IN ('void', 'reversed')) = (void_reason <> '')", name=op.f("ck_receipt_void")
        ),
        sa.CheckConstraint("state IN ('issued', 'void', 'reversed', 'red')", name=op.f("ck_receipt_state")),
        sa.CheckConstraint("(state = 'red') = (red = 1)", name=op.f("ck_receipt_red")),
        sa.CheckConstraint("(red = 1) = (reverses IS NOT NULL)", name=op.f("ck_receipt_reverses")),
    ]


def _widen() -> None:
    for column in _new_columns():
        op.add_column("receipt", column)
    for name in ("ck_receipt_void", "ck_receipt_state"):
        op.drop_constraint(op.f(name), "receipt", type_="check")
    for check in _checks():
        op.create_check_constraint(op.f(str(check.name)), "receipt", str(check.sqltext))


def _make_anew() -> None:
    op.create_table(
        "receipt_anew",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("receipt_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("red", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("print_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("void_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("voided_by", sa.Text(), nullable=True),
        *_new_columns(),
        *_checks(),
        sa.CheckConstraint(
            "amount_fen IS NULL OR amount_fen >= 0 OR red = 1", name=op.f("ck_receipt_amount")
        ),
        sa.CheckConstraint("serial >= 1", name=op.f("ck_receipt_serial")),
        sa.ForeignKeyConstraint(
            ["office_code", "record_id"],
            ["record.office_code", "record.record_id"],
            name=op.f("fk_receipt_office_code_record_id_record"),
        ),
        sa.PrimaryKeyConstraint("office_code", "receipt_id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("office_code", "number", name=op.f("uq_receipt_office_code_number")),
        sa.UniqueConstraint(
            "office_code", "year", "series", "serial", name=op.f("uq_receipt_office_code_year_series_serial")
        ),
    )
    op.execute(f"INSERT INTO receipt_anew ({OLD}) SELECT {OLD} FROM receipt")  # noqa: S608  (names of ours)
    op.drop_table("receipt")
    op.rename_table("receipt_anew", "receipt")
    op.create_index(
        "ux_receipt_one_per_record",
        "receipt",
        ["office_code", "record_id"],
        unique=True,
        sqlite_where=sa.text("state = 'issued'"),
    )


def _ranges() -> None:
    op.create_table(
        "receipt_range",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), comment="NULL: open"),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "first >= 1 AND (last IS NULL OR last >= first)", name=op.f("ck_receipt_range_order")
        ),
        sa.PrimaryKeyConstraint("office_code", "year", "series", "first", name=op.f("pk_receipt_range")),
    )


def _closings() -> None:
    op.create_table(
        "receipt_closing",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("closing", sa.Integer(), nullable=False, comment="1, 2, 3 … in this store"),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column(
            "amount_fen", sa.BigInteger(), nullable=False, comment="of what stands, red lines taken off"
        ),
        sa.Column("digest", sa.Text(), nullable=False, comment="sha256 of its lines"),
        sa.CheckConstraint("closing >= 1", name=op.f("ck_receipt_closing_closing")),
        sa.PrimaryKeyConstraint("office_code", "closing", name=op.f("pk_receipt_closing")),
    )


def _prints() -> None:
    op.create_table(
        "receipt_print",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("receipt_id", sa.Text(), nullable=False),
        sa.Column("print_no", sa.Integer(), nullable=False, comment="1: the first; 2 and more: 补打"),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("done_at", sa.Text(), comment="NULL: nobody has said that the paper came out"),
        sa.CheckConstraint("print_no >= 1", name=op.f("ck_receipt_print_print_no")),
        sa.ForeignKeyConstraint(
            ["office_code", "receipt_id"],
            ["receipt.office_code", "receipt.receipt_id"],
            name=op.f("fk_receipt_print_office_code_receipt_id_receipt"),
        ),
        sa.PrimaryKeyConstraint("office_code", "receipt_id", "print_no", name=op.f("pk_receipt_print")),
    )


def _keep(dialect: str) -> None:
    refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is kept'); END"
    if dialect == "postgresql":  # refuse_change() was made by the first migration
        refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    for table, verb in (
        ("receipt", "DELETE"),
        ("receipt_print", "DELETE"),
        ("receipt_closing", "UPDATE"),
        ("receipt_closing", "DELETE"),
    ):
        op.execute(refuse.format(table=table, verb=verb))
