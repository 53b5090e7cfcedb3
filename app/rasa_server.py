"""The Rasa that was installed beside this service, in an environment of its own: trained and run."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.ports import free_port
from app.rasa_client import RasaClient

Process = subprocess.Popen[bytes]

_BESIDE_US = Path(__file__).parents[1] / ".venv-rasa" / "bin" / "rasa"
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    "LOG_LEVEL": "WARNING",
}
_STARTING_TRIES = 1200
_BETWEEN_TRIES = 0.25
_ANSWERING_SECONDS = 30


class RasaMissing(Exception):  # noqa: N818  named by what happened, and shown to people
    """There is no Rasa to train with. The text says how to get it."""


class RasaFailed(Exception):  # noqa: N818
    """Rasa could not do what it was asked. The text says where to look."""


def find_rasa() -> Path:
    """The program `rasa`: in its environment beside us, else on the path."""
    on_path = shutil.which("rasa")
    if _BESIDE_US.exists():
        return _BESIDE_US
    if on_path:
        return Path(on_path)
    raise RasaMissing(
        "Training the rasa engine needs Rasa in an environment of its own (Python 3.10). "
        "Make it with ./dev rasa, and try again."
    )


def train_project(project: Path, model: Path) -> None:
    """Train the Rasa project in a folder (`config.yml`, `domain.yml`, `nlu/`) into one model file."""
    command = [str(find_rasa()), "train", "nlu", "--config", "config.yml", "--domain", "domain.yml"]
    command += ["--nlu", "nlu", "--out", str(model.parent.resolve())]
    command += ["--fixed-model-name", model.name.removesuffix(".tar.gz")]
    model.unlink(missing_ok=True)
    done = subprocess.run(  # noqa: S603  our own program with our own words
        command, cwd=project, env=quiet_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode or not model.exists():
        raise RasaFailed(f"Rasa could not be trained:\n{(done.stdout + done.stderr)[-3000:]}")


def start_server(model: Path, port: int) -> Process:
    """Start a Rasa server, with a model at an absolute path, on this machine alone.

    Wait for `until_it_answers` before asking it.
    """
    command = [str(find_rasa()), "run", "--enable-api", "--model", str(model)]
    command += ["--interface", "127.0.0.1", "--port", str(port)]
    return subprocess.Popen(  # noqa: S603  our own program with our own words
        command,
        cwd=model.parent,
        env=quiet_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )


async def until_it_answers(process: Process, client: RasaClient) -> None:
    """Come back once it answers with its model."""
    for _ in range(_STARTING_TRIES):
        try:
            await client.loaded_model()
        except Exception:
            if process.poll() is not None:
                raise RasaFailed("Rasa's server ended while it started.") from None
            await asyncio.sleep(_BETWEEN_TRIES)
        else:
            return
    raise RasaFailed("Rasa's server did not start within some minutes.")


def stop_server(process: Process) -> None:
    """Take it away between two instructions: it keeps nothing that could be lost."""
    process.kill()
    process.wait()


@asynccontextmanager
async def running_rasa(model: Path) -> AsyncIterator[RasaClient]:
    """A Rasa server with this model for as long as the block lasts."""
    port = free_port()
    process = start_server(model, port)
    client = RasaClient(f"http://127.0.0.1:{port}", _ANSWERING_SECONDS)
    try:
        await until_it_answers(process, client)
        yield client
    finally:
        await client.close()
        stop_server(process)


def quiet_environment() -> dict[str, str]:
    """Ours, less what would lead Rasa to our own packages, with its telemetry off."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | _QUIET
