"""The ledger over time: reminders, climbing, and what young people say when they are asked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from handoff.cases import Outcome
from handoff.moves import finish, pick_up
from handoff.notices import notices_of
from handoff.promises.climbing import climb
from handoff.promises.closing import promise_somebody_back
from handoff.promises.follow_ups import ask_what_is_due, hear_answer
from handoff.promises.ledger import Entry, promises_of, tally, unsettled
from handoff.promises.making import promise
from handoff.promises.noticing import promised_in
from handoff.promises.settling import say_done
from handoff.promises.watching import CLIMBS_AFTER, watch_the_ledger
from handoff.promises.yes_or_no import read_answer
from store import conversations
from store.database import Database
from store.tables import AlertRow, OutboxRow
from tests.handoff.stories import (
    LIBRARY,
    YoungPerson,
    adviser,
    close_account,
    read,
    waiting_case,
    writes,
)

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
AT_FOUR = NOON + 4 * HOUR


class Story:
    """Sam holds the case of somebody who texts, and promises to ring the hostel by four."""

    def __init__(self, tx: Connection, channel: str = "sms") -> None:
        self.tx = tx
        self.who, self.case_id = waiting_case(tx, NOON, channel=channel)
        self.sam, self.sol = adviser(tx), adviser(tx, "Sol", "supervisor")
        pick_up(tx, case_id=self.case_id, staff_id=self.sam, library=LIBRARY, now=NOON)

    def promises(self, due_at: datetime = AT_FOUR, **more: bool) -> Entry:
        promise(
            self.tx, case_id=self.case_id, staff_id=self.sam, what="Ring the hostel",
            due_at=due_at, library=LIBRARY, now=NOON, **more,
        )  # fmt: skip
        return self.entry()

    def entry(self) -> Entry:
        return promises_of(self.tx, self.case_id)[-1]

    def watches(self, now: datetime, *, here: bool = True) -> None:
        watch_the_ledger(self.tx, now, advisers_here=here)

    def hears(self, staff_id: int) -> list[str]:
        return [told.kind for told in notices_of(self.tx, staff_id)]

    def asks(self, now: datetime) -> list[str]:
        """The questions that go out now, each delivered at once."""
        sent = ask_what_is_due(self.tx, LIBRARY, now)
        self.tx.execute(update(OutboxRow).values(state="sent"))
        return [
            text.split()[0]
            for _, kind, text in read(self.tx, self.who)[-len(sent) :]
            if sent and kind == "handoff"
        ]

    def answers(self, text: str, now: datetime, choice: str = "") -> str:
        last = conversations.lock(self.tx, self.who.conversation_id).last_seq
        writes(self.tx, self.who, text, now)
        found = hear_answer(
            self.tx, self.who.conversation_id, last_seq=last, choice=choice, text=text, now=now
        )
        return found.key if found else ""

    def alerts(self) -> list[str]:
        return list(self.tx.execute(select(AlertRow.cause)).scalars())


async def test_the_adviser_is_reminded_once_before_and_once_when_it_is_due(
    database: Database,
) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        story.promises()
        story.watches(AT_FOUR - 2 * HOUR)
        assert story.hears(story.sam) == []
        for _ in range(2):
            story.watches(AT_FOUR - HOUR)
        assert story.hears(story.sam) == ["promise soon"]
        for _ in range(2):
            story.watches(AT_FOUR)
        assert story.hears(story.sam) == ["promise soon", "promise due"]
        assert story.hears(story.sol) == []

    await database.write(plays)


async def test_what_nobody_sees_to_climbs_once_while_advisers_are_here(database: Database) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        story.promises()
        story.watches(AT_FOUR + CLIMBS_AFTER, here=False)
        assert (story.hears(story.sol), story.alerts()) == ([], [])
        for _ in range(2):
            story.watches(AT_FOUR + CLIMBS_AFTER + 12 * HOUR)
        assert (story.hears(story.sol), story.alerts()) == (["promise late"], ["promise"])

    await database.write(plays)


async def test_a_promise_of_somebody_whose_account_ended_is_told_to_the_supervisors(
    database: Database,
) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        story.promises()
        move: dict[str, Any] = {
            "case_id": story.case_id,
            "staff_id": story.sam,
            "library": LIBRARY,
            "now": NOON,
        }
        finish(tx, outcome=Outcome.HELPED, agreed="", **move)
        close_account(tx, story.sam)
        story.watches(AT_FOUR)
        assert story.hears(story.sol) == ["promise due"]

    await database.write(plays)


@pytest.mark.parametrize(
    ("says", "state", "thanked", "climbs"),
    [
        ("yes they did", "kept", "promise-kept", []),
        ("nah", "broken", "promise-broken", ["promise broken"]),
    ],
)
async def test_the_young_person_is_asked_and_their_word_settles_it(
    database: Database, says: str, state: str, thanked: str, climbs: list[str]
) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        story.promises()
        assert story.asks(AT_FOUR) == []
        assert story.asks(AT_FOUR + HOUR) == ["asked-promise"]
        assert story.asks(AT_FOUR + HOUR) == []
        assert story.answers(says, AT_FOUR + 2 * HOUR) == thanked
        assert story.entry().state == state
        assert story.hears(story.sol) == climbs
        counted = tally(tx, AT_FOUR + 3 * HOUR)
        assert (counted.kept, counted.broken) == ((1, 0) if state == "kept" else (0, 1))
        assert story.answers("no", AT_FOUR + 3 * HOUR) == ""

    await database.write(plays)


async def test_what_is_done_early_is_asked_of_early_and_the_word_of_the_young_person_counts(
    database: Database,
) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        entry = story.promises()
        say_done(tx, promise_id=entry.id, staff_id=story.sam, how="Kay has a bed", now=NOON + HOUR)
        assert story.entry().state == "done"
        assert [one.id for one in unsettled(tx, NOON + HOUR)] == [entry.id]
        assert story.asks(NOON + 2 * HOUR) == ["asked-promise"]
        story.watches(AT_FOUR + CLIMBS_AFTER)
        assert story.hears(story.sol) == []
        assert story.answers("no", AT_FOUR) == "promise-broken"
        assert story.entry().state == "broken"
        assert not climb(tx, entry.id, AT_FOUR, why="late")

    await database.write(plays)


async def test_nobody_is_asked_at_night_in_a_talk_twice_at_once_or_once_they_stopped(
    database: Database,
) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        story.promises()
        story.promises(AT_FOUR + HOUR)
        night = AT_FOUR + 7 * HOUR
        assert story.asks(night) == []
        morning = NOON + 21 * HOUR
        writes(tx, story.who, "hello", morning - timedelta(minutes=5))
        assert story.asks(morning) == []
        assert story.asks(morning + HOUR) == ["asked-promise"]
        assert story.asks(morning + 2 * HOUR) == []
        assert story.answers("yes", morning + 2 * HOUR) == "promise-kept"
        conversations.set_opted_out(tx, story.who.identity_id, morning)
        assert story.asks(morning + 4 * HOUR) == []
        conversations.set_opted_out(tx, story.who.identity_id, None)
        assert story.asks(morning + 5 * HOUR) == []

    await database.write(plays)


async def test_a_yes_to_something_else_is_no_answer(database: Database) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        story.promises()
        assert story.asks(AT_FOUR + HOUR) == ["asked-promise"]
        tx.execute(update(OutboxRow).values(state="held"))
        assert story.answers("yes", AT_FOUR + HOUR) == ""
        tx.execute(update(OutboxRow).values(state="sent"))
        assert story.answers("yes", AT_FOUR + HOUR) == ""
        assert story.entry().state == "open"

    await database.write(plays)


async def test_a_step_they_were_not_told_of_is_kept_and_they_are_not_asked(
    database: Database,
) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx)
        said = len(read(tx, story.who))
        entry = story.promises(quietly=True)
        assert (entry.told_at, len(read(tx, story.who))) == (None, said)
        assert story.asks(AT_FOUR + HOUR) == []
        say_done(tx, promise_id=entry.id, staff_id=story.sam, how="Kay has a bed", now=AT_FOUR)
        assert story.entry().state == "kept"

    await database.write(plays)


async def test_what_is_agreed_at_the_end_is_in_the_ledger_and_they_are_asked_if_it_helped(
    database: Database,
) -> None:
    def plays(tx: Connection) -> None:
        story = Story(tx, channel="web")
        move: dict[str, Any] = {
            "case_id": story.case_id,
            "staff_id": story.sam,
            "library": LIBRARY,
            "now": NOON,
        }
        finish(tx, outcome=Outcome.HELPED, agreed="Sam rings the college", due_at=AT_FOUR, **move)
        assert (story.entry().what, story.entry().due_at) == ("Sam rings the college.", AT_FOUR)
        assert story.asks(NOON) == ["asked-helped"]
        rows = conversations.history(tx, story.who.conversation_id)
        assert '"A bit"' in rows[-1].detail
        assert story.answers("Not really", NOON) == "helped-us-no"
        assert tally(tx, NOON + HOUR).helped_not == 1

    await database.write(plays)


async def test_when_somebody_is_back_is_kept_by_whoever_picks_up_in_time(
    database: Database,
) -> None:
    def plays(tx: Connection, address: str, picked_up: datetime) -> str:
        who, case_id = waiting_case(tx, NOON, address=address)
        told: dict[str, Any] = {"when": "today at 4pm", "due_at": AT_FOUR}
        promise_somebody_back(tx, case_id, now=NOON, **told)
        promise_somebody_back(tx, case_id, now=NOON + HOUR, **told)
        assert isinstance(who, YoungPerson)
        sam = adviser(tx, f"Sam {address}")
        pick_up(tx, case_id=case_id, staff_id=sam, library=LIBRARY, now=picked_up)
        [entry] = promises_of(tx, case_id)
        return entry.state

    assert await database.write(plays, "one", AT_FOUR) == "kept"
    assert await database.write(plays, "two", AT_FOUR + HOUR) == "broken"


@pytest.mark.parametrize(
    "text",
    [
        "I'll ring you tomorrow at 4",
        "I\u2019ll find out about the bus pass",
        "We will let you know.",
        "I am going to speak to the college today",
        "My colleague will text you on Monday",
        "I promise you are not in trouble",
    ],
)
def test_words_that_promise_are_noticed(text: str) -> None:
    assert promised_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Shall I ring them?",
        "Will you be safe tonight?",
        "I will not tell your mum",
        "I'll call them if you like",
        "You will need your ID",
        "They will ask you for proof",
        "Are you warm enough",
    ],
)
def test_words_that_promise_nothing_are_left_alone(text: str) -> None:
    assert promised_in(text) == ""


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes", "yes"), ("yh they did", "yes"), ("YES thanks!", "yes"), ("they rang", ""),
        ("no", "no"), ("nope", "no"), ("Not yet", "no"), ("they never rang", "no"),
        ("didn\u2019t happen", "no"), ("it didn't", "no"), ("a bit", "partly"), ("kinda", "partly"),
        ("yes but i cant get in", ""), ("what", ""), ("", ""), ("nobody has been", "no"),
        ("yes " + "x" * 60, ""),
    ],
)  # fmt: skip
def test_plain_answers_are_read(text: str, answer: str) -> None:
    assert read_answer(text) == answer
