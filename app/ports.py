"""Where a server of our own may listen on this machine."""

import random
import socket

# Below what Linux, macOS and Windows hand to outgoing connections: a port from their range can be
# free when it is looked for and taken by somebody's connection before the server binds it.
_PORTS = range(20_000, 32_768)


def free_port() -> int:
    """A port of this machine that nothing holds just now, and that no connection takes by chance."""
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"every port from {_PORTS[0]} to {_PORTS[-1]} is taken on this machine")
