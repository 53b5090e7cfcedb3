"""Building replies from the library: answers, choices, safety replies and the service's own sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.decision import Choice, Reply, ReplyKind
from bot.dialogue.situation import Situation
from bot.risk.assess import Assessment
from content.library import Answer, Library
from content.nation import Nation
from content.sms_text import fold, size
from content.words import Blank

PERSON = Choice("Talk to a person", "person")
NONE_OF_THESE = Choice("None of these", "none")
WELSH = Choice("Cymraeg", "language:cy")
NATION_CHOICES = tuple(Choice(nation.title, f"nation:{nation}") for nation in Nation)
_MOST_CONTACTS = 5
_MOST_SMS_PARTS = 2
_LABELS = {
    "person": "button-person",
    "none": "button-none",
    "yes": "button-yes",
    "no": "button-no",
    "nation:england": "nation-england",
    "nation:wales": "nation-wales",
    "nation:scotland": "nation-scotland",
    "nation:ni": "nation-ni",
}
"""The sentences that stand on our own buttons, by what these send."""
YES_NO = (Choice("Yes", "yes"), Choice("No", "no"))


def say(
    library: Library,
    key: str,
    *,
    kind: ReplyKind = "text",
    choices: Sequence[Choice] = (),
    blanks: Mapping[str, Blank] | None = None,
) -> Reply:
    """One of the service's own sentences, with buttons; in a text message they become numbers."""
    saying = library.say(key, blanks or {})
    choices = in_their_words(library, choices)
    return Reply(kind, saying.web, saying.sms + fold(numbered(choices)), choices=choices)


def in_their_words(library: Library, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The buttons with our own labels in the language that is spoken; entries keep their editors' labels."""
    return tuple(
        replace(choice, label=library.say(key, {}).web)
        if (key := _LABELS.get(choice.value)) and key in library.words
        else choice
        for choice in choices
    )


def nation_label(library: Library, nation: Nation) -> str:
    """The name of a nation on a button."""
    return in_their_words(library, [Choice(nation.title, f"nation:{nation}")])[0].label


def numbered(choices: Iterable[Choice]) -> str:
    """Choices as a text message shows them: each with the number to text back."""
    return "".join(f"\n{number} {choice.label}" for number, choice in enumerate(choices, start=1))


def answer(found: Answer, choices: Sequence[Choice], more: str = "") -> Reply:
    """An editor's answer, with the revision it came from; `more` stands below it in a text message."""
    return Reply(
        "answer",
        found.web,
        found.sms + more,
        entry_id=found.entry_id,
        revision=found.revision,
        nation=found.nation,
        choices=tuple(choices),
    )


def related_by_text(library: Library, text: str, choices: Sequence[Choice]) -> str:
    """What goes with an answer, as many numbered lines below it as its parts have room for."""
    heading = "\n" + library.say("sms-related", {}).sms
    for many in range(len(choices), 0, -1):
        more = heading + fold(numbered(choices[:many]))
        if size(text + more).parts <= _MOST_SMS_PARTS:
            return more
    return ""


def entry_choice(library: Library, entry_id: str) -> Choice:
    """A button that asks for an entry."""
    return Choice(library.label(entry_id), f"entry:{entry_id}")


def safety(
    library: Library, assessment: Assessment, nation: Nation | None, situation: Situation
) -> Reply:
    """The safety reply for the gravest signal, or the general one where content has none for it.

    Where the nation is known, only services that are there for it are named.
    """
    reply = library.safety.get(assessment.safety_reply or "")
    if reply is None or assessment.occasion is None:
        return general_safety(library)
    words = reply.text(assessment.occasion, library.language)
    fill = library.filler.fill
    return Reply(
        "safety",
        fill(words.web, situation.day),
        fold(fill(words.sms, situation.day)),
        contacts=_for_nation(library, reply.contacts, nation)[:_MOST_CONTACTS],
    )


def _for_nation(library: Library, keys: Sequence[str], nation: Nation | None) -> tuple[str, ...]:
    known = {key: library.directory[key] for key in keys if key in library.directory}
    return tuple(key for key, each in known.items() if nation is None or nation in each.nations)


def general_safety(library: Library, key: str = "safety-fallback") -> Reply:
    """What is said in danger where nothing closer can be: 999, and who listens at any hour."""
    contacts = tuple(
        each for each in ("emergency", "childline", "samaritans") if each in library.directory
    )
    saying = library.say(key, helplines(library))
    return Reply("safety", saying.web, saying.sms, contacts=contacts)


def helplines(library: Library) -> dict[str, str]:
    """The numbers that stand in the service's own sentences, from the directory."""
    found = {name: library.directory.get(name) for name in ("childline", "samaritans")}
    return {name: contact.phone if contact else "" for name, contact in found.items()}
