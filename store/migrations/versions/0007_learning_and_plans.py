"""What editors learn from: questions asked in vain, uses of entries; and changes planned for a day."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("message_id", _NUMBER, nullable=False),
        sa.Column("conversation_id", _NUMBER, nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("guess", sa.String(length=80), nullable=False),
        sa.Column("settled", sa.String(length=16), nullable=False),
        sa.Column("settled_by", _NUMBER, nullable=True),
        sa.Column("at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_questions_message_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_questions_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name=op.f("fk_questions_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("message_id", name=op.f("uq_questions_message_id")),
    )
    op.create_index("ix_questions_conversation_id", "questions", ["conversation_id"])
    op.create_index("ix_questions_settled_at", "questions", ["settled", "at"])
    op.create_table(
        "entry_uses",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("nation", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", _NUMBER, nullable=True),
        sa.Column("at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_entry_uses_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_uses")),
    )
    op.create_index("ix_entry_uses_conversation_id", "entry_uses", ["conversation_id"])
    op.create_index("ix_entry_uses_at", "entry_uses", ["at"])
    op.create_index("ix_entry_uses_entry_at", "entry_uses", ["entry_id", "at"])
    op.create_table(
        "planned_changes",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", _NUMBER, nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=400), nullable=False),
        sa.Column("made_at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_planned_changes_entry_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_planned_changes_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_changes")),
    )
    op.create_index("ix_planned_changes_entry_id", "planned_changes", ["entry_id"])
    op.create_index("ix_planned_changes_state_at", "planned_changes", ["state", "at"])


def downgrade() -> None:
    for table in ("planned_changes", "entry_uses", "questions"):
        op.drop_table(table)
