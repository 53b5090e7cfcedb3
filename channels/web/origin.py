"""Where a message of the web chat came from, as far as it is counted."""

from ipaddress import IPv6Address, ip_address, ip_network

from aiohttp import web

from web.client import client_address


def origin_of(request: web.Request) -> str:
    """The address that a request came from; of the newer kind the network, for one home has many of them."""
    return network_of(client_address(request))


def network_of(address: str) -> str:
    """The address itself, or the network of one of the newer kind."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        inner = read.ipv4_mapped
        return str(inner or ip_network((int(read), 64), strict=False))
    return str(read)
