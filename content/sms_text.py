"""How long a text message is: the GSM 03.38 alphabet, and the parts a phone company charges for."""

from dataclasses import dataclass

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")
_FOLDS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
        "\u2026": "...", "\u00a0": " ", "\u2022": "-", "\t": " ", "\u2713": "", "`": "'",
    }
)  # fmt: skip

_HATS = str.maketrans("âêîôûŵŷÂÊÎÔÛŴŶáíóúẃýïëẅ", "aeiouwyAEIOUWYaiouwyiew")
"""The accents of Welsh that the alphabet lacks. Its readers do without them in texts."""


@dataclass(frozen=True)
class SmsSize:
    """`units` are septets (GSM-7) or UTF-16 units (UCS-2); `parts` is what is charged for."""

    alphabet: str
    units: int
    parts: int


def fold(text: str) -> str:
    """Swap typographic characters for plain ones, so that a text stays in the cheaper alphabet.

    Letters lose an accent only where that keeps the whole text in it: else nothing would be gained.
    """
    plain = text.translate(_FOLDS)
    bare = plain.translate(_HATS)
    return plain if outside_gsm(bare) else bare


def outside_gsm(text: str) -> str:
    """The characters, each once and in order, that force a text into UCS-2."""
    return "".join(dict.fromkeys(c for c in text if c not in GSM_BASIC and c not in GSM_EXTENDED))


def size(text: str) -> SmsSize:
    """Count a text as phone networks do: 160 septets alone or 153 a part, 70 units alone or 67."""
    if outside_gsm(text):
        return _parts("ucs-2", [2 if ord(c) > 0xFFFF else 1 for c in text], alone=70, each=67)
    return _parts("gsm-7", [2 if c in GSM_EXTENDED else 1 for c in text], alone=160, each=153)


def _parts(alphabet: str, costs: list[int], *, alone: int, each: int) -> SmsSize:
    units = sum(costs)
    if units <= alone:
        return SmsSize(alphabet, units, 1 if costs else 0)
    parts, room = 1, each
    for cost in costs:  # a character that takes two units never straddles two parts
        if cost > room:
            parts, room = parts + 1, each
        room -= cost
    return SmsSize(alphabet, units, parts)
