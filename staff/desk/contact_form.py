"""The form in which an adviser changes a rule of safe contact."""

from collections.abc import Mapping
from datetime import time

from bot.contact.rules import Heard, Kind, Lift
from bot.contact.spans import outside, stretch
from handoff.cases import CaseError

CHANGES: Mapping[Kind | Lift, str] = {
    "any-time": "Texts are all right at any time",
    "between": "No texts between these times",
    "only": "Texts only between these times",
    "never": "No texts at all",
    "careful": "Somebody else may read this phone",
    "phone-safe": "Nobody else reads this phone",
    "no-calls": "Do not ring",
    "calls-fine": "Ringing is all right",
}


def chosen_change(fields: Mapping[str, str], reason: str) -> Heard:
    """The change that the form asks for, with its reason; CaseError says what is missing."""
    what = next((each for each in CHANGES if each == fields.get("change", "")), None)
    if what is None:
        message = "Nothing was changed. Choose what is to change."
        raise CaseError(message)
    if what not in ("between", "only"):
        return Heard(what, reason.strip())
    spans = stretch(_minutes(fields, "from"), _minutes(fields, "to"))
    return Heard(what, reason.strip(), outside(spans) if what == "only" else spans)


def _minutes(fields: Mapping[str, str], name: str) -> int:
    try:
        there = time.fromisoformat(fields.get(name, ""))
    except ValueError:
        message = "Nothing was changed. Give both times, as 18:00 and 08:00."
        raise CaseError(message) from None
    return there.hour * 60 + there.minute
