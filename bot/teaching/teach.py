"""Teaching: the encoder learns to bring together what belongs to one entry or one danger.

Three tasks at once over one vector: which entry, how grave and of which family, and which label of a
public set. The same lessons give the same weights on the same machine.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from bot.teaching.lessons import NOT_SAID, Lesson, Lessons
from bot.teaching.teachable import Teachable

LEVELS = 3

Tell = Callable[[int, int, float], None]
"""Hears the step, the number of steps, and how far off it is."""


@dataclass(frozen=True)
class Plan:
    """How long and how hard: turns of everything, then turns that are about danger, then of whole messages.

    Entries are told apart after a few turns. Danger, most of it said between the lines, takes more.
    Of every text a share of its words is hidden, so that no one word is relied on.
    """

    turns: int = 3
    danger_turns: int = 9
    whole_turns: int = 0
    rate: float = 1e-4
    danger_weight: float = 2.5
    heads_rate: float = 3e-3
    batch: int = 48
    frozen_layers: int = 1
    most_tokens: int = 64
    hidden_words: float = 0.05
    seed: int = 7
    threads: int = 2


class Heads(nn.Module):
    """What is asked of a vector while teaching; thrown away after it."""

    def __init__(self, lessons: Lessons, width: int) -> None:
        """As many as there are names, over vectors so wide."""
        super().__init__()
        self.entries = nn.Parameter(torch.randn(len(lessons.entries), width) * 0.05)
        self.public = nn.Parameter(torch.randn(max(len(lessons.public), 1), width) * 0.05)
        self.families = nn.Linear(width, len(lessons.families))
        self.levels = nn.Linear(width, LEVELS)
        self.drop = nn.Dropout(0.1)


class Teacher:
    """Teaches one encoder."""

    def __init__(
        self, network: Teachable, tokenizer: Tokenizer, lessons: Lessons, plan: Plan
    ) -> None:
        """The network is changed in place."""
        torch.manual_seed(plan.seed)
        torch.set_num_threads(plan.threads)
        torch.use_deterministic_algorithms(mode=True)
        self._network = network
        self._tokenizer = tokenizer
        self._lessons = lessons
        self._plan = plan
        self._heads = Heads(lessons, network.width)
        self._random = random.Random(plan.seed)  # noqa: S311  an order, not a secret
        tokenizer.enable_truncation(plan.most_tokens)
        tokenizer.enable_padding()
        network.freeze_lowest(plan.frozen_layers)

    def teach(self, tell: Tell) -> None:
        """All turns."""
        plan, lessons = self._plan, self._lessons
        first = [self._batches(lessons.turn(number)) for number in range(plan.turns)]
        last = [self._batches(lessons.danger_turn(number)) for number in range(plan.danger_turns)]
        last += [self._batches(lessons.whole_turn(number)) for number in range(plan.whole_turns)]
        steps = sum(len(batches) for batches in (*first, *last))
        done = self._stage(first, 1.0, lambda step, loss: tell(step, steps, loss))
        self._stage(last, plan.danger_weight, lambda step, loss: tell(done + step, steps, loss))
        self._network.eval()

    def tokens_of(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """The ids of every text's tokens in rows of one length, and which of them are there."""
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        return ids, torch.tensor([encoding.attention_mask for encoding in encodings])

    def _stage(
        self, turns: list[list[list[Lesson]]], danger: float, tell: Callable[[int, float], None]
    ) -> int:
        """Some turns, faster at first and slower to the end; how many steps that were."""
        steps = sum(len(batches) for batches in turns)
        learning = [each for each in self._network.parameters() if each.requires_grad]
        optimiser = torch.optim.AdamW(
            [
                {"params": learning, "lr": self._plan.rate},
                {"params": self._heads.parameters(), "lr": self._plan.heads_rate},
            ],
            weight_decay=0.01,
        )
        pace = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / 200) * max(0.02, 1 - step / max(steps, 1))
        )
        self._network.train()
        for step, batch in enumerate(batch for batches in turns for batch in batches):
            loss = self._loss(batch, danger)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimiser.step()
            pace.step()
            tell(step + 1, float(loss.detach()))
        return steps

    def _batches(self, lessons: list[Lesson]) -> list[list[Lesson]]:
        """One turn in batches of about the same length, which saves half the time."""
        self._random.shuffle(lessons)
        size, many = self._plan.batch, self._plan.batch * 24
        batches: list[list[Lesson]] = []
        for first in range(0, len(lessons), many):
            part = sorted(lessons[first : first + many], key=lambda lesson: len(lesson.text))
            batches += [part[place : place + size] for place in range(0, len(part), size)]
        self._random.shuffle(batches)
        return batches

    def _loss(self, batch: Sequence[Lesson], danger: float) -> Tensor:
        ids, mask = self.tokens_of([lesson.text for lesson in batch])
        vectors = self._heads.drop(self._network(self._with_some_hidden(ids), mask))
        entry = torch.tensor([lesson.entry for lesson in batch])
        public = torch.tensor([lesson.public for lesson in batch])
        return (
            _of_one(vectors, self._heads.entries, entry)
            + _of_one(vectors, self._heads.public, public)
            + danger * self._of_danger(vectors, batch)
        )

    def _with_some_hidden(self, ids: Tensor) -> Tensor:
        words = ids > self._network.last_special
        hidden = (torch.rand(ids.shape) < self._plan.hidden_words) & words
        return torch.where(hidden, self._network.hidden_word, ids)

    def _of_danger(self, vectors: Tensor, batch: Sequence[Lesson]) -> Tensor:
        level = torch.tensor([lesson.level for lesson in batch])
        said = level != NOT_SAID
        if not bool(said.any()):
            return vectors.sum() * 0
        family = torch.tensor([lesson.family for lesson in batch])[said]
        scaled, level = vectors[said] * 6, level[said]
        of_family = torch.zeros(len(family), len(self._lessons.families))
        known = family != NOT_SAID
        of_family[known.nonzero().squeeze(1), family[known]] = 1
        reached = torch.stack([(level >= rank).float() for rank in range(1, LEVELS + 1)], 1)
        wrong_family = functional.binary_cross_entropy_with_logits(
            self._heads.families(scaled), of_family
        )
        wrong_level = functional.binary_cross_entropy_with_logits(
            self._heads.levels(scaled), reached
        )
        return 8 * wrong_family + 2 * wrong_level


def _of_one(vectors: Tensor, prototypes: Tensor, wanted: Tensor) -> Tensor:
    """How far the texts are from the prototype of their own kind, against all others."""
    said = wanted != NOT_SAID
    if not bool(said.any()):
        return vectors.sum() * 0
    likeness = vectors[said] @ functional.normalize(prototypes, dim=-1).T
    return functional.cross_entropy(20 * likeness, wanted[said], label_smoothing=0.05)
