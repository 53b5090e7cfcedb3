"""What is kept in mind of a person, in Welsh. A value that is not here is said as it was written."""

from typing import Final

SAID: Final = {
    ("nation", "england"): "rwyt ti yn Lloegr",
    ("nation", "wales"): "rwyt ti yng Nghymru",
    ("nation", "scotland"): "rwyt ti yn yr Alban",
    ("nation", "ni"): "rwyt ti yng Ngogledd Iwerddon",
    ("care", "in care"): "rwyt ti mewn gofal",
    ("care", "a care leaver"): "rwyt ti wedi gadael gofal",
    ("studying", "at school"): "rwyt ti yn yr ysgol",
    ("studying", "in sixth form"): "rwyt ti yn y chweched dosbarth",
    ("studying", "at college"): "rwyt ti yn y coleg",
    ("studying", "at university"): "rwyt ti yn y brifysgol",
    ("studying", "on an apprenticeship"): "rwyt ti ar brentisiaeth",
    ("studying", "on a part-time course"): "rwyt ti ar gwrs rhan-amser",
    ("studying", "working"): "rwyt ti'n gweithio",
    ("studying", "not studying now"): "dwyt ti ddim yn astudio nawr",
    ("living", "with parents"): "rwyt ti'n byw gyda dy rieni",
    ("living", "in care"): "rwyt ti'n byw mewn gofal",
    ("living", "on your own"): "rwyt ti'n byw ar dy ben dy hun",
}


def fact_in_welsh(name: str, value: str, *, by_adviser: bool) -> str:
    """One fact, as it is said to the person it is about."""
    leads_in = {"age": "rwyt ti'n", "living": "rwyt ti'n byw:"}.get(name, "amdanat ti:")
    said = SAID.get((name, value), f"{leads_in} {value}")
    return f"{said} (cynghorydd ysgrifennodd hyn)" if by_adviser else said
