"""Ordinary people talking of ordinary things, so that ordinary talk does not ring the bell.

Whoever is asked to write a harmless message writes with care. These were written by students who were
only chatting with each other (the chitchat-dataset package, MIT licence: 7,168 conversations, collected
at Brigham Young University). They are learned from: nobody's words are in what is learned.
"""

import json
from heapq import nsmallest
from importlib.metadata import distribution
from itertools import chain
from pathlib import Path
from zlib import crc32

PACKAGE, FILE = "chitchat-dataset", "chitchat_dataset/dataset.json"
LONGEST, FEWEST_WORDS = 400, 3


def read_chatter(most: int) -> tuple[str, ...]:
    """So many different messages, of three words to 400 characters; the same ones each time."""
    file = Path(str(distribution(PACKAGE).locate_file(FILE)))
    talks = json.loads(file.read_text("utf-8"))
    turns = chain.from_iterable(talk["messages"] for talk in talks.values())
    said = {message["text"] for turn in turns for message in turn}
    long_enough = (
        text for text in said if len(text) <= LONGEST and len(text.split()) >= FEWEST_WORDS
    )
    return tuple(nsmallest(most, long_enough, key=_place))


def _place(text: str) -> tuple[int, str]:
    """An order that has nothing to do with who said it or when."""
    return crc32(text.encode()), text
