"""Rules of safe contact with a conversation, and texts that an adviser sends all the same."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("safe_contact", store.types.SealedText(), nullable=True))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("anyway", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    # Not in a batch: on SQLite that would make the tables anew and lose what hangs on their rows.
    op.drop_column("outbox", "anyway")
    op.drop_column("conversations", "safe_contact")
