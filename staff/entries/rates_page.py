"""The rates in one table, and the form of one rate with the days its values start and end."""

from collections.abc import Mapping
from typing import get_args

from aiohttp import web

from content import history
from content.checks.piece import Piece
from content.history import Version
from content.problems import ContentError
from content.rates import Rate, Unit, parse_rates
from content.rates_table import TypedRate, TypedValue, with_rate
from content.repository import RATES
from staff.entries import asking, saving
from staff.entries.form import clean
from staff.entries.saving import Refused
from staff.pages import staff_page
from web.errors import BadRequest, Conflict, NotFound
from web.forms import field_text, read_form
from web.keys import DATABASE

HOME = "/staff/entries/rates"
PIECE = f"service-wide/{RATES}"
UNITS = {"gbp": "Pounds", "percent": "Per cent", "number": "A number"}
_SPARE = 2
_MOST_VALUES = 40


async def show(request: web.Request) -> web.Response:
    """Every rate: what it is now, what it will be and when, and how many answers name it."""
    if name := request.query.get("new", ""):
        if not _fits(name):
            raise BadRequest("That cannot be a name.", "Write it as ema-wales-weekly.")
        raise web.HTTPSeeOther(f"{HOME}/{name}")
    newest = await _newest(request)
    return staff_page(
        request,
        "staff/entries/rates.html",
        rates=_readable(newest.body),
        newest=newest,
        day=asking.today(request),
        uses=_uses(request),
        may_edit=asking.may_edit(request),
    )


async def show_one(request: web.Request) -> web.Response:
    """One rate, ready to be changed; an unknown name is a new one."""
    newest, name = await _newest(request), request.match_info["name"]
    known = _readable(newest.body).get(name)
    if known is None and not asking.may_edit(request):
        raise NotFound("There is no such rate.", "Look in the table.")
    return _form(request, newest.number, _typed_of(name, known), new=known is None)


async def save_one(request: web.Request) -> web.Response:
    """Keep the changed rate as a draft of all rates; refuse what cannot be right."""
    fields, newest = await read_form(request), await _newest(request)
    typed = _typed(request.match_info["name"], fields)
    piece = Piece(PIECE, RATES, with_rate(newest.body, typed))
    refused = await saving.save(request, piece, fields, what="rates")
    new = typed.name not in _readable(newest.body)
    return _form(request, refused.started_from, typed, new=new, refused=refused)


def _form(
    request: web.Request,
    started_from: int,
    typed: TypedRate,
    *,
    new: bool,
    refused: Refused | None = None,
) -> web.Response:
    spare = (TypedValue("", "", ""),) * _SPARE
    return staff_page(
        request,
        "staff/entries/rate.html",
        status=refused.status if refused else 200,
        typed=typed,
        values=[*typed.values, *spare],
        started_from=started_from,
        units=UNITS,
        problems=refused.problems if refused else (),
        told=refused.told if refused else "",
        new=new,
        why=refused.why if refused else "",
        uses=_uses(request).get(typed.name, []),
        may_edit=asking.may_edit(request),
    )


def _typed(name: str, fields: Mapping[str, str]) -> TypedRate:
    unit = fields.get("unit", "")
    if unit not in get_args(Unit):
        raise BadRequest("That is not what this page sends.", "Load the page again.")
    lines = [
        TypedValue(*(clean(fields.get(f"{part}-{line}", "")).strip() for part in _PARTS))
        for line in range(_MOST_VALUES)
    ]
    return TypedRate(
        name=name,
        what=field_text(fields, "what", most=200),
        unit=unit,  # type: ignore[arg-type]
        source=field_text(fields, "source", most=400),
        check=bool(fields.get("check")),
        values=tuple(line for line in lines if not line.empty),
    )


_PARTS = ("from", "until", "value")


def _typed_of(name: str, rate: Rate | None) -> TypedRate:
    if rate is None:
        return TypedRate(name, "", "gbp", "", check=True, values=())
    values = tuple(
        TypedValue(
            value.start.isoformat(), value.end.isoformat() if value.end else "", f"{value.amount:f}"
        )
        for value in rate.values
    )
    return TypedRate(name, rate.what, rate.unit, rate.source, rate.check_before_launch, values)


def _uses(request: web.Request) -> dict[str, list[tuple[str, str]]]:
    """Which live answers name each rate: id and label."""
    found: dict[str, list[tuple[str, str]]] = {}
    live = asking.library(request)
    for entry_id, published in sorted(live.entries.items()):
        texts = " ".join(f"{one.web} {one.sms}" for _, one in published.entry.all_words())
        for name in live.rates:
            if f"{{rate:{name}}}" in texts:
                found.setdefault(name, []).append((entry_id, published.entry.label))
    return found


async def _newest(request: web.Request) -> Version:
    return asking.there(await request.app[DATABASE].read(history.newest, PIECE))


def _readable(body: str) -> dict[str, Rate]:
    try:
        return parse_rates(body)
    except ContentError:
        raise Conflict(
            "The newest draft of the rates cannot be read as a table.",
            "Open Rates in the list of entries and mend it there.",
        ) from None


def _fits(name: str) -> bool:
    return (
        name.isascii()
        and name.replace("-", "").isalnum()
        and name == name.lower()
        and len(name) <= 60
    )
