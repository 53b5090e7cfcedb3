"""Pictures that came with a text; and the words before a text that a newer one has overtaken."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("message_id", _NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("address", store.types.SealedText(), nullable=True),
        sa.Column("content", store.types.SealedBytes(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_pictures_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_pictures_message_id_number")),
    )
    op.create_index("ix_pictures_state_next", "pictures", ["state", "next_at"])
    op.add_column("outbox", sa.Column("lead", sa.String(length=80), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "lead")
    op.drop_table("pictures")
