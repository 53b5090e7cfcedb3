"""A service that starts again makes only what is missing, and otherwise loses no time over it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app import set_up
from app.demonstration import add_demonstration_staff
from app.service import open_store
from app.settings import Settings
from content import repository
from content.directory import parse_directory
from content.repository import Draft
from content.starter import CONTENT
from handoff.services.starter import add_starter
from store.encryption import new_key
from tests.conftest import OFFICE_HOURS as NOW
from tests.content.pieces import stored

CONTACTS = parse_directory((CONTENT / "directory.yml").read_text("utf-8"))


def _entries(tx: Connection) -> None:
    piece = stored()[0]
    draft = Draft(piece.entry_id, piece.kind, "EMA", None, piece.body, piece.phrases)
    repository.save_revision(tx, draft, author_id=None, why="starter", now=NOW)


def _services(tx: Connection) -> None:
    assert add_starter(tx, CONTACTS)


async def _asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> bool:
    asked: list[Settings] = []

    async def elsewhere(_work: Callable[[Settings], None], given: Settings) -> None:
        asked.append(given)

    monkeypatch.setattr(set_up, "in_its_own_process", elsewhere)
    await set_up.set_up_once(settings)
    return bool(asked)


@pytest.mark.parametrize(
    ("parts", "staff", "mode", "missing"),
    [
        ([], False, "demo", True),
        ([_services], True, "demo", True),
        ([_entries], True, "demo", True),
        ([_entries, _services], False, "demo", True),
        ([_entries, _services], True, "demo", False),
        ([_entries, _services], False, "live", False),
    ],
)
async def test_what_is_there_is_not_made_again(
    parts: list[Callable[[Connection], None]],
    staff: bool,
    mode: str,
    missing: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(data_folder=tmp_path)
    async with open_store(settings) as database:
        for part in parts:
            await database.write(part)
        if staff:
            await add_demonstration_staff(database, tmp_path, NOW)
    later = settings.model_copy(update={"mode": mode, "keys": (new_key(),)})
    assert await _asked(later, monkeypatch) is missing
