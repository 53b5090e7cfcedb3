"""By when each case is due, which ones nobody picked up in time, and alerts to those on call."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MINUTES = {"emergency": 1, "urgent": 5, "complex": 30, "routine": 60}
_LONG_AGO = "1970-01-01 00:00:00.000000"
_MOMENT = store.types.UtcDateTime(timezone=True)


def upgrade() -> None:
    # Not in a batch: on SQLite that would make the table anew and lose what hangs on its rows.
    op.add_column(
        "cases",
        sa.Column("due_at", _MOMENT, nullable=False, server_default=sa.text(f"'{_LONG_AGO}'")),
    )
    op.add_column("cases", sa.Column("breached_at", _MOMENT, nullable=True))
    op.create_index("ix_cases_state_due", "cases", ["state", "due_at"], unique=False)
    _make_cases_due()
    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reached", sa.String(length=2000), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("leased_until", _MOMENT, nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_alerts_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_case_id", "alerts", ["case_id"], unique=False)
    op.create_index("ix_alerts_state_next", "alerts", ["state", "next_at"], unique=False)


def downgrade() -> None:
    op.drop_table("alerts")
    op.drop_index("ix_cases_state_due", "cases")
    op.drop_column("cases", "breached_at")
    op.drop_column("cases", "due_at")


def _make_cases_due() -> None:
    """Cases from before this version: the usual targets, counted without opening hours."""
    cases = sa.table(
        "cases",
        sa.column("level", sa.String),
        sa.column("waiting_since", _MOMENT),
        sa.column("due_at", _MOMENT),
        sa.column("id", sa.BigInteger),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(cases.c.id, cases.c.level, cases.c.waiting_since)).all()
    for row in rows:
        due = row.waiting_since + timedelta(minutes=_MINUTES[row.level])
        connection.execute(sa.update(cases).where(cases.c.id == row.id).values(due_at=due))
