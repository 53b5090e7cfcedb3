"""Bring the database's tables up to this version of the service."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

# Any fixed number will do: replicas that start together wait for the one that migrates.
_LOCK = 716_253


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(tx: Connection) -> None:
    """Run what has not run yet. Safe to call from several replicas at once."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = alembic_config(tx)
    newest = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(tx).get_current_revision() != newest:
        command.upgrade(config, "head")
