"""From the evidence of a case to what stands on every subject: read, written down, differing, or not asked."""

from collections.abc import Sequence

from bot.dialogue.facts import hear
from bot.dialogue.forgetting import to_forget
from bot.dialogue.third_parties import Writer
from bot.state import DialogueState, Fact
from content.nation import Nation
from handoff.asked import Question
from handoff.evidence import Evidence, Line
from handoff.inferring import Reading, meaning_of, readings
from handoff.statements import Ledger, Matter, Statement, read_ref
from handoff.subjects import SUBJECTS, Subject


def matters_of(
    evidence: Evidence, questions: Sequence[Question], writer: Writer | None
) -> tuple[Matter, ...]:
    """One matter for each subject, in order. `writer`: an adult, who writes about somebody else."""
    ledger = Ledger()
    for line in evidence.lines:
        if line.author == "young person" and line.kind == "text":
            _read(ledger, evidence, line, writer)
    _add_what_the_bot_was_told(ledger, evidence, writer)
    for statement in evidence.facts:
        ledger.add(statement)
    standing, gone = ledger.standing(), ledger.gone()
    return tuple(
        Matter(
            subject,
            statements=[one for one in standing if _counts(one, subject)],
            gone=[one for one in gone if _counts(one, subject)],
            question=_newest(questions, subject),
        )
        for subject in SUBJECTS.values()
    )


def _counts(statement: Statement, subject: Subject) -> bool:
    """Of what holds for a moment only, nothing counts that was said in an earlier case."""
    stale = subject.of_the_moment and statement.earlier_case
    return statement.subject == subject.key and not stale


def _newest(questions: Sequence[Question], subject: Subject) -> Question | None:
    asked = (one for one in questions if subject.asked_as and one.what == subject.asked_as)
    return next(asked, None)


def _read(ledger: Ledger, evidence: Evidence, line: Line, writer: Writer | None) -> None:
    """What one message says, as the bot hears it and by the careful signs; and what it takes back."""
    meaning = meaning_of(line.text)
    memory = DialogueState(
        facts={
            one.subject: Fact(one.value, "young person", one.seq or 0)
            for one in ledger.made
            if one.subject in ("nation", "age", "care", "studying", "living")
        }
    )
    if "change" not in meaning.plain:  # "i want to change my course" takes nothing back
        for name in to_forget(memory, meaning, line.seq):
            ledger.take_back(name)
    for name, fact in hear(DialogueState(), meaning, line.seq).facts.items():
        words = next(
            found.words
            for found in meaning.found
            if (found.kind, found.value) == (name, fact.value)
        )
        _add(ledger, evidence, line, Reading(name, "", _shown(name, fact.value), words), writer)
    if writer is None:
        for reading in readings(line.text):
            _add(ledger, evidence, line, reading, writer)


def _add(
    ledger: Ledger, evidence: Evidence, line: Line, reading: Reading, writer: Writer | None
) -> None:
    conversation = evidence.case.conversation_id
    subject, about, value = reading.subject, reading.about, reading.value
    ledger.add(
        Statement(
            ref=read_ref(conversation, line.seq, subject, about, value),
            subject=subject,
            about=about,
            value=value,
            said_by=writer or "young person",
            sure="inferred",
            words=reading.words,
            seq=line.seq,
            at=line.at,
            earlier_case=line.seq <= evidence.since,
        )
    )


def _add_what_the_bot_was_told(ledger: Ledger, evidence: Evidence, writer: Writer | None) -> None:
    """What the bot keeps in mind and no message shows by itself: a button, an answer to its question."""
    lines = {line.seq: line for line in evidence.lines}
    for name, fact in evidence.state.facts.items():
        line = lines.get(fact.seq)
        value = _shown(name, fact.value)
        read = any(one.subject == name and one.value == value for one in ledger.made)
        if line is None or name not in SUBJECTS or read:
            continue
        theirs = fact.said_by == "young person"
        ledger.add(
            Statement(
                ref=read_ref(evidence.case.conversation_id, fact.seq, name, "", value),
                subject=name,
                about="",
                value=value,
                said_by=(writer or "young person") if theirs else "adviser",
                sure="inferred" if theirs else "said",
                # The nation may come from the page that they wrote on, and not from these words.
                words=line.text if theirs and name != "nation" else "",
                seq=fact.seq,
                at=line.at,
                by="" if theirs else line.name,
                earlier_case=fact.seq <= evidence.since,
            )
        )


def _shown(name: str, value: str) -> str:
    return Nation(value).title if name == "nation" and value in set(Nation) else value
