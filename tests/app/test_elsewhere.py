"""Work in a process of its own gives its result, and does not outlive the service."""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from app.elsewhere import in_its_own_process

_PARENT = """
import asyncio, sys
from app.elsewhere import in_its_own_process
from tests.app.test_elsewhere import says_who_it_is_and_stays
if __name__ == "__main__":
    asyncio.run(in_its_own_process(says_who_it_is_and_stays, sys.argv[1]))
"""
_PATIENCE_SECONDS = 60


def says_who_it_is_and_stays(pipe: str) -> None:
    """The pipe stays open for as long as the process lives: that is how its end is seen."""
    with Path(pipe).open("w", encoding="utf-8") as told:
        told.write(f"{os.getpid()}\n")
        told.flush()
        signal.pause()


async def test_the_work_is_done_in_another_process() -> None:
    assert await in_its_own_process(os.getpid) != os.getpid()


async def test_answers_go_first() -> None:
    assert await in_its_own_process(os.nice, 0) > os.nice(0)


def test_nothing_is_left_when_the_service_is_killed(tmp_path: Path) -> None:
    program, pipe = tmp_path / "parent.py", tmp_path / "pipe"
    program.write_text(_PARENT)
    os.mkfifo(pipe)
    told = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    root = str(Path(__file__).parents[2])
    parent = subprocess.Popen(
        [sys.executable, program, pipe], env={**os.environ, "PYTHONPATH": root}
    )
    child = 0
    try:
        child = int(_said(told))
        parent.kill()
        parent.wait()
        assert _said(told) == b"", "the pipe is closed only once the process has ended"
    finally:
        parent.kill()
        os.close(told)
        if child:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def _said(pipe: int) -> bytes:
    """What was written, as soon as it is; nothing once the other end is closed."""
    waiting, _, _ = select.select([pipe], [], [], _PATIENCE_SECONDS)
    assert waiting, "the process neither said anything nor ended"
    return os.read(pipe, 100)
