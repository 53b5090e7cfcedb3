"""Everything goes out as files and comes back the same, or does not come back at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from content import history, publishing, repository
from content.archive import as_zip, from_zip, read_folder, write_folder
from content.checks.piece import Piece
from content.export import as_files
from content.importing import Import, carry_out, prepare
from content.incoming import read_files
from content.problems import ContentError
from content.publishing import EditConflictError
from content.repository import ANSWER
from content.starter import load_pack, read_pack
from content.whole import Held, Words, held
from store.database import Database
from tests.conftest import OFFICE_HOURS as NOW
from tests.content.pieces import DAY, ENTRY_ID, HOURS, OTHER_ID, RATES_FILE, body
from tests.content.test_planning import draft, load


def take_in(tx: Connection, files: dict[str, bytes]) -> Import:
    prepared = prepare(read_files(files), held(tx), HOURS, DAY)
    carry_out(tx, prepared, by=None, why="Imported", now=NOW)
    return prepared


def taken_out(tx: Connection) -> dict[str, bytes]:
    return as_files(held(tx))


def everything(tx: Connection) -> None:
    """Live, drafted over live, never published, and withdrawn: each in one library."""
    load(tx)
    draft(tx, "A draft over it")
    new = body(label="").replace("# sms", "# not a section\n\n# sms")
    publishing.save_draft(
        tx,
        Piece("ema/new-one", ANSWER, new, ("- a phrase with a dash", "ünïcode 🙂", '"q": x')),
        started_from=0,
        author_id=None,
        why="new",
        now=NOW,
    )
    publishing.withdraw(tx, OTHER_ID, replaces=1, now=NOW)
    hours = "periods: [{from: 2027-01-04, usual: {monday: 09:00-17:00}}]\n"
    shared = repository.Draft("service-wide/hours", "hours", "Opening hours", None, hours)
    number = repository.save_revision(tx, shared, author_id=None, why="hours", now=NOW)
    repository.publish_revision(tx, shared, number, publisher_id=None, now=NOW)


async def test_the_second_export_after_a_wipe_is_the_same_to_the_byte(
    database: Database, sqlite: Database
) -> None:
    await database.write(everything)
    first = await database.read(taken_out)
    assert set(first) >= {
        "entries/ema/how-much.md",
        "hours.yml",
        "drafts/entries/ema/how-much.md",
        "drafts/entries/ema/new-one.md",
        "drafts/nlu/ema.yml",
        "withdrawn/entries/ema/when-paid.md",
        "withdrawn/nlu/ema.yml",
        "nlu/ema.yml",
        "rates.yml",
        "safety/suicide.md",
    }
    await sqlite.write(take_in, first)
    second = await sqlite.read(taken_out)
    assert second == first
    assert as_zip(second) == as_zip(first)
    assert from_zip(as_zip(first)) == first


async def test_an_import_gives_the_same_library(database: Database, sqlite: Database) -> None:
    def library(tx: Connection) -> tuple[object, ...]:
        found = repository.assemble(repository.published(tx), HOURS)
        return {key: live.entry for key, live in found.entries.items()}, found.rates, found.safety

    await database.write(everything)
    await sqlite.write(take_in, await database.read(taken_out))
    assert await sqlite.read(library) == await database.read(library)
    assert await sqlite.read(history.is_withdrawn, OTHER_ID)


async def test_taking_in_what_is_there_already_changes_nothing(database: Database) -> None:
    await database.write(everything)
    before = await database.read(held)
    prepared = await database.write(take_in, as_files(before))
    assert prepared.steps == ()
    assert prepared.unchanged == len(before)
    assert await database.read(held) == before


async def test_the_starter_pack_goes_out_and_comes_back(sqlite: Database, tmp_path: Path) -> None:
    pack = read_pack()
    await sqlite.write(load_pack, pack, why="Starter", now=NOW)
    first = await sqlite.read(taken_out)
    write_folder(first, tmp_path / "out")
    assert read_folder(tmp_path / "out") == first
    again = read_files(read_folder(tmp_path / "out"))
    assert {key: (each.body, each.phrases) for key, each in again.live.items()} == {
        each.entry_id: (each.body, tuple(each.phrases.splitlines())) for each in pack.drafts
    }
    packed = {
        each.entry_id: each for each in read_pack(tmp_path / "out", tmp_path / "out/nlu").drafts
    }
    assert packed == {each.entry_id: each for each in pack.drafts}


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
PHRASE = TEXT.map(lambda text: " ".join(text.split())).filter(
    lambda text: len(text.splitlines()) == 1
)
SLUG = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)


@given(
    st.dictionaries(
        st.tuples(SLUG, SLUG).map("/".join),
        st.tuples(TEXT, st.lists(PHRASE, max_size=4), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_was_drafted_comes_back_as_it_was(
    pieces: dict[str, tuple[str, list[str], bool]],
) -> None:
    there = {
        key: Held(key, ANSWER, None, None, Words(text, tuple(phrases)), 1, withdrawn)
        for key, (text, phrases, withdrawn) in pieces.items()
    }
    files = as_files(there)
    read = read_files(from_zip(as_zip(files)))
    assert {**read.drafts, **read.withdrawn} == {key: each.newest for key, each in there.items()}
    assert set(read.withdrawn) == {key for key, each in there.items() if each.withdrawn}


Break = Callable[[dict[str, bytes]], object]
BROKEN: dict[str, tuple[Break, str]] = {
    "not an entry": (lambda files: files.update({"entries/ema/how-much.md": b"hello"}), "how-much"),
    "not UTF-8": (lambda files: files.update({"rates.yml": b"\xff\xfe"}), "UTF-8"),
    "broken YAML": (lambda files: files.update({"rates.yml": b"a: [\n"}), "YAML"),
    "overlapping dates": (
        lambda files: files.update(
            {"rates.yml": RATES_FILE.encode() + b"    - {from: 2025-09-01, value: 41}\n"}
        ),
        "Two values",
    ),
    "another file": (
        lambda files: files.update({"../etc/passwd": b"x"}),
        "no export has such a file",
    ),
    "a file of no use": (lambda files: files.update({"entries/x.md": b"x"}), "such a file"),
    "phrases of nothing": (lambda files: files.pop("entries/ema/how-much.md"), "not there"),
    "not phrases": (lambda files: files.update({"nlu/ema.yml": b"- 1\n"}), "not phrases"),
    "nothing": (lambda files: files.clear(), "nothing in it"),
}


@pytest.mark.parametrize(("spoil", "told"), BROKEN.values(), ids=BROKEN)
async def test_a_broken_file_is_refused_with_its_name_and_changes_nothing(
    sqlite: Database, spoil: Break, told: str
) -> None:
    await sqlite.write(load)
    before = await sqlite.read(held)
    files = as_files(before)
    spoil(files)
    with pytest.raises(ContentError, match=rf"(?i){told}"):
        await sqlite.write(take_in, files)
    assert await sqlite.read(held) == before


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"x" * 100])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(ContentError, match="not a zip"):
        from_zip(data)


def test_a_zip_that_would_be_too_much_is_refused() -> None:
    with pytest.raises(ContentError, match="more than can be taken"):
        from_zip(as_zip({"rates.yml": b"0" * (40 * 1024 * 1024)}))


async def test_what_checks_stand_against_is_told_and_a_change_meanwhile_stops_it(
    sqlite: Database,
) -> None:
    await sqlite.write(load)
    files = await sqlite.read(taken_out)
    files["entries/ema/how-much.md"] = body(sms="It is {rate:nothing}. Next: ask us.").encode()
    prepared = prepare(read_files(files), await sqlite.read(held), HOURS, DAY)
    assert any("nothing" in problem.what for problem in prepared.problems)
    await sqlite.write(draft, "Saved meanwhile")
    with pytest.raises(EditConflictError):
        await sqlite.write(carry_out, prepared, by=None, why="x", now=NOW)


async def test_a_circle_of_related_entries_comes_in_whole(sqlite: Database) -> None:
    await sqlite.write(load)
    files = await sqlite.read(taken_out)
    files["entries/ema/how-much.md"] = body(related="[ema/when-paid, ema/third]").encode()
    files["entries/ema/when-paid.md"] = body(label="When", related="[ema/how-much]").encode()
    files["entries/ema/third.md"] = body(label="Third", related="[ema/how-much]").encode()
    prepared = prepare(read_files(files), await sqlite.read(held), HOURS, DAY)
    assert [str(each) for each in prepared.problems if "related" in str(each)] == []


async def test_a_file_that_an_older_export_left_goes(tmp_path: Path) -> None:
    write_folder({"rates.yml": b"a", "entries/a/b.md": b"b"}, tmp_path)
    (tmp_path / "README.md").write_text("ours to keep")
    write_folder({"rates.yml": b"c"}, tmp_path)
    assert read_folder(tmp_path) == {"rates.yml": b"c"}
    assert (tmp_path / "README.md").exists()


async def test_a_draft_here_stays_when_files_bring_another_live_version(sqlite: Database) -> None:
    await sqlite.write(load)
    files = await sqlite.read(taken_out)
    await sqlite.write(draft, "My draft")
    files["entries/ema/how-much.md"] = body(label="From files").encode()
    prepared = await sqlite.write(take_in, files)
    assert [(step.what, step.entry_id) for step in prepared.steps] == [("publish", ENTRY_ID)]
    versions = await sqlite.read(history.versions, ENTRY_ID)
    assert [("My draft" in each.body, each.number == each.live) for each in versions] == [
        (False, True),
        (True, False),
        (False, False),
    ]
