"""What is wrong with a piece of content, said so that an editor can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the file or entry, its line (0 when it has none), what is wrong and the mend."""

    where: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{place}: {self.what} {self.mend}"


class ContentError(Exception):
    """Content that cannot be used. Carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
