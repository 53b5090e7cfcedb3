"""The service's own sentences to young people: greetings, questions, what happens next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from content.front_matter import load_yaml, validate
from content.problems import ContentError, Problem

Blank = str | Callable[[str], str]
"""What fills a blank: the same words in every language, or what makes them of a language's code."""


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    web: str
    sms: str = ""


@dataclass(frozen=True)
class Saying:
    """One thing the service says; `sms` is the web text again where the file gives none."""

    web: str
    sms: str


def parse_words(text: str, where: str = "words.yml") -> dict[str, Saying]:
    """Read the sentences file: key to text, or key to web and sms texts."""
    raw = load_yaml(text, where) or {}
    if not isinstance(raw, Mapping):
        raise ContentError(
            [Problem(where, 1, "The words are not a list of names.", "Write name: lines.")]
        )
    words: dict[str, Saying] = {}
    for key, said in raw.items():
        facts = validate(
            _Words, {"web": said} if isinstance(said, str) else said, f"{where}, {key}"
        )
        words[str(key)] = Saying(facts.web.strip(), (facts.sms or facts.web).strip())
    return words
