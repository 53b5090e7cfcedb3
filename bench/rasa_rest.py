"""Rasa's own REST channel on the same phrases, to stand beside the service.

One rule an intent and whatever it remembers in memory: nothing is looked through for danger there, and
nothing outlives the process. Needs Rasa's environment (`./dev rasa`).
"""

import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import yaml

from app.ports import free_port
from app.rasa_server import find_rasa, quiet_environment
from app.rasa_training import write_project
from bench.load import Load, Turn, session, timed
from bench.process import Measured, running
from bot.understanding.nlu_files import NLU_DATA, intent_of, read_training_files

_RULES = [{"name": "RulePolicy"}]
_SAID = "This stands for an answer."


def train_rest(folder: Path) -> Path:
    """Train what answers each of our intents with one sentence; the model's file. Some minutes."""
    phrases = read_training_files(NLU_DATA / "nlu").phrases
    folder.mkdir()
    write_project(phrases, folder)
    intents = sorted(map(intent_of, phrases))
    config = yaml.safe_load((folder / "config.yml").read_text("utf-8")) | {"policies": _RULES}
    responses = {_answer_to(intent): [{"text": _SAID}] for intent in intents}
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": _answer_to(intent)}]}
        for intent in intents
    ]
    _write(folder / "config.yml", config)
    _write(folder / "domain.yml", {"version": "3.1", "intents": intents, "responses": responses})
    _write(folder / "nlu" / "rules.yml", {"version": "3.1", "rules": rules})
    _write(folder / "credentials.yml", {"rest": None})
    command = [
        str(find_rasa()),
        "train",
        "--data",
        "nlu",
        "--out",
        ".",
        "--fixed-model-name",
        "rest",
    ]
    subprocess.run(
        command, cwd=folder, env=quiet_environment(), check=True, stdout=subprocess.DEVNULL
    )
    return folder / "rest.tar.gz"


@asynccontextmanager
async def rasa_rest(model: Path) -> AsyncIterator[Measured]:
    """Rasa with its REST channel, on this machine alone."""
    port = free_port()
    command = [str(find_rasa()), "run", "--model", str(model), "--port", str(port)]
    command += [
        "--interface",
        "127.0.0.1",
        "--credentials",
        str(model.with_name("credentials.yml")),
    ]
    async with running(command, port, model.parent, quiet_environment()) as measured:
        yield measured


async def through_rest(
    measured: Measured, scripts: Sequence[Sequence[str]], in_flight: int
) -> Load:
    """One sender a conversation. A turn ends with the whole answer."""
    target = f"http://127.0.0.1:{measured.port}/webhooks/rest/webhook"
    async with session(in_flight) as http:

        def sender() -> Turn:
            name = uuid4().hex

            async def turn(text: str) -> None:
                async with http.post(target, json={"sender": name, "message": text}) as response:
                    response.raise_for_status()
                    await response.read()

            return turn

        return await timed(measured, [(sender(), script) for script in scripts], in_flight)


def _answer_to(intent: str) -> str:
    return f"utter_{intent}"


def _write(file: Path, told: object) -> None:
    file.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")
