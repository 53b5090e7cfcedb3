"""A real Rasa server, that can be killed and started again at the same address."""

from dataclasses import dataclass
from pathlib import Path

from app.rasa_client import RasaClient
from app.rasa_server import Process, start_server, stop_server, until_it_answers

_PATIENCE = 30


@dataclass
class RunningRasa:
    """One process of Rasa, on a port of its own."""

    model: Path
    port: int
    process: Process | None = None

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it unless it runs, and come back when it answers."""
        self.process = self.process or start_server(self.model, self.port)
        client = RasaClient(self.url, _PATIENCE)
        try:
            await until_it_answers(self.process, client)
        finally:
            await client.close()

    def stop(self) -> None:
        """Take it away between two instructions."""
        process, self.process = self.process, None
        if process:
            stop_server(process)
