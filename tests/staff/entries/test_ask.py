"""“Ask the bot”: the draft answers, before anybody else can see it."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientResponse, web

from app.asking import DraftTalk
from app.training import files_for, gather
from bot.decision import Choice, Reply
from bot.risk.assess import RiskAssessor
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet
from content.checks.piece import Piece
from content.nation import Nation
from content.repository import Stored, assemble
from content.starter import CONTENT
from content.words import parse_words
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from staff.entries.ask_page import ASK_BOT, Said
from store.clock import SetClock
from tests.content import pieces
from tests.content.pieces import ENTRY_ID, PHRASES, SMS, body
from tests.staff.conftest import AsRole, Browser, token_in
from tests.staff.entries.conftest import typed
from web.access import Role

DRAFT = Piece(ENTRY_ID, "answer", body(sms=f"Draft words. {SMS}"), (*PHRASES, "wots ema worth"))


class Parrot:
    """A bot that says what it was asked."""

    asked: tuple[Piece, str, Nation | None]

    async def __call__(self, piece: Piece, question: str, nation: Nation | None) -> Said:
        self.asked = (piece, question, nation)
        reply = Reply("answer", "**Bold** <b>x</b>", "plain", choices=(Choice("Yes", "yes"),))
        return Said((reply,), (piece.id,), learned=False)


@pytest.fixture
def parrot(app: web.Application) -> Parrot:
    app[ASK_BOT] = said = Parrot()
    return said


async def ask(browser: Browser, **sent: object) -> ClientResponse:
    page = await (await browser.get(f"/staff/entries/{ENTRY_ID}")).text()
    token = token_in(page)
    given = {"id": ENTRY_ID, "kind": "answer", "fields": typed(body(), "\n".join(PHRASES))}
    return await browser._client.post(
        "/staff/entries/ask", json=given | sent, headers={"X-CSRF-Token": token}
    )


async def test_the_draft_in_the_form_is_what_answers(parrot: Parrot, signed_in: AsRole) -> None:
    editor = await signed_in(Role.EDITOR)
    answer = await ask(editor, question=" how much ", nation="wales")
    said = (await answer.json())["said"]
    assert "It answers with this entry" in said
    assert "has not learned these phrases yet" in said
    assert "<strong>Bold</strong>" in said
    assert "<b>x</b>" not in said
    piece, question, nation = parrot.asked
    assert (piece.id, question, nation) == (ENTRY_ID, "how much", Nation.WALES)


@pytest.mark.parametrize(
    "sent", [{"question": ""}, {"question": "x" * 401}, {"question": "x", "kind": "other"}]
)
async def test_nonsense_is_a_bad_request(
    parrot: Parrot, signed_in: AsRole, sent: dict[str, str]
) -> None:
    assert (await ask(await signed_in(Role.EDITOR), **sent)).status == 400


async def test_who_may_only_look_does_not_ask(parrot: Parrot, signed_in: AsRole) -> None:
    manager = await signed_in(Role.MANAGER)
    assert (await ask(manager, question="how much")).status == 403


@pytest.fixture
def service(clock: SetClock, tmp_path: Path) -> Any:
    words = parse_words((CONTENT / "words.yml").read_text("utf-8"))
    library = replace(pieces.library(), words=words)
    phrases = {key: live.entry.phrases for key, live in library.entries.items()}
    understander = EmbeddedUnderstander(train(TrainingSet(phrases)))
    mind = SimpleNamespace(
        library=library, understander=understander, risk=RiskAssessor((), None, None)
    )
    return SimpleNamespace(
        clock=clock,
        minds=SimpleNamespace(current=lambda: mind, encoder_folder=None, encoder=None),
        hours=ChannelHours(parse_hours("monday-friday 09:00-20:00")),
        settings=SimpleNamespace(data_folder=tmp_path),
    )


async def test_the_bot_answers_with_the_words_of_the_draft(service: Any) -> None:
    said = await DraftTalk(service)(DRAFT, "how much is ema in week 3", Nation.WALES)
    assert said.answers == (ENTRY_ID,)
    assert not said.learned
    assert said.replies[0].sms.startswith("Draft words.")


async def test_once_it_has_learned_the_draft_it_is_asked_with_what_it_learned(
    service: Any, tmp_path: Path
) -> None:
    library = pieces.library()
    tried = assemble(
        [
            Stored(ENTRY_ID, "answer", 1, DRAFT.body, "\n".join(DRAFT.phrases))
            if piece.entry_id == ENTRY_ID
            else piece
            for piece in pieces.stored()
        ],
        library.hours,
    )
    lessons = gather(tried, None)
    file = files_for(lessons, tmp_path / "models").understanding
    file.parent.mkdir()
    train(TrainingSet(lessons.phrases)).save(file)
    said = await DraftTalk(service)(DRAFT, "wots ema worth", Nation.WALES)
    assert (said.learned, said.answers) == (True, (ENTRY_ID,))
