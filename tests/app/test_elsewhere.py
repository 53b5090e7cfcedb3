"""Work in a process of its own gives its result, and does not outlive the service."""

import os
import signal
import subprocess
import sys
import time
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


def says_who_it_is_and_stays(file: str) -> None:
    Path(file).write_text(f"{os.getpid()}\n")
    time.sleep(_PATIENCE_SECONDS * 2)


async def test_the_work_is_done_in_another_process() -> None:
    assert await in_its_own_process(os.getpid) != os.getpid()


async def test_answers_go_first() -> None:
    assert await in_its_own_process(os.nice, 0) > os.nice(0)


def test_nothing_is_left_when_the_service_is_killed(tmp_path: Path) -> None:
    program, told = tmp_path / "parent.py", tmp_path / "told"
    program.write_text(_PARENT)
    root = str(Path(__file__).parents[2])
    parent = subprocess.Popen(
        [sys.executable, program, told], env={**os.environ, "PYTHONPATH": root}
    )
    child = 0
    try:
        child = _number_in(told)
        parent.kill()
        parent.wait()
        assert _ends(child)
    finally:
        parent.kill()
        if child:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def _number_in(told: Path) -> int:
    for _ in range(_PATIENCE_SECONDS * 10):
        if told.exists() and told.read_text().endswith("\n"):
            return int(told.read_text())
        time.sleep(0.1)
    raise AssertionError("the work never began")


def _ends(process: int) -> bool:
    for _ in range(_PATIENCE_SECONDS * 10):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
