"""What was said before counts: follow-ups, two questions at once, corrections, and facts."""

from dataclasses import replace

import pytest

from bot.decision import Choice
from bot.dialogue.replies import related_by_text
from bot.state import Fact, Pending
from content.sms_text import size
from tests.bot.dialogue.talk import LIBRARY, URGENT, Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
def of_ema(talk: Talk) -> Talk:
    """A talk in which EMA in Wales was asked for."""
    talk.said("how much is ema")
    assert talk.said("wales") == ["ema/how-much, wales"]
    return talk


def test_a_follow_up_is_read_with_what_was_answered_last(of_ema: Talk) -> None:
    assert of_ema.said("when do i get it?") == ["ema/when-paid, wales"]
    assert of_ema.said("how much would i get") == ["ema/how-much, wales"]
    assert of_ema.last.understood[0].id == "ema/how-much"


def test_without_anything_before_it_the_same_words_are_a_guess(talk: Talk) -> None:
    assert talk.said("how much would i get") == ["did-you-mean"]


def test_a_question_that_speaks_for_itself_is_not_pulled_to_the_last_answer(of_ema: Talk) -> None:
    said = of_ema.said("can you tell me what universal credit is")
    assert said == ["benefits/universal-credit"]


@pytest.mark.parametrize(
    "words", ["what about scotland", "and in scotland?", "if i live in scotland"]
)
def test_another_nation_asked_about_is_answered_for_there(of_ema: Talk, words: str) -> None:
    assert of_ema.said(words) == ["ema/how-much, scotland"]


def test_an_age_that_changes_nothing_does_not_bring_the_same_words_again(of_ema: Talk) -> None:
    assert of_ema.said("and if im 18") == ["said-all"]
    assert "age" not in of_ema.state.facts


def test_what_was_just_answered_is_not_answered_again_word_for_word(talk: Talk) -> None:
    assert talk.said("what are t levels") == ["courses/t-levels"]
    assert talk.said("what are t levels") == ["said-all"]
    assert talk.buttons == ["Talk to a person"]
    talk.said("help with my cv")
    assert talk.said("what are t levels") == ["courses/t-levels"]


def test_while_they_wait_more_on_what_was_answered_is_for_the_adviser(talk: Talk) -> None:
    talk.said("what are t levels")
    talk.holder = "queue"
    assert talk.said("what are t levels") == []
    assert talk.last.handoff


def test_a_button_brings_an_answer_as_often_as_it_is_pressed(talk: Talk) -> None:
    for _ in range(2):
        assert talk.said("T levels", choice="entry:courses/t-levels") == ["courses/t-levels"]


def test_an_answer_for_everywhere_is_said_to_hold_there_too(talk: Talk) -> None:
    talk.said("what are t levels")
    assert talk.said("what about wales") == ["holds-there-too"]
    assert talk.state.facts["nation"].value == "wales"


def test_a_fact_may_lead_to_another_answer(of_ema: Talk) -> None:
    assert of_ema.said("im at college") == ["ema/when-paid, wales"]
    assert of_ema.state.facts["studying"] == Fact("at college", "young person", 3)


def test_a_nation_said_in_passing_does_not_bring_back_the_older_question(talk: Talk) -> None:
    talk.said("how much is ema")
    assert talk.said("in wales, can i get universal credit") == ["benefits/universal-credit"]
    assert talk.said("how much is ema") == ["ema/how-much, wales"]


def test_a_guess_at_something_else_does_not_bring_back_the_older_question_either(
    talk: Talk,
) -> None:
    talk.said("how much is ema")
    assert talk.said("in wales, could i get some credit") == ["did-you-mean"]
    assert talk.said("1") == ["benefits/universal-credit"]


def test_two_questions_in_one_message_are_both_answered(of_ema: Talk) -> None:
    of_ema.said("help with my cv")
    said = of_ema.said("how much is ema and when do i get it?")
    assert said == ["ema/how-much, wales", "ema/when-paid, wales"]
    assert of_ema.last.answers == ("ema/how-much", "ema/when-paid")


def test_two_answers_wait_for_the_nation_together(talk: Talk) -> None:
    assert talk.said("how much is ema and when do i get it?") == ["which-nation"]
    assert talk.said("wales") == ["ema/how-much, wales", "ema/when-paid, wales"]


def test_of_two_questions_the_one_that_needs_no_nation_is_answered_at_once(talk: Talk) -> None:
    assert talk.said("what are t levels and how much is ema") == [
        "courses/t-levels",
        "which-nation",
    ]
    assert talk.said("wales") == ["ema/how-much, wales"]


def test_one_question_in_two_halves_has_one_answer(talk: Talk) -> None:
    said = talk.said("what is universal credit, how do i get universal credit")
    assert said == ["benefits/universal-credit"]


def test_two_questions_never_come_before_words_of_safety(of_ema: Talk) -> None:
    assert of_ema.said("how much is ema and when do i get it?", URGENT)[0] == "keep safe, urgent"


@pytest.mark.parametrize(
    ("correction", "answer"),
    [
        ("no i meant a levels", "courses/a-levels"),
        ("sorry i was asking about a levels", "courses/a-levels"),
        ("not ema, universal credit", "benefits/universal-credit"),
        ("not ema but a levels", "courses/a-levels"),
        ("universal credit not ema", "benefits/universal-credit"),
        ("no wait a levels", "courses/a-levels"),
    ],
)
def test_what_was_meant_instead_is_answered(of_ema: Talk, correction: str, answer: str) -> None:
    assert of_ema.said(correction) == [answer]


@pytest.mark.parametrize(
    "correction", ["i said scotland not wales", "no scotland", "not wales, i live in scotland"]
)
def test_a_corrected_nation_replaces_the_first_and_the_answer_is_given_anew(
    of_ema: Talk, correction: str
) -> None:
    assert of_ema.said(correction) == ["ema/how-much, scotland"]
    assert of_ema.state.facts["nation"].value == "scotland"


@pytest.mark.parametrize(
    "pick", ["b", "2nd", "the 2nd 1", "yes the second one", "option 2", "A levels"]
)
def test_the_second_choice_is_picked_in_many_ways(talk: Talk, pick: str) -> None:
    talk.said("levels")
    assert talk.said(pick) == ["courses/a-levels"]


@pytest.mark.parametrize("words", ["univeral credit", "universal credits", "Universal creddit?"])
def test_a_label_may_be_misspelt_a_little(talk: Talk, words: str) -> None:
    talk.said("levels")
    assert talk.said(words) == ["benefits/universal-credit"]


@pytest.mark.parametrize("words", ["neither", "none of them", "not any of these"])
def test_neither_turns_the_choices_down(talk: Talk, words: str) -> None:
    talk.said("levels")
    assert talk.said(words) == ["choice-declined"]


def test_yes_picks_the_only_choice(talk: Talk) -> None:
    talk.said("some credit")
    assert talk.state.pending == Pending("choice", ("benefits/universal-credit",))
    assert talk.said("yes") == ["benefits/universal-credit"]


def test_facts_are_noted_kept_and_shown(talk: Talk) -> None:
    assert talk.said("im 17 and im in foster care") == ["facts-noted you are 17, you are in care"]
    talk.said("i live in wales")
    assert talk.said("what do you know about me") == [
        "facts you are in Wales, you are 17, you are in care"
    ]
    assert talk.state.facts["age"] == Fact("17", "young person", 1)
    assert talk.said("how much is ema") == ["ema/how-much, wales"]


def test_it_is_shown_who_said_what_they_did_not(talk: Talk) -> None:
    talk.state = talk.state.with_fact("age", Fact("16", "adviser", 1))
    assert talk.said("what do you know about me") == [
        "facts you are 16 (an adviser wrote this down)"
    ]


@pytest.mark.parametrize("words", ["what happens when im 18", "what if im in care"])
def test_what_is_only_supposed_is_no_fact(talk: Talk, words: str) -> None:
    talk.said(words)
    assert not talk.state.facts


@pytest.mark.parametrize("words", ["thats wrong", "forget that", "no"])
def test_facts_that_were_shown_are_forgotten_when_they_are_wrong(talk: Talk, words: str) -> None:
    talk.said("im 17")
    talk.said("what do you know about me")
    assert talk.said(words) == ["facts-forgotten you are 17"]
    assert talk.said("what do you know about me") == ["facts-none"]


@pytest.mark.parametrize("words", ["you got my age wrong", "forget my age", "that's the wrong age"])
def test_one_fact_can_be_forgotten_by_its_name(of_ema: Talk, words: str) -> None:
    of_ema.said("im 17")
    assert of_ema.said(words) == ["facts-forgotten you are 17"]
    assert set(of_ema.state.facts) == {"nation"}


def test_a_wrong_fact_put_right_in_the_same_breath_is_replaced(talk: Talk) -> None:
    talk.said("im 17")
    talk.said("thats the wrong age im 18")
    assert talk.state.facts["age"].value == "18"


def test_forgetting_is_about_facts_and_nothing_else(talk: Talk) -> None:
    talk.said("im 17")
    assert talk.said("forget it then") == ["not-understood"]
    assert "age" in talk.state.facts


def test_what_goes_with_an_answer_is_offered_by_text_too(of_ema: Talk) -> None:
    assert of_ema.last.replies[0].sms == "ema/how-much\nsms-related\n1 When paid"
    assert of_ema.said("1") == ["ema/when-paid, wales"]


def test_a_text_names_nothing_that_a_stranger_should_not_see(talk: Talk) -> None:
    talk.said("help with my cv")
    assert talk.last.replies[0].sms == "work/cv\nsms-related\n1 A levels"
    assert talk.buttons == ["A levels", "Family arguments"]
    assert talk.said("1") == ["courses/a-levels"]


@pytest.mark.parametrize("length", range(0, 320, 20))
def test_what_goes_with_an_answer_never_makes_the_text_longer_than_two_parts(length: int) -> None:
    choices = [Choice("When EMA is paid", "a"), Choice("EMA income limits", "b")]
    words = replace(LIBRARY.words["sms-related"], sms="More:")
    library = replace(LIBRARY, words={**LIBRARY.words, "sms-related": words})
    text = "a" * length
    more = related_by_text(library, text, choices)
    assert size(text + more).parts <= 2 or not more
    assert bool(more) == (length <= 280)
