"""A first directory: national services that the content names, with the facts and the day from there.

Local services, which are most of what advisers refer to, come from a partnership's own file.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from content.directory import Contact
from handoff.services.keeping import keep
from handoff.services.service import Service
from store.tables import ServiceRow

_TO_BE_CHECKED = "To be checked before launch."

_KINDS: Mapping[str, tuple[str, ...]] = {
    "childline": ("counselling", "safeguarding"),
    "runaway-helpline": ("housing", "safeguarding"),
    "shelter": ("housing",),
    "shelter-cymru": ("housing",),
    "housing-executive-ni": ("housing",),
    "housing-rights-ni": ("housing", "rights"),
    "centrepoint": ("housing",),
    "akt": ("housing", "identity"),
    "domestic-abuse": ("domestic-abuse",),
    "live-fear-free": ("domestic-abuse",),
    "domestic-abuse-scotland": ("domestic-abuse",),
    "domestic-abuse-ni": ("domestic-abuse",),
    "forced-marriage-unit": ("domestic-abuse", "safeguarding"),
    "karma-nirvana": ("domestic-abuse", "identity"),
    "rape-crisis": ("domestic-abuse", "counselling"),
    "rape-crisis-scotland": ("domestic-abuse", "counselling"),
    "galop": ("domestic-abuse", "identity"),
    "victim-support": ("safeguarding", "counselling"),
    "modern-slavery": ("safeguarding",),
    "frank": ("drugs",),
    "dan-wales": ("drugs",),
    "know-the-score": ("drugs",),
    "beat": ("camhs", "health"),
    "youngminds": ("camhs",),
    "winstons-wish": ("counselling",),
    "carers-trust": ("young-carers",),
    "become": ("care-leavers",),
    "voices-from-care-cymru": ("care-leavers",),
    "who-cares-scotland": ("care-leavers",),
    "voypic": ("care-leavers",),
    "ipsea": ("disability", "rights"),
    "snap-cymru": ("disability", "excluded"),
    "enquire": ("disability", "excluded"),
    "education-authority-ni": ("excluded",),
    "coram": ("rights", "excluded"),
    "childrens-law-centre-ni": ("rights",),
    "unlock": ("youth-justice", "rights"),
    "migrant-help": ("immigration",),
    "brook": ("pregnancy",),
    "national-careers-service": ("careers",),
    "careers-wales": ("careers",),
    "skills-development-scotland": ("careers",),
    "ni-careers": ("careers",),
    "kings-trust": ("careers", "youth-work"),
    "citizens-advice-england": ("money", "rights"),
    "citizens-advice-wales": ("money", "rights"),
    "citizens-advice-scotland": ("money", "rights"),
    "advice-ni": ("money", "rights"),
    "turn2us": ("money",),
    "stepchange": ("money",),
}


def add_starter(tx: Connection, directory: Mapping[str, Contact]) -> int:
    """Fill an empty directory; one that has anything in it is left alone. How many were added."""
    return len(keep(tx, starter(directory)).new) if no_services_yet(tx) else 0


def no_services_yet(tx: Connection) -> bool:
    """Whether the directory is empty."""
    return tx.execute(select(ServiceRow.id).limit(1)).first() is None


def starter(directory: Mapping[str, Contact]) -> list[Service]:
    """The services of the starter that this content names."""
    return [_service(directory[key], kinds) for key, kinds in _KINDS.items() if key in directory]


def _service(contact: Contact, kinds: tuple[str, ...]) -> Service:
    how = [f"Text {contact.text}." if contact.text else ""]
    how += [_TO_BE_CHECKED if contact.check_before_launch else ""]
    return Service(
        key=contact.key,
        name=contact.name,
        kinds=kinds,
        areas=(),
        nations=contact.nations,
        age_from=None,
        age_to=None,
        about=contact.about,
        phone=contact.phone,
        email="",
        web=contact.web,
        hours=contact.hours,
        how_to_refer=" ".join(filter(None, how)),
        checked=contact.checked,
    )
