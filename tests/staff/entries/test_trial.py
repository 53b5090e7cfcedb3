"""Before it goes live an editor sees what it does to the kept questions; a drop needs a reason."""

import pytest
from aiohttp import web

from content import model_checks, trials
from content.checks.piece import Piece
from content.model_checks import ALLOWED, Comparison, Lost, OnKept, OnOwn
from staff import audit
from staff.entries.trying import TRIES, State, Trial
from store.clock import SetClock
from store.database import Database
from tests.content.pieces import ENTRY_ID, PHRASES, body, newest
from tests.staff.conftest import AsRole, Browser
from tests.staff.entries.conftest import Approve, typed
from web.access import Role

ONE = f"/staff/entries/{ENTRY_ID}"
LINES = "\n".join(PHRASES)
LOST = (Lost("how much do i get", ENTRY_ID, "ema/when-paid"),)
GAINED = (Lost("whats ema worth", ENTRY_ID, ""),)
BETTER = Comparison(OnKept(0.8, 0.02), OnKept(0.81, 0.02), (), GAINED)
WORSE = Comparison(OnKept(0.8, 0.02), OnKept(0.7, 0.05), LOST, ())


class Told:
    """Tries that say what the test says."""

    def __init__(self) -> None:
        self.trial = Trial("same")

    async def of(self, piece: Piece) -> Trial:
        return self.trial


@pytest.fixture
def told(app: web.Application) -> Told:
    app[TRIES] = tries = Told()
    return tries


@pytest.fixture
async def editor(told: Told, signed_in: AsRole, approve: Approve) -> Browser:
    editor = await signed_in(Role.EDITOR)
    await editor.send(ONE, **typed(body(), f"{LINES}\none more phrase"))
    await approve(2)
    return editor


async def test_the_editors_own_questions_are_shown_and_a_lost_one_needs_a_reason(
    editor: Browser, told: Told, sqlite: Database
) -> None:
    level = OnKept(0.8, 0.02)
    wrong = (Lost("what does ema give", ENTRY_ID, ENTRY_ID),)
    own = OnOwn(asked=3, right_before=2, right_after=1, lost=LOST, wrong=wrong)
    told.trial = Trial("done", "abc", Comparison(level, level, own=own))
    page = await (await editor.get(f"{ONE}/publish/2")).text()
    assert "Right at once in service: 2 of 3. With this draft: 1 of 3." in page
    assert "how much do i get" in page
    assert "what does ema give" in page
    assert "asks back first" in page
    assert (await editor.send(f"{ONE}/publish/2", replaces="1")).status == 409
    assert await live(sqlite) == 1
    assert (await editor.send(f"{ONE}/publish/2", replaces="1", why="It is meant")).status == 303


async def live(sqlite: Database) -> int | None:
    return (await sqlite.read(newest, ENTRY_ID)).live


async def test_what_is_now_right_and_now_wrong_is_shown_first(editor: Browser, told: Told) -> None:
    told.trial = Trial("done", "abc", BETTER)
    page = await (await editor.get(f"{ONE}/publish/2")).text()
    assert "Now right (1)" in page
    assert "whats ema worth" in page
    assert "Now wrong (0)" in page
    assert "81.0%" in page
    assert (await editor.send(f"{ONE}/publish/2", replaces="1")).status == 303


async def test_a_drop_is_stopped_until_somebody_says_why(
    editor: Browser, told: Told, sqlite: Database
) -> None:
    told.trial = Trial("done", "abc", WORSE)
    page = await (await editor.get(f"{ONE}/publish/2")).text()
    assert "taken for ema/when-paid" in page
    refused = await editor.send(f"{ONE}/publish/2", replaces="1")
    assert refused.status == 409
    assert "clearly fewer" in await refused.text()
    assert await live(sqlite) == 1
    done = await editor.send(f"{ONE}/publish/2", replaces="1", why="It takes them over rightly")
    assert done.status == 303
    assert await live(sqlite) == 2
    check = await sqlite.read(model_checks.check_of, "abc")
    assert check
    assert check.verdict == ALLOWED
    [anyway, *_] = await sqlite.read(audit.deeds, subject=f"entry {ENTRY_ID}")
    assert (anyway.action, "takes them over" in anyway.detail) == ("publish anyway", True)


async def test_publishing_waits_for_the_trial_unless_told_why_not(
    editor: Browser, told: Told, sqlite: Database
) -> None:
    told.trial = Trial("running", "abc")
    page = await (await editor.get(f"{ONE}/publish/2")).text()
    assert 'data-trial="running"' in page
    assert (await editor.send(f"{ONE}/publish/2", replaces="1")).status == 409
    assert await live(sqlite) == 1
    assert (await editor.send(f"{ONE}/publish/2", replaces="1", why="Wrong fact")).status == 303
    assert await sqlite.read(model_checks.check_of, "abc") is None


@pytest.mark.parametrize("state", ["same", "failed"])
async def test_without_a_trial_publishing_goes_on(
    editor: Browser, told: Told, sqlite: Database, state: State
) -> None:
    told.trial = Trial(state)
    assert (await editor.send(f"{ONE}/publish/2", replaces="1")).status == 303
    assert await live(sqlite) == 2


async def test_what_was_measured_is_kept_whole(database: Database, clock: SetClock) -> None:
    await database.write(trials.keep, "abc", WORSE, clock.now())
    await database.write(trials.keep, "abc", BETTER, clock.now())
    assert await database.read(trials.known, "abc") == WORSE
    assert await database.read(trials.known, "other") is None
