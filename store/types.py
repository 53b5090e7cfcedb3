"""Column types: times that are always UTC, and text that is sealed before it reaches the disk."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator

from store.encryption import Vault

Identity = BigInteger().with_variant(Integer, "sqlite")
"""Whole-number keys: SQLite only counts up a plain INTEGER by itself."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses a time without a zone, so that none is ever guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Check and turn to UTC on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a time without a time zone cannot be stored"
            raise ValueError(message)
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say UTC again where the database does not keep it."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class SealedText(TypeDecorator[str]):
    """Text that may identify a young person: encrypted with the engine's vault, both ways unseen."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else vault_of(dialect).seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Open on the way out."""
        return None if value is None else vault_of(dialect).open(bytes(value))


class SealedBytes(TypeDecorator[bytes]):
    """What is no text and may identify a young person: a picture. Encrypted like text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else vault_of(dialect).seal_bytes(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        """Open on the way out."""
        return None if value is None else vault_of(dialect).open_bytes(bytes(value))


def give_vault(dialect: Dialect, vault: Vault) -> None:
    """Let an engine's dialect seal and open text with this vault."""
    dialect._connexions_vault = vault  # type: ignore[attr-defined]


def vault_of(dialect: Dialect) -> Vault:
    """The vault that the engine was given; AttributeError means it was opened without one."""
    vault: Vault = dialect._connexions_vault  # type: ignore[attr-defined]
    return vault
