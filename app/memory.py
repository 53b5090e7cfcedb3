"""Keeping the service small, so that it fits beside others on a cheap machine."""

import ctypes

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
