"""One heap for all threads: asked for where there is glibc, and no reason to fail elsewhere."""

import ctypes
import gc
import subprocess
import sys

import pytest

from app.memory import garbage_left, share_one_heap

HEAPS_AFTER_THREADS = """
import ctypes, sys, threading
if sys.argv[1] == "shared":
    from app.memory import share_one_heap
    share_one_heap()
held = threading.Barrier(5)
def use():
    kept = [bytes(2000) for _ in range(500)]
    held.wait()
    held.wait()
for _ in range(4):
    threading.Thread(target=use).start()
held.wait()
ctypes.CDLL(None).malloc_stats()
held.wait()
"""


def heaps(how: str) -> int:
    """How many heaps a process has while four threads hold memory."""
    run = [sys.executable, "-c", HEAPS_AFTER_THREADS, how]
    told = subprocess.run(run, check=True, capture_output=True, text=True).stderr
    return told.count("Arena ")


def test_all_threads_share_one_heap() -> None:
    assert heaps("apart") > 1
    assert heaps("shared") == 1


def test_another_c_library_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> ctypes.CDLL:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", missing)
    share_one_heap()  # an error here would keep the service from starting


def test_garbage_is_looked_for_again_after_the_block_even_when_it_breaks() -> None:
    with pytest.raises(RuntimeError), garbage_left():
        assert not gc.isenabled()
        raise RuntimeError
    assert gc.isenabled()
