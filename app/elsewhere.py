"""Heavy work in a fresh process, which gives all its memory back and never holds up an answer."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


async def in_its_own_process(
    work: Callable[Given, Made], *args: Given.args, **named: Given.kwargs
) -> Made:
    """What the work gives. It must be a function of a module, and all given and made be picklable."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return await asyncio.wrap_future(pool.submit(work, *args, **named))
