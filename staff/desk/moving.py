"""What the desk shows of moves: what waits for me, and what is under way with the case that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handoff.notices import Told, notices_of, questions_about
from handoff.offers import OpenOffer, offer_of, offers_to
from handoff.presence import Colleague, colleagues
from handoff.profiles import Profile, loads, profiles


@dataclass(frozen=True)
class ForMe:
    """What waits for one member: cases offered, questions asked, and news to put away."""

    offers: Sequence[OpenOffer]
    questions: Sequence[Told]
    news: Sequence[Told]

    @property
    def marks(self) -> list[str]:
        """One mark for each, so that an open desk can tell what is new."""
        offered = [f"offer {offer.id}" for offer in self.offers]
        return [*offered, *(f"notice {told.id}" for told in (*self.questions, *self.news))]


@dataclass(frozen=True)
class Moving:
    """The offer that stands for a case, the colleagues who were asked, and whom one could ask."""

    offer: OpenOffer | None
    asked: Sequence[tuple[int, Told]]
    colleagues: Sequence[Colleague]
    loads: Mapping[int, int]
    profiles: Mapping[int, Profile]

    def load(self, staff_id: int) -> str:
        """How much a colleague has of how much they should: empty where they have nothing."""
        load = self.loads.get(staff_id, 0)
        return f"{load}/{self.profiles.get(staff_id, Profile()).most}" if load else ""

    def can(self, staff_id: int) -> str:
        """What a colleague can do, in words."""
        return self.profiles.get(staff_id, Profile()).in_words

    def asked_of(self, staff_id: int) -> Told | None:
        """The question that waits for this member's answer."""
        return next((told for who, told in self.asked if who == staff_id), None)

    def name(self, staff_id: int) -> str:
        """A colleague's name."""
        return next((one.name for one in self.colleagues if one.id == staff_id), "")


def for_me(tx: Connection, staff_id: int, now: datetime) -> ForMe:
    """What waits for this member now."""
    told = notices_of(tx, staff_id)
    return ForMe(
        offers=offers_to(tx, staff_id, now),
        questions=[each for each in told if each.kind == "asked"],
        news=[each for each in told if each.kind != "asked"],
    )


def moving(tx: Connection, case_id: int, now: datetime) -> Moving:
    """What is under way with a case now."""
    return Moving(
        offer=offer_of(tx, case_id, now),
        asked=questions_about(tx, case_id),
        colleagues=colleagues(tx, now),
        loads=loads(tx),
        profiles=profiles(tx),
    )
