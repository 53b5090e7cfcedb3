"""What a person can mend is said in plain words and ends with 1, never with a trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app.commands import main


def run(*words: str, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr("sys.argv", ["connexions", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONNEXIONS_DATA_FOLDER", str(tmp_path / "var"))
    return tmp_path / "var"


def test_what_is_logged_does_not_stand_between_what_a_program_reads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--help", monkeypatch=monkeypatch) == 0
    structlog.get_logger().warning("risk.refused")
    printed, told = capsys.readouterr()
    assert "risk.refused" in told
    assert "risk.refused" not in printed


def test_a_database_that_is_none_is_told(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data_folder.mkdir()
    (data_folder / "connexions.db").write_text("this is a shopping list " * 100)
    assert run("content", "load", monkeypatch=monkeypatch) == 1
    told = capsys.readouterr().err
    assert "The database cannot be used" in told
    assert "Traceback" not in told


def test_a_data_folder_that_cannot_be_made_is_told(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data_folder.write_text("a file where the folder should be")
    assert run("content", "load", monkeypatch=monkeypatch) == 1
    assert "Nothing stored was changed" in capsys.readouterr().err


def test_a_corrupt_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONNEXIONS_PORT", "eighty")
    assert run("serve", monkeypatch=monkeypatch) == 1
    assert "CONNEXIONS_PORT" in capsys.readouterr().err


def test_a_broken_entry_file_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "pack"
    (pack / "entries" / "ema").mkdir(parents=True)
    for name in ("rates", "directory", "words"):
        (pack / f"{name}.yml").write_text("")
    (pack / "entries" / "ema" / "how-much.md").write_text("no front matter")
    assert run("content", "load", str(pack), monkeypatch=monkeypatch) == 1
    assert "how-much.md" in capsys.readouterr().err


def test_a_folder_without_the_published_weights_of_the_second_reader_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "model.safetensors").write_text("another")
    assert run("train", "--second", str(tmp_path), monkeypatch=monkeypatch) == 1
    assert "is not the published file of all-mpnet-base-v2" in capsys.readouterr().err
