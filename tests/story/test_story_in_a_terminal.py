"""A talk in the terminal: the smallest channel, and the same rules as on all others."""

import subprocess

from tests.story.running import COMMAND, RunningService, environment

TALK = "how much is ema\nwales\ni want to die\n\nnot read any more\n"


def test_a_talk_in_a_terminal_is_answered_and_kept_nowhere(on_sqlite: RunningService) -> None:
    before = (on_sqlite.data / "connexions.db").read_bytes()
    talk = subprocess.run(
        [COMMAND, "chat"],
        env=environment(on_sqlite.data, mode="demo"),
        cwd=on_sqlite.data,
        input=TALK.encode(),
        capture_output=True,
        check=True,
    )
    asked, answered, safety = talk.stdout.decode().split("> ")[1:4]
    assert "2 Wales" in asked
    assert "EMA in Wales is £" in answered
    assert "999" in safety
    assert "You are number 1 in the line" in safety
    assert talk.stdout.decode().count("> ") == 4
    assert (on_sqlite.data / "connexions.db").read_bytes() == before
