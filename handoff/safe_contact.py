"""What a young person says about how, and when, it is safe to reach them.

Simple on purpose: it looks for sentences in which a way of contact, a time or somebody who may read
along is spoken of, and hands on their exact words. The adviser judges; nothing here decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_SENTENCES = re.compile(r"[^\n]+?(?:[.!?]+(?=\s|$)|$)", re.MULTILINE)
_LONGEST_READ = 4000
_WHOLE_UP_TO = 160
_AROUND = 60
_NOT = r"(?:don'?t|do not|(?:must|should) ?(?:not|n'?t)|can'?t|cannot|stop)"
_WAY = (
    r"(?:text|txt|call|ring|phone|message|msg|contact|email|write|reply|whatsapp|dm|"
    r"leave (?:me )?(?:a )?(?:voice ?mail|message))"
)
_REACH = rf"{_WAY}(?:ing|ed|s)?"
_DEVICE = (
    r"(?:phones?|mobiles?|messages|texts|msgs|dms|chats?|laptop|tablet|ipad|computer|"
    r"screen|email|emails|snap|whatsapp|history)"
)
_SOMEBODY = (
    r"(?:he|she|they|mum|mom|mam|dad|step ?dad|step ?mum|parents?|brothers?|sisters?|bf|gf|"
    r"boyfriend|girlfriend|ex|uncle|aunt(?:ie|y)?|nan|carers?|foster \w+|someone|somebody|everyone)"
)
_READS = r"(?:checks?|checking|reads?|reading|goes through|go through|looks? (?:at|through)|sees?|"
_READS += (
    r"has|have|got|took|takes|monitors?|tracks?|spies on|watch(?:es)?|knows? my (?:pin|password))"
)
_TIME = (
    r"(?:after|before|until|till|til|between|from|at|in) (?:the )?"
    r"(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|school|college|work|tea|dinner|bedtime|night|"
    r"evening|morning|afternoon|weekend|midnight|noon|lunch|lunchtime)\b"
)

_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "don't text me after 6", "pls never ring"; but "she never rings me" tells of somebody
        rf"\b(?:{_NOT} (?:\w+ ){{0,2}}?{_REACH}|never (?:\w+ ){{0,2}}?{_WAY})\b"
        r"(?! (?:it|about|that|off|my (?:teacher|school)))",
        # "only text", "text me after school", "call me at lunch"
        rf"\bonly {_REACH}\b",
        rf"\b{_REACH} (?:me |my \w+ )?(?:only |back )?{_TIME}",
        # "he checks my phone", "my mum reads my messages", "she has my phone"
        rf"\b{_SOMEBODY} (?:\w+ ){{0,3}}?{_READS} (?:\w+ ){{0,3}}?{_DEVICE}\b",
        # "this is my mums phone", "i share a phone", "using my friends phone"
        rf"\b(?:this is|this isn'?t|its|it'?s|using|on|borrowed|sharing|shared?|share) "
        rf"(?:a |my |the )?(?:\w+'?s? ){{0,2}}?{_DEVICE}\b",
        # "it is not safe to talk", "safe to text now", "i can talk until 4"
        r"\b(?:not |isn'?t |un)?safe (?:for me )?to (?:talk|text|txt|type|message|speak|call|write)\b",
        rf"\bi can(?:'?t| ?not)? (?:only )?(?:talk|speak|text|type|message|write)"
        rf"(?: (?:right )?(?:now|rn|here)\b| {_TIME}|[.!]?$)",
        # "he is next to me", "they're in the room", "dad will be home at 5"
        r"\b(?:he|she|they)(?:'s|'re| is| are|s|re)? (?:right )?(?:next to|beside|behind|with|"
        r"in the (?:same )?room|listening|watching me|downstairs|in the house)\b",
        rf"\b{_SOMEBODY}(?:'ll| will)? (?:be |is |gets? |comes? )?(?:back|home) {_TIME}",
        # "delete this", "pretend to be a friend", "if he answers hang up"
        r"\bpretend (?:to be|you'?re|you are|ur)\b",
        r"\bif (?:he|she|they|someone|somebody|my \w+) (?:answers?|picks? up|replies|texts? back)\b",
        r"\b(?:don'?t|dont|do not|never) (?:say|put|mention|tell (?:them|anyone)) (?:\w+ ){0,3}?"
        r"(?:name|who (?:you|u)|connexions|where (?:you|u)|in the (?:text|message))\b",
    )
)


@dataclass(frozen=True)
class Said:
    """A young person's sentence, word for word, with the number and the time of its message."""

    words: str
    seq: int
    at: datetime


def safe_contact_words(messages: Iterable[Said]) -> list[Said]:
    """The sentences that speak of safe contact, in the order they were said, each once."""
    found: dict[str, Said] = {}
    for message in messages:
        for sentence in _SENTENCES.findall(_plain(message.words)):
            words = words_of_contact(sentence.strip())
            if words:
                found.setdefault(words.casefold(), Said(words, message.seq, message.at))
    return list(found.values())


def words_of_contact(sentence: str) -> str:
    """The sentence if it speaks of a safe way or time to reach them, else nothing.

    Of one without a full stop in sight only the part around the telling words is given.
    """
    hit = next((found for sign in _SIGNS if (found := sign.search(sentence))), None)
    if hit is None:
        return ""
    if len(sentence) <= _WHOLE_UP_TO:
        return sentence
    start = sentence.rfind(" ", 0, max(0, hit.start() - _AROUND)) + 1
    end = sentence.find(" ", hit.end() + _AROUND)
    after = "" if end < 0 else "…"
    return f"{'…' if start else ''}{sentence[start : end if end >= 0 else None]}{after}"


def _plain(text: str) -> str:
    return text[:_LONGEST_READ].replace("\u2019", "'")
