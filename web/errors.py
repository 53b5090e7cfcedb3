"""What can go wrong with a request, and the one table that turns it into an answer."""

from dataclasses import dataclass, field, replace

from aiohttp import web

from web.languages import later


class RequestError(Exception):
    """A request that cannot be done as asked; says in plain words what is wrong and what mends it."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


class BadRequest(RequestError):
    """What was sent cannot be understood or is not allowed."""


class NotFound(RequestError):
    """What was asked for is not there (any more)."""


class Conflict(RequestError):
    """Somebody else was quicker, or the state no longer fits."""


class TooOften(RequestError):
    """Asked too often; after `wait_seconds` it may be tried again."""

    def __init__(self, message: str, mend: str = "", *, wait_seconds: int) -> None:
        super().__init__(message, mend)
        self.wait_seconds = wait_seconds


class NotSignedIn(Exception):
    """The route is for staff and nobody is signed in."""


class NotAllowed(Exception):
    """The route is for other roles than this member's."""


class CrossSite(Exception):
    """Another site's page tried to change something here."""


class FormOutOfDate(Exception):
    """The page's token does not fit the sign-in it came with."""


class TooLarge(Exception):
    """More was sent than the route takes."""


@dataclass(frozen=True)
class Answer:
    """What the asker is told. A RequestError speaks for itself; so does a room's own error whose
    text is fit to be shown, where the room's table says `own_words`."""

    status: int
    message: str
    mend: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    own_words: bool = False


_REFRESH = later("Go back, load the page again, and try once more.")
UNEXPECTED = Answer(
    500,
    later("Something went wrong on our side."),
    later("Try again in a minute. In an emergency call 999."),
)
ANSWERS: dict[type[Exception], Answer] = {
    BadRequest: Answer(400, later("That request could not be understood.")),
    NotSignedIn: Answer(401, later("You are not signed in."), later("Sign in and try again.")),
    NotAllowed: Answer(
        403, later("Your role does not open this page."), later("Ask your administrator.")
    ),
    CrossSite: Answer(
        403, later("That request came from another site, so it was refused."), _REFRESH
    ),
    FormOutOfDate: Answer(
        403, later("This page is out of date, so nothing was changed."), _REFRESH
    ),
    NotFound: Answer(404, later("There is nothing at this address.")),
    Conflict: Answer(409, later("Somebody else changed this first."), _REFRESH),
    TooLarge: Answer(
        413, later("That is more than can be taken at once."), later("Send less at a time.")
    ),
    TooOften: Answer(429, later("That was too often."), later("Wait a little, then try again.")),
}
_BY_STATUS = {
    404: Answer(404, later("There is nothing at this address."), later("Check the address.")),
    405: Answer(405, later("That cannot be done at this address.")),
    413: ANSWERS[TooLarge],
}


def answer_to(error: Exception, table: dict[type[Exception], Answer]) -> Answer | None:
    """The answer to an error by its closest kind in the table; None when nobody foresaw it."""
    if isinstance(error, web.HTTPException):
        return _BY_STATUS.get(error.status, Answer(error.status, later("That could not be done.")))
    found = next((table[kind] for kind in type(error).__mro__ if kind in table), None)
    if found and isinstance(error, RequestError):
        headers = dict(found.headers)
        if isinstance(error, TooOften):
            headers["Retry-After"] = str(error.wait_seconds)
        return Answer(found.status, error.message, error.mend or found.mend, headers)
    if found and found.own_words:
        return replace(found, message=str(error))
    return found
