"""A port for a server of our own stays free until the server takes it."""

import socket
from pathlib import Path

import pytest

from app.ports import free_port

_OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.skipif(not _OUTGOING.exists(), reason="only Linux says which ports it hands out")
def test_no_outgoing_connection_is_given_the_port_by_chance() -> None:
    first, last = map(int, _OUTGOING.read_text().split())

    assert not [port for port in (free_port() for _ in range(200)) if first <= port <= last]


def test_a_port_that_is_listened_on_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        held = taken.getsockname()[1]
        free = free_port()
        monkeypatch.setattr("app.ports._PORTS", range(held, held + 1))

        with pytest.raises(OSError, match=f"{held}"):
            free_port()
    assert free != held


def test_the_port_can_be_bound() -> None:
    with socket.create_server(("127.0.0.1", free_port())):
        pass
