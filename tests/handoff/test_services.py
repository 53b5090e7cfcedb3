"""The directory of services: its file comes back as it went, and a broken file changes nothing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.directory import parse_directory
from content.nation import Nation
from content.problems import ContentError
from content.starter import CONTENT
from handoff.services.csv_file import as_csv, from_csv
from handoff.services.keeping import Change, changes, keep, services
from handoff.services.service import KINDS, Service
from handoff.services.starter import add_starter, starter
from store.database import Database
from tests.handoff.services_known import HOSTEL, YOT

_LETTERS = "abZé7'\",=+-@|Łش👍"
_WORDS = st.lists(st.text(_LETTERS, min_size=1, max_size=12), max_size=5).map(" ".join)
_NAMES = st.text(_LETTERS, min_size=2, max_size=40).filter(lambda name: name[0] != "'")
_AGES = st.none() | st.integers(0, 99)


@st.composite
def _services(draw: st.DrawFn) -> Service:
    ages = sorted(age for age in (draw(_AGES), draw(_AGES)) if age is not None)
    return Service(
        key=draw(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)),
        name=draw(_NAMES),
        kinds=tuple(draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, unique=True))),
        areas=tuple(draw(st.lists(_NAMES, max_size=3, unique=True))),
        nations=tuple(draw(st.lists(st.sampled_from(list(Nation)), min_size=1, unique=True))),
        age_from=ages[0] if ages else None,
        age_to=ages[1] if len(ages) > 1 else None,
        about=draw(_WORDS.filter(lambda text: not text.startswith("'"))),
        phone=draw(st.from_regex(r"\+?[0-9]{3,5} [0-9]{6}", fullmatch=True)),
        email=draw(st.sampled_from(["", "refer@example.org"])),
        web=draw(st.sampled_from(["", "https://example.org/refer?a=1,2"])),
        hours=draw(_WORDS.filter(lambda text: not text.startswith("'"))),
        how_to_refer=draw(_WORDS.filter(lambda text: not text.startswith("'"))),
        checked=draw(st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        withdrawn=draw(st.booleans()),
    )


@given(st.lists(_services(), max_size=6, unique_by=lambda each: each.key))
def test_a_directory_comes_back_from_its_file_as_it_was(directory: list[Service]) -> None:
    assert from_csv(as_csv(directory)) == directory


def test_a_spreadsheet_runs_nothing_from_the_file() -> None:
    (cell,) = [
        cell
        for cell in as_csv([HOSTEL]).decode("utf-8-sig").splitlines()[1].split(",")
        if "0113" in cell
    ]
    assert cell == "'+44 113 496 0113"


def _broken(**cells: str) -> bytes:
    header, good, other = as_csv([HOSTEL, YOT]).decode("utf-8-sig").splitlines()
    names, values = header.split(","), other.split(",")
    for name, cell in cells.items():
        values[names.index(name)] = cell
    return "\r\n".join([header, good, ",".join(values)]).encode()


@pytest.mark.parametrize(
    ("name", "cell", "said"),
    [
        ("key", "", "The key is missing or not plain. Write small letters and hyphens"),
        ("key", HOSTEL.key, "stands in an earlier row too. Give each service a key of its own"),
        ("name", "", "The name is missing."),
        ("kinds", "", "No kind is named. Name one or more of housing, camhs"),
        ("kinds", "housing; hosing", "“hosing” is no kind. Use housing"),
        ("nations", "france", "“france” is no nation. Use england, wales, scotland, ni"),
        ("age_from", "sixteen", "The age “sixteen” is no number of years. Write it as 16"),
        ("age_from", "19", "It is for ages 19 to 17. Write the younger age in age_from."),
        ("phone", "ask Kay", "The phone “ask Kay” is no number."),
        ("email", "kay at example", "“kay at example” is no e-mail address."),
        ("web", "www.example.org", "“www.example.org” is no web address. Begin with https://."),
        ("checked", "last week", "checked is “last week”, not a day."),
        ("checked", "31/02/2026", "checked is “31/02/2026”, not a day."),
        ("withdrawn", "maybe", "withdrawn is “maybe”."),
        ("about", "x" * 401, "about has 401 characters. 400 is the most."),
    ],
)
def test_a_broken_row_is_named_with_its_number_and_the_mend(
    name: str, cell: str, said: str
) -> None:
    with pytest.raises(ContentError) as refused:
        from_csv(_broken(**{name: cell}))
    [problem] = [each for each in refused.value.problems if said in f"{each.what} {each.mend}"]
    assert problem.line == 3


def test_every_broken_row_is_named_at_once() -> None:
    text = _broken(checked="soon").decode() + "\r\nonly,three,cells"
    with pytest.raises(ContentError) as refused:
        from_csv(text.encode())
    assert [each.line for each in refused.value.problems] == [3, 4]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"key,name\r\na,b", "There is no column kinds."),
        (as_csv([]) + b'"not closed', "a quotation mark is not closed"),
        ("key,name\r\ncaf\xe9".encode("latin-1"), "Save as, CSV UTF-8"),
        (as_csv([]).replace(b"withdrawn", b"colour"), "No column is called colour."),
        (as_csv([]).replace(b"withdrawn", b"phone"), "Two columns have the same name."),
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB is the most."),
    ],
)
def test_a_file_that_is_no_directory_is_refused_with_the_mend(data: bytes, said: str) -> None:
    with pytest.raises(ContentError) as refused:
        from_csv(data)
    assert said in str(refused.value)


def test_a_file_that_a_uk_spreadsheet_saved_is_read() -> None:
    saved = _broken(checked="17/11/2026").decode().replace(";", "&").replace(",", ";")
    read = from_csv(saved.replace("Leeds& Bradford", '"Leeds; Bradford"').encode())
    assert read[0].areas == ("Leeds", "Bradford")
    assert read[1].checked == date(2026, 11, 17)


async def test_an_import_adds_and_changes_and_leaves_the_rest_alone(database: Database) -> None:
    await database.write(keep, [HOSTEL, YOT])
    moved = replace(HOSTEL, phone="0113 496 0999")
    gone = replace(YOT, withdrawn=True)
    new = replace(YOT, key="other", name="Other")
    assert await database.read(changes, [moved, new]) == Change(("Other",), (HOSTEL.name,), 0, 1)
    await database.write(keep, [moved, gone, new])
    found = {each.key: each for each in await database.read(services)}
    assert set(found) == {HOSTEL.key, "other"}
    assert found[HOSTEL.key].phone == "0113 496 0999"
    assert len(await database.read(services, withdrawn=True)) == 3
    again = await database.write(keep, from_csv(as_csv([moved, gone, new])))
    assert again == Change((), (), 3, 0)


def test_a_service_is_found_by_words_kind_area_nation_and_age() -> None:
    assert HOSTEL.serves(words="bed tonight", kind="housing", area="leeds", nation="england")
    assert not HOSTEL.serves(area="Cardiff")
    assert not HOSTEL.serves(kind="drugs")
    assert not HOSTEL.serves(nation="wales")
    assert [HOSTEL.serves(age=age) for age in ("15", "16", "21", "22", "old")] == [
        False, True, True, False, True,
    ]  # fmt: skip
    everywhere = starter(parse_directory((CONTENT / "directory.yml").read_text("utf-8")))[0]
    assert everywhere.serves(area="Cardiff")


async def test_a_new_service_starts_with_the_national_ones_and_never_twice(
    sqlite: Database,
) -> None:
    directory = parse_directory((CONTENT / "directory.yml").read_text("utf-8"))
    added = await sqlite.write(add_starter, directory)
    assert added == len(starter(directory)) > 30
    for each in await sqlite.read(services):
        contact = directory[each.key]
        assert (each.phone, each.web, each.checked) == (contact.phone, contact.web, contact.checked)
    assert await sqlite.write(add_starter, directory) == 0
