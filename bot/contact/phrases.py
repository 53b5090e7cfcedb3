"""The phrases of safe contact, over plain words (bot.understanding.normalise)."""

import re

from bot.contact.times import SINCE_OR_WITHIN, WHEN

_NOT = (
    r"(?:dont|do not|never|not to|(?:can|could) you not|please not|cant|cannot|can not|mustnt|"
    r"must not|shouldnt|should not|stop|no)"
)
_FILLER = r"(?:(?:please|ever|even|you|be|try to|any|anything|send|send me|me|get) )"
_TEXT = (
    r"(?:text|texts|texting|message|messages|messaging|contact|contacting|reply|replying|write|"
    r"writing|whatsapp)"
)
_TALK = rf"(?:{_TEXT}|talk|chat|speak|answer)"
_RING = (
    r"(?:call|calls|calling|ring|ringing|phone|phoning|voicemail|leave (?:me )?(?:a )?voicemails?)"
)
_ME = (
    r"(?: (?:me|us|back|here|on here|again|anything|please|to me|my (?:phone|number|mobile)|"
    r"this (?:phone|number)|(?:or|and) (?:call|ring|phone|message|text|email)|stuff|at all|ever))"
)
_NOT_TEXT = rf"\b{_NOT} {_FILLER}{{0,2}}(?:{_RING} (?:or|and) )?{_TALK}{_ME}{{0,3}}"
_BEGIN = (
    r"(?:^|\b(?:please|but|so|and|just|then|also|pls|ok|hi|hey|hello|sorry|or|plus|can you|could you"
    r"|you can|you could|can someone|can somebody|if you can|if possible|better) )"
)
_NOW = (
    r"(?P<now>right now|now|at the moment|atm|yet|today|tonight|this (?:morning|afternoon|evening)|"
    r"(?:until|till) tomorrow)"
)
PASSING = frozenset({"right now", "now", "at the moment", "atm", "yet"})

NOT_WHEN = re.compile(
    rf"{_NOT_TEXT} (?P<when>{WHEN})"
    rf"|\b(?P<first>{WHEN}) (?:please )?{_NOT} {_FILLER}{{0,2}}{_TEXT}\b"
    rf"|(?:^|\b(?:but|just|only) )(?:please )?not (?P<bare>{WHEN})"
    r"(?= please$|$| (?:but|he|she|they|my|im|i|its|because|or)\b)"
)
NOT_NOW = re.compile(rf"{_BEGIN}{_NOT} {_FILLER}{{0,2}}{_TEXT}{_ME}{{0,3}} {_NOW}\b")
NEVER = re.compile(
    rf"{_BEGIN}{_NOT} {_FILLER}{{0,2}}{_TEXT}{_ME}{{0,3}}"
    r"(?=$| (?:because|as|he|she|they|my|im|i|its|just|only|ring|call|phone|unless|someone|somebody)\b)"
    rf"|{_BEGIN}only (?:call|ring|phone)(?: me)?\b"
)
ONLY_WHEN = re.compile(
    rf"\b(?:only|just) (?:ever )?(?:{_TALK}|safe|safe to text|alone){_ME}{{0,3}} (?P<when>{WHEN})"
)
TEXT_ME_WHEN = re.compile(
    rf"{_BEGIN}(?:its |it is )?(?:please |safe to |safer to |best to |better to )?{_TEXT}{_ME}{{0,3}} "
    rf"(?P<when>{SINCE_OR_WITHIN})(?P<again> (?:now|again|too|aswell|as well))?"
)
ONCE = re.compile(
    r"\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|week)|next week)\b"
)
ANY_TIME = re.compile(
    rf"\b{_TEXT}{_ME}{{0,3}} (?:at )?(?:any ?time|anytime|whenever)"
    r"(?! (?:after|before|between|from|until|till|except|but|soon|hes|shes|im|you))"
    r"|\b(?:any ?time|whenever) (?:is|its|would be) (?:ok|okay|fine|good|safe)\b"
    rf"|\b(?:can|ok to|okay to|fine to|safe to) {_TEXT}(?: me| us)? again\b"
)
NEGATION_BEFORE = re.compile(rf"\b(?:{_NOT}|dont|isnt|isn t|unsafe|not) (?:\w+ ){{0,3}}$")
NO_CALLS = re.compile(
    rf"{_BEGIN}{_NOT} {_FILLER}{{0,2}}(?:{_TEXT} (?:or|and) )?{_RING}"
    r"(?: (?:me|back|again|please|ever|my (?:phone|number|mobile)|this (?:phone|number)))*"
    r"(?! (?:my|the|him|her|them|anyone|anybody|police|social|school|home|an|999|it))\b"
    r"|\bonly (?:text|message)\b|\b(?:text|message)(?: me)? only\b|\btexts only\b"
)
CALLS_FINE = re.compile(
    r"\byou can (?:call|ring|phone)(?: me)?\b|\b(?:call|ring|phone) me\b(?! names)"
)

_SOMEBODY = (
    r"(?:he|she|they|hes|shes|theyre|mum|dad|mam|stepdad|stepmum|step (?:dad|mum)|parents?|brothers?|"
    r"sisters?|boyfriend|girlfriend|partner|husband|wife|ex|uncle|aunt|auntie|aunty|nan|grandad|carers?|"
    r"foster \w+|someone|somebody|everyone|people|staff|family)"
)
_READS = (
    r"(?:checks?|checking|checked|reads?|reading|(?:goes|go|going|went) (?:on|through)|"
    r"looks? (?:at|through|on)|looking (?:at|through)|sees?|saw|seen|has|have|got|took|takes|taken|"
    r"monitors?|tracks?|spies on|watch(?:es)?|controls?|answers?|knows|unlocks?)"
)
_DEVICE = (
    r"(?:phones?|fones?|mobiles?|messages|texts|msgs|dms|chats?|laptop|tablet|ipad|computer|screen|emails?|"
    r"snap|whatsapp|inbox|notifications|history|pin|password|passcode)"
)
_OF_SOMEBODY = (
    r"(?:mums|dads|mams|stepdads|stepmums|friends?|mates?|sisters?|brothers?|nans|grandads|boyfriends|"
    r"girlfriends|partners|exs|carers|cousins?|aunties|uncles|teachers?|someone elses|somebody elses|"
    r"family|shared)"
)
SOMEBODY_READS = re.compile(
    rf"\b{_SOMEBODY} (?:\w+ ){{0,3}}?{_READS} (?:\w+ ){{0,2}}?(?:my|this|our|all my) (?:\w+ )?{_DEVICE}\b"
    rf"|\b{_SOMEBODY} (?:might|could|can|will|would|may) (?:\w+ )?(?:see|read|check|find|look at) "
    rf"(?:this|these|my (?:\w+ )?{_DEVICE})\b"
    rf"|\bin case (?:my |the )?{_SOMEBODY} (?:sees?|reads?|checks?|looks?|finds?)\b"
    rf"|\b(?:this is|this isnt|its|im on|am on|im using|using|on|borrowing|borrowed|texting (?:from|on)) "
    rf"(?:my |a |the |our )?(?:little |big |best )?{_OF_SOMEBODY} "
    r"(?:old |work )?(?:phone|fone|mobile|laptop|ipad|tablet|number)\b"
    r"|\b(?:i|we) share (?:a|the|this|my|one) (?:phone|mobile|laptop|tablet|ipad)\b"
    r"|\bthis (?:is not|isnt) my (?:phone|number|mobile)\b"
)
NOT_READING = re.compile(
    r"\b(?:doesnt|dont|does not|do not|cant|cannot|can not|wont|never|isnt|not|stopped|no longer)\b"
)
PHONE_SAFE = re.compile(
    rf"\b(?:{_SOMEBODY}|nobody|noone|no one) (?:else )?(?:\w+ ){{0,3}}?"
    rf"(?:doesnt|dont|does not|cant|stopped|no longer) (?:\w+ )?"
    rf"(?:check|checking|checks|read|reading|reads|see|look at|have|has) my {_DEVICE} "
    r"(?:any ?more|anymore|now)"
    rf"|\b(?:no longer|stopped) (?:checks?|checking|reads?|reading) my {_DEVICE}\b"
    rf"|\b(?:nobody|noone|no one)(?: else)? (?:can )?(?:checks?|reads?|sees?|looks at) my {_DEVICE}\b"
    r"|\bmy (?:phone|number|mobile) is (?:safe|private)(?: now| again)?\b"
    r"|\b(?:have|got|on|its) my own (?:phone|mobile|number) (?:now|again)\b"
)

I_CANNOT = re.compile(r"(?:cant|cannot|can not) ")
THEIR_OWN_DOING = re.compile(r"\b(?:i|he|she|they|we|who|people|why|him|her|them|to make|my \w+) $")
REPORTED = re.compile(
    r"\b(?:he|she|they|mum|dad|mam|stepdad|boyfriend|girlfriend|ex|teacher|boss|friend|mate|school|"
    r"police|worker) (?:\w+ ){0,2}?(?:said|says|told|tells|saying|texted|asked|wants)\b"
    r"(?! \w+ \w+ \w+ \w+ \w+ \w+ \w+)"
)
