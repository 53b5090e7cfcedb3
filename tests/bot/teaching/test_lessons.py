"""What an encoder of our own is taught: all danger in every turn, and nothing that is kept back."""

from pathlib import Path

import pytest

from bot.risk.families import Family
from bot.risk.lessons import is_kept_back, messages
from bot.risk.second import MOST_WORDS
from bot.teaching.lessons import NOT_SAID, Lessons, RiskData, gather_lessons, read_public
from tests.bot.risk.conftest import EVERYDAY, ROUTINE, small

__all__ = ["small"]


@pytest.fixture
def lessons(small: tuple[Family, ...]) -> Lessons:
    """Two entries, two families, one public label."""
    phrases = {"ema/what": ["what is ema", "EMA??"], "work/jobs": ["find me a job"]}
    risk = RiskData(small, tuple(ROUTINE), tuple(EVERYDAY))
    return gather_lessons(phrases, risk, [("book a table", "restaurant")])


def test_each_phrase_names_its_entry_and_each_public_text_its_label(lessons: Lessons) -> None:
    named = {(each.text, each.entry, each.public) for each in lessons.fixed}
    assert named == {
        ("what is ema", 0, NOT_SAID),
        ("ema", 0, NOT_SAID),
        ("find me a job", 1, NOT_SAID),
        ("book a table", NOT_SAID, 0),
    }


def test_all_danger_is_in_every_turn(lessons: Lessons) -> None:
    danger = {message.whole for message in lessons.messages if message.level}
    for turn in (*map(lessons.turn, range(3)), *map(lessons.danger_turn, range(3))):
        assert danger <= {lesson.text for lesson in turn if lesson.level > 0}


def test_what_is_kept_back_is_never_taught(lessons: Lessons, small: tuple[Family, ...]) -> None:
    kept = {each.whole for each in messages(small, ROUTINE, EVERYDAY) if is_kept_back(each)}
    assert kept, "the small world keeps nothing back"
    taught = {lesson.text for number in range(3) for lesson in lessons.turn(number)}
    assert kept & taught <= {lesson.text for lesson in lessons.fixed}


def test_a_turn_pastes_danger_into_another_question_than_the_last(lessons: Lessons) -> None:
    first, second = ({each.text for each in lessons.turn(number)} for number in (0, 1))
    assert first != second


def test_a_turn_of_whole_messages_holds_all_danger_and_all_that_looks_like_it(
    lessons: Lessons,
) -> None:
    told = {each.whole for each in lessons.messages if each.kind in ("example", "lookalike")}
    short = {text for text in told if len(text.split()) <= MOST_WORDS}
    assert short
    for number in range(2):
        assert short <= {lesson.text for lesson in lessons.whole_turn(number)}


def test_two_turns_of_whole_messages_take_other_everyday_ones(lessons: Lessons) -> None:
    everyday = {each.whole for each in lessons.messages if each.kind == "everyday"}
    first, second = (
        everyday & {lesson.text for lesson in lessons.whole_turn(number)} for number in (0, 1)
    )
    assert first
    assert second
    assert not first & second


def test_a_turn_of_whole_messages_leaves_out_what_the_second_reader_never_reads(
    lessons: Lessons,
) -> None:
    texts = {lesson.text for number in range(8) for lesson in lessons.whole_turn(number)}
    assert max(len(text.split()) for text in texts) <= MOST_WORDS
    assert not texts & lessons.kept_back


@pytest.mark.parametrize("text", ["", "[]", '{"train": [["one"]]}', '{"test": []}'])
def test_a_public_set_of_another_shape_is_refused_with_the_mend(tmp_path: Path, text: str) -> None:
    file = tmp_path / "public.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"Give a JSON file with `train`: \[\[text, label\]\]"):
        read_public(file)
