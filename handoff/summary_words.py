"""What is known, how it is rated and what is planned, as lines of text and in the machine-readable form."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handoff.apir import GRADES, Explored, Rated
from handoff.dates import NextDate, day_in_words
from handoff.plan import NextStep
from handoff.promises.ledger import Entry
from handoff.referring.referrals import Sharing
from handoff.statements import HOW_SURE, Judged, Matter, Statement
from store.clock import in_london


def statement_as_json(one: Statement) -> dict[str, Any]:
    """A statement, with all that says how far to trust it."""
    return {
        "what": one.what,
        "subject": one.subject,
        "about": one.about or None,
        "value": one.value,
        "said_by": one.said_by,
        "sure": one.sure,
        "inferred": one.read,
        "words": one.words or None,
        "message": one.seq,
        "written_down_by": one.by or None,
        "at": one.at.isoformat() if one.at else None,
        "earlier_case": one.earlier_case,
    }


def matter_as_json(matter: Matter) -> dict[str, Any]:
    """A subject: whether it is known, asked or not asked; every version, and those that no longer stand."""
    return {
        "subject": matter.subject.key,
        "label": matter.subject.label,
        "state": matter.state,
        "versions": [statement_as_json(one) for one in matter.statements],
        "differ": bool(matter.differ),
        "no_longer": [statement_as_json(one) for one in matter.gone],
    }


def judged_as_json(judged: Judged | None) -> dict[str, Any] | None:
    """The judgement of the level."""
    if judged is None:
        return None
    return {
        "level": judged.level.value,
        "by": judged.by,
        "why": judged.why,
        "at": judged.at.isoformat(),
    }


def next_date_as_json(each: NextDate) -> dict[str, Any]:
    """A day to come."""
    return {
        "what": each.what,
        "on": each.on.isoformat(),
        "at_the_latest": each.by,
        "worked_out": each.worked_out,
        "from": statement_as_json(each.rests_on),
    }


def explored_as_json(group: Explored) -> dict[str, Any]:
    """One group of the assessment."""
    return {
        "group": group.label,
        "rated": [_rated_as_json(one) for one in group.rated],
        "unexplored": [factor.key for factor in group.unexplored],
    }


def step_as_json(step: NextStep) -> dict[str, Any]:
    """A step of the plan."""
    return {
        "step": step.words,
        "who": step.who,
        "by": step.due_on.isoformat(),
        "state": step.state,
        "written_down_by": step.by,
    }


def judged_line(judged: Judged | None) -> str:
    """Who judged the level, or that nobody has."""
    if judged is None:
        return "Level: read by the service, confirmed by nobody yet"
    return (
        f"Level: {judged.level.value}, judged by {judged.by} at {_clock(judged.at)}: {judged.why}"
    )


def matter_lines(matters: Sequence[Matter]) -> list[str]:
    """What is known of these subjects, one line a version."""
    return [_statement_line(one, matter) for matter in matters for one in matter.statements]


def next_date_line(each: NextDate) -> str:
    """A day to come, and what it is counted from."""
    how = f", worked out from the {each.rests_on.what}" if each.worked_out else ""
    return f"{each.what}: {'by ' if each.by else ''}{day_in_words(each.on)}{how}"


def explored_lines(groups: Sequence[Explored]) -> list[str]:
    """The assessment, one line a rating and one a group for what is unexplored."""
    lines = []
    for group in groups:
        for one in group.rated:
            grade = GRADES[one.grade].lower()  # type: ignore[index]
            lines.append(f"{one.label}: {grade} ({one.evidence}; {one.by}, {_clock(one.at)})")
        if group.unexplored:
            labels = ", ".join(factor.label.lower() for factor in group.unexplored)
            lines.append(f"{group.label}, unexplored: {labels}")
    return lines


def step_line(step: NextStep) -> str:
    """A step, who takes it, by when, and what became of it."""
    return f"{step.words} ({step.who}, by {day_in_words(step.due_on)}, {step.state})"


def promise_line(entry: Entry) -> str:
    """A promise: who, what, by when, and what became of it."""
    told = f"they were told {_clock(entry.told_at)}" if entry.told_at else "they were not told"
    said = f"they say: {entry.answer}" if entry.answer else ""
    about = [f"by {_clock(entry.due_at)}", entry.state, told, entry.settled_with, said]
    return f"{entry.who}: {entry.what} ({'; '.join(filter(None, about))})"


def promise_as_json(entry: Entry) -> dict[str, Any]:
    """The same for machines; times are ISO 8601 in UTC."""
    return {
        "who": entry.who,
        "what": entry.what,
        "kind": entry.kind,
        "made_at": entry.made_at.isoformat(),
        "due_at": entry.due_at.isoformat(),
        "state": entry.state,
        "told_at": entry.told_at.isoformat() if entry.told_at else None,
        "settled_with": entry.settled_with or None,
        "answer": entry.answer or None,
    }


def referral_line(sharing: Sharing) -> str:
    """A referral: to whom, for what, on what ground, and where it stands."""
    about = [f"sent {_clock(sharing.sent_at)}", sharing.basis_in_words, sharing.state]
    about += [f"shared: {', '.join(sharing.shared)}", sharing.outcome]
    return f"{sharing.service}: {sharing.asked_for} ({'; '.join(filter(None, about))})"


def referral_as_json(sharing: Sharing) -> dict[str, Any]:
    """The same for machines, without why it was shared where they had not agreed."""
    return {
        "service": sharing.service,
        "asked_for": sharing.asked_for,
        "agreed": sharing.basis == "consent",
        "shared": list(sharing.shared),
        "sent_at": sharing.sent_at.isoformat(),
        "state": sharing.state,
        "outcome": sharing.outcome or None,
    }


def _statement_line(one: Statement, matter: Matter) -> str:
    label = f"{matter.subject.label}, {one.about}" if one.about else matter.subject.label
    said = [f"said by the {one.said_by}", HOW_SURE[one.sure]]
    if one.words and one.words.casefold() != one.value.casefold():
        said.append(f"“{one.words}”")
    if one.by:
        said.append(f"written down by {one.by}")
    if one.at:
        said.append(_clock(one.at))
    mark = "DIFFERS: " if one in matter.differ else ""
    return f"{mark}{label}: {one.value or 'not told'} ({'; '.join(said)})"


def _rated_as_json(one: Rated) -> dict[str, Any]:
    return {
        "factor": one.factor,
        "rating": one.grade,
        "evidence": one.evidence,
        "by": one.by,
        "at": one.at.isoformat(),
        "before": _rated_as_json(one.before) if one.before else None,
    }


def _clock(moment: datetime) -> str:
    there = in_london(moment)
    return f"{there:%H:%M} on {there.day} {there:%b %Y}"
