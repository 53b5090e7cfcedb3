"""Measuring an engine on kept messages that it has not learned from."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.meaning import Meaning
from bot.share import Share
from bot.understanding.confidence import MOST_OFFERED, Sureness, judge
from bot.understanding.model import OUT_OF_SCOPE
from bot.understanding.training_set import Example

Read = Callable[[str], Meaning]
_BINS = 5


@dataclass(frozen=True)
class Outcome:
    """One kept message and how it was read."""

    example: Example
    meaning: Meaning

    @property
    def sureness(self) -> Sureness:
        """What would be done with it."""
        return judge(self.meaning)

    @property
    def top(self) -> str:
        """The first intent."""
        return self.meaning.ranked[0].id if self.meaning.ranked else OUT_OF_SCOPE

    @property
    def right(self) -> bool:
        """The first intent is right."""
        return self.top in self.example.right

    @property
    def right_in_three(self) -> bool:
        """One of the first three is right."""
        return any(each.id in self.example.right for each in self.meaning.ranked[:MOST_OFFERED])

    @property
    def answered(self) -> bool:
        """An entry would be given as the answer."""
        return self.sureness == "sure" and not self.top.startswith("talk/")


@dataclass(frozen=True)
class Report:
    """Shares from 0 to 1. `by_topic` and `by_kind` are right at the first place."""

    messages: int
    right: float
    right_in_three: float
    right_at_once: float
    right_or_offered: float
    wrong_as_if_sure: float
    out_of_scope_not_answered: float
    out_of_scope_known: float
    separation: float
    calibration_error: float
    reliability: tuple[tuple[float, float, int], ...]
    by_topic: dict[str, Share]
    by_kind: dict[str, Share]
    confusions: tuple[tuple[str, str, int], ...]


def measure(read: Read, examples: Iterable[Example]) -> Report:
    """Read every message and add up. Examples without a right id are out of scope."""
    outcomes = [Outcome(example, read(example.text)) for example in examples]
    inside = [each for each in outcomes if each.example.in_scope]
    outside = [each for each in outcomes if not each.example.in_scope]
    reliability = _reliability(inside)
    confused = Counter((min(each.example.right), each.top) for each in inside if not each.right)
    return Report(
        messages=len(outcomes),
        right=_share(each.right for each in inside),
        right_in_three=_share(each.right_in_three for each in inside),
        right_at_once=_share(each.right and each.sureness == "sure" for each in inside),
        right_or_offered=_share(
            (each.sureness == "sure" and each.right)
            or (each.sureness == "choices" and each.right_in_three)
            for each in inside
        ),
        wrong_as_if_sure=_share(each.sureness == "sure" and not each.right for each in inside),
        out_of_scope_not_answered=_share(not each.answered for each in outside),
        out_of_scope_known=_share(
            each.sureness == "unknown" or each.top.startswith("talk/") for each in outside
        ),
        separation=_separation(
            [each.meaning.in_scope for each in inside], [each.meaning.in_scope for each in outside]
        ),
        calibration_error=sum(abs(said - came) * count for said, came, count in reliability)
        / max(len(inside), 1),
        reliability=reliability,
        by_topic=_by(inside, lambda each: min(each.example.right).partition("/")[0]),
        by_kind=_by(inside, lambda each: each.example.kind),
        confusions=tuple((right, said, n) for (right, said), n in confused.most_common(15)),
    )


def _share(marks: Iterable[bool]) -> float:
    return Share.of(marks).value


def _by(outcomes: Sequence[Outcome], group: Callable[[Outcome], str]) -> dict[str, Share]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for each in outcomes:
        groups[group(each)].append(each.right)
    return {name: Share.of(marks) for name, marks in sorted(groups.items())}


def _reliability(outcomes: Sequence[Outcome]) -> tuple[tuple[float, float, int], ...]:
    """Per fifth of the scale: the mean probability said, the share that came true, how many."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for each in outcomes:
        said = each.meaning.ranked[0].confidence if each.meaning.ranked else 0.0
        bins[min(int(said * _BINS), _BINS - 1)].append((said, each.right))
    return tuple(
        (sum(said for said, _ in rows) / len(rows), _share(came for _, came in rows), len(rows))
        for _, rows in sorted(bins.items())
    )


def _separation(inside: Sequence[float], outside: Sequence[float]) -> float:
    """How often a message in scope is rated above one out of scope (area under the ROC curve)."""
    pairs = len(inside) * len(outside)
    above = sum((ours > other) + (ours == other) / 2 for ours in inside for other in outside)
    return above / pairs if pairs else 0.0
