"""Pieces of content for tests: a small library that is right, and an entry that nothing is wrong with."""

from datetime import date

from sqlalchemy import Connection

from content import history
from content.history import Version
from content.library import Library
from content.live import LiveLibrary
from content.repository import ANSWER, DIRECTORY, RATES, SAFETY, WORDS, Stored, assemble

DAY = date(2026, 11, 17)
HOURS = "Monday to Friday, 9am to 5pm"
RATES_FILE = """\
ema-wales-weekly:
  what: EMA paid for each week in Wales
  unit: gbp
  source: https://www.studentfinancewales.co.uk/ema
  values:
    - {from: 2025-09-01, value: 40}
"""
DIRECTORY_FILE = """\
childline:
  name: Childline
  about: Talk about anything. Up to 18.
  kinds: [safety]
  phone: "0800 1111"
  web: https://www.childline.org.uk
  checked: 2026-02-01
refuge-line:
  name: Domestic Abuse Helpline
  about: Talk to somebody who understands.
  kinds: [safety]
  phone: "0808 2000 247"
  nations: [england]
  checked: 2026-02-01
"""
WORDS_FILE = """\
greeting: "Hello. What would you like to know?"
opened: "You are number {place} in the queue."
"""
SAFETY_FILE = """\
---
family: suicide
title: Thoughts of suicide
contacts: [childline]
facts_date: 2026-02-01
review: 2027-02-01
---
# emergency web

Call 999 now. We believe you. Where are you?

# emergency sms

Please call 999 now. Thank you for telling us. Where are you?

# urgent web

If this gets worse today, call 999. We believe you. Are you safe right now?

# urgent sms

If this gets worse today call 999. You can call {phone:childline}. Are you safe now?

# friend web

If they could be badly hurt today, call 999. You did right to tell us. Where are they?

# friend sms

If they could be badly hurt today call 999. You did right to tell us. Where are they?

# emergency web cy

Ffonia 999 nawr. Ble rwyt ti?

# emergency sms cy

Ffonia 999 nawr. Ble rwyt ti?

# urgent web cy

Os yw hyn yn gwaethygu heddiw, ffonia 999. Wyt ti'n ddiogel nawr?

# urgent sms cy

Os yw hyn yn gwaethygu heddiw ffonia 999. Ffonia {phone:childline}. Wyt ti'n ddiogel?

# friend web cy

Os gallen nhw gael niwed heddiw, ffonia 999. Ble maen nhw?

# friend sms cy

Os gallen nhw gael niwed heddiw ffonia 999. Ble maen nhw?
"""
WEB = """\
EMA in Wales is {rate:ema-wales-weekly} a week, paid every two weeks.

- **When:** it comes in weeks of term only.
- **What can stop it:** a week when you miss lessons without a good reason.
- **Your own pay:** a job on the side changes nothing.

**Next step:** ask student services for the form today. If they say no, ask why, then ask us."""
SMS = "EMA in Wales is {rate:ema-wales-weekly} a week in term time. Next: ask student services."
PHRASES = tuple(f"how much is ema in week {number}" for number in range(1, 22))
ENTRY_ID = "ema/how-much"
OTHER_ID = "ema/when-paid"


def body(
    *,
    label: str = "How much EMA pays",
    web: str = WEB,
    sms: str = SMS,
    facts_date: str = "2026-04-06",
    review: str = "2027-03-01",
    related: str = "[]",
    source: str = "https://www.gov.uk/ema",
) -> str:
    """An entry in its file form; nothing is wrong with it but what a test puts in."""
    return f"""\
---
label: {label}
audience: everyone
sources:
  - name: GOV.UK, EMA
    url: {source}
facts_date: {facts_date}
review: {review}
check_before_launch: false
related: {related}
---

# web

{web}

# sms

{sms}
"""


def stored() -> list[Stored]:
    """What is live in tests: two entries, the shared files and one safety reply."""
    others = "\n".join(f"when does ema come {number}" for number in range(1, 22))
    return [
        Stored(ENTRY_ID, ANSWER, 1, body(), "\n".join(PHRASES)),
        Stored(OTHER_ID, ANSWER, 1, body(label="When EMA is paid"), others),
        Stored("service-wide/rates", RATES, 1, RATES_FILE, ""),
        Stored("service-wide/directory", DIRECTORY, 1, DIRECTORY_FILE, ""),
        Stored("service-wide/words", WORDS, 1, WORDS_FILE, ""),
        Stored("safety/suicide", SAFETY, 1, SAFETY_FILE, ""),
    ]


def newest(tx: Connection, entry_id: str) -> Version:
    """The newest version of a piece that is surely there."""
    version = history.newest(tx, entry_id)
    assert version
    return version


class StillLibrary(LiveLibrary):
    """A library in service that no database stands behind."""

    def __init__(self, current: Library) -> None:
        self.current = current


def library() -> Library:
    """The same as a snapshot."""
    return assemble(stored(), HOURS)
