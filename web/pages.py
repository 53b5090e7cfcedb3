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
from web.languages import ENGLISH, catalogues, choose, own_name
from web.money import cost
from web.showing import london, markdown, uk_day, uk_moment

PAGES: web.AppKey[dict[str, Environment]] = web.AppKey("pages")
ENGLISH_ONLY: web.AppKey[frozenset[str]] = web.AppKey("english_only")
"""The folders whose pages no catalogue holds."""


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


def asked_language(request: web.Request) -> str:
    """The language that the address asks for; empty where it asks for none that we have."""
    asked = request.query.get("lang", "")
    return asked if asked in request.app[PAGES] else ""


def language_of(request: web.Request) -> str:
    """The language of the page: the one asked for, that of the site round it, or the browser's."""
    return asked_language(request) or _usual_language(request)


def _usual_language(request: web.Request) -> str:
    known, around = request.app[PAGES], request.query.get("around", "")
    return (
        around if around in known else choose(request.headers.get("Accept-Language", ""), [*known])
    )


def render(
    request: web.Request, template: str, *, language: str = "", **values: Any
) -> web.Response:
    """A whole page, in the language asked for or in `language`. Every template also has: site, me (who is
    signed in or none), now, language and the direction it is written in, other_languages, path, to(path)
    for a link in this language, and asset(name) for the address of a static file."""
    known = request.app[PAGES]
    language = language if language in known else language_of(request)
    if template.partition("/")[0] in request.app[ENGLISH_ONLY]:
        language = ENGLISH
    browsers = choose(request.headers.get("Accept-Language", ""), [*known])
    ending = "" if language == browsers else f"?lang={language}"
    words = (
        known[language]
        .get_template(template)
        .render(
            site=request.app[SITE],
            me=signed_in_or_none(request),
            now=request.app[CLOCK].now(),
            language=language,
            direction=Locale.parse(language).text_direction,
            other_languages=[(code, own_name(code)) for code in known if code != language],
            path=request.path,
            to=lambda path: path + ending,
            asset=request.app[ASSETS].address,
            **values,
        )
    )
    return web.Response(text=words, content_type="text/html")
