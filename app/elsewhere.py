"""Heavy work in a fresh process, which gives all its memory back and never holds up an answer."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import ParamSpec, TypeVar

_BEHIND_ANSWERS = 10

Given = ParamSpec("Given")
Made = TypeVar("Made")


async def in_its_own_process(
    work: Callable[Given, Made], *args: Given.args, **named: Given.kwargs
) -> Made:
    """What the work gives. It must be a function of a module, and all given and made be picklable.

    What answers young people goes first where processors are few. The process ends with this one,
    however this one ends: killed in the middle, it leaves nothing behind.
    """
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=_stand_back) as pool:
        return await asyncio.wrap_future(pool.submit(work, *args, **named))


def _stand_back() -> None:
    """Let answers go first, and end with the parent."""
    os.nice(_BEHIND_ANSWERS)
    Thread(target=_end_once_alone, daemon=True).start()


def _end_once_alone() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
