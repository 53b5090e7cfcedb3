"""Conversations with the bot, line by line."""

import pytest

from bot.decision import Level
from bot.state import Fact
from tests.bot.dialogue.talk import COMPLEX, EMERGENCY, Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_the_first_hello_is_welcomed_and_a_later_one_greeted(talk: Talk) -> None:
    assert talk.said("hi") == ["welcome"]
    assert talk.said("hi") == ["greeting"]


def test_who_only_asks_for_help_is_asked_what_with_and_offered_a_person(talk: Talk) -> None:
    assert talk.said("i need help") == ["what-help"]
    assert talk.buttons == ["Talk to a person"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("need sum advice", "what-help"),
        ("can someone help me please", "what-help"),
        ("need some help with my flurble form", "not-understood"),
    ],
)
def test_a_bare_wish_for_help_is_not_misunderstood(talk: Talk, words: str, said: str) -> None:
    assert talk.said(words) == [said]


def test_a_question_that_is_understood_is_answered(talk: Talk) -> None:
    assert talk.said("what are t levels") == ["courses/t-levels"]
    assert talk.last.answers == ("courses/t-levels",)
    assert not talk.last.handoff


def test_the_nation_is_asked_once_and_then_remembered(talk: Talk) -> None:
    assert talk.said("how much is ema") == ["which-nation"]
    assert talk.buttons == ["England", "Wales", "Scotland", "Northern Ireland"]
    assert talk.said("Wales") == ["ema/how-much, wales"]
    assert talk.said("when does ema come") == ["ema/when-paid, wales"]


@pytest.mark.parametrize("answer", ["2", "the second one", "number 2 please", "i live in wales"])
def test_the_nation_can_be_told_in_many_ways(talk: Talk, answer: str) -> None:
    talk.said("how much is ema")
    assert talk.said(answer) == ["ema/how-much, wales"]


def test_the_nation_can_be_told_by_a_button(talk: Talk) -> None:
    talk.said("how much is ema")
    assert talk.said("Wales", choice="nation:wales") == ["ema/how-much, wales"]


def test_a_nation_that_was_told_unasked_is_not_asked_for(talk: Talk) -> None:
    assert talk.said("i live in scotland") == ["facts-noted you are in Scotland"]
    assert talk.said("how much is ema") == ["ema/how-much, scotland"]


def test_another_nation_gives_the_same_answer_for_there(talk: Talk) -> None:
    talk.said("how much is ema")
    talk.said("wales")
    assert talk.said("and in scotland") == ["ema/how-much, scotland"]


def test_a_nation_that_the_page_tells_is_not_taken_for_words_about_it(talk: Talk) -> None:
    talk.state = talk.state.with_fact("nation", Fact("england", "young person", 1))
    assert talk.said("flurble") == ["not-understood"]


def test_a_long_story_that_names_a_nation_is_not_taken_for_the_nation_alone(talk: Talk) -> None:
    story = "my uncle from scotland keeps saying that flurble is what i should do about it"
    assert talk.said(story) == ["not-understood"]


def test_something_else_asked_meanwhile_is_answered(talk: Talk) -> None:
    talk.said("how much is ema")
    assert talk.said("what are t levels") == ["courses/t-levels"]
    assert talk.said("when does ema come") == ["which-nation"]


def test_small_talk_does_not_forget_that_the_nation_was_asked(talk: Talk) -> None:
    talk.said("how much is ema")
    assert talk.said("thanks") == ["thanks"]
    assert talk.said("wales") == ["ema/how-much, wales"]


def test_a_guess_is_offered_as_up_to_three_choices(talk: Talk) -> None:
    assert talk.said("levels") == ["did-you-mean"]
    assert talk.buttons == [
        "T levels",
        "A levels",
        "Universal credit",
        "None of these",
        "Talk to a person",
    ]
    assert talk.last.offered == (
        "courses/t-levels",
        "courses/a-levels",
        "benefits/universal-credit",
    )


@pytest.mark.parametrize("pick", ["2", "2.", "the second one", "A levels", "a levels?", "2nd pls"])
def test_a_choice_is_picked_by_number_by_words_or_by_its_label(talk: Talk, pick: str) -> None:
    talk.said("levels")
    assert talk.said(pick) == ["courses/a-levels"]


def test_the_last_one_is_the_last_answer_and_not_none_of_these(talk: Talk) -> None:
    talk.said("levels")
    assert talk.said("the last one") == ["benefits/universal-credit"]


@pytest.mark.parametrize("none", ["nah none of them", "no", "4", "None of these"])
def test_none_of_the_choices_is_an_answer_too(talk: Talk, none: str) -> None:
    talk.said("levels")
    assert talk.said(none) == ["choice-declined"]
    assert talk.state.pending is None


@pytest.mark.parametrize("person", ["5", "Talk to a person"])
def test_a_person_can_always_be_picked_instead(talk: Talk, person: str) -> None:
    talk.said("levels")
    talk.said(person)
    assert talk.last.handoff
    assert talk.last.reason == "asked for a person"


def test_a_question_of_its_own_is_no_pick(talk: Talk) -> None:
    talk.said("levels")
    assert talk.said("what is universal credit") == ["benefits/universal-credit"]


def test_a_picked_answer_may_still_need_the_nation(talk: Talk) -> None:
    talk.said("money pls")
    assert talk.said("1") == ["which-nation"]
    assert talk.said("england") == ["ema/how-much, england"]


def test_a_no_after_an_answer_turns_nothing_down(talk: Talk) -> None:
    talk.said("how much is ema")
    talk.said("wales")
    assert talk.buttons == ["When paid"]
    assert talk.said("no") == ["ok"]


def test_what_goes_with_an_answer_can_be_asked_by_its_label(talk: Talk) -> None:
    talk.said("how much is ema")
    talk.said("wales")
    assert talk.said("When paid") == ["ema/when-paid, wales"]


def test_one_rephrase_and_then_a_person_is_offered(talk: Talk) -> None:
    assert talk.said("flurble") == ["not-understood"]
    assert talk.said("flurble flurble") == ["not-understood-again"]
    assert talk.buttons == ["Yes", "No"]
    assert talk.said("yes") == []
    assert talk.last.handoff
    assert talk.last.reason == "asked for a person"


def test_the_offer_of_a_person_can_be_declined(talk: Talk) -> None:
    talk.said("flurble")
    talk.said("flurble flurble")
    assert talk.said("no") == ["person-declined"]
    assert not talk.last.handoff
    assert talk.said("what are t levels") == ["courses/t-levels"]


def test_an_answer_in_between_starts_the_misses_over(talk: Talk) -> None:
    talk.said("flurble")
    talk.said("what are t levels")
    assert talk.said("flurble") == ["not-understood"]


@pytest.mark.parametrize("choice", ["", "person"])
def test_who_asks_for_a_person_gets_one(talk: Talk, choice: str) -> None:
    assert talk.said("can i talk to someone", choice=choice) == []
    assert talk.last.handoff
    assert talk.last.level is Level.ROUTINE


def test_complex_need_is_answered_and_brings_a_person_in(talk: Talk) -> None:
    said = talk.said("what is universal credit", COMPLEX)
    assert said == ["benefits/universal-credit", "complex-brought-in"]
    assert talk.last.handoff


@pytest.mark.parametrize("words", ["flurble", "whats the weather", "goodbye everyone"])
def test_who_tells_of_something_hard_is_never_told_that_we_cannot_help(
    talk: Talk, words: str
) -> None:
    assert talk.said(words, COMPLEX) == ["complex-brought-in"]
    assert talk.last.handoff
    assert talk.last.offered == ()


def test_who_waits_already_is_not_told_again_that_a_person_was_brought_in(talk: Talk) -> None:
    talk.said("what is universal credit", COMPLEX)
    talk.holder = "queue"
    assert talk.said("what are t levels", COMPLEX) == ["courses/t-levels"]
    assert talk.last.handoff


@pytest.mark.parametrize("words", ["hi", "whats the weather"])
def test_while_they_wait_a_hello_is_for_the_adviser(talk: Talk, words: str) -> None:
    talk.holder = "queue"
    assert talk.said(words) == []
    assert talk.last.handoff


@pytest.mark.parametrize(
    "words",
    [
        "i dont want to talk to anyone",
        "do not want to speak to an adviser",
        "no advisers pls",
        "no i dont want to talk to anybody",
    ],
)
def test_nobody_is_made_to_talk(talk: Talk, words: str) -> None:
    assert talk.said(words) == ["no-talking"]
    assert not talk.last.handoff
    assert talk.said(words, COMPLEX) == ["complex-brought-in", "no-talking"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("i never want to talk to him again", "not-understood"),
        ("dont want to talk to anyone, what are t levels", "courses/t-levels"),
    ],
)
def test_only_who_wants_no_person_is_told_so(talk: Talk, words: str, said: str) -> None:
    assert talk.said(words) == [said]


def test_no_outcome_is_foretold(talk: Talk) -> None:
    assert talk.said("will i win") == ["cannot-foretell"]
    assert talk.buttons == ["Talk to a person"]


def test_what_hardly_reads_as_talk_is_asked_for_again(talk: Talk) -> None:
    assert talk.said("mm") == ["not-understood"]


def test_while_they_wait_what_is_not_understood_goes_to_the_adviser(talk: Talk) -> None:
    talk.holder = "queue"
    assert talk.said("flurble") == []
    assert talk.last.handoff
    assert talk.said("what are t levels") == ["courses/t-levels"]
    assert not talk.last.handoff


def test_the_bot_is_mute_while_an_adviser_holds_the_conversation(talk: Talk) -> None:
    talk.holder = "adviser"
    assert talk.said("what are t levels") == []
    assert talk.said("i live in wales", EMERGENCY) == []
    assert talk.last.level is Level.EMERGENCY
    assert talk.last.signals[0].evidence == "their words"


def test_after_a_release_the_bot_starts_afresh_but_knows_the_facts(talk: Talk) -> None:
    talk.said("levels")
    talk.holder = "adviser"
    talk.said("i live in wales")
    talk.released()
    assert talk.said("2") == ["not-understood"]
    assert talk.said("how much is ema") == ["ema/how-much, wales"]


def test_another_language_gets_a_sentence_in_it_and_a_person(talk: Talk) -> None:
    assert talk.said("dzień dobry", language="pl") == ["other-language-pl"]
    assert talk.last.handoff
    assert talk.last.reason == "writes in pl"
    assert talk.said("здрасти", language="bg") == ["other-language"]


def test_a_message_without_words_is_answered_kindly(talk: Talk) -> None:
    assert talk.said("???") == ["silence"]
    assert talk.said("") == ["silence"]


@pytest.mark.parametrize(("value", "reply"), [("yes", "helped-yes"), ("no", "helped-no")])
def test_whether_an_answer_helped_can_be_told(talk: Talk, value: str, reply: str) -> None:
    talk.said("what are t levels")
    assert talk.said("label", choice=f"helped:{value}:courses/t-levels@1") == [reply]


def test_an_unknown_button_is_read_as_the_words_on_it(talk: Talk) -> None:
    assert talk.said("what are t levels", choice="entry:no/such") == ["courses/t-levels"]
    assert talk.said("yes", choice="yes") == ["ok"]


def test_what_is_kept_in_mind_can_be_asked(talk: Talk) -> None:
    assert talk.said("what do you know about me") == ["facts-none"]
    talk.said("i live in northern ireland")
    assert talk.said("what do you know about me") == ["facts you are in Northern Ireland"]


def test_a_message_that_names_two_nations_says_nothing_of_where_they_live(talk: Talk) -> None:
    talk.said("is it wales or scotland")
    assert talk.said("how much is ema") == ["which-nation"]
