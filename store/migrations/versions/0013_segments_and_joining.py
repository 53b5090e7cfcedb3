"""How many parts a text from a young person was charged as; which case another was joined to."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("segments", sa.Integer(), nullable=True))
    # No foreign key: SQLite could only add one by making the table anew. Cases go with their person.
    op.add_column("cases", sa.Column("joined_to", sa.BigInteger(), nullable=True))
    op.create_index("ix_cases_joined_to", "cases", ["joined_to"])


def downgrade() -> None:
    op.drop_index("ix_cases_joined_to", "cases")
    op.drop_column("cases", "joined_to")
    op.drop_column("messages", "segments")
