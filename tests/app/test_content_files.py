"""`connexions content export` and `import`: out, wiped, in, and out again the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands import connexions

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def command(*words: str, data: str = "var") -> Result:
        monkeypatch.setenv("CONNEXIONS_DATA_FOLDER", str(tmp_path / data))
        return CliRunner().invoke(connexions, ["content", *words])

    return command


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_out_wiped_in_and_out_again_is_the_same(run: Run, tmp_path: Path) -> None:
    run("load")
    assert run("export", "first").exit_code == 0
    assert run("export", "first.zip").exit_code == 0
    done = run("import", "first", "--anyway", data="wiped")
    assert done.exit_code == 0, done.output
    run("export", "second", data="wiped")
    run("export", "second.zip", data="wiped")
    assert files_in(tmp_path / "first") == files_in(tmp_path / "second")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    again = run("import", "first.zip", data="wiped")
    assert "Changed 0;" in again.output


def test_looking_changes_nothing_and_a_broken_file_is_named(run: Run, tmp_path: Path) -> None:
    run("load")
    run("export", "out")
    looked = run("import", "out", "--look", data="other")
    assert "publish: ema/how-much (new)" in looked.output
    run("export", "none", data="other")
    assert files_in(tmp_path / "none") == {}
    (tmp_path / "out" / "rates.yml").write_text("a: [")
    broken = run("import", "out", data="other")
    assert broken.exit_code == 1
    assert "rates.yml" in str(broken.exception)


def test_what_checks_stand_against_is_refused_unless_wanted_anyway(
    run: Run, tmp_path: Path
) -> None:
    run("load")
    run("export", "out")
    file = tmp_path / "out" / "entries" / "ema" / "how-much.md"
    file.write_text(file.read_text("utf-8") + "\n\nIt is £7 and {rate:no-such}.\n", "utf-8")
    refused = run("import", "out")
    assert refused.exit_code == 1
    assert "no-such" in refused.output
    assert run("import", "out", "--anyway").exit_code == 0
