"""Whatever arrives on the socket is a frame we know or an error that helps; nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.web.protocol import (
    LARGEST_FRAME,
    FrameError,
    Hello,
    Line,
    Seen,
    Send,
    TypingNow,
    parse,
)

_IDS = st.from_regex(r"[A-Za-z0-9_-]{8,64}", fullmatch=True)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
_FIELDS = st.fixed_dictionaries(
    {"type": st.sampled_from(["hello", "send", "seen", "typing", "shout"]) | _JSON},
    optional=dict.fromkeys(("token", "after", "widget", "id", "text", "choice", "seq"), _JSON),
)


def _error(data: str) -> FrameError:
    with pytest.raises(FrameError) as caught:
        parse(data)
    return caught.value


@given(st.text())
def test_any_text_is_a_frame_or_an_error_in_words(data: str) -> None:
    try:
        parse(data)
    except FrameError as error:
        assert error.code in {"not-json", "bad-frame"}
        assert error.message
        assert error.mend


@given(_FIELDS)
def test_any_object_is_a_frame_or_an_error_that_quotes_nothing(fields: dict[str, Any]) -> None:
    try:
        frame = parse(json.dumps(fields))
    except FrameError as error:
        places = ("type", "token", "after", "widget", "id", "text", "choice", "seq")
        assert error.message in [
            f"The frame cannot be used: look at `{place}`." for place in places
        ]
    else:
        assert isinstance(frame, Hello | Send | Seen | TypingNow)


@given(_IDS, st.text(min_size=1).filter(str.strip), st.text(max_size=200))
def test_a_send_arrives_as_it_was_meant(send_id: str, text: str, choice: str) -> None:
    data = json.dumps({"type": "send", "id": send_id, "text": text, "choice": choice})
    frame = parse(data)
    assert isinstance(frame, Send)
    assert (frame.id, frame.choice) == (send_id, choice)
    assert frame.text == text


def test_half_an_emoji_does_not_lose_the_message() -> None:
    frame = parse('{"type": "send", "id": "id-00001", "text": "help \\ud83d"}')
    assert isinstance(frame, Send)
    assert frame.text == "help \ufffd"


def test_a_frame_of_100_kilobytes_is_taken_and_one_byte_more_is_not() -> None:
    empty = len('{"type":"send","id":"id-00001","text":""}')
    fits = '{"type":"send","id":"id-00001","text":"' + "a" * (LARGEST_FRAME - empty) + '"}'
    assert isinstance(parse(fits), Send)
    assert _error(fits.replace("aa", "aaa", 1)).code == "too-large"


def test_the_size_is_counted_in_bytes() -> None:
    assert (
        _error('{"type":"typing","more":"' + "é" * (LARGEST_FRAME // 2) + '"}').code == "too-large"
    )


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        ({"type": "shout"}, "type"),
        ({}, "type"),
        ({"type": "send", "id": "id-00001", "text": " \n "}, "text"),
        ({"type": "send", "id": "short", "text": "hi"}, "id"),
        ({"type": "send", "id": "id-00001", "text": "hi", "choice": "a" * 201}, "choice"),
        ({"type": "hello", "after": -1}, "after"),
        ({"type": "hello", "after": 2**31}, "after"),
        ({"type": "hello", "after": "3"}, "after"),
        ({"type": "seen"}, "seq"),
    ],
)
def test_the_error_names_the_field_that_is_wrong(frame: dict[str, Any], place: str) -> None:
    assert f"`{place}`" in _error(json.dumps(frame)).message


def test_the_error_names_the_send_it_is_about() -> None:
    error = _error('{"type": "send", "id": "id-00001", "text": ""}')
    assert error.frame().id == "id-00001"


def test_deep_nesting_is_an_error_like_any_other() -> None:
    assert _error("[" * 50_000).code == "not-json"


def test_fields_from_later_versions_are_ignored() -> None:
    assert isinstance(parse('{"type": "typing", "mood": "calm"}'), TypingNow)


def test_no_place_in_the_line_is_said_and_not_left_out() -> None:
    assert '"place":null' in Line(place=None, open=True, when="").wire()
