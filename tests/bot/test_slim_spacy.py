"""spaCy as the service reads it in: without its command line, which stays there for who wants it."""

import subprocess
import sys

LOOK = """
import sys
import bot.risk.patterns, bot.understanding.entities
assert "spacy.matcher" in sys.modules
print(sorted({"typer", "rich", "weasel", "spacy.cli"} & sys.modules.keys()))
from spacy.cli.info import info
print(info.__name__)
"""


def test_messages_are_read_without_the_command_line_of_spacy() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, check=True, text=True
    ).stdout
    assert told.splitlines() == ["[]", "info"]
