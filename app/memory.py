"""Keeping the service small and quick to start, so that it fits beside others on a cheap machine."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MOST_HEAPS = -8  # M_ARENA_MAX of malloc.h


def share_one_heap() -> None:
    """Let all threads share one heap, where the C library is glibc; elsewhere nothing happens.

    By itself glibc gives threads heaps of their own, and each keeps what was once used: some 60 MB after
    a few hundred messages. To be called before any thread is started.
    """
    try:
        ctypes.CDLL("libc.so.6").mallopt(_MOST_HEAPS, 1)
    except (OSError, AttributeError):
        return


@contextmanager
def garbage_left() -> Iterator[None]:
    """Look for no garbage inside the block: reading in programs and models makes none to speak of.

    Looking through all that was read so far, again and again, takes a fifth of the start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def keep_all_that_is_there() -> None:
    """Never look through what lives now when looking for garbage. For a process that has started up."""
    gc.freeze()
