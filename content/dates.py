"""Days and times of day in everyday words, in the language that is spoken."""

from datetime import date, time

from babel.dates import format_date, format_time, get_day_names, get_month_names

from content.languages import ENGLISH


def date_in_words(day: date, language: str) -> str:
    """A date with its year: "4 January 2027", "4 Ionawr 2027"."""
    return format_date(day, "d MMMM y", locale=of_this_country(language))


def day_and_month(day: date, language: str) -> str:
    """ "4 January", "4 Ionawr"."""
    return f"{day.day} {get_month_names('wide', locale=of_this_country(language))[day.month]}"


def weekday(day: date, language: str) -> str:
    """ "Monday", "dydd Llun"."""
    return named_day(day.weekday(), language)


def named_day(number: int, language: str) -> str:
    """The name of a weekday, counted from Monday as 0, as it stands within a sentence."""
    name: str = get_day_names("wide", locale=of_this_country(language))[number]
    return name if language == ENGLISH else name[:1].lower() + name[1:]


def clock(minute: int, language: str) -> str:
    """The time so many minutes after midnight, as clocks of that language show it."""
    shown = time(minute // 60 % 24, minute % 60)
    return format_time(shown, "short", locale=of_this_country(language))


def of_this_country(language: str) -> str:
    """The locale of a language as it is spoken in the UK."""
    return "en_GB" if language == ENGLISH else language
