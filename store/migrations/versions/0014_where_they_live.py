"""Where a young person says that they live, beside the conversation, for advisers who know the area."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("home", store.types.SealedText(), nullable=True))


def downgrade() -> None:
    op.drop_column("conversations", "home")
