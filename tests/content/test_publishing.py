"""From a draft to what young people get: nothing lost, nothing broken let through."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from content import history, publishing, repository
from content.checks.piece import Piece
from content.live import LiveLibrary
from content.nation import Nation
from content.publishing import EditConflictError, PublishError
from content.repository import ANSWER, RATES, Draft
from store.clock import SetClock
from store.database import Database
from tests.content.pieces import (
    DAY,
    ENTRY_ID,
    HOURS,
    PHRASES,
    RATES_FILE,
    SMS,
    body,
    newest,
    stored,
)


def load(tx: Connection, now: datetime) -> None:
    for piece in stored():
        label, review = publishing.headline(Piece(piece.entry_id, piece.kind, piece.body))
        draft = Draft(piece.entry_id, piece.kind, label, review, piece.body, piece.phrases)
        number = repository.save_revision(tx, draft, author_id=None, why="starter", now=now)
        repository.publish_revision(tx, draft, number, publisher_id=None, now=now)


@pytest.fixture
async def desk(database: Database, clock: SetClock) -> Database:
    await database.write(load, clock.now())
    return database


async def save(
    desk: Database, clock: SetClock, text: str, started_from: int = 1, **more: Any
) -> int:
    piece = Piece(
        more.get("id", ENTRY_ID), more.get("kind", ANSWER), text, more.get("phrases", PHRASES)
    )
    return await desk.write(
        publishing.save_draft, piece, started_from=started_from, author_id=None, why="mend",
        now=clock.now(),
    )  # fmt: skip


async def publish(
    desk: Database, clock: SetClock, number: int, replaces: int | None = 1, **more: Any
) -> None:
    await desk.write(
        publishing.publish, more.get("id", ENTRY_ID), number, replaces=replaces, publisher_id=None,
        hours=HOURS, now=clock.now(),
    )  # fmt: skip


async def said(desk: Database) -> str:
    library = await LiveLibrary(desk, HOURS).reload()
    answer = library.answer(ENTRY_ID, Nation.WALES, DAY)
    return answer.sms if answer else ""


async def test_a_draft_changes_nothing_until_it_is_published(
    desk: Database, clock: SetClock
) -> None:
    before = await said(desk)
    number = await save(desk, clock, body(sms=f"It is paid in Wales. {SMS}"))
    assert await said(desk) == before
    await publish(desk, clock, number)
    assert (await said(desk)).startswith("It is paid in Wales.")


async def test_a_rate_that_is_mended_changes_every_answer(desk: Database, clock: SetClock) -> None:
    rates = "service-wide/rates"
    new = RATES_FILE.replace("value: 40", "value: 45.50")
    number = await save(desk, clock, new, id=rates, kind=RATES, phrases=())
    await publish(desk, clock, number, id=rates)
    assert "£45.50" in await said(desk)


async def test_a_draft_that_started_from_an_older_version_is_refused_and_overwrites_nothing(
    desk: Database, clock: SetClock
) -> None:
    await save(desk, clock, body(label="Theirs, saved first"))
    with pytest.raises(EditConflictError) as refused:
        await save(desk, clock, body(label="Mine, saved second"))
    assert refused.value.newest
    assert "Theirs, saved first" in refused.value.newest.body
    version = await desk.read(newest, ENTRY_ID)
    assert (version.number, "Theirs" in version.body) == (2, True)


async def test_two_editors_who_make_the_same_new_entry_do_not_overwrite_each_other(
    desk: Database, clock: SetClock
) -> None:
    assert await save(desk, clock, body(label="First of two"), 0, id="ema/new") == 1
    with pytest.raises(EditConflictError):
        await save(desk, clock, body(label="Second of two"), 0, id="ema/new")


async def test_an_entry_that_is_not_there_cannot_be_gone_on_with(
    desk: Database, clock: SetClock
) -> None:
    with pytest.raises(EditConflictError):
        await save(desk, clock, body(), 3, id="ema/new")
    assert await desk.read(history.newest, "ema/new") is None
    assert "ema/new" not in [one.entry_id for one in await desk.read(history.glances)]


async def test_the_same_words_again_make_no_new_version(desk: Database, clock: SetClock) -> None:
    assert await save(desk, clock, body()) == 1


async def test_a_broken_draft_is_kept_but_not_published(desk: Database, clock: SetClock) -> None:
    before = await said(desk)
    number = await save(desk, clock, body(sms="Call 0800 1111!"))
    with pytest.raises(PublishError) as refused:
        await publish(desk, clock, number)
    assert [one.where for one in refused.value.findings] == ["sms"]
    assert await said(desk) == before


async def test_what_went_live_meanwhile_is_not_replaced_unseen(
    desk: Database, clock: SetClock
) -> None:
    first = await save(desk, clock, body(label="First change"))
    second = await save(desk, clock, body(label="Second change"), first)
    await publish(desk, clock, first)
    with pytest.raises(EditConflictError) as refused:
        await publish(desk, clock, second, replaces=1)
    assert refused.value.newest
    assert refused.value.newest.number == first


async def test_going_back_is_a_new_version_with_the_old_words(
    desk: Database, clock: SetClock
) -> None:
    old = await said(desk)
    await publish(desk, clock, await save(desk, clock, body(sms=f"Oh. {SMS}")))
    first = await desk.read(history.version, ENTRY_ID, 1)
    assert first
    number = await save(desk, clock, first.body, 2)
    await publish(desk, clock, number, replaces=2)
    assert (number, await said(desk)) == (3, old)


async def test_a_withdrawn_answer_is_given_no_more_and_its_versions_stay(
    desk: Database, clock: SetClock
) -> None:
    await desk.write(publishing.withdraw, ENTRY_ID, replaces=1, now=clock.now())
    assert await said(desk) == ""
    assert len(await desk.read(history.versions, ENTRY_ID)) == 1


async def test_a_safety_reply_cannot_be_withdrawn(desk: Database, clock: SetClock) -> None:
    with pytest.raises(EditConflictError):
        await desk.write(publishing.withdraw, "safety/suicide", replaces=1, now=clock.now())


async def test_history_tells_who_when_and_why(desk: Database, clock: SetClock) -> None:
    clock.forward(timedelta(hours=1))
    await save(desk, clock, body(label="Another label"))
    newest, first = await desk.read(history.versions, ENTRY_ID)
    assert (newest.why, newest.at, newest.published_at) == ("mend", clock.now(), None)
    assert first.live == first.number == 1


async def test_publishing_gives_the_list_its_label_and_review_date(
    desk: Database, clock: SetClock
) -> None:
    await publish(desk, clock, await save(desk, clock, body(review="2027-05-01")))
    row = next(one for one in await desk.read(history.glances) if one.entry_id == ENTRY_ID)
    assert str(row.live_review) == "2027-05-01"
    assert (row.live, row.latest, row.ever_live) == (2, 2, True)


async def test_a_crash_in_the_middle_of_publishing_leaves_everything_as_it_was(
    desk: Database, clock: SetClock
) -> None:
    before = await said(desk)
    number = await save(desk, clock, body(sms=f"Half done. {SMS}"))

    def crash(tx: Connection) -> None:
        publishing.publish(
            tx, ENTRY_ID, number, replaces=1, publisher_id=None, hours=HOURS, now=clock.now()
        )
        raise OSError

    with pytest.raises(OSError):
        await desk.write(crash)
    assert await said(desk) == before
    version = await desk.read(newest, ENTRY_ID)
    assert (version.live, version.latest, version.published_at) == (1, number, None)
    await publish(desk, clock, number)
    assert (await said(desk)).startswith("Half done.")


async def test_two_entries_may_name_each_other(desk: Database, clock: SetClock) -> None:
    for entry_id, other in ((ENTRY_ID, "ema/when-paid"), ("ema/when-paid", ENTRY_ID)):
        piece = await desk.read(newest, entry_id)
        words = body(label=f"About {other}", related=f"[{other}]")
        number = await save(desk, clock, words, id=entry_id, phrases=piece.piece.phrases)
        await publish(desk, clock, number, id=entry_id)
    library = await LiveLibrary(desk, HOURS).reload()
    for entry_id, other in ((ENTRY_ID, "ema/when-paid"), ("ema/when-paid", ENTRY_ID)):
        answer = library.answer(entry_id, None, DAY)
        assert answer
        assert answer.related == (other,)
