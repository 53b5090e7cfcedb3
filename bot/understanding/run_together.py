"""Words typed without a space between them: `killmyself`, `idontwanttobehere`, `howmuchisema`.

Only a row of words from one short list is parted, so that no name and no long word is torn apart: four of
them or more, or fewer of which one is seldom a part of another word (`myself`, `kill`, `dont`).
"""

from collections.abc import Set as AbstractSet

LEAST_LETTERS, MOST_LETTERS = 7, 40
_MANY = 4


def parted(word: str, known: AbstractSet[str], telling: AbstractSet[str]) -> tuple[str, ...]:
    """The words that `word` is a row of, in the fewest parts; the word itself where it is none.

    `known` are the words that may be run together, `telling` those of them of which one is enough.
    """
    if not LEAST_LETTERS <= len(word) <= MOST_LETTERS:
        return (word,)
    fewest: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            before, part = fewest[start], word[start:end]
            if before is None or part not in known:
                continue
            so_far = fewest[end]
            if so_far is None or len(before) + 1 < len(so_far):
                fewest[end] = (*before, part)
    found = fewest[-1]
    if not found or len(set(found)) < 2:
        return (word,)
    return found if len(found) >= _MANY or not telling.isdisjoint(found) else (word,)
