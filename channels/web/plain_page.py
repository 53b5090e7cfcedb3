"""What a page shows of a conversation where no script runs: the same as the script would."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from babel.dates import format_skeleton, get_month_names

from channels.web.protocol import ContactRow, Message
from content import dates
from content.dates import day_and_month, named_day, of_this_country, weekday
from content.languages import ENGLISH
from store.clock import in_london

_HTTPS: Final = re.compile(r"(https://[^\s<>\"]*[^\s<>\".,;:!?)])")
_TEXTED: Final = re.compile(r" to (?=[0-9 ]+$)")


class TextTo(NamedTuple):
    """What to text, and where to."""

    words: str
    number: str


@dataclass(frozen=True)
class Shown:
    """A message with what is still to be pressed under it. `day` is said above it where a day begins."""

    frame: Message
    day: date | None
    choices: bool
    helped: bool
    newest: bool


def shown(
    messages: Sequence[Message], *, now: datetime, about_helping: Collection[str]
) -> list[Shown]:
    """The messages in order. What the young person said answers the buttons above it; saying whether
    something helped (`about_helping`) answers that question alone."""
    choices, helped = _still_open(messages, about_helping)
    own = [message.seq for message in messages if message.author == "young person"]
    before = in_london(now).date()
    page = []
    for message in messages:
        day = day_of(message)
        page.append(
            Shown(
                frame=message,
                day=day if day != before else None,
                choices=message.seq in choices,
                helped=message.seq in helped,
                newest=message.seq == max(own, default=0),
            )
        )
        before = day
    return page


def day_of(message: Message) -> date:
    """The day of a message on a UK calendar."""
    return in_london(datetime.fromisoformat(message.at)).date()


def links_apart(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces: those that are true are addresses, shown as where they go."""
    for number, piece in enumerate(_HTTPS.split(text)):
        if piece:
            yield piece, number % 2 == 1


def ways_to_reach(contact: ContactRow) -> Iterator[tuple[str, str, str | TextTo]]:
    """How a service is reached: call, text or visit, the address, and the words for it."""
    if contact.phone:
        yield "call", f"tel:{contact.phone.replace(' ', '')}", contact.phone
    words, *number = _TEXTED.split(contact.text)
    if number:
        yield "text", f"sms:{number[0].replace(' ', '')}?body={words}", TextTo(words, number[0])
    if not (contact.phone or number) and contact.web:
        yield "visit", contact.web, contact.web


def halves(html: str) -> tuple[str, str]:
    """The first paragraph and the rest: the first number to call stands between them."""
    first, end, rest = html.partition("</p>")
    return first + end, rest


def clock_time(at: str) -> str:
    """The time of day on a UK clock."""
    return f"{in_london(datetime.fromisoformat(at)):%H:%M}"


def day_in_words(day: date, language: str) -> str:
    """The day as it stands above the first message of it."""
    if language == ENGLISH:
        return format_skeleton("MMMMEEEEd", day, locale=of_this_country(language))
    return f"{weekday(day, language)} {day_and_month(day, language)}"


def date_in_words(day: str, language: str) -> str:
    """A date with its year."""
    return dates.date_in_words(date.fromisoformat(day), language)


def days_of(language: str) -> list[str]:
    """The names of the days, Sunday first, as scripts count them."""
    return [named_day(number, language) for number in (6, *range(6))]


def months_of(language: str) -> list[str]:
    """The names of the months."""
    names = get_month_names("wide", locale=of_this_country(language))
    return [str(names[number]) for number in range(1, 13)]


def _still_open(
    messages: Iterable[Message], about_helping: Collection[str]
) -> tuple[list[int], list[int]]:
    choices: list[int] = []
    helped: list[int] = []
    for message in messages:
        if message.author != "young person":
            if message.choices:
                choices.append(message.seq)
            if message.kind == "answer" and message.entry:
                helped.append(message.seq)
        elif message.text in about_helping:
            helped[-1:] = []
        else:
            choices.clear()
    return choices, helped
