"""Keywords mean what they mean to the telephone company, and only as the whole text."""

import pytest
from hypothesis import assume, given
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


TABLE: dict[str, Command] = {
    **dict.fromkeys(STOPS, "stop"),
    **dict.fromkeys(["START", "UNSTOP"], "start"),
    **dict.fromkeys(["HELP", "INFO"], "help"),
}
ADVISERS = {"ADVISER", "ADVISOR"}
letters = st.text(st.characters(categories=["L", "N"]), min_size=1)
around = st.text(" \t\n.,!?'\"-", max_size=5)


@given(st.sampled_from(sorted(TABLE)), st.data(), around, around)
def test_a_keyword_in_any_letters_and_alone_is_that_keyword(
    word: str, data: st.DataObject, before: str, after: str
) -> None:
    """The company's rule: the whole text, and capitals make no difference."""
    written = "".join(data.draw(st.sampled_from([each, each.lower()])) for each in word)
    for opted_out in (True, False):
        found = keyword_in(before + written + after, opted_out=opted_out)
        assert found == Keyword(command=TABLE[word])


@given(st.sampled_from(sorted(TABLE)), letters, st.booleans())
def test_a_keyword_with_any_word_beside_it_is_none(word: str, other: str, first: bool) -> None:
    written = f"{other} {word}" if first else f"{word} {other}"
    joined = "".join(written.split()).upper()
    assume(joined not in {*TABLE, *ADVISERS})
    assert keyword_in(written) == Keyword()


@given(st.text())
def test_what_is_not_in_the_table_is_no_keyword(written: str) -> None:
    bare = "".join(each for each in written if each.isalnum()).upper()
    assume(bare not in {*TABLE, *ADVISERS})
    assert keyword_in(written) == Keyword()


@given(st.text())
def test_any_text_can_be_looked_at(written: str) -> None:
    assert keyword_in(written).command in ("", "stop", "start", "help")
