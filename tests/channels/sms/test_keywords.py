"""Keywords mean what they mean to the telephone company, and only as the whole text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.messages import Command
from channels.sms.keywords import Keyword, keyword_in

STOPS = ["STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"]


@pytest.mark.parametrize(
    ("words", "command"),
    [(word, "stop") for word in STOPS]
    + [("START", "start"), ("UNSTOP", "start"), ("HELP", "help"), ("INFO", "help")],
)
def test_each_keyword_in_any_letters(words: str, command: Command) -> None:
    for written in (words, words.lower(), f"  {words.title()}.\n", f'"{words}"!'):
        assert keyword_in(written) == Keyword(command=command)


@pytest.mark.parametrize("written", ["stop all", "Opt-out", "opt out."])
def test_a_keyword_written_apart_is_still_that_keyword(written: str) -> None:
    assert keyword_in(written).command == "stop"


@pytest.mark.parametrize(
    "written",
    ["how do i stop smoking", "stop it please", "help me", "i want to quit college", "", "?", "Y"],
)
def test_a_keyword_within_other_words_is_none(written: str) -> None:
    assert keyword_in(written) == Keyword()
    assert keyword_in(written, opted_out=True) == Keyword()


def test_yes_is_start_only_after_opting_out() -> None:
    assert keyword_in("Yes", opted_out=True).command == "start"
    assert keyword_in("Yes", opted_out=False) == Keyword()


@pytest.mark.parametrize("written", ["ADVISER", "adviser?", "Advisor"])
def test_adviser_asks_for_a_person(written: str) -> None:
    assert keyword_in(written) == Keyword(choice="person")


@pytest.mark.parametrize(
    ("told", "command"), [("STOP", "stop"), ("START", "start"), ("HELP", "help")]
)
def test_what_the_company_took_it_for_counts(told: str, command: Command) -> None:
    assert keyword_in("arrêt", told=told).command == command


@given(st.text())
def test_any_text_can_be_looked_at(written: str) -> None:
    assert keyword_in(written).command in ("", "stop", "start", "help")
