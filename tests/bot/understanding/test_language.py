"""Nobody is answered in English who writes in another language, and slang stays English."""

import pytest

from bot.understanding.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("potrzebuję pomocy w szkole, nie mam pieniędzy", "pl"),
        ("am nevoie de ajutor pentru școală", "ro"),
        ("waxaan rabaa caawimaad fadlan", "so"),
        ("dw i eisiau help gyda coleg", "cy"),
        ("necesito ayuda con la escuela por favor", "es"),
        ("je suis perdu, j'ai besoin d'aide", "fr"),
        ("preciso de ajuda, não tenho dinheiro", "pt"),
        ("أحتاج مساعدة من فضلك", "ar"),
        ("مجھے مدد چاہیے", "ur"),
        ("мені потрібна допомога", "uk"),
        ("мне нужна помощь", "ru"),
        ("how much is ema", "en"),
        ("wagwan bruv u lot open 2moz", "en"),
        ("aye cannae dae it pal", "en"),
        ("i feel sad 😭", "en"),
        ("my mum says je suis bien", "en"),
        ("café à côté", "en"),
        ("", "en"),
        ("42", "en"),
    ],
)
def test_the_language_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language
