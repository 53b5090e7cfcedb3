"""Taking exported files in: worked out and checked first, then done all at once or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection

from content import repository, reviewing
from content.checks.piece import Piece, check_piece
from content.incoming import Incoming
from content.problems import Problem
from content.publishing import EditConflictError, headline, one_at_a_time
from content.repository import ANSWER, Draft, Stored
from content.whole import Held, Words, held, marks, path_of

What = Literal["publish", "review", "draft", "withdraw"]


@dataclass(frozen=True)
class Step:
    """One thing to do. `words` are none where nothing is written.

    `review` is a draft that would have gone live, had a second person looked at it.
    """

    what: What
    entry_id: str
    kind: str
    words: Words | None
    new: bool


@dataclass(frozen=True)
class Import:
    """What an import would change, what is wrong with it, and the library that it was worked out for."""

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    unchanged: int
    left_alone: int
    seen: Mapping[str, tuple[int | None, int]]


def prepare(
    incoming: Incoming, here: Mapping[str, Held], hours: str, day: date, *, alone: bool = False
) -> Import:
    """Work out and check what would change. What is only here and not in the files is left alone.

    `alone`: one person does it, so that what needs a second one waits as a draft in review.
    """
    steps = tuple(_steps(incoming, here))
    changed = {step.entry_id for step in steps}
    return Import(
        steps=tuple(_waiting(step, here) for step in steps) if alone else steps,
        problems=tuple(_problems(steps, here, hours, day)),
        unchanged=len(set(incoming.kinds) - changed),
        left_alone=len(set(here) - set(incoming.kinds)),
        seen=marks(here),
    )


def carry_out(tx: Connection, prepared: Import, *, by: int | None, why: str, now: datetime) -> None:
    """Do all of it. Raises EditConflictError if anything was saved or published since it was prepared."""
    one_at_a_time(tx)
    if marks(held(tx)) != prepared.seen:
        raise EditConflictError(None)
    for step in prepared.steps:
        number = None
        if step.words:
            draft = _draft(step.entry_id, step.kind, step.words)
            number = repository.save_revision(tx, draft, author_id=by, why=why, now=now)
            if step.what == "publish" or (step.what == "withdraw" and step.new):
                repository.publish_revision(tx, draft, number, publisher_id=by, now=now)
        if step.what == "review" and by is not None and number:
            reviewing.ask(tx, step.entry_id, number, by=by, words=why, now=now)
        if step.what == "withdraw":
            repository.withdraw(tx, step.entry_id, now=now)


def _waiting(step: Step, here: Mapping[str, Held]) -> Step:
    """The same step; where it would put in service what needs two people, as a draft in review."""
    if step.what != "publish" or step.words is None:
        return step
    known = here.get(step.entry_id)
    live = known.live.body if known and known.live else ""
    bodies = (step.words.body, live)
    risky = any(reviewing.needs_two(step.entry_id, step.kind, body) for body in bodies)
    return replace(step, what="review") if risky else step


def _steps(incoming: Incoming, here: Mapping[str, Held]) -> Iterator[Step]:
    for entry_id, words in incoming.live.items():
        known = here.get(entry_id)
        if known is None or known.live != words:
            yield Step("publish", entry_id, incoming.kinds[entry_id], words, known is None)
    for entry_id, words in incoming.withdrawn.items():
        known = here.get(entry_id)
        same = known is not None and known.newest == words
        if known is None or known.live is not None or not (same and known.withdrawn):
            new = known is None or not (known.live or known.withdrawn)
            again = None if same and not new else words
            yield Step("withdraw", entry_id, incoming.kinds[entry_id], again, new)
    for entry_id, words in incoming.drafts.items():
        known = here.get(entry_id)
        published_over = entry_id in incoming.live and (
            known is None or known.live != incoming.live[entry_id]
        )
        if known is None or known.newest != words or published_over:
            yield Step("draft", entry_id, incoming.kinds[entry_id], words, known is None)


def _problems(
    steps: tuple[Step, ...], here: Mapping[str, Held], hours: str, day: date
) -> Iterator[Problem]:
    """What stands in the way of publishing, in the library as it would be afterwards."""
    for step in steps:
        known = here.get(step.entry_id)
        if step.what == "withdraw" and step.kind != ANSWER:
            yield Problem(step.entry_id, 0, "Only answers can be withdrawn.", "Leave it out.")
        if known and known.kind != step.kind:
            yield Problem(
                step.entry_id, 0, f"Here it is of another kind: {known.kind}.", "Rename it."
            )
    live = {
        key: Stored(key, piece.kind, 1, piece.live.body, "\n".join(piece.live.phrases))
        for key, piece in here.items()
        if piece.live
    }
    for step in steps:
        if step.what == "publish" and step.words:
            live[step.entry_id] = Stored(
                step.entry_id, step.kind, 1, step.words.body, "\n".join(step.words.phrases)
            )
        elif step.what == "withdraw":
            live.pop(step.entry_id, None)
    library = repository.assemble(live.values(), hours)
    for step in steps:
        if step.what == "publish" and step.words:
            piece = Piece(step.entry_id, step.kind, step.words.body, step.words.phrases)
            for found in check_piece(piece, library, day):
                if found.blocks:
                    where = " ".join((path_of(step.entry_id, step.kind), found.where)).strip()
                    yield Problem(where, found.line, found.what, found.mend)


def _draft(entry_id: str, kind: str, words: Words) -> Draft:
    label, review = headline(Piece(entry_id, kind, words.body, words.phrases))
    return Draft(entry_id, kind, label[:80], review, words.body, "\n".join(words.phrases))
