"""The languages that pages come in: English in the source, others from catalogues in `web/locale/`."""

import gettext
import io
from functools import lru_cache
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_FOLDER = Path(__file__).parent / "locale"
ENGLISH = "en"


def load_catalogues(folder: Path) -> dict[str, gettext.NullTranslations]:
    """Every language by its code: English, and one for each `<code>.po` in the folder."""
    catalogues: dict[str, gettext.NullTranslations] = {ENGLISH: gettext.NullTranslations()}
    for path in sorted(folder.glob("*.po")):
        compiled = io.BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=path.stem))
        compiled.seek(0)
        catalogues[path.stem] = gettext.GNUTranslations(compiled)
    return catalogues


@lru_cache(maxsize=1)
def catalogues() -> dict[str, gettext.NullTranslations]:
    """The service's own catalogues, read once."""
    return load_catalogues(_FOLDER)


def later(text: str) -> str:
    """Marks a sentence for the catalogues that is put into the reader's language only on the page."""
    return text


def own_name(code: str) -> str:
    """What a language is called by those who speak it."""
    return str(Locale.parse(code).get_display_name(code)).capitalize()


def choose(accept_language: str, available: list[str]) -> str:
    """The first language the browser asks for that we have; English otherwise."""
    asked = [part.split(";")[0].strip() for part in accept_language.split(",")]
    found = negotiate_locale([one for one in asked if one], available, sep="-")
    return found or ENGLISH
