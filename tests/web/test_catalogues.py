"""The young person's pages in other languages: every sentence, the same blanks, nothing left over."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment

from bot.understanding.welsh import in_english
from web.languages import catalogues, load_catalogues

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "web" / "locale"
BLANK = re.compile(r"%\(\w+\)s|\{\w+\}")
TAGS = re.compile(r"<script.*?</script>|<[^>]*>|[\w-]+=\"[^\"]*\"", re.DOTALL)


NAMES = frozenset(
    "Connexions Direct ico org Ctrl Enter Esc desk selected autofocus back narrow".split()  # noqa: SIM905
)
"""Names, keys, and what a macro or a block puts into a tag."""


def sentences() -> set[str | tuple[str, ...]]:
    """Every sentence that the pages mark for the catalogues."""
    with (LOCALE / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "later": None}
    found = extract_from_dir(ROOT, methods, options, keywords=keywords)
    return {message for _, _, message, _, _ in found}


def catalogue(code: str) -> Catalog:
    with (LOCALE / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def messages(code: str) -> Iterator[Message]:
    return (message for message in catalogue(code) if message.id)


def forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


LANGUAGES = [file.stem for file in LOCALE.glob("*.po")]
ALL = [(code, message) for code in LANGUAGES for message in messages(code)]


def test_welsh_is_one_of_them() -> None:
    assert "cy" in LANGUAGES
    assert set(catalogues()) == {"en", *LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_of_the_pages_is_there_and_none_that_they_no_longer_say(code: str) -> None:
    known = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in messages(code)
    }
    missing, stale = sentences() - known, known - sentences()
    assert (missing, stale) == (set(), set()), "run ./dev words, then translate what is new"
    assert not catalogue(code).obsolete


@pytest.mark.parametrize(("code", "message"), ALL, ids=[str(each.id)[:40] for _, each in ALL])
def test_each_is_translated_with_the_same_blanks(code: str, message: Message) -> None:
    assert not message.fuzzy
    plurals = catalogue(code).num_plurals if message.pluralizable else 1
    said = forms(message.string or "")
    assert len(said) == plurals
    for form in said:
        assert form.strip()
        for english in forms(message.id):
            assert sorted(BLANK.findall(form)) == sorted(BLANK.findall(english))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_plural_forms_are_those_of_the_language(code: str) -> None:
    rule = Locale.parse(code).plural_form
    file = catalogue(code)
    assert file.num_plurals == len(rule.tags) + 1  # "other" has no rule of its own
    words = load_catalogues(LOCALE)[code]
    for message in messages(code):
        if message.pluralizable:
            said = {
                number: words.ngettext(message.id[0], message.id[1], number) for number in range(20)
            }
            by_rule = {rule(number): message.string for number in said}
            assert len(by_rule) == file.num_plurals
            for number, form in said.items():
                same = [other for other in said if rule(other) == rule(number)]
                assert {said[other] for other in same} == {form}


def test_an_english_page_needs_no_catalogue() -> None:
    assert catalogues()["en"].gettext("Leave quickly") == "Leave quickly"
    assert catalogues()["cy"].gettext("Leave quickly") == "Gadael yn gyflym"


@pytest.mark.parametrize(
    "question",
    [
        "What courses can I do?",
        "What is EMA and can I get money for learning?",
        "What benefits can I claim?",
        "What can you help me with?",
        "Talk to a person",
        "Yes",
        "No",
    ],
)
def test_what_a_button_of_the_page_says_in_welsh_is_understood(question: str) -> None:
    said = in_english(catalogues()["cy"].gettext(question))
    assert said.casefold() == question.casefold()


def _templates() -> list[Path]:
    rooms = ("web", "channels/web", "staff")
    return [each for room in rooms for each in (ROOT / room / "templates").rglob("*.html")]


@pytest.mark.parametrize("template", _templates(), ids=lambda each: each.stem)
def test_no_page_has_words_outside_the_marks(template: Path) -> None:
    """Staff pages too can be translated: every word of theirs is marked."""
    bare = TAGS.sub(" ", "".join(_outside_the_marks(template.read_text("utf-8"))))
    words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", "", bare)))
    assert words <= NAMES


def _outside_the_marks(template: str) -> Iterator[str]:
    """What stands in a template as it is, but for the sentences between `trans` and `endtrans`."""
    marked, before = False, ""
    for _, kind, value in Environment(autoescape=True, trim_blocks=True).lex(template):
        if before == "block_begin" and value in ("trans", "endtrans"):
            marked = value == "trans"
        before = before if kind == "whitespace" else kind
        if kind == "data" and not marked:
            yield value
