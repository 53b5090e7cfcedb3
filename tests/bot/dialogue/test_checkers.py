"""A checker played as a conversation, over the content that comes with the service."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decision import Decision
from bot.dialogue.decide import decide
from bot.dialogue.situation import Holder, Situation
from bot.risk.assess import Assessment
from bot.state import DialogueState, Fact
from content.checker.model import MOST_QUESTIONS
from content.library import Library
from content.repository import Stored, assemble
from content.sms_text import size
from content.starter import read_pack
from tests.bot.dialogue.talk import COMPLEX, MEANS, URGENT, Danger, read

DAY = date(2026, 11, 17)
MEANS |= {
    "could i get ema": ("ema/who-can-get-it",),
    "what can i claim": ("benefits/what-can-i-claim",),
    "whats the bursary": ("bursary/what-is-the-bursary",),
}


@cache
def library() -> Library:
    drafts = read_pack().drafts
    return assemble(
        [Stored(one.entry_id, one.kind, 1, one.body, one.phrases) for one in drafts], ""
    )


class Chat:
    """One young person and the bot; `said` hands back all the words of the bot's turn."""

    def __init__(self, **facts: str) -> None:
        self.state = DialogueState(
            {name: Fact(value, "adviser", 1) for name, value in facts.items()}
        )
        self.last = Decision(self.state)
        self.holder: Holder = "bot"
        self._seq = 1

    def said(self, text: str, danger: Danger | None = None, *, choice: str = "") -> str:
        self._seq += 1
        situation = Situation(DAY, self._seq, self.holder, True, "", choice=choice)
        assessment = danger.assessment() if danger else Assessment()
        self.last = decide(self.state, read(text), assessment, library(), situation)
        self.state = DialogueState.from_json(self.last.state.to_json())
        return "\n".join(reply.web for reply in self.last.replies)

    def pressed(self, label: str) -> str:
        choices = [each for reply in self.last.replies for each in reply.choices]
        value = next(each.value for each in choices if each.label == label)
        return self.said(label, choice=value)

    @property
    def sms(self) -> str:
        return "\n".join(reply.sms for reply in self.last.replies)

    @property
    def labels(self) -> list[str]:
        return [each.label for each in self.last.replies[-1].choices]


@pytest.fixture
def chat() -> Chat:
    """Somebody whose nation is known."""
    return Chat(nation="wales")


def test_a_check_from_the_button_to_the_outcome(chat: Chat) -> None:
    chat.said("could i get ema")
    assert chat.labels[0] == "Check if I could get EMA"
    assert "How old are you?" in chat.pressed("Check if I could get EMA")
    assert "What are you doing now" in chat.said("17")
    assert "Who do you live with?" in chat.pressed("College, 12 hours or more a week")
    assert "How much" in chat.said("my mum") or "how much" in chat.said("my mum")
    outcome = chat.said("about 19k")
    assert "You may be able to get EMA of £40 a week" in outcome
    assert "**How to apply:** Apply to Student Finance Wales" in outcome
    assert "**Whom to ask:** Student Finance Wales on 0300" in outcome
    assert chat.last.replies[0].checked == date(2026, 2, 1)
    assert [each.name for each in chat.last.replies[0].sources] == ["Student Finance Wales, EMA"]
    assert chat.labels == [
        "How to apply for EMA", "Papers for EMA", "Applied late for EMA", "Talk to a person",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["check", "CHECK", "yes", "Check if I could get EMA"])
def test_a_check_starts_in_words_too(chat: Chat, start: str) -> None:
    chat.said("could i get ema")
    assert chat.sms.endswith("Text CHECK to see what you may get.")
    assert "How old are you?" in chat.said(start)


def test_a_yes_later_on_starts_nothing_but_the_word_check_does(chat: Chat) -> None:
    chat.said("could i get ema")
    chat.said("thanks")
    assert "How old" not in chat.said("yes")
    assert "How old" in chat.said("check")


def test_in_england_the_bursary_is_what_is_checked() -> None:
    chat = Chat(nation="england")
    chat.said("could i get ema")
    assert chat.labels[0] == "Check if I could get a bursary"


def test_an_answer_with_its_hint_still_fits_into_two_parts() -> None:
    for nation in ("wales", "scotland", "ni", "england"):
        for question in ("could i get ema", "what can i claim", "whats the bursary"):
            chat = Chat(nation=nation)
            chat.said(question)
            assert all(size(reply.sms).parts <= 2 for reply in chat.last.replies), question
            assert ("Text CHECK" in chat.sms) is (nation == "england" or "bursary" not in question)


def test_the_hint_is_given_by_text_once(chat: Chat) -> None:
    chat.said("could i get ema")
    chat.said("how much is ema")
    assert "CHECK" not in chat.sms
    assert chat.labels[0] == "Check if I could get EMA"


def begun(chat: Chat, *answers: str, name: str = "ema") -> Chat:
    chat.said("check", choice=f"check:{name}")
    for answer in answers:
        chat.said(answer)
    return chat


def test_what_is_known_is_not_asked(chat: Chat) -> None:
    chat.said("im 17")
    assert "What are you doing now" in begun(chat).last.replies[0].web
    assert "you are in wales" in chat.last.replies[0].web.lower()
    chat.said("college")
    chat.said("in care")
    assert chat.state.facts["studying"].value == "at college"
    assert chat.state.facts["living"] == Fact(
        "in care", "young person", chat.state.facts["living"].seq
    )
    assert "Do you have a child" in begun(chat, name="benefits").last.replies[0].web


def test_a_fact_told_before_in_other_words_counts(chat: Chat) -> None:
    for fact in ("im 17", "im a care leaver", "im in sixth form"):
        chat.said(fact)
    assert "You may be able to get EMA" in begun(chat).last.replies[0].web


def test_nobody_is_asked_twice_in_a_check_done_anew_but_for_what_may_have_been_wrong(
    chat: Chat,
) -> None:
    begun(chat, "17", "uni")
    assert "What are you doing now" in begun(chat).last.replies[0].web


def test_choices_work_by_number_in_a_text_message(chat: Chat) -> None:
    begun(chat)
    assert chat.sms.endswith("How old are you? Text your age.")
    chat.said("17")
    assert "\n2 College, 12 hours or more a week\n" in chat.sms
    assert chat.sms.endswith("\n7 Not sure")
    chat.said("2")
    chat.said("the third one")
    assert "You may be able to get EMA" in chat.sms


def test_not_sure_is_always_an_answer(chat: Chat) -> None:
    begun(chat, "17")
    for words in ("idk", "not sure", "dunno"):
        chat.said(words)
        if chat.state.checking and chat.state.checking.stage == "done":
            break
    assert "It depends on your course" in chat.last.replies[0].web


def test_another_question_is_answered_and_the_check_can_be_carried_on(chat: Chat) -> None:
    begun(chat, "17", "college")
    told = chat.said("what are t levels")
    assert chat.last.answers == ("courses/t-levels",)
    assert told.endswith("You had started the EMA check. Carry on with it?")
    assert chat.labels == ["Yes", "No"]
    assert "Text YES to carry on" in chat.sms
    assert "Who do you live with?" in chat.said("yes")


def test_who_left_a_check_is_asked_once_and_can_come_back_in_words(chat: Chat) -> None:
    begun(chat, "17", "college")
    chat.said("what are t levels")
    assert "Carry on" not in chat.said("a levels")
    assert "Who do you live with?" in chat.said("carry on")


@pytest.mark.parametrize("word", ["stop", "never mind", "nvm", "forget it", "leave it", "later"])
def test_a_check_can_be_left_at_any_time_and_taken_up(chat: Chat, word: str) -> None:
    begun(chat, "17", "college")
    assert chat.said(word).startswith("OK, we leave the check there.")
    assert "not understand" in chat.said("2 flurbles")
    assert "Who do you live with?" in chat.said("check")


def test_carrying_on_can_be_declined(chat: Chat) -> None:
    begun(chat, "17")
    chat.said("what are t levels")
    assert chat.pressed("No").startswith("OK, we leave the check there.")


def test_what_is_no_answer_is_asked_again_once(chat: Chat) -> None:
    begun(chat, "17")
    again = chat.said("flurble")
    assert again.startswith("Sorry, I could not read that")
    assert "What are you doing now" in again
    assert "Would you like to talk to a person?" in chat.said("flurble flurble")
    assert "What are you doing now" in chat.said("check")


def test_danger_comes_first_and_the_check_keeps_quiet_after_it(chat: Chat) -> None:
    begun(chat, "17", "college")
    told = chat.said("i dont want to live", URGENT)
    assert "999" in told
    assert "check" not in told
    assert chat.last.handoff
    assert "Carry on" not in chat.said("thanks")
    assert "Who do you live with?" in chat.said("check")


def test_a_complex_answer_counts_and_brings_a_person_in(chat: Chat) -> None:
    begun(chat, "17", "college")
    told = chat.said("on my own since mum threw me out", COMPLEX)
    assert chat.last.handoff
    assert "adviser" in told


def test_where_all_is_not_calm_nothing_is_offered(chat: Chat) -> None:
    chat.said("could i get ema", COMPLEX)
    assert "CHECK" not in chat.sms


def test_a_person_can_be_asked_for_in_the_middle(chat: Chat) -> None:
    begun(chat, "17")
    chat.said("can i talk to someone")
    assert chat.last.handoff
    assert chat.last.replies == ()


def test_while_an_adviser_talks_the_check_is_mute_and_waits(chat: Chat) -> None:
    begun(chat, "17")
    chat.holder = "adviser"
    assert chat.said("2") == ""
    chat.holder, chat.state = "bot", chat.state.afresh()
    assert "Who do you live with" not in chat.said("2")
    assert "What are you doing now" in chat.said("check")


def test_a_button_of_an_earlier_question_puts_its_answer_right(chat: Chat) -> None:
    begun(chat, "17")
    earlier = chat.last.replies[0].choices
    chat.said("college")
    college = next(each for each in earlier if each.label == "University")
    assert "EMA is for courses below uni level" in chat.said(college.label, choice=college.value)


def test_several_outcomes_are_named_by_text_with_numbers_to_read_on() -> None:
    chat = begun(Chat(nation="scotland"), "17", "none", "own", "no", "both", name="benefits")
    assert "Universal Credit at 16 or 17, Adult Disability Payment" in chat.sms
    assert size(chat.sms).parts <= 2
    assert "You could also look at:" in chat.last.replies[0].web
    chat.said("1")
    assert chat.last.answers == ("benefits/uc-at-16-or-17",)


ANSWERS = {
    "age": [("17", "17"), ("im 16", "16"), ("seventeen", "17"), ("nearly 18", "17"), ("19 in march", "18")],
    "study": [
        ("at school", "at school"), ("6th form", "at school"), ("im at college doing btec", "at college"),
        ("sixth form college", "at college"), ("option 3", "on a part-time course"),
        ("none", "not studying now"),
        ("6", "not studying now"),
        ("7", "not sure"),
        ("idk", "not sure"), ("the last one", "not sure"), ("apprentice", "on an apprenticeship"),
    ],
    "home": [
        ("with my mum", "with parents"), ("no one", "on your own"), ("foster carers", "in care"),
        ("2", "in care"),
        ("Without parents or their support", "on your own"), ("dont know", "not sure"),
    ],
    "income": [
        ("£19,000", "low"), ("about 24k", "middle"), ("30 grand", "high"), ("£600 a week", "high"),
        ("1500 a month", "low"), ("1", "low"), ("they get benefits", "low"), ("not sure", "not sure"),
    ],
    "others": [
        ("yeah 2 brothers", "yes"), ("no", "no"), ("nope just me", "no"), ("dunno", "not sure"), ("1", "yes"),
    ],
}  # fmt: skip
OUTCOMES = {
    **dict.fromkeys(("low", "yes", "in care", "on your own"), "**EMA in Wales.**"),
    **dict.fromkeys(("high", "no"), "**Above the EMA limit we know of.**"),
    **dict.fromkeys(("not sure",), "**EMA may be possible.**"),
    "on a part-time course": "**Hours below the EMA rule.**",
    "not studying now": "**EMA starts with a course.**",
    "on an apprenticeship": "**Apprentice pay in place of EMA.**",
}
BEFORE = {"age": (), "study": ("17",), "home": ("17", "2"), "income": ("17", "2", "1"),
          "others": ("17", "2", "1", "24k")}  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "words", "value"),
    [(asked, words, value) for asked, pairs in ANSWERS.items() for words, value in pairs],
)
def test_an_answer_is_read_however_it_is_put(asked: str, words: str, value: str) -> None:
    chat = begun(Chat(nation="wales"), *BEFORE[asked])
    assert chat.state.checking is not None
    assert chat.state.checking.asked.startswith(asked)
    chat.said(words)
    kept = {name: fact.value for name, fact in chat.state.facts.items()}
    given = chat.state.checking.answers if chat.state.checking else {}
    if chat.state.checking and chat.state.checking.stage == "done":
        assert OUTCOMES[value] in chat.last.replies[0].web
    else:
        assert {**given, **({"age": kept["age"]} if "age" in kept else {})}[asked] == value


@pytest.mark.parametrize(
    "words", ["what counts as college?", "im not at college", "how much is ema", "do i have to say"]
)
def test_what_is_no_answer_is_not_taken_for_one(words: str) -> None:
    chat = begun(Chat(nation="wales"), "17")
    chat.said(words)
    assert chat.state.checking is not None
    assert "study" not in chat.state.checking.answers


@pytest.mark.parametrize("name", ["ema", "bursary", "benefits"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_answers_end_in_six_questions_with_how_to_apply_and_whom_to_ask(
    name: str, data: st.DataObject
) -> None:
    chat = begun(Chat(), name=name)
    asked = 0
    while chat.state.checking and chat.state.checking.stage == "asking":
        asked += 1
        assert asked <= MOST_QUESTIONS
        assert size(chat.sms).parts <= 2
        choices = chat.last.replies[0].choices
        age = chat.state.checking.asked == "age"
        typed = ["15", "22", "30", "not sure"] if age else [str(n + 1) for n in range(len(choices))]
        if data.draw(st.booleans()):
            chat.said(data.draw(st.sampled_from(typed)))
        else:
            pressed = data.draw(st.sampled_from(choices))
            chat.said(pressed.label, choice=pressed.value)
    outcome = chat.last.replies[0]
    assert "**How to apply:**" in outcome.web
    assert "**Whom to ask:**" in outcome.web
    assert "{" not in outcome.web + outcome.sms
    assert outcome.sources
    assert size(outcome.sms).parts <= 2


def test_an_older_memory_without_a_check_is_read() -> None:
    assert DialogueState.from_json('{"facts": {}, "pending": null}').checking is None
