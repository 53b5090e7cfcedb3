"""How times and an editor's words are shown on a page."""

from datetime import datetime, timedelta
from functools import lru_cache

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from store.clock import in_london

_MARKDOWN = MarkdownIt("zero").enable(["list", "emphasis", "link", "newline"])
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br"}
_HOUR, _DAY = 60, 24 * 60


@lru_cache(maxsize=2048)
def markdown(text: str) -> Markup:
    """Paragraphs, lists, bold and links (https, tel, sms); anything else stays plain text."""
    safe = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "tel", "sms"},
        link_rel="noopener noreferrer",
    )
    return Markup(safe)  # noqa: S704 - sanitised in the line above


def london_words(moment: datetime, now: datetime) -> str:
    """The time on a UK clock, and how long ago: "14:05, 3 min ago"; with the day once it matters."""
    there = in_london(moment)
    today = in_london(now)
    shown = there.strftime("%H:%M")
    if there.date() != today.date():
        shown += f" on {there.day} {there:%b}"
        if there.year != today.year:
            shown += f" {there.year}"
    return f"{shown}, {_ago(now - moment)}"


def uk_moment(moment: datetime) -> str:
    """A day and a time to come, on a UK clock: "6 Apr 2027, 00:01"."""
    there = in_london(moment)
    return f"{there.day} {there:%b %Y, %H:%M}"


def uk_day(moment: datetime) -> str:
    """The day alone, where the hour would say too much: "6 Apr"."""
    there = in_london(moment)
    return f"{there.day} {there:%b}"


def _ago(gone: timedelta) -> str:
    minutes = int(abs(gone).total_seconds() // 60)
    if minutes == 0:
        return "just now" if gone >= timedelta() else "in under a minute"
    if minutes < _HOUR:
        span = f"{minutes} min"
    elif minutes < _DAY:
        span = f"{minutes // _HOUR} h {minutes % _HOUR} min"
    else:
        days = minutes // _DAY
        span = f"{days} day" if days == 1 else f"{days} days"
    return f"{span} ago" if gone > timedelta() else f"in {span}"


@pass_context
def london(context: Context, moment: datetime | None) -> Markup:
    """Template filter: the time in words, with the exact moment for machines."""
    if moment is None:
        return Markup("")
    words = escape(london_words(moment, context["now"]))
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), words)
