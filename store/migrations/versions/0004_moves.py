"""Offers of a case to a colleague, notices to staff, who is present, and cases that came back."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: on SQLite that could make the table anew and lose what hangs on its rows.
    op.add_column("cases", sa.Column("returned_at", store.types.UtcDateTime(), nullable=True))
    op.add_column("staff", sa.Column("present_at", store.types.UtcDateTime(), nullable=True))
    _offers()
    _notices()


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", store.types.Identity, nullable=False),
        sa.Column("case_id", store.types.Identity, nullable=False),
        sa.Column("by_id", store.types.Identity, nullable=False),
        sa.Column("to_id", store.types.Identity, nullable=False),
        sa.Column("words", store.types.SealedText(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("offered_at", store.types.UtcDateTime(), nullable=False),
        sa.Column("supervisors_told_at", store.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_offers_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_offers_by_id")),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name=op.f("fk_offers_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index("ix_offers_to_state", ["to_id", "state"], unique=False)
        batch_op.create_index(
            "ux_offers_one_open_a_case",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", store.types.Identity, nullable=False),
        sa.Column("staff_id", store.types.Identity, nullable=False),
        sa.Column("case_id", store.types.Identity, nullable=False),
        sa.Column("by_id", store.types.Identity, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", store.types.SealedText(), nullable=True),
        sa.Column("at", store.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notices_staff_id")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_notices_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_notices_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("notices")
    op.drop_table("offers")
    op.drop_column("staff", "present_at")
    op.drop_column("cases", "returned_at")
