"""The readable pattern language means what nlu_data/risk/README.md says."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.risk.pattern_language import MAX_ROWS, PatternError, for_matcher, rows_of

VOCAB = Vocab()
WORDS = st.sampled_from(["cut", "kill", "die", "want", "dont", "me"])
CHOICE = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4)


def fits(pattern: str, text: str) -> bool:
    """Whether the pattern is found anywhere in the text."""
    matcher = Matcher(VOCAB)
    matcher.add("pattern", [for_matcher(row) for row in rows_of(pattern)])
    return bool(matcher(Doc(VOCAB, words=text.split())))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("kill myself", "i will kill myself now"),
        ("(kill|end|hurt) myself", "i hurt myself"),
        ("want to (die|not wake up)", "i want to not wake up"),
        ("[really] want to die", "want to die"),
        ("im [so|very] sad", "im very sad"),
        ("im [so|very] sad", "im sad"),
        ("cut*", "he was cutting"),
        ("(slash|cut*) me", "cuts me"),
        ("took _ pills", "took nine pills"),
        ("hit ... dad", "hit me by my dad"),
        ("hit ... dad", "hit dad"),
        ("(a [big|very big] knife|gun)", "a very big knife"),
        ("know where she ...", "know where she"),
    ],
)
def test_it_takes_what_it_stands_for(pattern: str, text: str) -> None:
    assert fits(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("kill myself", "kill it myself"),
        ("(kill|end|hurt) myself", "love myself"),
        ("[really] want to die", "want to really die"),
        ("cut*", "acute"),
        ("took _ pills", "took pills"),
        ("hit ... dad", "hit one two three four five dad"),
        ("a (b|c d) e", "a c e"),
    ],
)
def test_it_leaves_what_it_does_not_stand_for(pattern: str, text: str) -> None:
    assert not fits(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "mend"),
    [
        ("kill (myself|me", "Close every ("),
        ("kill myself)", "Close every ("),
        ("kill [myself)", "Close every ("),
        ("kill (myself|)", "square brackets"),
        ("...", "Name at least one word"),
        ("_ ...", "Name at least one word"),
        ("[kill]", "Name at least one word"),
        ("", "Name at least one word"),
        ("don't, ever", "without marks"),
        (" ".join(["(a|b c|d e f)"] * 8), "two shorter patterns"),
    ],
)
def test_a_broken_pattern_says_how_to_mend_it(pattern: str, mend: str) -> None:
    with pytest.raises(PatternError) as error:
        rows_of(pattern)
    assert mend in error.value.mend


def test_words_are_made_plain_as_messages_are() -> None:
    short = {"u": "you", "gonna": "going to"}
    rows = rows_of("u gonna die", lambda word: short.get(word, word))
    assert [[*slot.words] for slot in rows[0]] == [["you"], ["going"], ["to"], ["die"]]


@given(first=CHOICE, second=CHOICE)
def test_merging_choices_neither_adds_nor_loses_a_reading(
    first: list[str], second: list[str]
) -> None:
    rows = rows_of(f"({'|'.join(first)}) ({'|'.join(second)})")
    read = {" ".join(words) for row in rows for words in itertools.product(*(s.words for s in row))}
    assert read == {f"{one} {two}" for one in first for two in second}


@given(st.text(alphabet="abc ()[]|*_.'-", max_size=60))
def test_any_line_of_text_is_read_or_refused_with_a_mend(pattern: str) -> None:
    try:
        rows = rows_of(pattern)
    except PatternError as error:
        assert error.mend
    else:
        assert 1 <= len(rows) <= MAX_ROWS
