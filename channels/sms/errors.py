"""What the telephone company's error numbers mean, in words for the desk, and whether trying again helps."""

OPTED_OUT_CODE = 21610
UNREADABLE = "the phone company did not say why"

_WORDS = {
    20003: "the phone company does not know our account or its key",
    20429: "the phone company is busy",
    21211: "this is not a number that can be sent a text",
    21265: "this is a short number that takes no texts",
    21408: "our account may not send texts to this country",
    OPTED_OUT_CODE: "this number has opted out of our texts",
    21606: "the number we send from cannot send texts",
    21608: "our account is on trial and may not text this number",
    21611: "too many texts are waiting at the phone company",
    21612: "texts cannot be sent to this number from ours",
    21614: "this number is not a mobile",
    21617: "the text is longer than the phone company takes",
    21659: "the number we send from is not ours",
    30001: "too many texts are waiting at the phone company",
    30002: "our account at the phone company is suspended",
    30003: "the phone is off, out of reach, or takes no texts",
    30004: "the phone's network blocks our texts",
    30005: "there is no such number, or it is no longer used",
    30006: "this is a landline, or its network takes no texts",
    30007: "the phone's network took the text for unwanted advertising",
    30008: "the phone's network failed for a reason it did not give",
    30009: "a part of the text was lost on the way",
    30010: "the text costs more than our limit",
    30017: "the phone's network is too busy",
    30022: "too many texts were sent from our number in a short time",
    30023: "our account has sent all it may today",
    30410: "the phone's network did not answer in time",
}

_PASSING = frozenset({20003, 20429, 21611, 30001, 30002, 30022})
"""Errors that go away by themselves or when an administrator mends our account."""

_PASSING_STATUS = frozenset({401, 403, 408, 425, 429})


def in_words(code: int | None) -> str:
    """What an error number means; the number itself where we have no words for it."""
    if code is None:
        return UNREADABLE
    return _WORDS.get(code, f"the phone company gave error {code}")


def passes(http_status: int, code: int | None) -> bool:
    """Whether a refused text may be taken later."""
    if code in _WORDS:
        return code in _PASSING
    return http_status in _PASSING_STATUS
