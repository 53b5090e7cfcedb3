"""Two models of the understanding on the same kept questions: is the new one fit to be put in service?"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from app.training import KEPT
from bot.share import Share
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.encoder import Encoder
from bot.understanding.evaluate import Outcome
from bot.understanding.nlu_files import read_examples
from bot.understanding.training_set import Example
from content.library import Library
from content.model_checks import Comparison, Lost, OnKept, OnOwn

QUESTIONS = KEPT / "questions.jsonl"
MOST_LOST_SHOWN = 12


def compare_on_kept(
    new: Path,
    old: Path,
    encoder: Path | None,
    questions: Path = QUESTIONS,
    own: Sequence[Example] = (),
) -> Comparison:
    """Measure both on the kept questions that are still answered: a withdrawn entry is no loss.

    `own` are the editors' own test questions, which are counted by themselves.
    """
    every = read_examples(questions)
    reader = Encoder(encoder, remembered=len(every) + len(own)) if encoder else None
    ours = EmbeddedUnderstander.load(new, reader)
    examples = [each for each in every if each.right.intersection(ours.model.ids)]
    asked, kept = [*examples, *own], len(examples)
    after_all = _read(ours, asked)
    before_all = _read(EmbeddedUnderstander.load(old, reader), asked)
    after, before = after_all[:kept], before_all[:kept]
    lost = [
        Lost(now.example.text, min(now.example.right), _taken_for(now))
        for was, now in zip(before, after, strict=True)
        if _right_at_once(was) and not _right_or_offered(now)
    ]
    gained = [
        Lost(was.example.text, min(was.example.right), _taken_for(was))
        for was, now in zip(before, after, strict=True)
        if _right_at_once(now) and not _right_or_offered(was)
    ]
    return Comparison(
        _on_kept(before),
        _on_kept(after),
        tuple(lost[:MOST_LOST_SHOWN]),
        tuple(gained[:MOST_LOST_SHOWN]),
        _on_own(before_all[kept:], after_all[kept:]) if own else None,
    )


def own_questions(library: Library) -> tuple[Example, ...]:
    """The test questions that editors wrote, each with the entry that is to answer it."""
    return tuple(
        Example(question, frozenset({entry_id}))
        for entry_id, live in sorted(library.entries.items())
        for question in live.entry.test_questions
    )


def key_of(mark: str, own: Sequence[Example]) -> str:
    """What a trial is kept under: it is of one model, and of the test questions of the day."""
    if not own:
        return mark
    asked = sorted((each.text, *each.right) for each in own)
    return sha256(f"{mark} {asked}".encode()).hexdigest()[: len(mark)]


def _on_own(before: Sequence[Outcome], after: Sequence[Outcome]) -> OnOwn:
    pairs = list(zip(before, after, strict=True))
    lost = [now for was, now in pairs if _right_at_once(was) and not _right_or_offered(now)]
    wrong = [now for was, now in pairs if not _right_at_once(now) and now not in lost]
    return OnOwn(
        asked=len(pairs),
        right_before=sum(_right_at_once(was) for was, _ in pairs),
        right_after=sum(_right_at_once(now) for _, now in pairs),
        lost=_told(lost),
        wrong=_told(wrong),
    )


def _told(outcomes: Sequence[Outcome]) -> tuple[Lost, ...]:
    return tuple(
        Lost(each.example.text, min(each.example.right), _taken_for(each))
        for each in outcomes[:MOST_LOST_SHOWN]
    )


def _read(understander: EmbeddedUnderstander, examples: Iterable[Example]) -> list[Outcome]:
    outcomes = [Outcome(example, understander.read(example.text)) for example in examples]
    understander.close()
    return outcomes


def _on_kept(outcomes: Sequence[Outcome]) -> OnKept:
    return OnKept(
        right_at_once=Share.of(_right_at_once(each) for each in outcomes).value,
        wrong_as_if_sure=Share.of(
            each.sureness == "sure" and not each.right for each in outcomes
        ).value,
    )


def _right_at_once(outcome: Outcome) -> bool:
    return outcome.right and outcome.sureness == "sure"


def _right_or_offered(outcome: Outcome) -> bool:
    offered = outcome.sureness == "choices" and outcome.right_in_three
    return offered or _right_at_once(outcome)


def _taken_for(outcome: Outcome) -> str:
    return "" if outcome.sureness == "unknown" else outcome.top
