"""Gets pictures from the telephone company, from nowhere else, and never more than a little.

A text says where its pictures are. That address is only believed where it is, to the letter, one of our
own account and of this very message at the company's interface. From there the company may send us on to
the stores where it keeps files, and to no other place; our password does not go along.
"""

import re

import structlog
from aiohttp import ClientResponse, ClientSession, ClientTimeout, encode_basic_auth
from multidict import MultiDict
from yarl import URL

from channels.pictures import MOST_BYTES, Got, Missed
from channels.sms.settings import SmsSettings
from store.pictures import DuePicture, NewPicture

log = structlog.get_logger()

MOST_PICTURES = 10
"""The company takes no more with one text."""

_LONGEST_KIND, _LONGEST_ADDRESS = 40, 500
_TIMEOUT = ClientTimeout(total=30, connect=4, sock_read=10)
_PIECE = 64 * 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({401, 403, 404, 408, 425, 429})
"""An administrator mends our key; a picture may be a moment later than its text."""

_MEDIA = "/2010-04-01/Accounts/{account}/Messages/{message}/Media/"
_STORES = re.compile(
    r"https://(?:mms\.twiliocdn\.com|media\.twiliocdn\.com"
    r"|s3-external-1\.amazonaws\.com/media\.twiliocdn\.com)/[!-\[\]-~]*"
)
_FIRST_BYTES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)


def pictures_in(form: MultiDict[str], many: int, *, fetched: bool) -> tuple[NewPicture, ...]:
    """What came with a text; with their addresses only where they are `fetched`."""
    return tuple(
        NewPicture(
            kind=form.get(f"MediaContentType{number}", "")
            .split(";")[0]
            .strip()
            .lower()[:_LONGEST_KIND],
            address=form.get(f"MediaUrl{number}", "")[:_LONGEST_ADDRESS] if fetched else "",
        )
        for number in range(min(many, MOST_PICTURES))
    )


def kind_of(content: bytes) -> str:
    """The kind of picture that the first bytes are of; empty where it is none that is shown."""
    return next((kind for first, kind in _FIRST_BYTES if first.match(content)), "")


def is_a_store(address: str) -> bool:
    """Whether the company keeps files there."""
    return _STORES.fullmatch(address) is not None


class SmsPictures:
    """The `Fetcher` of text messages. Close it at the end."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        self._base = settings.api_base.rstrip("/")
        self._session: ClientSession | None = None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    async def fetch(self, picture: DuePicture) -> Got | Missed:
        """The picture, or why there is none; raises what aiohttp raises when the connection breaks."""
        if not self._is_ours(picture):
            log.error("pictures.points_elsewhere", picture=picture.id)
            return Missed("elsewhere")
        proof = encode_basic_auth(self._settings.account_sid, self._settings.auth_token)
        result = await self._get(picture.address, {"Authorization": proof})
        if isinstance(result, str):
            if not (is_a_store(result) or result.startswith(f"{self._base}/")):
                log.error("pictures.sent_elsewhere", picture=picture.id)
                return Missed("elsewhere")
            result = await self._get(result, {})
        return Missed("elsewhere") if isinstance(result, str) else result

    def _is_ours(self, picture: DuePicture) -> bool:
        place = _MEDIA.format(account=self._settings.account_sid, message=picture.carrier_id)
        return bool(
            picture.carrier_id
            and re.fullmatch(
                re.escape(self._base + place) + r"ME[0-9a-fA-F]{32}", picture.address, re.ASCII
            )
        )

    async def _get(self, address: str, headers: dict[str, str]) -> Got | Missed | str:
        """What lies there, or where we are sent on to."""
        self._session = self._session or ClientSession(timeout=_TIMEOUT)
        asked = {"Accept-Encoding": "identity", **headers}
        async with self._session.get(
            URL(address, encoded=True), headers=asked, allow_redirects=False
        ) as response:
            if response.status in _MOVED:
                return response.headers.get("Location", "")
            if response.status != 200:
                passes = response.status >= 500 or response.status in _PASSING
                return Missed(
                    "gone" if response.status in (404, 410) else "unreachable", not passes
                )
            return await _read(response)


async def _read(response: ClientResponse) -> Got | Missed:
    """The picture, read no further than it may be large, whatever was told of its length."""
    content = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > MOST_BYTES:
            return Missed("size")
    kind = kind_of(bytes(content[:16]))
    return Got(kind, bytes(content)) if kind else Missed("kind")
