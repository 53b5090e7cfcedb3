"""A thousand cases, three advisers who reach for each at once: one winner each, and the others are told."""

import asyncio
from typing import Any

from sqlalchemy import Connection, func, select

from handoff.cases import CaseError
from handoff.moves import Moved, pick_up
from store.clock import SetClock
from store.database import Database
from store.tables import Case, CaseEvent
from tests.handoff.stories import LIBRARY, adviser, many_waiting

ROUNDS = 1000
AT_ONCE = 20


def owners(tx: Connection) -> dict[int, int | None]:
    return {row.id: row.owner_id for row in tx.execute(select(Case.id, Case.owner_id))}


def claims_a_case(tx: Connection) -> set[int]:
    """How often the cases were claimed: a set, which holds 1 alone where each was claimed once."""
    claimed = select(func.count()).where(CaseEvent.kind == "claimed").group_by(CaseEvent.case_id)
    return set(tx.execute(claimed).scalars())


async def test_of_three_who_claim_at_once_one_wins_a_thousand_times(
    database: Database, clock: SetClock
) -> None:
    staff = [await database.write(adviser, name) for name in ("Sam", "Alex", "Sol")]
    waiting = await database.write(many_waiting, clock.now(), ROUNDS)
    won: dict[int, list[int]] = {case_id: [] for case_id in waiting}

    async def reach(case_id: int, who: int) -> Moved | CaseError:
        move: dict[str, Any] = {"case_id": case_id, "staff_id": who, "now": clock.now()}
        try:
            moved: Moved = await database.write(pick_up, library=LIBRARY, quietly=True, **move)
        except CaseError as told:
            return told
        won[case_id].append(who)
        return moved

    for some in (waiting[at : at + AT_ONCE] for at in range(0, ROUNDS, AT_ONCE)):
        outcomes = await asyncio.gather(*(reach(one, who) for one in some for who in staff))
        told = [str(each) for each in outcomes if isinstance(each, CaseError)]
        assert len(told) == 2 * AT_ONCE
        assert all("picked this case up a moment before you" in words for words in told)
    assert {case_id: [owner] for case_id, owner in (await database.read(owners)).items()} == won
    assert await database.read(claims_a_case) == {1}
