"""What advisers write down about a young person: facts, ratings of the assessment, steps of the plan."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = ("recorded_facts", "ratings", "plan_steps")


def upgrade() -> None:
    op.create_table(
        "recorded_facts",
        *_owned("recorded_facts"),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("about", store.types.SealedText(), nullable=False),
        sa.Column("value", store.types.SealedText(), nullable=False),
        sa.Column("said_by", sa.String(length=32), nullable=False),
        sa.Column("sure", sa.String(length=16), nullable=False),
        sa.Column("words", store.types.SealedText(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("replaces", sa.String(length=64), nullable=False),
        sa.Column("at", store.types.UtcDateTime(), nullable=False),
    )
    op.create_table(
        "ratings",
        *_owned("ratings"),
        sa.Column("factor", sa.String(length=32), nullable=False),
        sa.Column("rating", sa.String(length=16), nullable=False),
        sa.Column("evidence", store.types.SealedText(), nullable=False),
        sa.Column("at", store.types.UtcDateTime(), nullable=False),
    )
    op.create_table(
        "plan_steps",
        *_owned("plan_steps"),
        sa.Column("words", store.types.SealedText(), nullable=False),
        sa.Column("who", store.types.SealedText(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settled_by", store.types.Identity, nullable=True),
        sa.Column("settled_at", store.types.UtcDateTime(), nullable=True),
        sa.Column("at", store.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff.id"], name=op.f("fk_plan_steps_settled_by")
        ),
    )
    for table in _TABLES:
        for column in ("person_id", "case_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    """What the three have in common: a number, whom and which case they belong to, and who wrote them."""
    return [
        sa.Column("id", store.types.Identity, nullable=False),
        sa.Column("person_id", store.types.Identity, nullable=False),
        sa.Column("case_id", store.types.Identity, nullable=False),
        sa.Column("staff_id", store.types.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f(f"fk_{table}_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
