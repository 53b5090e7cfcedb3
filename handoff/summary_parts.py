"""A summary: what an adviser must know of a case, each statement with the evidence it rests on.

`seq` is always the number of the message that a statement comes from, so that a page can point at it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.contact.rules import ContactRule
from bot.decision import Level
from bot.dialogue.third_parties import Writer
from handoff.apir import Explored
from handoff.asked import Question
from handoff.contact_words import rule_in_words
from handoff.dates import NextDate
from handoff.plan import NextStep
from handoff.promises.ledger import Entry
from handoff.referring.referrals import Sharing
from handoff.safe_contact import Said
from handoff.statements import Judged, Matter, Statement
from handoff.subjects import GROUPS, Group
from handoff.summary_words import (
    explored_as_json,
    explored_lines,
    judged_as_json,
    judged_line,
    matter_as_json,
    matter_lines,
    next_date_as_json,
    next_date_line,
    promise_as_json,
    promise_line,
    referral_as_json,
    referral_line,
    statement_as_json,
    step_as_json,
    step_line,
)
from store.clock import in_london


@dataclass(frozen=True)
class Why:
    """Why a person is needed: the exact words, and how the service read them.

    `read` is false where nothing was read into the words: they asked for a person themselves.
    """

    words: str
    code: str
    means: str
    level: Level
    about: str
    when: str
    seq: int
    at: datetime
    read: bool = True


@dataclass(frozen=True)
class Asked:
    """Something they asked, word for word. `chosen` says that it was a button, not typed."""

    words: str
    seq: int
    at: datetime
    chosen: bool = False


@dataclass(frozen=True)
class Answered:
    """An answer that the bot gave: which entry, in which revision."""

    entry: str
    label: str
    revision: int | None
    seq: int
    at: datetime


@dataclass(frozen=True)
class ThirdParty:
    """Somebody who writes about somebody else, and the words that say so."""

    who: Writer
    words: str
    seq: int


@dataclass(frozen=True)
class Told:
    """What they were last told happens next."""

    words: str
    seq: int
    at: datetime


@dataclass(frozen=True)
class Step:
    """One thing that happened to the case."""

    what: str
    who: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Summary:
    """A case on one screen. Nothing in it is invented: every item names the message it comes from, or
    who wrote it down. `judged` is the newest judgement of the level; without one, the service read it.
    `joined` are the cases that were joined to this one: their messages are another conversation's.
    """

    case_id: int
    conversation_id: int
    level: Level
    judged: Judged | None
    why_now: tuple[Why, ...]
    about: str
    third_party: ThirdParty | None
    first_words: Asked | None
    last_words: Asked | None
    asked: tuple[Asked, ...]
    answered: tuple[Answered, ...]
    safety_sent: Told | None
    matters: tuple[Matter, ...]
    questions: tuple[Question, ...]
    not_asked: tuple[str, ...]
    next_dates: tuple[NextDate, ...]
    assessment: tuple[Explored, ...]
    plan: tuple[NextStep, ...]
    promises: tuple[Entry, ...]
    referrals: tuple[Sharing, ...]
    channel: str
    opted_out: bool
    language: str
    safe_contact: tuple[Said, ...]
    contact_rules: tuple[ContactRule, ...]
    told: Told | None
    notes: tuple[Step, ...]
    timeline: tuple[Step, ...]
    earlier_cases: int
    state: str
    outcome: str
    opened_at: datetime
    waiting_since: datetime
    claimed_at: datetime | None
    closed_at: datetime | None
    owner: str
    made_at: datetime
    joined_to: int | None = None
    joined: tuple["Summary", ...] = ()

    @property
    def known(self) -> tuple[Statement, ...]:
        """Everything that stands, in the order of the subjects. Versions that differ are all here."""
        return tuple(one for matter in self.matters for one in matter.statements)

    def group(self, name: Group) -> list[Matter]:
        """The matters of one group."""
        return [matter for matter in self.matters if matter.subject.group == name]

    def as_json(self) -> dict[str, Any]:
        """The machine-readable form; times are ISO 8601 in UTC."""
        return {
            "why_now": [
                {"words": why.words, "code": why.code, "means": why.means, "level": why.level.value}
                | {"about": why.about, "when": why.when, "at": why.at.isoformat()}
                for why in self.why_now
            ],
            "level": self.level.value,
            "about": self.about,
            "third_party": (
                {"who": self.third_party.who, "words": self.third_party.words}
                if self.third_party
                else None
            ),
            "asked": [asked.words for asked in self.asked],
            "answered": [
                {"entry": answer.entry, "revision": answer.revision, "at": answer.at.isoformat()}
                for answer in self.answered
            ],
            "known": [statement_as_json(known) for known in self.known],
            "questions": [
                {"what": question.what, "asked": question.words, "at": question.at.isoformat()}
                | {"wrote_next": question.wrote_next.words if question.wrote_next else None}
                for question in self.questions
            ],
            "not_asked": list(self.not_asked),
            "level_judged": judged_as_json(self.judged),
            "matters": [matter_as_json(matter) for matter in self.matters],
            "next_dates": [next_date_as_json(each) for each in self.next_dates],
            "assessment": [explored_as_json(each) for each in self.assessment],
            "plan": [step_as_json(step) for step in self.plan],
            "promises": [promise_as_json(entry) for entry in self.promises],
            "referrals": [referral_as_json(sharing) for sharing in self.referrals],
            "channel": self.channel,
            "opted_out": self.opted_out,
            "language": self.language or None,
            "safe_contact": [said.words for said in self.safe_contact],
            "contact_rules": [
                {"rule": rule_in_words(rule), "words": rule.words, "said_by": rule.said_by}
                for rule in self.contact_rules
            ],
            "told": self.told.words if self.told else None,
            "notes": [note.text for note in self.notes],
            "opened_at": self.opened_at.isoformat(),
            "waiting_since": self.waiting_since.isoformat(),
            "state": self.state,
            "owner": self.owner or None,
            "outcome": self.outcome or None,
            "earlier_cases": self.earlier_cases,
            "joined_to": self.joined_to,
            "joined": [other.as_json() | {"case": other.case_id} for other in self.joined],
        }

    def as_text(self) -> str:
        """Plain text to copy into another record, in the order in which it is read on the screen."""
        lines = [
            f"Case {self.case_id}, {self.level.value}, {self.state}"
            + (f" ({self.owner})" if self.owner else ""),
            f"Opened {_clock(self.opened_at)}. Channel: {self.channel}"
            + (", has opted out of texts." if self.opted_out else "."),
            *([f"They chose to be spoken to in {self.language}."] if self.language else []),
            "",
            "Why now",
            *(
                f"- “{why.words}” ({why.means}; {why.level.value}; {_clock(why.at)})"
                for why in self.why_now
            ),
            f"About: {self.about}",
            judged_line(self.judged),
        ]
        if self.third_party:
            who, words = self.third_party.who, self.third_party.words
            lines.append(f"A {who} writes about somebody else: “{words}”")
        lines += _listed("Safe contact", [f"“{said.words}”" for said in self.safe_contact])
        lines += _listed("Kept to", [_rule_line(rule) for rule in self.contact_rules])
        lines += _listed("What they asked", [f"“{asked.words}”" for asked in self.asked])
        lines += _listed(
            "What the bot answered",
            [
                f"{a.label} ({a.entry}, revision {a.revision}, {_clock(a.at)})"
                for a in self.answered
            ],
        )
        lines += _listed("Next dates", [next_date_line(each) for each in self.next_dates])
        for name, title in GROUPS.items():
            lines += _listed(title, matter_lines(self.group(name)))
        lines += _listed("What we asked", [_question_line(question) for question in self.questions])
        lines += _listed("Not asked", list(self.not_asked))
        lines += _listed("Needs and strengths", explored_lines(self.assessment))
        lines += _listed("Plan", [step_line(step) for step in self.plan])
        lines += _listed("Promises", [promise_line(entry) for entry in self.promises])
        lines += _listed("Referrals", [referral_line(sharing) for sharing in self.referrals])
        lines += _listed("Told what happens next", [self.told.words] if self.told else [])
        lines += _listed("Notes", [_step_line(note) for note in self.notes])
        lines += _listed("What happened", [_step_line(step) for step in self.timeline])
        for other in self.joined:
            lines += [
                "",
                f"Joined with this case: case {other.case_id}",
                "",
                other.as_text().rstrip(),
            ]
        return "\n".join(lines) + "\n"


def _listed(title: str, items: list[str]) -> list[str]:
    return ["", title, *(f"- {item}" for item in items)] if items else []


def _rule_line(rule: ContactRule) -> str:
    return f"{rule_in_words(rule)} (“{rule.words}”, said by the {rule.said_by})"


def _question_line(question: Question) -> str:
    answer = f"wrote “{question.wrote_next.words}”" if question.wrote_next else "no answer yet"
    return f"{question.what}: “{question.words}” ({_clock(question.at)}), {answer}"


def _step_line(step: Step) -> str:
    line = f"{_clock(step.at)} {step.what}" + (f" by {step.who}" if step.who else "")
    return line + (f": {step.text}" if step.text else "")


def _clock(moment: datetime) -> str:
    there = in_london(moment)
    return f"{there:%H:%M} on {there.day} {there:%b %Y}"
