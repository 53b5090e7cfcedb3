"""A guess at the language of a text, so that nobody is answered in one they did not write in."""

import re

# ruff: noqa: RUF001

_SCRIPTS = (
    ("ur", re.compile(r"[ٹڈڑںےھگچپ]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("uk", re.compile(r"[іїєґ]", re.IGNORECASE)),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("pa", re.compile(r"[\u0a00-\u0a7f]")),
    ("am", re.compile(r"[\u1200-\u137f]")),
    ("fa", re.compile(r"[\u0750-\u077f]")),
)
_WORDS = {
    "pl": "jestem mam nie czy jak gdzie potrzebuję potrzebuje pomocy proszę prosze dzień dobry cześć "
    "czesc mogę moge chcę chce szkoły szkoly pracy pieniądze pieniadze się sie dla lat jest co to",
    "ro": "sunt nu vreau am nevoie ajutor pentru cum unde bani școală scoala bună buna salut ziua "
    "vă va rog este ani pot să sa și si mă în",
    "so": "waxaan waan rabaa caawimaad fadlan sidee halkee lacag dugsiga maya haa waa ma ku iyo shaqo "
    "jiraa sano aniga",
    "cy": "dw i eisiau angen help gyda sut mae beth yw yn wyf gallaf arian ysgol coleg rydw ydw ble "
    "gwaith os gwelwch dda oed ydych chi sydd cymorth am ar y",
    "pt": "preciso ajuda não nao quero eu tenho anos como onde dinheiro escola trabalho por favor olá "
    "ola estou para você voce uma minha obrigado",
    "es": "necesito ayuda quiero tengo años anos cómo como dónde donde dinero escuela trabajo por favor "
    "hola estoy para una soy puedo mi qué gracias",
    "fr": "je suis besoin aide veux j'ai ans comment où argent école travail s'il vous plaît bonjour "
    "pour une dans est ce que mon ma peux moi pas avec salut merci",
    "it": "sono ho bisogno aiuto voglio anni come dove soldi scuola lavoro per favore ciao una mio che",
    "tr": "ben yardım yardim istiyorum nasıl nasil nerede para okul iş için icin lütfen lutfen merhaba "
    "var yok bir yaşındayım",
}
_MARKERS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_ENGLISH = frozenset(
    "i im you the a and to my is it of in for on do can how what me have get if so am at this "  # noqa: SIM905
    "that we with be are was not dont will help need want please college school money or but".split()
)
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LONGEST = 600


def guess_language(text: str) -> str:
    """The language as a two letter code; `en` unless most words speak clearly for another."""
    start = text[:_LONGEST].lower()
    words = _LETTERS.findall(start.replace("’", "'"))
    foreign = [word for word in words if not word.isascii()]
    if len(foreign) * 2 > len(words):
        for language, script in _SCRIPTS:
            if sum(bool(script.search(word)) for word in foreign) and not _is_latin(foreign[0]):
                return language
    english = sum(word in _ENGLISH for word in words)
    counts = {
        language: sum(word in markers and word not in _ENGLISH for word in words)
        for language, markers in _MARKERS.items()
    }
    best = max(counts, key=lambda language: counts[language])
    clear = counts[best] >= 3 or (counts[best] == 2 and len(words) <= 4)
    return best if clear and counts[best] > english and counts[best] * 3 >= len(words) else "en"


def _is_latin(word: str) -> bool:
    return all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in word)
