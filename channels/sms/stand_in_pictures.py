"""Pictures as the stand-in for the telephone company keeps them: behind its password, or in a store beside."""

import struct
import zlib
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import web

MEDIA_PATH = "/2010-04-01/Accounts/{account}/Messages/{message}/Media/{media}"
STORE_PATH = "/store/{media}"
_PIECE = 64 * 1024


@dataclass
class SentPicture:
    """A picture sent with a text. `kind` is what the phone says it is.

    `status`: what asking for it is answered with. `stored`: asking sends on to the store. `moved_to`:
    it is there no more, but at this place. `address`: what the service is told, if not where it lies.
    `untold`: its length is not told. `asked`: how often it was asked for.
    """

    content: bytes
    kind: str = "image/png"
    status: int = 200
    stored: bool = False
    moved_to: str = ""
    address: str = ""
    untold: bool = False
    asked: int = 0
    media: str = field(default_factory=lambda: f"ME{uuid4().hex}")

    async def told(self, request: web.Request) -> web.StreamResponse:
        """The picture as it goes out, its length told or not."""
        if not self.untold:
            return web.Response(body=self.content, content_type=self.kind)
        response = web.StreamResponse(headers={"Content-Type": self.kind})
        await response.prepare(request)
        for begin in range(0, len(self.content), _PIECE):
            await response.write(self.content[begin : begin + _PIECE])
        return response


def made_up_picture() -> SentPicture:
    """A plain picture, to try the way of one."""
    wide, high = 160, 120
    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    rows = b"".join(
        b"\0" + bytes((column + row) % 256 for column in range(wide)) for row in range(high)
    )
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return SentPicture(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


class PictureStore:
    """Every picture that was sent, and how the company's interface gives them out."""

    def __init__(self) -> None:
        self.sent: dict[str, SentPicture] = {}
        self.credentials_in_store = 0
        """How often somebody brought a password to the store, where none belongs."""

    def form(
        self, sid: str, account: str, base: str, pictures: list[SentPicture]
    ) -> dict[str, str]:
        """The fields of a text that say what came with it."""
        fields = {"NumMedia": str(len(pictures))}
        for number, picture in enumerate(pictures):
            self.sent[picture.media] = picture
            lies_at = MEDIA_PATH.format(account=account, message=sid, media=picture.media)
            fields[f"MediaUrl{number}"] = picture.address or base + lies_at
            fields[f"MediaContentType{number}"] = picture.kind
        return fields

    async def give(self, request: web.Request) -> web.StreamResponse:
        """A picture, or where it is."""
        picture = self.sent.get(request.match_info["media"])
        if picture is None:
            raise web.HTTPNotFound
        picture.asked += 1
        if picture.status != 200:
            return web.Response(status=picture.status)
        if picture.stored:
            store = f"http://{request.host}" + STORE_PATH.format(media=picture.media)
            raise web.HTTPTemporaryRedirect(store)
        return await self._told(picture, request)

    async def give_from_store(self, request: web.Request) -> web.StreamResponse:
        """A picture from the store."""
        if "Authorization" in request.headers:
            self.credentials_in_store += 1
            raise web.HTTPBadRequest
        return await self._told(self.sent[request.match_info["media"]], request)

    async def _told(self, picture: SentPicture, request: web.Request) -> web.StreamResponse:
        if picture.moved_to:
            raise web.HTTPTemporaryRedirect(picture.moved_to)
        return await picture.told(request)
