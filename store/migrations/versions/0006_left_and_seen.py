"""When a young person left a conversation for good, and how far their adviser has read it."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: on SQLite that could make the table anew and lose what hangs on its rows.
    op.add_column(
        "channel_identities", sa.Column("left_at", store.types.UtcDateTime(), nullable=True)
    )
    op.add_column(
        "conversations",
        sa.Column("adviser_seen_seq", sa.Integer(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_column("conversations", "adviser_seen_seq")
    op.drop_column("channel_identities", "left_at")
