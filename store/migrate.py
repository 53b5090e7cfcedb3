"""Bring the database's tables up to this version of the service."""

from sqlalchemy import Connection, inspect, text

NEWEST = "0017"
"""The newest revision in `migrations/versions`; to know it without alembic saves time at each start."""
# Any fixed number will do: replicas that start together wait for the one that migrates.
_LOCK = 716_253


def migrate(tx: Connection) -> None:
    """Run what has not run yet. Safe to call from several replicas at once."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if _revision(tx) != NEWEST:
        from store.migrations.running import upgrade  # noqa: PLC0415

        upgrade(tx)


def _revision(tx: Connection) -> str | None:
    if not inspect(tx).has_table("alembic_version"):
        return None
    revision: str | None = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision
