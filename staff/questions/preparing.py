"""Reading the questions beside the service, a few at a time, so that the editors' page opens at once."""

import asyncio

from staff.questions.grouping import Asked
from staff.questions.reading import OPEN, questions
from staff.questions.vectors import KeptVectors
from store.clock import Clock
from store.database import Database

_AT_ONCE = 8
_BREATH = 0.1


async def prepare(database: Database, clock: Clock, kept: KeptVectors) -> list[Asked]:
    """Know the vectors of all open questions, while young people are answered as quickly as ever."""
    found = await database.read(questions, clock.now(), kept.words, settled=OPEN)
    kept.keep_only((one.id, one.meant) for one in found)
    texts = [one.meant for one in found]
    for end in range(_AT_ONCE, len(texts) + _AT_ONCE, _AT_ONCE):
        if await asyncio.to_thread(kept.learn, texts[end - _AT_ONCE : end]):
            await asyncio.sleep(_BREATH)
    return found
