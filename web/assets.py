"""Style sheets, scripts and pictures: held in memory, named by their content, cached for a year.

A long style sheet may be a folder of parts (`desk.css/1-panes.css` ...): pages get them as one file.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from web.access import PUBLIC
from web.errors import NotFound
from web.routes import Route

_MEDIA = mimetypes.MimeTypes()
_MEDIA.add_type("text/javascript", ".js")
_MEDIA.add_type("application/manifest+json", ".webmanifest")


@dataclass(frozen=True)
class PageFolder:
    """A folder whose `templates/` and `static/` are known to pages as `name/…`.

    `translated`: the catalogues hold its sentences; the pages of other folders are in English.
    """

    name: str
    path: Path
    translated: bool = True


class Assets:
    """All static files of the service. One hash stands for all, so scripts may import each other."""

    def __init__(self, folders: Iterable[PageFolder]) -> None:
        self._files: dict[str, bytes] = {}
        for folder in folders:
            for file in sorted((folder.path / "static").rglob("*")):
                if file.is_file():
                    whole = file.parent if file.parent.suffix else file
                    name = f"{folder.name}/{whole.relative_to(folder.path / 'static').as_posix()}"
                    self._files[name] = self._files.get(name, b"") + file.read_bytes()
        # Compressed once, as hard as can be: a cheap phone on a slow line waits for every kilobyte.
        self._small = {name: gzip.compress(body, 9, mtime=0) for name, body in self._files.items()}
        digest = hashlib.sha256()
        for name, body in sorted(self._files.items()):
            digest.update(f"{name}\n{len(body)}\n".encode() + body)
        self.version = digest.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Where a page finds a file, such as `web/tokens.css`."""
        if name not in self._files:
            raise KeyError(f"no static file {name}: it must lie in the room's static/ folder")
        return f"/static/{self.version}/{name}"

    def text_of(self, *names: str) -> str:
        """Files as one text, for a page that carries them in itself."""
        return "\n".join(self._files[name].decode() for name in names)

    def route(self) -> Route:
        """The route that serves them."""
        return Route("GET", "/static/{version}/{name:.+}", self._serve, PUBLIC)

    async def _serve(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise NotFound("There is no such file.")
        small = "gzip" in request.headers.get("Accept-Encoding", "")
        response = web.Response(
            body=(self._small if small else self._files)[name],
            headers={"Vary": "Accept-Encoding", **({"Content-Encoding": "gzip"} if small else {})},
            content_type=_MEDIA.guess_type(name)[0] or "application/octet-stream",
        )
        if response.content_type.startswith("text/"):
            response.charset = "utf-8"
        # While versions change over, another's page may ask us: what we give must not be kept then.
        if request.match_info["version"] == self.version:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


ASSETS: web.AppKey[Assets] = web.AppKey("assets")
