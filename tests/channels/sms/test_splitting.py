"""Long messages go as few texts that read well alone, and no word is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.sms.splitting import texts_of
from content.sms_text import GSM_BASIC, fold

sentences = st.lists(
    st.text(alphabet="abc déê'", min_size=1, max_size=200).map(lambda words: f"{words}. "),
    min_size=1,
    max_size=30,
)


def without_numbers(texts: list[str]) -> str:
    """The words of the texts without what was added in front, and without spaces."""
    bare = texts if len(texts) == 1 else [text.split(") ", 1)[1] for text in texts]
    return "".join("".join(bare).split())


def test_up_to_three_segments_is_one_text() -> None:
    assert texts_of("a" * 459) == ["a" * 459]
    assert len(texts_of("word. " * 77)) == 2


def test_texts_are_cut_between_sentences_and_numbered() -> None:
    message = "You may be able to get money off your college costs this year. " * 9
    first, second = texts_of(message)
    assert first.startswith("(1/2) You")
    assert first.endswith("year.")
    assert second.startswith("(2/2) You")


def test_points_of_a_list_stay_whole() -> None:
    message = "\n".join(f"- point {number} of what to bring with you" for number in range(20))
    for text in texts_of(message):
        assert all(line.split(") ")[-1].startswith("- point") for line in text.splitlines())


@given(st.one_of(sentences.map("".join), st.text(max_size=3000)))
def test_no_word_is_lost_and_the_company_takes_every_text(message: str) -> None:
    texts = texts_of(message)
    assert without_numbers(texts) == "".join(fold(message).split())
    assert all(len(text) <= 1600 for text in texts)
    assert len(texts) <= 3


@settings(deadline=None)
@given(
    st.text(alphabet=sorted(GSM_BASIC), min_size=1, max_size=90).map(
        lambda part: (part * 9000)[:9000]
    )
)
def test_what_three_texts_cannot_hold_takes_more_of_them(message: str) -> None:
    texts = texts_of(message)
    assert all(len(text) <= 1600 for text in texts)
    assert without_numbers(texts) == "".join(fold(message).split())
