"""Small sets of words, written as one line of words."""


def words_of(line: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(line.split())
