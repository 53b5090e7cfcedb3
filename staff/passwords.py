"""Passwords: hashed with argon2id, checked away from the event loop, refused when easy to guess."""

import asyncio
import re
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 12
MOST = 200
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of a password that was thrown away: somebody unknown is refused as slowly as somebody who mistypes.
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$qyui1oJcFbIjSt9TfnNM0A$"
    "97e0auKTMLGWijAzjhIpFgeK8bPxGR2fI7vxE3O9NkQ"
)
# Two at a time: a storm of guesses may not take the memory or the processors of everyone else.
_THREADS = ThreadPoolExecutor(2, "passwords")

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_LOOKALIKES = str.maketrans("013457@$!", "oleastasi")
_COMMON = """
0123456789 1234567890 123456789 12345678 123456 12345 1234 123123 123321 111111 000000
987654321 112233 121212
qwertyuiop qwerty asdfghjkl asdfgh zxcvbnm zxcvbn 1q2w3e4r5t 1q2w3e4r 1qaz2wsx abcdefghijkl
abcdef abc123 password passwort passphrase secret letmein welcome iloveyou loveyou football
liverpool arsenal chelsea everton rangers celtic manchester united london england scotland wales
connexions adviser advisor supervisor editor manager administrator admin staff sunshine princess
monkey dragon charlie superman batman pokemon starwars summer winter spring autumn monday friday
january february changeme default computer internet whatever trustno1 login master shadow
""".split()  # noqa: SIM905 - a list of words reads better as words


def new_one_time_password() -> str:
    """A password to read out over the telephone: 16 characters that cannot be mistaken."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def problem_with(password: str, *, email: str, name: str) -> str | None:
    """Why a new password cannot be taken, in plain words; None when it can."""
    if len(password) < LEAST:
        return f"Use at least {LEAST} characters. Three or four unrelated words work well."
    if len(password) > MOST:
        return f"Use at most {MOST} characters."
    own = [part for part in re.split(r"[^a-z]+", f"{email} {name}".lower()) if len(part) > 2]
    rest = _without(password.lower(), [*_COMMON, *own])
    rest = _without(rest.translate(_LOOKALIKES), [*_COMMON, *own])
    if len(set(rest)) < 5:
        return "That is one of the first a stranger would try. Use three or four unrelated words."
    return None


def hashed(password: str) -> str:
    """The hash to keep. Slow on purpose; in a request use `hash_password`."""
    return HASHER.hash(password)


async def hash_password(password: str) -> str:
    """The hash to keep, made in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, hashed, password)


async def fits(password_hash: str | None, password: str) -> bool:
    """Does the password fit? Takes as long when there is no such member of staff (None)."""
    return await asyncio.get_running_loop().run_in_executor(
        _THREADS, _fits, password_hash, password
    )


def _fits(password_hash: str | None, password: str) -> bool:
    try:
        HASHER.verify(password_hash or NOBODY, password[: MOST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _without(text: str, words: list[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text
