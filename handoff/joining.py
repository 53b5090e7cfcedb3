"""Two ways to write to us turn out to be one person's: what is kept of both belongs to one from then on.

Conversations stay apart, each on its channel. What joins is the person: one open case, one history.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, select, update

from handoff.cases import add_event, open_case_of
from store.insert import insert_if_new
from store.tables import Case, ChannelIdentity, Conversation, Person

Joined = Literal["joined", "already", "both waiting"]


def join_phone(
    tx: Connection, *, identity_id: int, number: str, number_hash: str, now: datetime
) -> Joined:
    """Join whoever writes over this identity with whoever texts from this number, which they proved.

    Where both have an open case nothing is joined: two advisers may be at work.
    """
    mine = tx.execute(
        select(ChannelIdentity.person_id).where(ChannelIdentity.id == identity_id)
    ).scalar_one()
    new = insert_if_new(
        tx,
        ChannelIdentity,
        unless_same=("channel", "address_hash"),
        person_id=mine,
        channel="sms",
        address_hash=number_hash,
        address=number,
        created_at=now,
    )
    if new is not None:
        return "joined"
    theirs = tx.execute(
        select(ChannelIdentity.person_id).where(
            ChannelIdentity.channel == "sms", ChannelIdentity.address_hash == number_hash
        )
    ).scalar_one()
    if mine == theirs:
        return "already"
    if open_case_of(tx, mine) and open_case_of(tx, theirs):
        return "both waiting"
    _make_one(tx, keep=min(mine, theirs), drop=max(mine, theirs))
    case = open_case_of(tx, min(mine, theirs))
    if case:
        add_event(tx, case.id, "joined", now=now)
    return "joined"


def _make_one(tx: Connection, *, keep: int, drop: int) -> None:
    for table in (ChannelIdentity, Conversation, Case):
        tx.execute(update(table).where(table.person_id == drop).values(person_id=keep))
    tx.execute(delete(Person).where(Person.id == drop))
