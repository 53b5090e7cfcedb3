"""A service that young people can be referred to, and the kinds there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from content.nation import Nation

KINDS: Mapping[str, str] = {
    "housing": "Housing and homelessness",
    "camhs": "Mental health (CAMHS)",
    "counselling": "Counselling and someone to talk to",
    "drugs": "Drugs and alcohol",
    "youth-justice": "Youth justice",
    "safeguarding": "Safeguarding and social care",
    "domestic-abuse": "Domestic and sexual abuse",
    "young-carers": "Young carers",
    "care-leavers": "In care and leaving care",
    "child-care": "Child care and young parents",
    "pregnancy": "Pregnancy and sexual health",
    "health": "Health",
    "disability": "Learning difficulty or disability",
    "excluded": "Excluded pupils and school attendance",
    "english": "English as another language",
    "immigration": "Immigration and asylum",
    "identity": "Identity, faith and LGBT+",
    "money": "Money, benefits and debt",
    "rights": "Advocacy, law and rights",
    "careers": "Careers, training and work",
    "youth-work": "Youth work, mentoring and things to do",
    "other": "Something else",
}
"""Each kind by its key in the file, and as it is read on a page."""

LOOKED_FOR = ("words", "kind", "area", "nation", "age")
"""What a service can be found by."""


@dataclass(frozen=True)
class Service:
    """All that an adviser must know to refer somebody. No areas: the whole of its nations.

    `checked` is the day on which somebody last made sure that this is right.
    """

    key: str
    name: str
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    nations: tuple[Nation, ...]
    age_from: int | None
    age_to: int | None
    about: str
    phone: str
    email: str
    web: str
    hours: str
    how_to_refer: str
    checked: date
    withdrawn: bool = False
    id: int | None = None

    @property
    def ages(self) -> str:
        """For what ages: "13 to 17", "from 16", "up to 19"; nothing where it does not matter."""
        if self.age_from is not None and self.age_to is not None:
            return f"{self.age_from} to {self.age_to}"
        if self.age_from is not None:
            return f"from {self.age_from}"
        return f"up to {self.age_to}" if self.age_to is not None else ""

    @property
    def kinds_in_words(self) -> list[str]:
        """Its kinds as a page shows them."""
        return [KINDS[kind] for kind in self.kinds]

    def serves(
        self, *, words: str = "", kind: str = "", area: str = "", nation: str = "", age: str = ""
    ) -> bool:
        """Whether it fits what an adviser looks for; what is left empty fits everything."""
        text = " ".join((self.name, self.about, self.how_to_refer, *self.kinds_in_words)).casefold()
        in_area = not self.areas or any(area.casefold() in one.casefold() for one in self.areas)
        return (
            all(word in text for word in words.casefold().split())
            and (not kind or kind in self.kinds)
            and (not area or in_area)
            and (not nation or nation in self.nations)
            and (not age.isdecimal() or self._takes(int(age)))
        )

    def _takes(self, age: int) -> bool:
        return (self.age_from or 0) <= age and (self.age_to is None or age <= self.age_to)
