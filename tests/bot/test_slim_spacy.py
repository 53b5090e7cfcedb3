"""spaCy as the service reads it in: without its command line, which stays there for who wants it."""

import os
import subprocess
import sys
from pathlib import Path

LOOK = """
import sys
import bot.risk.patterns, bot.understanding.entities
assert "spacy.matcher" in sys.modules
print(sorted({"typer", "rich", "weasel", "spacy.cli"} & sys.modules.keys()))
from spacy.cli.info import info
print(info.__name__)
"""

LOOK_FOR_TORCH = """
import sys
import bot.risk.patterns
print("torch" in sys.modules)
import torch
print(torch.__name__)
"""


def _told(program: str, **environment: str) -> list[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | environment,
    ).stdout.splitlines()


def test_messages_are_read_without_the_command_line_of_spacy() -> None:
    assert _told(LOOK) == ["[]", "info"]


def test_pytorch_is_left_for_who_teaches_an_encoder(tmp_path: Path) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("")
    (tmp_path / "torch" / "utils").mkdir()
    (tmp_path / "torch" / "utils" / "__init__.py").write_text("")
    (tmp_path / "torch" / "utils" / "dlpack.py").write_text("")
    assert _told(LOOK_FOR_TORCH, PYTHONPATH=str(tmp_path)) == ["False", "torch"]
