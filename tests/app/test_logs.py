"""Logs say what happened and never what was said."""

import json

import pytest
import structlog

from app.logs import start_logging


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> object:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def test_personal_text_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("info", readable=False)
    structlog.get_logger().info("received", text="my dad hits me", phone="+447700900123", seq=3)
    line = json.loads(capsys.readouterr().err)
    assert line["seq"] == 3
    assert "dad" not in str(line)
    assert "7700900123" not in str(line)


def test_an_errors_own_words_are_left_out_but_its_kind_and_place_are_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    start_logging("info", readable=False)
    try:
        int("my dad hits me")
    except ValueError:
        structlog.get_logger().exception("failed")
    line = json.loads(capsys.readouterr().err)
    assert line["error"] == "ValueError"
    assert line["where"]
    assert "dad" not in str(line)
