"""Where a request comes from."""

from aiohttp import web

from web.keys import SITE


def client_address(request: web.Request) -> str:
    """The address of whoever asks, past as many proxies of ours as the settings name.

    Each proxy adds the address it was asked from at the end of `X-Forwarded-For`; what stands before
    those was written by the asker, and is not believed.
    """
    proxies = request.app[SITE].proxies
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(told) >= proxies and told[-proxies]:
        return told[-proxies]
    return request.remote or ""
