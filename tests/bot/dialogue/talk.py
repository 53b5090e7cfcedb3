"""A conversation played through the bot: what is said is looked up, what comes back are short names."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.decision import Decision, Level, Reply, Signal
from bot.dialogue.decide import decide
from bot.dialogue.situation import Holder, Situation
from bot.meaning import Earlier, Meaning, Ranked
from bot.risk.assess import Assessment
from bot.state import DialogueState
from bot.understanding.entities import find_entities
from bot.understanding.normalise import plain
from content.directory import Contact
from content.entry import Entry, Variant
from content.library import Library, Published
from content.nation import Nation
from content.safety import OCCASIONS, SafetyReply, SafetyText
from content.words import Saying, parse_words

WORDS_FILE = Path(__file__).parents[3] / "content" / "words.yml"
DAY = date(2026, 11, 17)


def entry(entry_id: str, *, by_nation: bool = False, related: tuple[str, ...] = ()) -> Published:
    """An entry whose label is its slug in words, and whose answer is its id."""
    nations: list[Nation | None] = [*Nation] if by_nation else [None]
    return Published(
        Entry(
            id=entry_id,
            label=entry_id.partition("/")[2].replace("-", " ").capitalize(),
            audience="everyone",
            sources=(),
            facts_date=DAY,
            review=DAY,
            check_before_launch=False,
            related=related,
            notes="",
            variants={nation: Variant(entry_id, entry_id) for nation in nations},
        ),
        revision=1,
    )


def _contact(key: str) -> Contact:
    every = tuple(Nation)
    return Contact(key, key, "", ("safety",), "0800 1111", "", "", "", "", every, DAY, False)


_ENTRIES = (
    entry("ema/how-much", by_nation=True, related=("ema/when-paid",)),
    entry("ema/when-paid", by_nation=True),
    entry("courses/t-levels"),
    entry("courses/a-levels"),
    entry("benefits/universal-credit"),
    entry("housing/family-arguments"),
    entry("work/cv", related=("housing/family-arguments", "courses/a-levels")),
)
LIBRARY = Library(
    entries={each.entry.id: each for each in _ENTRIES},
    rates={},
    directory={key: _contact(key) for key in ("emergency", "childline", "samaritans")},
    safety={
        "suicide": SafetyReply(
            "suicide", "", ("samaritans",), (), DAY, DAY, check_before_launch=False,
            texts={each: SafetyText(f"keep safe, {each}", "keep safe") for each in OCCASIONS},
        )
    },
    words={
        key: said
        if key.startswith(("button-", "nation-"))
        else Saying(f"{key} {{facts}}" if key.startswith("facts") else key, key)
        for key, said in parse_words(WORDS_FILE.read_text("utf-8")).items()
    },
)  # fmt: skip

SURE, TORN = 0.9, 0.28
MEANS: dict[str, tuple[str, ...]] = {
    "mm": ("talk/bye",),
    "hi": ("talk/greet",),
    "whats the weather": ("talk/out-of-scope",),
    "dont want to talk to anyone, what are t levels": ("courses/t-levels",),
    "will i win": ("talk/out-of-scope",),
    "no i dont want to talk to anybody": ("talk/no",),
    "goodbye everyone": ("talk/bye",),
    "i need help": ("talk/greet",),
    "thanks": ("talk/thanks",),
    "yes": ("talk/yes",),
    "no": ("talk/no",),
    "nah none of them": ("talk/no",),
    "can i talk to someone": ("talk/person",),
    "what do you know about me": ("talk/show-facts",),
    "how much is ema": ("ema/how-much",),
    "when does ema come": ("ema/when-paid",),
    "what are t levels": ("courses/t-levels",),
    "my dad hits me": ("housing/family-arguments",),
    "what is universal credit": ("benefits/universal-credit",),
    "no point in my course or anything": ("courses/t-levels",),
    "levels": ("courses/t-levels", "courses/a-levels", "benefits/universal-credit"),
    "money pls": ("ema/how-much", "benefits/universal-credit", "ema/when-paid"),
    "help with my cv": ("work/cv",),
    "a levels": ("courses/a-levels",),
    "universal credit": ("benefits/universal-credit",),
    "some credit": ("benefits/universal-credit", "talk/abuse", "talk/thanks"),
    "how much would i get": ("benefits/universal-credit", "ema/how-much"),
    "When paid: how much would i get": ("ema/how-much",),
    "How much: when do i get it": ("ema/when-paid",),
    "How much: im at college": ("ema/when-paid",),
    "in wales, can i get universal credit": ("benefits/universal-credit",),
    "in wales, could i get some credit": ("benefits/universal-credit", "ema/how-much"),
    "can you tell me what universal credit is": ("benefits/universal-credit",),
    "How much: can you tell me what universal credit is": ("ema/how-much",),
    "how much is ema and when do i get it": ("ema/how-much", "ema/when-paid"),
    "what are t levels and how much is ema": ("courses/t-levels", "ema/how-much"),
    "what is universal credit, how do i get universal credit": ("benefits/universal-credit",),
    "how do i get universal credit": ("housing/family-arguments",),
}
"""What each text means to the engine: one meaning is sure, several are a guess, none is a miss.

After a label: as it follows on from the entry of that name.
"""
HARDLY_READ = {"mm"}
"""Texts whose one meaning is no more than a guess."""


@dataclass(frozen=True)
class Danger:
    """What the risk check says of a message."""

    level: Level
    safety_reply: str | None = "suicide"
    evidence: str = "their words"

    def assessment(self) -> Assessment:
        """As the bot is given it."""
        signal = Signal("suicide.plan", self.level, self.evidence, "pattern: a test")
        urgent = "emergency" if self.level is Level.EMERGENCY else "urgent"
        serious = self.level.rank >= Level.URGENT.rank
        return Assessment(
            level=self.level,
            signals=(signal,),
            families=("suicide",),
            safety_reply=self.safety_reply,
            occasion=urgent if serious else None,  # type: ignore[arg-type]
        )


COMPLEX, URGENT, EMERGENCY = (
    Danger(level) for level in (Level.COMPLEX, Level.URGENT, Level.EMERGENCY)
)


def read(text: str, after: Earlier | None = None) -> Meaning:
    """A stand-in for the engine: what the table says, after a label first."""
    asked = text.rstrip(" ?!.")
    ids = MEANS.get(f"{after.label}: {asked}") if after else None
    ids = ids or MEANS.get(asked, ())
    sureness = SURE if len(ids) == 1 and asked not in HARDLY_READ else TORN
    return Meaning(
        text,
        plain(text),
        ranked=tuple(Ranked(each, sureness) for each in ids),
        in_scope=1.0 if ids else 0.0,
        found=find_entities(text),
        again=read,
    )


class Talk:
    """One young person and the bot. `said` hands back what the bot says, by short names."""

    def __init__(self) -> None:
        self.state = DialogueState()
        self.last = Decision(self.state)
        self.holder: Holder = "bot"
        self._seq = 0

    def said(
        self, text: str, danger: Danger | None = None, *, choice: str = "", language: str = "en"
    ) -> list[str]:
        """Say something, typed or by a button; what the bot answers."""
        self._seq += 1
        meaning = replace(read(text), language=language)
        situation = Situation(DAY, self._seq, self.holder, True, "", choice=choice)
        assessment = danger.assessment() if danger else Assessment()
        self.last = decide(self.state, meaning, assessment, LIBRARY, situation)
        self.state = DialogueState.from_json(self.last.state.to_json())
        return [_in_short(reply) for reply in self.last.replies]

    def released(self) -> None:
        """An adviser gives the conversation back."""
        self.holder, self.state = "bot", self.state.afresh()

    @property
    def buttons(self) -> list[str]:
        """The labels under the last thing that was said."""
        return [choice.label for choice in self.last.replies[-1].choices]


def _in_short(reply: Reply) -> str:
    if reply.kind == "answer":
        return f"{reply.entry_id}, {reply.nation}" if reply.nation else str(reply.entry_id)
    return reply.web.strip()
