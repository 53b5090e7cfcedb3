"""The way to a Rasa server over HTTP. Whatever it does, a call ends within the time-out or raises."""

import json
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

_LARGEST_ANSWER = 1_000_000
_LOADING_SECONDS = 120


class RasaClient:
    """Asks one Rasa server. Raises aiohttp's ClientError, TimeoutError or ValueError.

    Nothing that it raises holds the text.
    """

    def __init__(self, url: str, timeout: float) -> None:
        """`timeout` in seconds covers a whole call, however slowly its answer drips in."""
        self.url = url.rstrip("/")
        self._timeout = ClientTimeout(total=timeout)
        self._session: ClientSession | None = None

    async def parse(self, text: str) -> object:
        """What Rasa reads in a text, undecoded by us beyond JSON."""
        return await self._ask("POST", "/model/parse", {"text": text}, self._timeout)

    async def loaded_model(self) -> str:
        """The name of the model that it answers with. Raises where it does not answer or has none."""
        status = await self._ask("GET", "/status", None, self._timeout)
        file = status.get("model_file") if isinstance(status, dict) else None
        if not isinstance(file, str):
            raise ValueError("no model is named")  # noqa: TRY004  whatever it is, it is no status
        return Path(file).name

    async def load(self, model: Path) -> None:
        """Let it answer with another model, at a path where both it and we find it."""
        body = {"model_file": str(model)}
        await self._ask("PUT", "/model", body, ClientTimeout(total=_LOADING_SECONDS))

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()

    async def _ask(
        self, method: str, path: str, body: object | None, limit: ClientTimeout
    ) -> object:
        if self._session is None:
            self._session = ClientSession(raise_for_status=True)
        async with self._session.request(
            method, self.url + path, json=body, timeout=limit, allow_redirects=False
        ) as answer:
            raw = bytearray()
            async for piece in answer.content.iter_chunked(65_536):
                raw += piece
                if len(raw) > _LARGEST_ANSWER:
                    raise ValueError("too long an answer")
        try:
            return json.loads(raw) if raw else None
        except (ValueError, RecursionError):
            raise ValueError("not JSON") from None
