"""Keys and codes to come back with, proofs of a phone, texts that were taken, and which number was texted."""

import sqlalchemy as sa
from alembic import op

import store.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Not in a batch: on SQLite that could make the table anew and lose what hangs on its rows.
    op.add_column("channel_identities", sa.Column("texted", sa.String(length=20), nullable=True))
    op.create_table(
        "chat_keys",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("identity_id", _NUMBER, nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", store.types.UtcDateTime(timezone=True), nullable=False),
        _of_identity("chat_keys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_chat_keys_key_hash")),
    )
    op.create_index("ix_chat_keys_identity_id", "chat_keys", ["identity_id"])
    op.create_index("ix_chat_keys_ends_at", "chat_keys", ["ends_at"])
    op.create_table(
        "return_codes",
        sa.Column("identity_id", _NUMBER, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", store.types.UtcDateTime(timezone=True), nullable=False),
        _of_identity("return_codes"),
        sa.PrimaryKeyConstraint("identity_id", name=op.f("pk_return_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_return_codes_code_hash")),
    )
    op.create_index("ix_return_codes_ends_at", "return_codes", ["ends_at"])
    op.create_table(
        "phone_proofs",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("identity_id", _NUMBER, nullable=False),
        sa.Column("page_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", store.types.UtcDateTime(timezone=True), nullable=False),
        _of_identity("phone_proofs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_proofs")),
        sa.UniqueConstraint("page_hash", name=op.f("uq_phone_proofs_page_hash")),
    )
    op.create_index("ix_phone_proofs_identity_id", "phone_proofs", ["identity_id"])
    op.create_index("ix_phone_proofs_ends_at", "phone_proofs", ["ends_at"])
    op.create_table(
        "code_attempts",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("who_hash", sa.String(length=64), nullable=False),
        sa.Column("at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_attempts")),
    )
    op.create_index("ix_code_attempts_who_hash", "code_attempts", ["who_hash"])
    op.create_index("ix_code_attempts_at", "code_attempts", ["at"])
    op.create_table(
        "sent_texts",
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("outbox_id", _NUMBER, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("at", store.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_sent_texts_outbox_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("external_id", name=op.f("pk_sent_texts")),
    )
    op.create_index("ix_sent_texts_outbox_id", "sent_texts", ["outbox_id"])


def downgrade() -> None:
    for table in ("sent_texts", "code_attempts", "phone_proofs", "return_codes", "chat_keys"):
        op.drop_table(table)
    op.drop_column("channel_identities", "texted")


def _of_identity(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["identity_id"],
        ["channel_identities.id"],
        name=op.f(f"fk_{table}_identity_id"),
        ondelete="CASCADE",
    )
