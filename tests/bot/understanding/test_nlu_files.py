"""Training files are read, and what is wrong with them is said with its line and its mend."""

from pathlib import Path

import pytest

from bot.understanding.nlu_files import (
    NLU_DATA,
    id_of,
    intent_of,
    read_small_talk,
    read_training_files,
)
from content.problems import ContentError, Problem

GOOD = """version: "3.1"
nlu:
- intent: ema.how-much
  examples: |
    - how much is ema
    - how much in [cardiff](place)
- intent: talk.greet
  examples: |
    - hi
"""


def problems_of(folder: Path, **files: str) -> list[Problem]:
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as raised:
        read_training_files(folder, {"ema/how-much"})
    return raised.value.problems


def test_phrases_are_read_under_their_ids_without_markup(tmp_path: Path) -> None:
    (tmp_path / "ema.yml").write_text(GOOD, "utf-8")
    phrases = read_training_files(tmp_path, {"ema/how-much"}).phrases
    assert phrases["ema/how-much"] == ["how much is ema", "how much in cardiff"]
    assert phrases["talk/greet"] == ["hi"]


def test_an_entry_without_phrases_is_a_problem(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, talk=GOOD.replace("ema.how-much", "talk.ok"))
    assert "`ema/how-much` has no phrases" in problem.what
    assert "ema.how-much" in problem.mend


def test_the_same_phrase_under_two_intents_is_a_problem_with_its_line(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, ema=GOOD + "    - How MUCH is EMA?\n")
    assert problem.line == 10
    assert "ema.how-much" in problem.what
    assert "talk.greet" in problem.what


def test_an_unknown_intent_is_a_problem_with_its_line(tmp_path: Path) -> None:
    unknown = "- intent: ema.nothing\n  examples: |\n    - what\n"
    [problem] = problems_of(tmp_path, ema=GOOD + unknown)
    assert (problem.line, problem.what) == (10, "There is no entry `ema/nothing`.")


def test_broken_yaml_is_a_problem_and_the_other_files_are_still_read(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, broken="nlu:\n- intent: [\n", ema=GOOD)
    assert problem.where.endswith("broken.yml")
    assert problem.line > 0


def test_an_intent_without_phrases_is_a_problem(tmp_path: Path) -> None:
    empty = '- intent: talk.bye\n  examples: ""\n'
    [problem] = problems_of(tmp_path, ema=GOOD + empty)
    assert "`talk.bye` has no phrases" in problem.what


@pytest.mark.parametrize("entry_id", ["ema/how-much", "talk/greet"])
def test_ids_and_intents_go_both_ways(entry_id: str) -> None:
    assert id_of(intent_of(entry_id)) == entry_id


def test_our_own_files_hold_at_least_forty_different_phrases_an_id() -> None:
    phrases = read_training_files(NLU_DATA / "nlu").phrases
    assert {key: len(set(said)) for key, said in phrases.items() if len(set(said)) < 40} == {}


def test_small_talk_is_read_without_the_other_files() -> None:
    every = read_training_files(NLU_DATA / "nlu").phrases
    talk = {key: said for key, said in every.items() if key.startswith("talk/")}
    assert read_small_talk(NLU_DATA / "nlu").phrases == talk


def test_what_is_wrong_with_small_talk_is_said(tmp_path: Path) -> None:
    (tmp_path / "talk.yml").write_text("nlu:\n- intent: talk.greet\n  examples: |\n", "utf-8")
    with pytest.raises(ContentError, match="has no phrases"):
        read_small_talk(tmp_path)
