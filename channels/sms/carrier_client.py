"""The telephone company's library over our own connections: awaitable, and silent about people.

The library's own client would write telephone numbers into the log, and always asks the company itself.
"""

import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from aiohttp import ClientSession, ClientTimeout, encode_basic_auth
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from channels.sms.settings import SmsSettings

_TIMEOUT = ClientTimeout(total=10, connect=4)


class CarrierHttpClient(AsyncHttpClient):  # type: ignore[misc]
    """Speaks HTTP for the library. `base` takes the place of the scheme and host in each address."""

    def __init__(self, base: str) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._base = urlsplit(base)
        self._session: ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
        allow_redirects: bool = False,
    ) -> Response:
        """Ask, within ten seconds; raises what aiohttp raises when the connection breaks."""
        self._session = self._session or ClientSession(timeout=_TIMEOUT)
        proof = {"Authorization": encode_basic_auth(*auth)} if auth else {}
        asked = urlsplit(url)._replace(scheme=self._base.scheme, netloc=self._base.netloc)
        async with self._session.request(
            method,
            urlunsplit(asked),
            params=params,
            data=data,
            headers={**(headers or {}), **proof},
            timeout=ClientTimeout(total=timeout) if timeout else _TIMEOUT,
            allow_redirects=allow_redirects,
        ) as response:
            return Response(response.status, await response.text(), response.headers)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()
            self._session = None


def open_client(settings: SmsSettings) -> tuple[Client, CarrierHttpClient]:
    """The library's client, and the connections it uses (to be closed at the end)."""
    connections = CarrierHttpClient(settings.api_base)
    client = Client(settings.account_sid, settings.auth_token, http_client=connections)
    return client, connections
