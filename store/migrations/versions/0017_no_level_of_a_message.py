"""A message has no level of its own: the signals that it raised have."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("messages", "level")


def downgrade() -> None:
    op.add_column("messages", sa.Column("level", sa.String(length=16), nullable=True))
