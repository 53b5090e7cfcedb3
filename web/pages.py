"""Pages from templates: escaped by default, translated, with what every page needs at hand."""

import gettext
from functools import cache
from typing import Any

from aiohttp import web
from babel import Locale
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from web.access import signed_in_or_none
from web.assets import ASSETS, PageFolder
from web.keys import CLOCK, SITE
from web.languages import catalogues, choose
from web.money import cost
from web.showing import london, markdown, uk_day, uk_moment

PAGES: web.AppKey[dict[str, Environment]] = web.AppKey("pages")


@cache
def environments(folders: tuple[PageFolder, ...]) -> dict[str, Environment]:
    """A template environment for each language; templates are named `<folder>/<file>`.

    Applications with the same folders share them, and so what was compiled."""
    loader = PrefixLoader(
        {folder.name: FileSystemLoader(folder.path / "templates") for folder in folders}
    )
    return {code: _environment(loader, words) for code, words in catalogues().items()}


def _environment(loader: PrefixLoader, words: gettext.NullTranslations) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        london=london,
        uk_day=uk_day,
        uk_moment=uk_moment,
        markdown=markdown,
        cost=cost,
        translated=words.gettext,
    )
    return environment


def render(request: web.Request, template: str, **values: Any) -> web.Response:
    """A whole page. Every template also has: site, me (who is signed in or none), now, language and the
    direction it is written in, path, and asset(name) for the address of a static file."""
    known = request.app[PAGES]
    language = choose(request.headers.get("Accept-Language", ""), list(known))
    words = (
        known[language]
        .get_template(template)
        .render(
            site=request.app[SITE],
            me=signed_in_or_none(request),
            now=request.app[CLOCK].now(),
            language=language,
            direction=Locale.parse(language).text_direction,
            path=request.path,
            asset=request.app[ASSETS].address,
            **values,
        )
    )
    return web.Response(text=words, content_type="text/html")
