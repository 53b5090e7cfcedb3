"""The four nations: the same question often has a different answer in each."""

from enum import StrEnum


class Nation(StrEnum):
    """A nation of the UK, in the short form used in files, settings and replay."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NI = "ni"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name as people write it."""
        return "Northern Ireland" if self is Nation.NI else self.value.capitalize()
