"""What each role is here to do, where it starts, and which places it may open."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.access import Role, Roles


@dataclass(frozen=True)
class Duty:
    """A role in words, and the page it starts on."""

    label: str
    may: str
    home: str


@dataclass(frozen=True)
class Place:
    """A part of the staff pages, named in the navigation of those who may open it."""

    path: str
    label: str
    open_to: frozenset[Role]


DUTIES: Mapping[Role, Duty] = {
    Role.ADVISER: Duty("Adviser", "answers young people and works on cases", "/staff/desk"),
    Role.SUPERVISOR: Duty(
        "Supervisor", "does what an adviser does, sees every case and the reports", "/staff/desk"
    ),
    Role.EDITOR: Duty("Editor", "writes, checks and publishes entries", "/staff/entries"),
    Role.MANAGER: Duty("Manager", "reads the reports and the audit trail", "/staff/reports"),
    Role.ADMINISTRATOR: Duty(
        "Administrator", "adds and disables staff and reads the audit trail", "/staff/members"
    ),
}

PLACES = (
    Place("/staff/desk", "Desk", Roles.ADVISING),
    Place("/staff/promises", "Promises", Roles.ADVISING),
    Place("/staff/services", "Services", Roles.FINDING_SERVICES),
    Place("/staff/supervise", "Supervise", Roles.SUPERVISING),
    Place("/staff/entries", "Entries", Roles.READING_CONTENT),
    Place("/staff/learn", "Learn", Roles.READING_CONTENT),
    Place("/staff/reports", "Reports", Roles.REPORTING),
    Place("/staff/members", "Staff", Roles.ADMINISTERING),
    Place("/staff/audit", "Audit", Roles.AUDITING),
)


def places_for(role: Role) -> list[Place]:
    """The places a role may open, in the order of the navigation."""
    return [place for place in PLACES if role in place.open_to]
