"""A translation that was left behind: its English was changed beside what is live, and it was not.

Nobody but a reader of the language can tell whether it still says the same, so this only points it out.
"""

from collections.abc import Iterator, Mapping

from content.checks.finding import Finding, should
from content.checks.translations import BODY
from content.library import Library
from content.safety import OCCASIONS, SafetyReply, SafetyText
from content.words import Saying

_FORMS = ("web", "sms")
_LANGUAGES = {"cy": "Welsh"}


def check_safety_left_behind(reply: SafetyReply, live: SafetyReply) -> Iterator[Finding]:
    """Each section of a safety reply that was changed in English alone. `live` is the reply of now."""
    for code, language in _LANGUAGES.items():
        ours, theirs = reply.translations.get(code, {}), live.translations.get(code, {})
        for occasion in (each for each in OCCASIONS if each in ours and each in theirs):
            for form in _FORMS:
                in_english = _differ(reply.texts[occasion], live.texts[occasion], form)
                if in_english and not _differ(ours[occasion], theirs[occasion], form):
                    where = f"{occasion} {form}"
                    yield should(
                        f"{where} {code}",
                        0,
                        f"“{where}” was changed in English and not in {language}.",
                        f"Change “{where} {code}” too, or ask a {language} reader whether it may stay.",
                    )


def check_words_left_behind(words: Mapping[str, Saying], library: Library) -> Iterator[Finding]:
    """Each sentence of the service that is changed in English, and stands in another language."""
    for code, language in _LANGUAGES.items():
        for key, live in library.words.items():
            if key in library.translations.get(code, {}) and words.get(key, live) != live:
                yield should(
                    BODY,
                    0,
                    f"The sentence {key} is changed, and its {language} is of before.",
                    f"Have it changed in the {language} words too, soon after this.",
                )


def _differ(one: SafetyText, other: SafetyText, form: str) -> bool:
    return bool(getattr(one, form) != getattr(other, form))
