"""Opening hours as one form: weeks from a day on, by channel, and closed days with a word why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from aiohttp import web

from content import history
from content.checks.piece import Piece
from content.history import Version
from content.opening.file import parse_opening
from content.opening.plan import NO_PLAN, OpeningPlan
from content.opening.spans import DAYS
from content.opening.typed import TypedHours, TypedPeriod, typed_of
from content.problems import ContentError
from content.repository import HOURS as KIND
from handoff.hours_in_force import HoursInForce, as_plan
from handoff.hours_words import say_hours
from staff.entries import asking, saving
from staff.entries.form import clean
from staff.entries.saving import Refused
from staff.pages import staff_page
from web.errors import Conflict
from web.forms import field_text, read_form
from web.keys import DATABASE

HOURS: web.AppKey[HoursInForce] = web.AppKey("hours", HoursInForce)
"""The hours that everything goes by, and those of the settings under them."""

HOME = "/staff/entries/hours"
PIECE = f"service-wide/{KIND}"
NATIONS = {"england": "England", "wales": "Wales", "scotland": "Scotland", "ni": "Northern Ireland"}
_MOST_PERIODS, _MOST_CLOSED, _SPARE_DAYS, _SPARE_PERIODS = 42, 404, 4, 1


async def show(request: web.Request) -> web.Response:
    """What holds now and from when on, and the newest version as a form."""
    newest = await _newest(request)
    plan = _readable(newest)
    if not plan.periods:
        plan = as_plan(request.app[HOURS].settings, asking.today(request))
    return _page(request, newest, newest.number if newest else 0, typed_of(plan))


async def save(request: web.Request) -> web.Response:
    """Keep the changed hours as a draft; refuse what cannot be right."""
    fields, newest = await read_form(request), await _newest(request)
    typed = TypedHours() if fields.get("do") == "settings" else _typed(fields)
    refused = await saving.save(request, Piece(PIECE, KIND, typed.body()), fields, what="hours")
    shown = typed if refused.theirs else _typed(fields)
    return _page(request, refused.theirs or newest, refused.started_from, shown, refused)


def _page(
    request: web.Request,
    newest: Version | None,
    started_from: int,
    typed: TypedHours,
    refused: Refused | None = None,
) -> web.Response:
    spare = (TypedPeriod(),) * _SPARE_PERIODS
    day, live = asking.today(request), asking.library(request).opening
    return staff_page(
        request,
        "staff/entries/hours.html",
        status=refused.status if refused else 200,
        typed=replace(typed, periods=(*typed.periods, *spare)),
        closed=[*typed.closed, *((("", ""),) * _SPARE_DAYS)],
        days=DAYS,
        in_words=_in_words,
        nations=NATIONS,
        newest=newest,
        started_from=started_from,
        published=live.in_words(day),
        settings=say_hours(request.app[HOURS].settings),
        ahead=[
            (each.start, live.in_words(each.start)) for each in live.periods if each.start > day
        ],
        closed_ahead=_closed_ahead(request, day),
        problems=refused.problems if refused else (),
        told=refused.told if refused else "",
        why=refused.why if refused else "",
        may_edit=asking.may_edit(request),
    )


def _in_words(day: str) -> str:
    """A typed day as people read it; as it was typed where it is none."""
    try:
        return f"{date.fromisoformat(day):%-d %B %Y}"
    except ValueError:
        return day


def _closed_ahead(request: web.Request, day: date) -> list[tuple[date, str]]:
    """The days off of the year to come, whoever wrote them."""
    closures = request.app[HOURS].usual.closures
    days = (date.fromordinal(day.toordinal() + ahead) for ahead in range(366))
    return [(each, why) for each in days if (why := closures.why(each)) is not None]


def _typed(fields: Mapping[str, str]) -> TypedHours:
    periods = (
        TypedPeriod(
            _text(fields, f"from-{row}"), _week(fields, "usual", row), _week(fields, "sms", row)
        )
        for row in range(_MOST_PERIODS)
    )
    closed = (
        (_text(fields, f"day-{row}"), _text(fields, f"reason-{row}")) for row in range(_MOST_CLOSED)
    )
    return TypedHours(
        periods=tuple(each for each in periods if not each.empty),
        closed=tuple(each for each in closed if any(each)),
        bank_holidays=tuple(name for name in NATIONS if fields.get(f"holidays-{name}")),
    )


def _week(fields: Mapping[str, str], kind: str, row: int) -> dict[str, str]:
    return {day: _text(fields, f"{kind}-{row}-{day}") for day in DAYS}


def _text(fields: Mapping[str, str], name: str) -> str:
    return " ".join(clean(field_text(fields, name, most=200)).split()) if name in fields else ""


async def _newest(request: web.Request) -> Version | None:
    return await request.app[DATABASE].read(history.newest, PIECE)


def _readable(newest: Version | None) -> OpeningPlan:
    try:
        return parse_opening(newest.body) if newest else NO_PLAN
    except ContentError:
        raise Conflict(
            "The newest draft of the opening hours cannot be read as a table.",
            "Open Opening hours in the list of entries and mend it there.",
        ) from None
