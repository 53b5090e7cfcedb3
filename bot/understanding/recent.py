"""The last few results of a costly reading, so that two who ask about one text share the work."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Recent(Generic[Result]):
    """Makes a result once and gives it again; who asks while it is made waits for it.

    Safe to use from several threads. What failed is not kept. Results are shared: do not change them.
    """

    def __init__(self, make: Callable[[str], Result], most: int) -> None:
        """`make` gives the result for a text; the `most` texts asked for last are kept."""
        self._make = make
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, Future[Result]] = OrderedDict()

    def of(self, text: str) -> Result:
        """The result for this text."""
        with self._lock:
            future = self._kept.get(text)
            if future is not None:
                self._kept.move_to_end(text)
            else:
                mine = self._kept[text] = Future[Result]()
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return future.result() if future else self._made(text, mine)

    def _made(self, text: str, future: Future[Result]) -> Result:
        try:
            result = self._make(text)
        except BaseException as error:
            with self._lock:
                if self._kept.get(text) is future:
                    del self._kept[text]
            future.set_exception(error)
            raise
        future.set_result(result)
        return result
