"""The directory of services from the command line: out, in, and a broken row that changes nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands import connexions, main
from handoff.services.csv_file import as_csv
from tests.handoff.services_known import HOSTEL, YOT


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    monkeypatch.setenv("CONNEXIONS_DATA_FOLDER", str(tmp_path / "var"))


def runs(*words: str) -> str:
    done = CliRunner().invoke(connexions, ["services", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_directory_goes_in_and_comes_out_the_same(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(as_csv([HOSTEL, YOT]))
    assert "Would change 0, new 2, the same 0, left alone 0." in runs("import", "in.csv", "--look")
    assert f"new: {HOSTEL.name}" in runs("import", "in.csv")
    assert "Changed 0, new 0, the same 2, left alone 0." in runs("import", "in.csv")
    assert "Exported 2 services" in runs("export", "out.csv")
    assert target.read_bytes() == source.read_bytes()


def test_a_broken_row_is_named_and_what_is_stored_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.csv").write_bytes(as_csv([HOSTEL]))
    runs("import", "good.csv")
    (tmp_path / "bad.csv").write_bytes(as_csv([HOSTEL, YOT]).replace(b"2026-11-02", b"today"))
    monkeypatch.setattr("sys.argv", ["connexions", "services", "import", "bad.csv"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert "bad.csv:2: checked is “today”, not a day." in told
    assert "bad.csv:3:" in told
    runs("export", "after.csv")
    assert (tmp_path / "after.csv").read_bytes() == as_csv([HOSTEL])
