"""When a young person left a conversation for good, and how far their adviser has read it."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel_identities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", store.types.UtcDateTime(), nullable=True))
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("adviser_seen_seq", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("adviser_seen_seq")
    with op.batch_alter_table("channel_identities", schema=None) as batch_op:
        batch_op.drop_column("left_at")
