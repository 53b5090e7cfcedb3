"""A second person's reviews, what editors are typing, and trials of drafts on the kept questions."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = store.types.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_by", _NUMBER, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("decided_by", _NUMBER, nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_reviews_entry_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_reviews_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_reviews_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_entry_number", "reviews", ["entry_id", "number"])
    op.create_table(
        "typings",
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("staff_id", _NUMBER, nullable=False),
        sa.Column("started_from", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_typings_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "staff_id", name=op.f("pk_typings")),
    )
    op.create_index("ix_typings_at", "typings", ["at"])
    op.create_table(
        "trials",
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("measured", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_trials")),
    )
    op.create_index("ix_trials_at", "trials", ["at"])


def downgrade() -> None:
    for table in ("trials", "typings", "reviews"):
        op.drop_table(table)
