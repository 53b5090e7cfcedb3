"""Beside the cases: unsent replies, drafts, who looks, canned replies, second looks, adviser profiles."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = store.types.UtcDateTime(timezone=True)
_SEALED = store.types.SealedText()


def upgrade() -> None:
    op.create_table(
        "unsent_replies",
        sa.Column("id", _NUMBER, nullable=False),
        _case(),
        _staff("staff_id"),
        sa.Column("text", _SEALED, nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("goes_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_replies")),
        sa.UniqueConstraint("case_id", name=op.f("uq_unsent_replies_case_id")),
        *_belongs("unsent_replies", "staff_id"),
    )
    op.create_index("ix_unsent_replies_goes_at", "unsent_replies", ["goes_at"])
    for table, text in (("drafts", True), ("looks", False)):
        op.create_table(
            table,
            _case(),
            _staff("staff_id"),
            *([sa.Column("text", _SEALED, nullable=False)] if text else []),
            sa.Column("at", _TIME, nullable=False),
            sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f(f"pk_{table}")),
            *_belongs(table, "staff_id"),
        )
        op.create_index(f"ix_{table}_at", table, ["at"])
    op.create_table(
        "canned_replies",
        sa.Column("id", _NUMBER, nullable=False),
        _staff("owner_id", nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", _SEALED, nullable=False),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        _by_staff("canned_replies", "owner_id"),
    )
    op.create_index("ix_canned_replies_owner_name", "canned_replies", ["owner_id", "name"])
    op.create_table(
        "second_looks",
        sa.Column("id", _NUMBER, nullable=False),
        _case(),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("done_at", _TIME, nullable=True),
        _staff("by_id", nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("words", _SEALED, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_looks")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_second_looks_case_id_kind")),
        *_belongs("second_looks", "by_id"),
    )
    op.create_table(
        "adviser_profiles",
        _staff("staff_id"),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("skills", sa.String(length=200), nullable=False),
        sa.Column("areas", sa.String(length=200), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_adviser_profiles")),
        _by_staff("adviser_profiles", "staff_id"),
    )


def downgrade() -> None:
    for table in (
        "adviser_profiles", "second_looks", "canned_replies", "looks", "drafts", "unsent_replies",
    ):  # fmt: skip
        op.drop_table(table)


def _case() -> sa.Column[int]:
    return sa.Column("case_id", _NUMBER, nullable=False)


def _staff(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _NUMBER, nullable=nullable)


def _belongs(table: str, staff: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    """It goes when its case does, and names a member of staff."""
    case = sa.ForeignKeyConstraint(
        ["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id"), ondelete="CASCADE"
    )
    return case, _by_staff(table, staff)


def _by_staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_{table}_{column}"))
