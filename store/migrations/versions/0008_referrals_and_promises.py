"""Services to refer to, referrals, the ledger of promises, and what young people are asked about them."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = store.types.UtcDateTime(timezone=True)
_SEALED = store.types.SealedText()


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _services()
    _referrals()
    _promises()
    _follow_ups()


def _services() -> None:
    op.create_table(
        "services",
        sa.Column("id", _number(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kinds", sa.String(length=300), nullable=False),
        sa.Column("areas", sa.String(length=400), nullable=False),
        sa.Column("nations", sa.String(length=60), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("web", sa.String(length=300), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("how_to_refer", sa.String(length=1000), nullable=False),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("key", name=op.f("uq_services_key")),
    )


def _referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", _number(), nullable=False),
        sa.Column("case_id", _number(), nullable=False),
        sa.Column("service_id", _number(), nullable=False),
        sa.Column("by_id", _number(), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("ground", _SEALED, nullable=False),
        sa.Column("asked_for", _SEALED, nullable=False),
        sa.Column("shared", _SEALED, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("ended_with", _SEALED, nullable=True),
        sa.Column("sent_at", _TIME, nullable=False),
        sa.Column("acknowledged_at", _TIME, nullable=True),
        sa.Column("contacted_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.CheckConstraint("basis IN ('consent', 'without')", name=op.f("basis")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_referrals_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_referrals_service_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_referrals_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    op.create_index("ix_referrals_case_id", "referrals", ["case_id"])
    op.create_index("ix_referrals_service_id", "referrals", ["service_id"])


def _promises() -> None:
    op.create_table(
        "promises",
        sa.Column("id", _number(), nullable=False),
        sa.Column("case_id", _number(), nullable=False),
        sa.Column("referral_id", _number(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", _number(), nullable=True),
        sa.Column("who", _SEALED, nullable=False),
        sa.Column("what", _SEALED, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("told_at", _TIME, nullable=True),
        sa.Column("told_seq", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("remind_at", _TIME, nullable=False),
        sa.Column("reminded_at", _TIME, nullable=True),
        sa.Column("late_at", _TIME, nullable=True),
        sa.Column("climbed_at", _TIME, nullable=True),
        sa.Column("settled_at", _TIME, nullable=True),
        sa.Column("settled_with", _SEALED, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_promises_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
            name=op.f("fk_promises_referral_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_promises_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index("ix_promises_case_id", "promises", ["case_id"])
    op.create_index("ix_promises_referral_id", "promises", ["referral_id"])
    op.create_index("ix_promises_state_due", "promises", ["state", "due_at"])


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", _number(), nullable=False),
        sa.Column("case_id", _number(), nullable=False),
        sa.Column("promise_id", _number(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ask_at", _TIME, nullable=False),
        sa.Column("asked_at", _TIME, nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_follow_ups_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"],
            ["promises.id"],
            name=op.f("fk_follow_ups_promise_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index("ix_follow_ups_case_id", "follow_ups", ["case_id"])
    op.create_index("ix_follow_ups_promise_id", "follow_ups", ["promise_id"])
    op.create_index("ix_follow_ups_state_ask", "follow_ups", ["state", "ask_at"])


def downgrade() -> None:
    for table in ("follow_ups", "promises", "referrals", "services"):
        op.drop_table(table)
