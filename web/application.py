"""An application with everything that all pages share already in place."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from aiohttp import web

from store.bus import Bus
from store.clock import Clock
from store.database import Database
from store.encryption import Vault
from web.access import GATE, Gate
from web.answering import ANSWER_TABLE, answer_errors
from web.assets import ASSETS, Assets, PageFolder
from web.errors import ANSWERS, Answer
from web.keys import BUS, CLOCK, DATABASE, SITE, VAULT, Site
from web.pages import ENGLISH_ONLY, PAGES, environments
from web.routes import Route, add_routes
from web.security import USUAL_LIMIT, add_headers, guard

_OWN = PageFolder("web", Path(__file__).parent)


def new_application(
    *,
    site: Site,
    database: Database,
    bus: Bus,
    clock: Clock,
    vault: Vault,
    gate: Gate,
    routes: Iterable[Route],
    folders: Iterable[PageFolder] = (),
    answers: Mapping[type[Exception], Answer] | None = None,
) -> web.Application:
    """Put the rooms together: their routes, their page folders, and their answers to errors.

    A route registered in any other way than through `routes` is refused by the guard.
    """
    app = web.Application(middlewares=[answer_errors, guard], client_max_size=USUAL_LIMIT)
    app[SITE], app[DATABASE], app[BUS] = site, database, bus
    app[CLOCK], app[VAULT], app[GATE] = clock, vault, gate
    app[ANSWER_TABLE] = {**ANSWERS, **(answers or {})}
    known = (_OWN, *folders)
    app[ASSETS] = Assets(known)
    app[PAGES] = environments(known)
    app[ENGLISH_ONLY] = frozenset(each.name for each in known if not each.translated)
    app.on_response_prepare.append(add_headers)
    add_routes(app, [app[ASSETS].route(), *routes])
    return app
