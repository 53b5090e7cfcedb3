"""The signs by which facts are read from plain words. Each is narrow: rather nothing than something wrong."""

import re
from dataclasses import dataclass

_IM = r"\b(?:i'?m|i am)"
_IVE = r"\b(?:i'?ve|i have|i)"
_DARK = (
    r"(?!.*\b(?:die|dead|dying|kill|hurt|harm|cut|end (?:it|things|my)|disappear|alive|live|exist|wake|"
    r"be here|go on|carry on)\b)"
)
_HOME_FOLK = (
    r"(?:mum|mom|mam|dad|parents?|nan|gran|grandma|grandad|grandparents|step ?mum|step ?dad|aunt(?:ie|y)?|"
    r"uncle|carers?|foster carers?|brother|sister|boyfriend|girlfriend|partner|ex)"
)
_SOMEBODYS = (
    r"(?:friend|mate|nan|gran|aunt(?:ie|y)?|uncle|sister|brother|boyfriend|girlfriend|cousin|dad|"
    r"mum)'?s?"
)
_WORKERS = (
    r"social worker|youth worker|support worker|key ?worker|personal advis[eo]r|probation officer|"
    r"yot worker|camhs worker|counsellor|therapist|foster carers?|solicitor|head of year|psychiatrist|"
    r"school nurse|family worker|housing officer|work coach"
)
_LANGUAGES = (
    "polish|romanian|arabic|urdu|somali|ukrainian|welsh|portuguese|spanish|french|punjabi|bengali|"
    "gujarati|turkish|kurdish|farsi|pashto|tigrinya|albanian|vietnamese|cantonese|mandarin|hungarian|"
    "lithuanian|russian|bsl|british sign language"
)


@dataclass(frozen=True)
class Rule:
    """A sign, and what it says. Without a `value` the exact words are the value.

    `whole` takes the sentence as the words. `named`: only where the words name a thing of this kind too.
    A sign may name what it is `about` and its `value` by groups.
    """

    subject: str
    sign: re.Pattern[str]
    value: str = ""
    about: str = ""
    whole: bool = False
    named: str = ""


def _rule(
    subject: str,
    sign: str,
    value: str = "",
    *,
    about: str = "",
    whole: bool = False,
    named: str = "",
) -> Rule:
    return Rule(subject, re.compile(sign), value, about, whole, named)


RULES = (
    _rule("safe", rf"{_IM} (?:really |still |actually )?(?:not safe|unsafe)\b(?! to)", "no"),
    _rule("safe", r"\bi (?:do not|don'?t) feel safe\b(?! to)", "no"),
    _rule("safe", rf"^\W*(?:yes|yeah|yh|ok)?,? ?{_IM} safe(?: now| here| atm)?\W*$", "yes"),
    _rule(
        "where",
        rf"{_IM} (?:now |currently |still |sat |stuck )?(?P<value>(?:at|outside|in|near) (?:the |a |my )"
        rf"(?:(?:bus|train|coach|police|tube|petrol) station|park|library|hospital|church|hostel|"
        rf"{_SOMEBODYS}(?: (?:house|place|flat))?))\b",
    ),
    _rule("bed", r"\b(?:nowhere|no ?where|no place) (?:else )?to (?:sleep|stay|go tonight)\b",
          "nowhere to stay"),
    _rule("bed", rf"{_IM} (?:sleeping|sleepin) (?:rough|outside|on the streets?|in (?:a|the|my) "
          r"(?:car|park|tent|doorway))\b", "sleeping rough"),
    _rule("bed", r"\bi slept (?:rough|outside|on the streets?|in (?:a|the|my) (?:car|park|tent|doorway))\b",
          "slept rough"),
    _rule("bed", rf"{_IM} (?:sofa ?surfing|(?:staying|sleeping|crashing) (?:on|at) (?:a |my )?"
          r"(?:friend|mate)'?s'?)\b", "with friends for now"),
    _rule("bed", rf"\b(?:{_HOME_FOLK}|they|he|she)(?: has| have|'ve|'s)?(?: just)? "
          r"(?:kicked|threw|thrown|chucked|chucking|kicking) me out\b(?! of (?:school|college|class|uni))",
          "put out of home"),
    _rule("bed", rf"{_IVE} (?:just )?(?:been|got|was) (?:kicked|thrown|chucked) out\b"
          r"(?! of (?:school|college|class|uni|lesson))", "put out of home"),
    _rule("others-at-risk", r"\bmy (?P<about>(?:little |younger |baby |older |big )?"
          r"(?:brother|sister|sibling)s?)(?:'s| is| are|s)? (?:still |also )?"
          r"(?:here|there|in the house|at home|scared|with (?:him|her|them))\b", whole=True),
    _rule("others-at-risk", r"\b(?:he|she|they)(?:'s)? (?:also |just )?(?:hits?|hurts?|hitting|hurting) "
          r"my (?P<about>(?:little |younger |baby |older |big )?(?:brother|sister|sibling|mum|dad)s?)\b",
          whole=True),
    _rule("wants", r"^\W*(?:please |pls |hi |hey |and |so |ok )?i (?:really |just )?"
          rf"(?:want|need|would like|wanna|'?d like)\b {_DARK}", whole=True),
    _rule("unwanted", r"\b(?:do not|don'?t|never) (?:tell|ring|call|contact|involve|speak to|talk to) "
          rf"(?:my )?(?:{_HOME_FOLK}|social services|the police|police|school|college|anyone|them)\b",
          whole=True),
    _rule("unwanted", r"\bi (?:really )?(?:do not|don'?t) want (?:to|you to|my|the|social|them|anyone|any|"
          rf"him|her)\b{_DARK}", whole=True),
    _rule("date", r"\b(?:i(?:'?ve| have)?(?: got)?|my) (?:to go to |a |in )?"
          r"(?P<about>court(?: date)?|hearing|tribunal|sentencing)\b", named="date", whole=True),
    _rule("date", rf"(?:{_IM}|\bi(?:'?ll be| will be)?) (?:turn|turning|be) (?P<value>1[68])\b",
          about="birthday", named="date", whole=True),
    _rule("date", rf"(?:{_IM}|\bi) (?:get|getting|be|being) released\b", about="release",
          named="date", whole=True),
    _rule("home", r"\bi live (?:in|near) ", named="place"),
    _rule("living", rf"\bi (?:still |just |only )?live (?P<value>with (?:my |just my |both my )"
          rf"{_HOME_FOLK}(?: and (?:my )?(?:step ?)?{_HOME_FOLK})*|alone|on my own|by myself|"
          r"in a (?:hostel|refuge|shelter|b&b|b and b))\b"),
    _rule("studying", rf"{_IVE} (?:been |got |was )?(?:permanently )?(?:excluded|expelled)\b",
          "excluded"),
    _rule("studying", rf"{_IM} (?:a )?neet\b", "not in learning"),
    _rule("studying", rf"{_IM} in (?P<value>(?:year|yr) ?(?:[7-9]|1[0-4]))\b"),
    _rule("studying", rf"{_IVE} (?:stopped|quit|quitting) (?:going to )?(?:school|college|sixth form)\b",
          "stopped going"),
    _rule("language", rf"\b(?:i (?:only |mostly )?speak|my (?:first )?language is) (?P<value>{_LANGUAGES})\b"),
    _rule("language", r"\benglish (?:is not|isn'?t) my first language\b",
          "English is not the first language"),
    _rule("literacy", r"\bi (?:can'?t|cannot|can not|struggle to|find it hard to) (?:read|spell|write)\b"
          r"(?! (?:your|this|that|it|the|his|her|in|on|back|now))", whole=True),
    _rule("literacy", rf"(?:{_IM} (?:severely |really |a bit )?dyslexic|{_IVE} (?:got )?dyslexia)\b",
          "dyslexia"),
    _rule("disability", rf"{_IM} (?:severely |partially )?(?P<value>autistic|deaf|disabled|epileptic|"
          r"visually impaired|hard of hearing)\b"),
    _rule("disability", rf"{_IVE} (?:got )?(?P<value>autism|asd|adhd|add|epilepsy|cerebral palsy|"
          r"a learning (?:disability|difficulty)|learning difficulties|an ehcp)\b"),
    _rule("disability", rf"(?:{_IM} in|\bi use) (?P<value>a wheelchair)\b"),
    _rule("involved", rf"\bmy (?P<about>{_WORKERS})\b", "spoken of", whole=True),
    _rule("money", r"\b(?:i (?:get|claim|receive)|(?:i'?m|i am) (?:on|getting|claiming))\b",
          "says they get it", named="benefit", whole=True),
    _rule("refused", r"\b(?:refused|turned (?:me )?down|rejected|sanctioned|denied|stopped my)\b",
          named="benefit", whole=True),
    _rule("restrictions", rf"(?:{_IM} on|{_IVE} (?:got )?a) "
          r"(?P<value>(?:a )?(?:tag|bail|probation|curfew|licence|remand|restraining order))\b"),
    _rule("restrictions", rf"\b(?:{_HOME_FOLK}|he|she)(?:'s| is)? not allowed "
          r"(?:near me|to (?:see|contact|talk to) me)\b", whole=True),
    _rule("authority", r"\bmy (?:mum|dad|parents?|social worker|carers?) (?:has|have|needs?) to "
          r"(?:sign|agree|consent|give permission)\b", whole=True),
)  # fmt: skip
