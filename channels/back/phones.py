"""Proving that a phone is yours: a code is texted to it and typed in the chat that asked.

Whoever types a number learns nothing about it: what is said, and how long it takes, is the same for a
number that texts us every day, one that never did, and one that may not be texted now.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from bot.contact.rules import SafeContact
from channels.back.codes import new_digits, typed_code
from channels.back.returning import NoChat, Wait, WrongCode, open_chat
from channels.back.slowing import NO_WAIT, let_through, texting_limits, typing_limits
from channels.sms.numbers import origin_of
from content.library import Library
from handoff.joining import Joined, join_phone
from store.clock import in_london
from store.encryption import Vault
from store.tables import ChannelIdentity, Conversation, PhoneProof

PROOF_LASTS: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
_MOBILE: Final = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})")
"""Mobiles of the UK, the Channel Islands and the Isle of Man; 070 and 076 are dear and no mobiles."""


@dataclass(frozen=True)
class NoMobile:
    """Nothing was done: this is no mobile number in the UK."""


@dataclass(frozen=True)
class Asked:
    """A code is wanted for this number. `page` ties the answer to the question; `digits` is none where the
    phone may not be texted now, which the one who asked must not learn."""

    page: str
    number: str
    digits: str | None


def mobile_number(written: str) -> str | None:
    """A mobile number of the UK in international form; None where it is something else."""
    address = origin_of(written).address
    return address if _MOBILE.fullmatch(address) else None


def ask_proof(
    tx: Connection, vault: Vault, key: str, written: str, address: str, now: datetime
) -> Asked | Wait | NoChat | NoMobile:
    """Begin to prove a number; whatever was begun before in this chat is over."""
    opened = open_chat(tx, vault, key, now)
    if opened is None:
        return NoChat()
    number = mobile_number(written)
    if number is None:
        return NoMobile()
    limits = texting_limits(opened.conversation_id, address, vault.lookup(number))
    wait = let_through(tx, vault, limits, now)
    if wait > NO_WAIT:
        return Wait(wait)
    page, digits = secrets.token_urlsafe(24), new_digits()
    tx.execute(delete(PhoneProof).where(PhoneProof.identity_id == opened.identity_id))
    tx.execute(
        insert(PhoneProof).values(
            identity_id=opened.identity_id,
            page_hash=vault.lookup(page),
            code_hash=_hash(vault, page, digits),
            number=number,
            ends_at=now + PROOF_LASTS,
        )
    )
    return Asked(page, number, digits if _may_text(tx, vault.lookup(number), now) else None)


def prove(
    tx: Connection,
    vault: Vault,
    page: str,
    typed: str,
    address: str,
    now: datetime,
    *,
    library: Library,
) -> Joined | Wait | WrongCode:
    """Take the code that was texted; the right one joins the phone and the chat, once."""
    wait = let_through(tx, vault, typing_limits(address), now)
    if wait > NO_WAIT:
        return Wait(wait)
    # Counted in the same step in which it is looked up, so that many guesses at once gain nothing.
    proof = tx.execute(
        update(PhoneProof)
        .where(
            PhoneProof.page_hash == vault.lookup(page),
            PhoneProof.ends_at > now,
            PhoneProof.tries < MOST_TRIES,
        )
        .values(tries=PhoneProof.tries + 1)
        .returning(PhoneProof.id, PhoneProof.identity_id, PhoneProof.code_hash, PhoneProof.number)
    ).one_or_none()
    if proof is None or not secrets.compare_digest(
        proof.code_hash, _hash(vault, page, typed_code(typed))
    ):
        return WrongCode()
    tx.execute(delete(PhoneProof).where(PhoneProof.id == proof.id))
    return join_phone(
        tx,
        identity_id=proof.identity_id,
        number=proof.number,
        number_hash=vault.lookup(proof.number),
        library=library,
        now=now,
    )


def _may_text(tx: Connection, number_hash: str, now: datetime) -> bool:
    """Not to somebody who wants no texts, nor into a time in which it is not safe to text them."""
    known = tx.execute(
        select(ChannelIdentity.opted_out_at, Conversation.safe_contact)
        .outerjoin(Conversation, Conversation.identity_id == ChannelIdentity.id)
        .where(ChannelIdentity.channel == "sms", ChannelIdentity.address_hash == number_hash)
    ).one_or_none()
    if known is None:
        return True
    quiet = SafeContact.from_json(known.safe_contact).quiet(in_london(now))
    return known.opted_out_at is None and quiet is None


def _hash(vault: Vault, page: str, digits: str) -> str:
    return vault.lookup(f"phone code {page} {digits}")
