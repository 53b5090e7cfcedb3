"""What handlers find in the application: `request.app[DATABASE]` and its fellows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from aiohttp import web

from store.bus import Bus
from store.clock import Clock
from store.database import Database
from store.encryption import Vault

if TYPE_CHECKING:
    from content.live import LiveLibrary

Frames = Literal["", "sites", "schools"]
"""Who may frame a page: nobody, the sites in the settings, or those marked as a school's."""


@dataclass(frozen=True)
class Site:
    """What the pages need to know of the place they run in."""

    public_url: str
    demo: bool = False
    cookie_secure: bool = True
    embed_sites: tuple[str, ...] = ()
    school_sites: tuple[str, ...] = ()
    proxies: int = 0
    shared_idle_minutes: int = 5
    sms_part_pence: float | None = None

    @property
    def host(self) -> str:
        """The host (and port) that young people see in the address bar."""
        return urlsplit(self.public_url).netloc

    def framed_by(self, which: Frames) -> tuple[str, ...]:
        """The sites that may show such a page in a frame of theirs."""
        return {"": (), "sites": self.embed_sites, "schools": self.school_sites}[which]

    def cookie_name(self, name: str) -> str:
        """The cookie's name; over https the browser itself ties it to this host."""
        return f"__Host-{name}" if self.cookie_secure else name


DATABASE: web.AppKey[Database] = web.AppKey("database")
BUS: web.AppKey[Bus] = web.AppKey("bus")
CLOCK: web.AppKey[Clock] = web.AppKey("clock")
VAULT: web.AppKey[Vault] = web.AppKey("vault")
SITE: web.AppKey[Site] = web.AppKey("site")
LIBRARY: "web.AppKey[LiveLibrary]" = web.AppKey("library")
