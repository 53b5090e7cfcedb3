"""Who may use a route: anyone, the telephone carrier, or staff of certain roles."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from aiohttp import web


class Role(StrEnum):
    """What a member of staff is here to do. Each has exactly one role."""

    ADVISER = "adviser"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Roles:
    """Sets of roles by what they may do, so that a route says why it is open to them."""

    ADVISING: Final = frozenset({Role.ADVISER, Role.SUPERVISOR})
    SUPERVISING: Final = frozenset({Role.SUPERVISOR})
    EDITING: Final = frozenset({Role.EDITOR})
    APPROVING: Final = frozenset({Role.EDITOR, Role.SUPERVISOR})
    READING_CONTENT: Final = frozenset({Role.EDITOR, Role.SUPERVISOR, Role.MANAGER})
    REPORTING: Final = frozenset({Role.SUPERVISOR, Role.MANAGER})
    AUDITING: Final = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
    FINDING_SERVICES: Final = frozenset({Role.ADVISER, Role.SUPERVISOR, Role.MANAGER})
    KEEPING_SERVICES: Final = frozenset({Role.SUPERVISOR, Role.MANAGER})
    ADMINISTERING: Final = frozenset({Role.ADMINISTRATOR})
    ALL: Final = frozenset(Role)


class Open(Enum):
    """Routes that ask for no sign-in."""

    PUBLIC = "public"
    CARRIER = "carrier"


PUBLIC: Final = Open.PUBLIC
"""Anyone. Requests that change something must still come from our own pages."""

CARRIER: Final = Open.CARRIER
"""The telephone carrier: the handler itself checks the signature before it does anything else."""

Access = Open | frozenset[Role]


@dataclass(frozen=True)
class SignedIn:
    """The member of staff behind a request. `pending` is the page of a step to be done first."""

    staff_id: int
    email: str
    name: str
    shown_name: str
    role: Role
    csrf_token: str
    pending: str = ""


SessionReader = Callable[[web.Request], Awaitable[SignedIn | None]]


@dataclass(frozen=True)
class Gate:
    """How the staff room tells who is signed in, and where those who are not go."""

    read: SessionReader
    sign_in_path: str


GATE: web.AppKey[Gate] = web.AppKey("gate")
_SIGNED_IN: web.RequestKey[SignedIn] = web.RequestKey("signed_in")


def signed_in(request: web.Request) -> SignedIn:
    """Who is signed in, in a handler whose route asks for staff."""
    return request[_SIGNED_IN]


def signed_in_or_none(request: web.Request) -> SignedIn | None:
    """Who is signed in, if the route asked for staff and they passed; for what all pages share."""
    return request.get(_SIGNED_IN)


def let_in(request: web.Request, member: SignedIn) -> None:
    """Remember for the rest of this request who is signed in."""
    request[_SIGNED_IN] = member
