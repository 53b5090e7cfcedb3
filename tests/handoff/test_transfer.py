"""Handing a case on: offered, refused, accepted, taken back, taken over; and who is told what."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.decision import Level
from handoff.cases import CaseError, Outcome
from handoff.handover import accept_all, hand_over, held_by
from handoff.moves import change_level, finish, pick_up
from handoff.notices import has_seen, notices_of
from handoff.offers import offer_of, offers_to
from handoff.presence import GRACE, note_present
from handoff.queue import open_cases
from handoff.reopening import reopen
from handoff.returning import end_duty
from handoff.speaking import adviser_says
from handoff.transfer import accept, offer, refuse, take_back, take_over, tell_of_parked
from store.clock import SetClock
from store.database import Database
from store.tables import Case
from tests.handoff.stories import (
    LIBRARY,
    TARGETS,
    YoungPerson,
    adviser,
    close_account,
    read,
    waiting_case,
)

WORDS = "My shift ends. Ring the hostel at six."


@dataclass
class Team:
    """Sam has a case; Alex could take it; Sol supervises."""

    database: Database
    clock: SetClock
    sam: int
    alex: int
    sol: int
    robin: YoungPerson
    case_id: int

    async def does(self, who: int, move: Callable[..., Any], **more: Any) -> Any:
        """Make a move with the case."""
        return await self.database.write(
            move, case_id=self.case_id, staff_id=who, now=self.clock.now(), **more
        )

    async def offered(self, to: int = 0) -> None:
        """Sam offers the case."""
        await self.does(self.sam, offer, to=to or self.alex, words=WORDS)

    async def news(self, who: int) -> list[tuple[str, str]]:
        """What somebody is told: the kind, and the words."""
        return [(told.kind, told.words) for told in await self.database.read(notices_of, who)]

    async def owner(self) -> int | None:
        """Who has the case."""
        return await self.database.read(
            lambda tx: tx.execute(select(Case.owner_id).where(Case.id == self.case_id)).scalar_one()
        )

    async def last_heard(self) -> str:
        """The last words that reached Robin."""
        return (await self.database.read(read, self.robin))[-1][2]


async def a_team(database: Database, clock: SetClock, level: Level = Level.URGENT) -> Team:
    """Sam has picked up; nobody's desk has answered yet."""
    sam, alex = await database.write(adviser), await database.write(adviser, "Alex")
    sol = await database.write(adviser, "Sol", "supervisor")
    robin, case_id = await database.write(waiting_case, clock.now(), level=level)
    team = Team(database, clock, sam, alex, sol, robin, case_id)
    await team.does(sam, pick_up, library=LIBRARY)
    return team


async def refused(attempt: Any) -> str:
    """The words with which a move is refused."""
    with pytest.raises(CaseError) as caught:
        await attempt
    return str(caught.value)


async def test_an_offered_case_stays_with_the_giver_until_it_is_accepted(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.offered()
    assert await team.owner() == team.sam
    await team.does(team.sam, adviser_says, text="Still here with you.")
    await team.does(team.alex, accept, library=LIBRARY)
    assert await team.owner() == team.alex
    assert await team.last_heard() == "Alex follows Sam."
    assert await team.news(team.sam) == [("accepted", "")]
    assert await database.read(offers_to, team.alex, clock.now()) == []
    assert "do not hold" in await refused(team.does(team.sam, adviser_says, text="Hello?"))


async def test_a_refusal_tells_the_giver_why_and_moves_nothing(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.offered()
    before = await database.read(read, team.robin)
    assert "Say why" in await refused(team.does(team.alex, refuse, why=" no "))
    await team.does(team.alex, refuse, why="I have four emergencies")
    assert await team.owner() == team.sam
    assert await team.news(team.sam) == [("refused", "I have four emergencies")]
    assert await database.read(read, team.robin) == before
    assert "not offered" in await refused(team.does(team.alex, accept, library=LIBRARY))
    await team.offered(team.sol)  # somebody else may be asked now


async def test_what_is_taken_back_cannot_be_accepted_any_more(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.offered()
    await team.does(team.sol, take_back)
    assert await team.news(team.alex) == await team.news(team.sam) == [("taken back", "")]
    assert "not offered" in await refused(team.does(team.alex, accept, library=LIBRARY))
    assert "Nobody is being asked" in await refused(team.does(team.sam, take_back))


async def test_of_an_accept_and_a_take_back_at_once_exactly_one_counts(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    for _ in range(5):
        await team.offered()
        outcomes = await asyncio.gather(
            team.does(team.alex, accept, library=LIBRARY),
            team.does(team.sam, take_back),
            return_exceptions=True,
        )
        assert [isinstance(outcome, CaseError) for outcome in outcomes].count(True) == 1
        accepted = not isinstance(outcomes[0], CaseError)
        assert await team.owner() == (team.alex if accepted else team.sam)
        if accepted:
            await team.does(team.alex, offer, to=team.sam, words=WORDS)
            await team.does(team.sam, accept, library=LIBRARY)


@pytest.mark.parametrize(
    ("who", "to", "words", "told"),
    [
        ("sam", "alex", "no", "Say why"),
        ("sam", "sam", WORDS, "has this case already"),
        ("sam", "nobody", WORDS, "that account is closed"),
        ("sam", "editor", WORDS, "that account is closed"),
        ("alex", "sol", WORDS, "You do not have this case"),
        ("sol", "sol", WORDS, "You cannot ask yourself"),
    ],
)
async def test_an_offer_that_makes_no_sense_is_refused_with_the_reason(
    sqlite: Database, clock: SetClock, who: str, to: str, words: str, told: str
) -> None:
    team = await a_team(sqlite, clock)
    numbers = {"nobody": 999, "editor": await sqlite.write(adviser, "Eddie", "editor")}
    numbers |= {"sam": team.sam, "alex": team.alex, "sol": team.sol}
    assert told in await refused(team.does(numbers[who], offer, to=numbers[to], words=words))
    assert await sqlite.read(offer_of, team.case_id, clock.now()) is None


async def test_an_emergency_never_waits_in_silence_for_somebody_who_is_away(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock, Level.EMERGENCY)
    await team.offered()
    assert await team.news(team.sol) == [("parked", "Alex Example")]
    standing = await database.read(offer_of, team.case_id, clock.now())
    assert standing is not None
    assert (standing.here, standing.supervisors_told) == (False, True)
    assert await team.owner() == team.sam


async def test_without_a_supervisor_to_tell_an_emergency_stays(
    sqlite: Database, clock: SetClock
) -> None:
    team = await a_team(sqlite, clock, Level.EMERGENCY)
    await sqlite.write(close_account, team.sol)
    assert "no supervisor to tell" in await refused(
        team.does(team.sam, offer, to=team.alex, words=WORDS)
    )
    await sqlite.write(note_present, team.alex, clock.now())
    await team.offered()
    assert await sqlite.read(offer_of, team.case_id, clock.now()) is not None
    clock.forward(GRACE + timedelta(seconds=1))
    assert await sqlite.write(tell_of_parked, clock.now()) == 0  # and the watch goes on


async def test_the_supervisors_hear_once_when_the_one_who_was_asked_goes_away(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock, Level.EMERGENCY)
    await database.write(note_present, team.alex, clock.now())
    await team.offered()
    assert await database.write(tell_of_parked, clock.now()) == 0
    clock.forward(GRACE + timedelta(seconds=1))
    assert await database.write(tell_of_parked, clock.now()) == 1
    assert await database.write(tell_of_parked, clock.now()) == 0
    assert await team.news(team.sol) == [("parked", "Alex Example")]


async def test_a_supervisor_reassigns_and_the_owner_hears_of_it_before_it_is_accepted(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.does(team.sol, offer, to=team.alex, words="Sam has nine cases")
    assert await team.news(team.sam) == [("reassigned", "to Alex Example: Sam has nine cases")]
    assert await team.owner() == team.sam
    await database.write(has_seen, team.sam, team.case_id)
    await team.does(team.alex, accept, library=LIBRARY)
    assert await team.news(team.sam) == await team.news(team.sol) == [("accepted", "")]


async def test_a_supervisor_may_ask_somebody_to_take_a_case_that_waits(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    robin, waits = await database.write(waiting_case, clock.now(), address="other")
    team.case_id = waits
    assert "do not have" in await refused(team.does(team.sam, offer, to=team.alex, words=WORDS))
    await team.does(team.sol, offer, to=team.alex, words="She knows you")
    await team.does(team.alex, accept, library=LIBRARY)
    assert await team.owner() == team.alex
    assert (await database.read(read, robin))[-1][2] == "Alex is here, an adviser."


async def test_taking_over_is_for_supervisors_with_a_reason_that_the_owner_hears(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.offered()
    why = "Sam is ill"
    assert "Only a supervisor" in await refused(
        team.does(team.alex, take_over, why=why, library=LIBRARY)
    )
    assert "Say why" in await refused(team.does(team.sol, take_over, why="", library=LIBRARY))
    await team.does(team.sol, take_over, why=why, library=LIBRARY)
    assert await team.owner() == team.sol
    assert await team.news(team.sam) == [("taken over", why)]
    assert await team.news(team.alex) == [("lapsed", "")]
    assert await team.last_heard() == "Sol follows Sam."


async def test_a_supervisor_confirms_or_lowers_a_level_only_with_a_reason(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)

    async def level(who: int, to: Level, reason: str) -> None:
        await team.does(who, change_level, level=to, reason=reason, targets=TARGETS)

    assert "or a supervisor" in await refused(level(team.alex, Level.ROUTINE, "Safe at home"))
    assert "Say why" in await refused(level(team.sol, Level.COMPLEX, " "))
    await level(team.sol, Level.URGENT, "Read it all: urgent")
    await level(team.sol, Level.COMPLEX, "Her aunt has her")
    [row] = await database.read(open_cases)
    assert row.level == "complex"


async def test_closing_ends_what_was_asked_of_colleagues(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.offered()
    await team.does(team.sam, finish, outcome=Outcome.HELPED, agreed="", library=LIBRARY)
    assert await team.news(team.alex) == [("lapsed", "")]
    assert "not offered" in await refused(team.does(team.alex, accept, library=LIBRARY))


async def test_a_case_is_taken_quietly_where_a_message_could_give_them_away(
    sqlite: Database, clock: SetClock
) -> None:
    team = await a_team(sqlite, clock)
    await team.offered()
    before = await sqlite.read(read, team.robin)
    await team.does(team.alex, accept, library=LIBRARY, quietly=True)
    assert await sqlite.read(read, team.robin) == before


async def test_a_shift_is_handed_over_whole_with_what_comes_next(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    _, second = await database.write(waiting_case, clock.now(), address="other")
    await database.write(
        pick_up, case_id=second, staff_id=team.sam, library=LIBRARY, now=clock.now()
    )
    give: dict[str, Any] = {"staff_id": team.sam, "to": team.alex, "now": clock.now()}
    nexts = {team.case_id: "Ring the hostel at six"}
    assert f"for case {second}." in await refused(database.write(hand_over, nexts=nexts, **give))
    assert await database.read(offers_to, team.alex, clock.now()) == []
    nexts[second] = "She writes after school"
    assert len(await database.write(hand_over, nexts=nexts, **give)) == 2
    assert {held.offer.words for held in await held_of(team) if held.offer} == set(nexts.values())
    moved = await database.write(
        accept_all, staff_id=team.alex, giver=team.sam, library=LIBRARY, now=clock.now()
    )
    assert {each.case_id for each in moved} == {team.case_id, second}
    assert await held_of(team) == []
    assert "no open case" in await refused(database.write(hand_over, nexts=nexts, **give))


async def held_of(team: Team) -> list[Any]:
    return await team.database.read(held_by, team.sam, team.clock.now())


async def test_nothing_is_orphaned_when_an_account_ends(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.offered()
    await database.write(waiting_case, clock.now(), address="waits since before")

    def alex_leaves(tx: Connection, who: int) -> int:
        close_account(tx, who)
        return len(end_duty(tx, who, library=LIBRARY, now=clock.now()))

    assert await database.write(alex_leaves, team.alex) == 0
    assert await team.news(team.sam) == [("gone", "")]
    assert await team.owner() == team.sam
    assert await database.write(alex_leaves, team.sam) == 1
    assert await team.last_heard() == "Gone. You are number 1."
    first = (await database.read(open_cases))[0]
    assert (first.case_id, first.state, first.returned) == (team.case_id, "waiting", True)
    await team.does(team.sol, pick_up, library=LIBRARY)
    assert await team.owner() == team.sol


async def test_who_has_just_left_can_be_given_nothing(database: Database, clock: SetClock) -> None:
    team = await a_team(database, clock)
    await team.offered()
    await database.write(close_account, team.alex)
    assert "account is closed" in await refused(team.does(team.alex, accept, library=LIBRARY))
    _, waits = await database.write(waiting_case, clock.now(), address="other")
    team.case_id = waits
    assert "account is closed" in await refused(team.does(team.alex, pick_up, library=LIBRARY))


async def test_of_an_ending_account_and_a_claim_at_once_no_case_is_left_with_nobody(
    database: Database, clock: SetClock
) -> None:
    for number in range(5):
        who = await database.write(adviser, f"Adviser{number}")
        _, case_id = await database.write(waiting_case, clock.now(), address=f"person {number}")

        def leaves(tx: Connection, who: int = who) -> None:
            close_account(tx, who)
            end_duty(tx, who, library=LIBRARY, now=clock.now())

        await asyncio.gather(
            database.write(
                pick_up, case_id=case_id, staff_id=who, library=LIBRARY, now=clock.now()
            ),
            database.write(leaves),
            return_exceptions=True,
        )
    assert {row.state for row in await database.read(open_cases)} == {"waiting"}


async def test_a_closed_case_is_reopened_with_a_reason_by_who_then_has_it(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.does(team.sam, finish, outcome=Outcome.HELPED, agreed="", library=LIBRARY)
    assert "Say why" in await refused(team.does(team.alex, reopen, why="", library=LIBRARY))
    await team.does(team.alex, reopen, why="The hostel said no", library=LIBRARY)
    assert await team.owner() == team.alex
    assert await team.last_heard() == "Alex is back."
    await team.does(team.alex, adviser_says, text="Hello again")
    assert "open already" in await refused(
        team.does(team.alex, reopen, why="The hostel said no", library=LIBRARY)
    )


async def test_only_the_newest_case_of_somebody_is_reopened(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.does(team.sam, finish, outcome=Outcome.HELPED, agreed="", library=LIBRARY)
    _, newer = await database.write(waiting_case, clock.now())
    why: dict[str, Any] = {"why": "The hostel said no", "library": LIBRARY}
    assert f"open, case {newer}" in await refused(team.does(team.sam, reopen, **why))
    team.case_id, older = newer, team.case_id
    await team.does(team.sam, pick_up, library=LIBRARY)
    await team.does(team.sam, finish, outcome=Outcome.HELPED, agreed="", library=LIBRARY)
    team.case_id = older
    assert f"newer case since, case {newer}" in await refused(team.does(team.sam, reopen, **why))
