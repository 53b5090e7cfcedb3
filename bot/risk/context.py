"""What stands round a sign of danger: who it is about, when, and whether it is meant as it reads.

Plain negation and a clearly past act lower a pattern to complex, so that somebody still looks; a story
excuses it. A joke or a taking back is heard, and lowers nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.decision import Level
from bot.risk.word_sets import words_of

About = Literal["self", "other"]
When = Literal["now", "past", "future"]
NEAR = 12

_SELF = words_of("i im ive id ill am me myself we weve us were")
_OTHERS = words_of(
    "friend friends mate mates bestie pal brother sister sis bro cousin boyfriend girlfriend "
    "partner flatmate housemate roommate son daughter stepson stepdaughter nephew niece child "
    "pupil student lad girl boy somebody someone he she they hes shes theyre him her them "
    "himself herself themself themselves mum dad mam nan ex"
)
_PEOPLE = _OTHERS | words_of(
    "best little big wee older younger twin step foster half mums dads nans"
)
_DONE_TO_ME = re.compile(
    r"\b(hit|hurt|beat|batter|punch|kick|slap|push|shov|chok|strangl|burn|bit|bites|touch|grop|grab|forc"
    r"|threaten|control|lock|follow|track|bull|rap|abus|shout|scream|spit|stalk|blackmail|check|rob|steal)"
    r"\w* (at |on |off )?(me|my|us)\b"
)
_HE_OR_SHE, _MINE = words_of("he she hes shes him her his hers"), words_of("my mine our us")
_THEMSELVES = words_of("himself herself themself themselves")
_WRITES_FOR = re.compile(
    r"\b(my|our) ((\w+ )?(son|daughter|stepson|stepdaughter|nephew|niece|pupil|student|foster child)"
    r"|(best )?(friend|mate|bestie)|girlfriend|boyfriend|(little |big |wee )?(brother|sister|sis))"
    r" (is|has|keeps|wants|said|says|told|just|hasnt|isnt|wont|cant|texted|sent|thinks|might|tried"
    r"|does|doesnt|who|took|was|and (hes|shes|i think))\b"
    r"|\b(worried|scared|concerned) (about|for) (my|our|a|him|her|them|this)\b"
    r"|\b(a|the) (lad|girl|boy|student|pupil|friend|kid) (in|from|at|on|of|i) (my|our|the|mine|teach)\b"
)
_NOW = re.compile(
    r"\b(now|tonight|today|currently|atm|at the (moment|minute)|this (morning|evening|afternoon|second)"
    r"|as we speak|about to|just (took|taken|swallowed|cut|done|did|had|tried|hit|got)|the night)\b"
)
_AT_ONCE = re.compile(
    r"\b(right now|tonight|about to|(in|any) (a )?(minute|min|sec|second)|this second|as we speak"
    r"|just now|the night|before (the )?morning)\b"
)
_PAST = re.compile(
    r"\b(last (year|month|summer|winter|spring|autumn|christmas|term)|\w+ (years?|months?) ago"
    r"|years ago|ages ago|when i was \w+|when i was (a kid|little|younger)|used to|in the past"
    r"|back (in|then|when)|previously|in (primary|year \d+)|back in \w+|had a history)\b"
)
_FUTURE = re.compile(
    r"\b(tomorrow|next (week|month|year|weekend|\w+day)|after (my|the) \w+|when im \d+"
    r"|at the weekend|on (mon|tues|wednes|thurs|fri|satur|sun)day|soon|one day)\b"
)
_OVER = re.compile(
    r"\b(used to|(\w+ )?(years?|months) ago|when i was \w+|last year|in the past|clean (for|since)"
    r"|\w+ (months|years) clean|havent (done it )?since|stopped doing)\b"
)
_NEGATIONS = words_of("not never dont didnt wouldnt wont isnt arent wasnt aint havent nae")
_BETWEEN = words_of(
    "really actually ever even going to want wanting trying tried think thinking about of "
    "feel feeling been being be at all that like would a any go plan planning on thought "
    "thoughts"
)
_IN_A_STORY = re.compile(
    r"\bin (the|a|this|that|my) (\w+ )?(film|movie|game|book|novel|song|series|play|show|episode|story"
    r"|anime|manga|musical|video game|level|match|dream)\b"
    r"|\b(the|a|my|main|this|your) (\w+ )?character\b|\blyrics?\b|\bsong (called|goes|that goes)\b"
    r"|\b(in|on) (minecraft|fortnite|gta|roblox|fifa|cod|call of duty|sims|the sims|valorant"
    r"|league|elden ring|eastenders|corrie|hollyoaks|netflix|skyrim|among us)\b"
    r"|\b(essay|coursework|monologue|drama piece|short story|poem|screenplay|novel|fanfic|script|epq"
    r"|dissertation|documentary) (is )?(about|on|where|for|called|im writing)\b"
    r"|\b(romeo|juliet|macbeth|lady macbeth|hamlet|ophelia|othello|inspector calls|eva smith|lennie"
    r"|of mice and men|jekyll|frankenstein|gatsby|13 reasons why)\b"
)
_BEGINS_A_STORY = re.compile(
    r"\b(?<!while )(?<!while i was )(writing|wrote|write|watched|watching|read|reading|revising) "
    r"(a|an|my|the|this) (\w+ )?"
    r"(story|essay|novel|book|film|documentary|series|play|poem|scene|monologue|script)\b"
    r"|\b(?<!while )(?<!while i was )playing (minecraft|fortnite|gta|roblox|fifa|cod|call of duty|sims"
    r"|the sims|valorant|league|elden ring|skyrim|among us)\b"
)
"""Before the words it is their story; after them ("he hit me while i was watching a film") it is not."""
_MEANS_IT = re.compile(r"\b(i|im|ive|id|me|myself)\b")
_ANYBODY = re.compile(
    r"\bwhat (happens|would happen|will happen|does it do|if)( to)? (if |when )?"
    r"(you|someone|somebody|people|a person|they|one)\b|\bhypothetically\b"
)
_TAKEN_BACK = re.compile(
    r"\b(jk|(only|just|was|i was|im) (joking|kidding|messing)|joking|just a joke|its a joke|not (being )?"
    r"serious|didnt mean (it|that)|dont mean (it|that)|never ?mind|nvm|ignore (me|that|that last)"
    r"|forget (it|i said|that|about it)|its (nothing|fine now|ok now)|dont worry|dw|im (fine|ok|okay|"
    r"alright) (now|really|honest|honestly)|its (fine|ok|okay)|take (it|that) back|being (dramatic|silly)"
    r"|wrong (chat|person)|lol nah|no im fine|im fine)\b"
)
OF_ONESELF = frozenset(
    {
        "suicide",
        "self-harm",
        "eating-disorder",
        "overdose-unwell",
        "severe-distress",
        "threats-to-others",
    }
)
"""What people feel, do or suffer by themselves: who tells of another is not spoken to as if it were them."""
_NOW_IS_AN_EMERGENCY = frozenset({"suicide", "threats-to-others"})
_OVER_IS_LESS = frozenset({"suicide", "self-harm", "eating-disorder"})


@dataclass(frozen=True)
class Setting:
    """How some words of a sentence are meant."""

    about: About
    when: When
    negated: bool
    story: bool
    supposed: bool
    over: bool
    at_once: bool
    first_person: bool


def setting_of(words: Sequence[str], start: int, end: int) -> Setting:
    """Read what stands round `words[start:end]`, near enough to belong to it."""
    before = " ".join(words[max(0, start - NEAR) : start])
    near = " ".join(words[max(0, start - NEAR) : end + NEAR])
    inside = words[start:end]
    spoken = " ".join([*words[max(0, start - 3) : start], *inside])
    return Setting(
        about=_about(words, start, end),
        when=when_of(near),
        negated=_is_negated(words, start),
        story=bool(_IN_A_STORY.search(near) or _BEGINS_A_STORY.search(before)),
        supposed=bool(_ANYBODY.search(near)),
        over=bool(_OVER.search(near)) and not _NOW.search(near),
        at_once=bool(_AT_ONCE.search(near)),
        first_person=bool(_MEANS_IT.search(spoken)),
    )


def level_in(setting: Setting, level: Level, family: str) -> Level:
    """The level of a pattern in its setting, were it no story."""
    if level.rank <= Level.COMPLEX.rank:
        return level
    if setting.negated or (setting.over and family in _OVER_IS_LESS and level is Level.URGENT):
        return Level.COMPLEX
    if setting.supposed and level is Level.EMERGENCY:
        return Level.URGENT
    if setting.at_once and family in _NOW_IS_AN_EMERGENCY:
        return Level.EMERGENCY
    return level


def when_of(plain: str) -> When:
    """When the words say it is; now unless they say otherwise."""
    if _NOW.search(plain):
        return "now"
    if _PAST.search(plain):
        return "past"
    return "future" if _FUTURE.search(plain) else "now"


def about_of(plain: str, family: str) -> About:
    """Who a whole message is about, when no pattern tells.

    "hes stopped eating" is about him; "he has a knife" about who he may hurt.
    """
    if _WRITES_FOR.search(plain) and not _DONE_TO_ME.search(plain):
        return "other"
    words = frozenset(plain.split())
    of_another = not words.isdisjoint(_HE_OR_SHE) and words.isdisjoint(_SELF | _MINE)
    return "other" if of_another and family in OF_ONESELF else "self"


def taken_back(plain: str) -> str | None:
    """The words that take something back or call it a joke, if there are any."""
    found = _TAKEN_BACK.search(plain)
    return found.group() if found else None


def _about(words: Sequence[str], start: int, end: int) -> About:
    inside = frozenset(words[start:end])
    if inside & _SELF or _names_what_is_mine(words[start : end + 1]):
        return "self"
    before = reversed(words[max(0, start - NEAR) : start])
    nearest = next((word for word in before if word in _SELF or word in _OTHERS), "")
    return "other" if nearest in _OTHERS or inside & _OTHERS else "self"


def _names_what_is_mine(words: Sequence[str]) -> bool:
    """ "my phone", "my room"; not "my best mate", who is somebody else."""
    return _THEMSELVES.isdisjoint(words) and any(
        mine == "my" and what not in _PEOPLE for mine, what in pairwise(words)
    )


def _is_negated(words: Sequence[str], start: int) -> bool:
    """Whether a plain negation stands before, with nothing between that begins something new."""
    for word in reversed(words[max(0, start - 5) : start]):
        if word in _NEGATIONS:
            return True
        if word not in _BETWEEN:
            return False
    return False
