"""The addresses that alerts go to: e-mail, SMS, Teams, Slack and the rest, by apprise's URLs.

An address holds a password as often as not, so none is ever logged, stored or shown: a row of the
database knows it by a digest, and a person by the name of its service.
"""

import hashlib
import logging
from collections.abc import Iterable
from typing import Any

from handoff.alert_words import Notice

_NAME = "Connexions Direct"


class Address:
    """One place to which alerts are sent."""

    def __init__(self, url: str) -> None:
        self._service = _instance(url)
        if self._service is None:
            message = "the address of an alert cannot be used"
            raise ValueError(message)
        self.key = hashlib.sha256(url.encode()).hexdigest()[:12]
        self.service = str(self._service.service_name)

    async def send(self, notice: Notice) -> bool:
        """Send it; whether the service took it."""
        return bool(await self._service.async_notify(body=notice.body, title=notice.title))


def addresses(urls: Iterable[str]) -> tuple[Address, ...]:
    """An address for each URL, once."""
    return tuple(Address(url) for url in dict.fromkeys(urls))


def is_address(url: str) -> bool:
    """Whether alerts can be sent to this URL."""
    return _instance(url) is not None


def _instance(url: str) -> Any:
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415  heavy, and a demonstration has none

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would name the address
    asset = AppriseAsset(
        app_id=_NAME, app_desc=_NAME, app_url="", image_url_mask="", image_url_logo=""
    )
    return Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
