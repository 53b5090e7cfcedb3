"""The language that a young person chose to be spoken to in, on every channel of theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("language", sa.String(8), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "language")
