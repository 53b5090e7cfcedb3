"""Pages, their files, and how words and times are shown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Serve
from web.access import PUBLIC
from web.assets import Assets, PageFolder
from web.languages import choose, load_catalogues
from web.pages import render
from web.routes import Route
from web.showing import london_words, markdown

NOW = datetime(2026, 7, 14, 13, 8, tzinfo=UTC)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "room"
    (folder / "templates").mkdir(parents=True)
    (folder / "static").mkdir()
    (folder / "static" / "room.js").write_text("export {};")
    (folder / "templates" / "one.html").write_text(
        "{{ words }} {{ now | london }} {{ asset('room/room.js') }} {{ path }}"
    )
    return folder


async def test_a_page_escapes_what_it_is_given_and_knows_time_and_files(
    serve: Serve, room: Path
) -> None:
    async def show(request: web.Request) -> web.Response:
        return render(request, "room/one.html", words="<b>bold</b>")

    client = await serve(Route("GET", "/thing", show, PUBLIC), folder=room)
    words = await (await client.get("/thing")).text()
    assert "&lt;b&gt;bold" in words
    assert "14:05, just now</time>" in words
    assert "/thing" in words


async def test_a_file_named_by_its_content_is_kept_for_a_year(serve: Serve, room: Path) -> None:
    async def show(request: web.Request) -> web.Response:
        return render(request, "room/one.html", words="")

    client = await serve(Route("GET", "/thing", show, PUBLIC), folder=room)
    address = (await (await client.get("/thing")).text()).split()[-2]
    answer = await client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript"


async def test_a_file_asked_for_by_another_version_is_given_but_not_kept(
    serve: Serve, room: Path
) -> None:
    client = await serve(folder=room)
    answer = await client.get("/static/0123/room/room.js")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["room/../templates/one.html", "room/none.js", "%2e%2e/keys.py"])
async def test_nothing_but_static_files_is_given(serve: Serve, room: Path, path: str) -> None:
    client = await serve(folder=room)
    assert (await client.get(f"/static/0123/{path}")).status == 404


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=20), "14:07, just now"),
        (timedelta(minutes=3), "14:05, 3 min ago"),
        (timedelta(hours=2, minutes=8), "12:00, 2 h 8 min ago"),
        (timedelta(days=1), "14:08 on 13 Jul, 1 day ago"),
        (timedelta(days=300), "14:08 on 17 Sep 2025, 300 days ago"),
        (timedelta(minutes=-52), "15:00, in 52 min"),
    ],
)
def test_a_time_is_told_by_the_clock_in_london_and_by_how_long_ago(
    gone: timedelta, words: str
) -> None:
    assert london_words(NOW - gone, NOW) == words


def test_an_editors_words_may_have_paragraphs_lists_bold_and_links() -> None:
    shown = markdown("Ring **us**:\n\n- [phone](tel:0800111)\n- [page](https://example.org)")
    assert "<strong>us</strong>" in shown
    assert shown.count("<li>") == 2
    assert 'href="tel:0800111"' in shown
    assert '<a href="https://example.org" rel="noopener noreferrer">page</a>' in shown


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](http://plain.example)",
        "[x](data:text/html,hi)",
        "# heading",
    ],
)
def test_anything_else_stays_plain_text(words: str) -> None:
    shown = markdown(words)
    for tag in ("<script", "<img", "<h1", "href="):
        assert tag not in shown


@given(st.text(max_size=200))
def test_no_words_whatever_make_a_tag_that_is_not_allowed(words: str) -> None:
    tags = {part.split(">")[0].strip("/ ").split(" ")[0] for part in markdown(words).split("<")[1:]}
    assert tags <= {"p", "ul", "ol", "li", "strong", "em", "a", "br"}


def test_a_catalogue_in_the_folder_adds_a_language(tmp_path: Path) -> None:
    (tmp_path / "cy.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Sign in"\nmsgstr "Mewngofnodi"\n'
    )
    catalogues = load_catalogues(tmp_path)
    assert catalogues["cy"].gettext("Sign in") == "Mewngofnodi"
    assert catalogues["en"].gettext("Sign in") == "Sign in"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"),
        ("cy-GB,cy;q=0.9", "cy"),
        ("pl,de;q=0.5", "en"),
        ("en-GB,cy;q=0.3", "en"),
        (";,", "en"),
    ],
)
def test_a_page_comes_in_the_first_language_asked_for_that_there_is(
    asked: str, language: str
) -> None:
    assert choose(asked, ["en", "cy"]) == language


def test_a_style_sheet_in_parts_is_one_file(tmp_path: Path) -> None:
    parts = tmp_path / "static" / "desk.css"
    parts.mkdir(parents=True)
    (parts / "2-queue.css").write_text("b {}\n")
    (parts / "1-panes.css").write_text("a {}\n")
    (tmp_path / "static" / "one.css").write_text("c {}\n")
    assets = Assets([PageFolder("staff", tmp_path)])
    assert assets.text_of("staff/desk.css", "staff/one.css") == "a {}\nb {}\n\nc {}\n"
    with pytest.raises(KeyError):
        assets.address("staff/desk.css/1-panes.css")
