"""The same words again and again are answered once in a while, and every one is kept and read for danger."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from channels.repeats import AGAIN_EVERY, ANSWERED, WITHIN
from store.clock import SetClock
from store.database import Database
from store.tables import Message
from tests.bot.dialogue.talk import EMERGENCY, MEANS
from tests.channels.test_intake import Phone, intake, phone, readings

__all__ = ["intake", "phone", "readings"]
ASKED = "what are t levels"
USUAL, KIND = [("answer", "courses/t-levels")], [("text", "same-words")]
ABOVE = [("text", "said-all")]
AT_FIRST = [USUAL, *[ABOVE] * (ANSWERED - 1)]


async def again(phone: Phone, times: int, text: str = ASKED) -> list[list[tuple[str, str]]]:
    return [(await phone.says(text))[1] for _ in range(times)]


async def test_after_a_few_answers_a_kind_word_comes_once_in_a_while(
    phone: Phone, database: Database
) -> None:
    heard = await again(phone, ANSWERED + 2 * AGAIN_EVERY)
    assert heard[:ANSWERED] == AT_FIRST
    silent: list[list[tuple[str, str]]] = [[]] * (AGAIN_EVERY - 1)
    assert heard[ANSWERED:] == [KIND, *silent, KIND, *silent]
    mine = select(func.count()).where(Message.author == "young person")
    assert await database.read(lambda tx: tx.execute(mine).scalar_one()) == len(heard)


@pytest.mark.parametrize("written", ["What are T Levels?", "  what are  t levels!!"])
async def test_case_and_marks_make_no_other_words(
    phone: Phone, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MEANS, written, MEANS[ASKED])
    await again(phone, ANSWERED)
    assert (await phone.says(written))[1] == KIND


async def test_other_words_are_answered_at_once_and_begin_anew(phone: Phone) -> None:
    await again(phone, ANSWERED + 3)
    assert (await phone.says("help with my cv"))[1] == [("answer", "work/cv")]
    assert await again(phone, ANSWERED) == AT_FIRST


async def test_some_minutes_later_the_same_words_are_answered_again(
    phone: Phone, clock: SetClock
) -> None:
    await again(phone, ANSWERED + 3)
    clock.forward(WITHIN + timedelta(seconds=1))
    assert await again(phone, 1) == [ABOVE]


async def test_danger_in_the_same_words_is_answered_every_time(phone: Phone) -> None:
    await again(phone, ANSWERED + 3)
    for _ in range(3):
        _, heard = await phone.says(ASKED, EMERGENCY)
        assert heard[0] == ("safety", "keep safe")


async def test_who_asks_for_a_person_again_and_again_has_one(phone: Phone) -> None:
    received = [(await phone.says("can i talk to someone"))[0] for _ in range(ANSWERED + 3)]
    assert {each.holder for each in received} == {"queue"}
    assert received[0].handoff == "opened"


async def test_words_that_bring_another_answer_each_time_are_no_repetition(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where one question of ours after the other is answered with a yes."""
    for entry in ("courses/t-levels", "courses/a-levels", "work/cv", "benefits/universal-credit"):
        monkeypatch.setitem(MEANS, "go on", (entry,))
        assert (await phone.says("go on"))[1] == [("answer", entry)]
    assert await again(phone, 1, "go on") == [ABOVE]


async def test_stop_is_obeyed_however_often(phone: Phone) -> None:
    await again(phone, ANSWERED + 3)
    for _ in range(ANSWERED + 3):
        received, _ = await phone.says("STOP", command="stop")
        assert [reply.kind for reply in received.replies] == ["opt-out"]
