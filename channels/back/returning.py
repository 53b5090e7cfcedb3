"""Coming back to a web conversation: with a code that is typed, or on a device that keeps the key.

A code opens once, for a day; asking for another makes the one before worthless. What is kept of it is a
keyed hash.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert

from channels.back.codes import new_code, typed_code
from channels.back.slowing import NO_WAIT, asking_limits, let_through, typing_limits
from store.chat_keys import Opened, add_key, let_back_in, opened_by
from store.encryption import Vault
from store.tables import ReturnCode

CODE_LASTS: Final = timedelta(hours=24)
KEPT_FOR: Final = timedelta(days=7)
"""How long a device that was told to keep a chat, or came back with a code, can open it."""


@dataclass(frozen=True)
class Wait:
    """Nothing was done: there were too many tries. Try again after so long."""

    left: timedelta


@dataclass(frozen=True)
class NoChat:
    """Nothing was done: the key opens no conversation."""


@dataclass(frozen=True)
class WrongCode:
    """Nothing was opened: there is no such code, or it was used, or its time is over."""


def ask_code(tx: Connection, vault: Vault, key: str, now: datetime) -> str | Wait | NoChat:
    """A code for the conversation of this key. Any code before it opens nothing from now on."""
    opened = open_chat(tx, vault, key, now)
    if opened is None:
        return NoChat()
    wait = let_through(tx, vault, asking_limits(opened.conversation_id), now)
    if wait > NO_WAIT:
        return Wait(wait)
    code = new_code()
    tx.execute(delete(ReturnCode).where(ReturnCode.identity_id == opened.identity_id))
    tx.execute(
        insert(ReturnCode).values(
            identity_id=opened.identity_id, code_hash=_hash(vault, code), ends_at=now + CODE_LASTS
        )
    )
    return code


def use_code(
    tx: Connection, vault: Vault, typed: str, address: str, now: datetime
) -> str | Wait | WrongCode:
    """Turn a code into a new key to its conversation, once; even where the session was ended since."""
    wait = let_through(tx, vault, typing_limits(address), now)
    if wait > NO_WAIT:
        return Wait(wait)
    this = ReturnCode.code_hash == _hash(vault, typed_code(typed))
    # Deleting it is what makes it one use: of two who type it at once, one finds it gone.
    used = tx.execute(
        delete(ReturnCode).where(this, ReturnCode.ends_at > now).returning(ReturnCode.identity_id)
    ).scalar_one_or_none()
    if used is None:
        return WrongCode()
    key = secrets.token_urlsafe(32)
    let_back_in(tx, used, key, vault.lookup(key), ends_at=now + KEPT_FOR)
    return key


def keep_here(tx: Connection, vault: Vault, key: str, now: datetime) -> str | NoChat:
    """A key of its own for a device that is to open the conversation for some days."""
    opened = open_chat(tx, vault, key, now)
    if opened is None:
        return NoChat()
    kept = secrets.token_urlsafe(32)
    add_key(tx, opened.identity_id, vault.lookup(kept), ends_at=now + KEPT_FOR)
    return kept


def open_chat(tx: Connection, vault: Vault, key: str, now: datetime) -> Opened | None:
    """The conversation that a key opens now."""
    opened = opened_by(tx, vault.lookup(key), now) if key else None
    return opened if opened and not opened.over else None


def _hash(vault: Vault, code: str) -> str:
    return vault.lookup(f"return code {code}")
