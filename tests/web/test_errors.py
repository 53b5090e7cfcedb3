"""Errors become plain answers, and say nothing of what went wrong inside."""

import pytest
from aiohttp import FormData, web
from structlog.testing import capture_logs

from tests.web.conftest import Serve
from web.access import PUBLIC
from web.errors import Answer, BadRequest, Conflict, NotFound, TooOften
from web.forms import field_text, read_form, read_json
from web.routes import Route

PAGE = {"Accept": "text/html"}


class RoomError(Exception):
    """An error of some room."""


def failing(error: Exception) -> Route:
    async def fail(request: web.Request) -> web.Response:
        raise error

    return Route("GET", "/thing", fail, PUBLIC)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadRequest("Say it again.", "Use fewer words."), 400),
        (NotFound("Say it again.", "Use fewer words."), 404),
        (Conflict("Say it again.", "Use fewer words."), 409),
        (TooOften("Say it again.", "Use fewer words.", wait_seconds=9), 429),
    ],
)
async def test_an_error_says_what_is_wrong_and_what_mends_it(
    serve: Serve, error: Exception, status: int
) -> None:
    client = await serve(failing(error))
    answer = await client.get("/thing")
    assert answer.status == status
    assert await answer.json() == {"error": "Say it again.", "mend": "Use fewer words."}
    page = await (await client.get("/thing", headers=PAGE)).text()
    assert "Say it again." in page
    assert "Use fewer words." in page


async def test_who_asks_too_often_is_told_how_long_to_wait(serve: Serve) -> None:
    client = await serve(failing(TooOften("Slowly.", wait_seconds=9)))
    assert (await client.get("/thing")).headers["Retry-After"] == "9"


async def test_an_error_nobody_foresaw_leaks_neither_to_the_page_nor_to_the_log(
    serve: Serve,
) -> None:
    client = await serve(failing(RuntimeError("my name is Kim")))
    with capture_logs() as logs:
        answer = await client.get("/thing", headers=PAGE)
    assert answer.status == 500
    assert "999" in await answer.text()
    assert "Kim" not in await answer.text()
    assert "Kim" not in str(logs)
    assert logs[0]["error"] == "RuntimeError"
    assert logs[0]["route"] == "/thing"


async def test_a_room_may_add_its_own_errors_to_the_table(serve: Serve) -> None:
    answers = {RoomError: Answer(409, "Not now.", own_words=True)}
    client = await serve(failing(RoomError("Case 7 is closed, 100 % sure.")), answers=answers)
    answer = await client.get("/thing", headers=PAGE)
    assert answer.status == 409
    assert "Case 7 is closed, 100 % sure." in await answer.text()


async def test_an_error_text_is_shown_as_text(serve: Serve) -> None:
    client = await serve(failing(BadRequest("<script>alert(1)</script>")))
    assert "<script>" not in await (await client.get("/thing", headers=PAGE)).text()


async def test_an_unknown_address_is_answered_in_plain_words(serve: Serve) -> None:
    client = await serve()
    answer = await client.get("/nowhere", headers=PAGE)
    assert answer.status == 404
    assert "There is nothing at this address." in await answer.text()
    assert (await client.post("/static/1/web/tokens.css")).status == 405


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"text"', b"\xff", b"[" * 9000])
async def test_what_is_no_json_object_is_a_bad_request(serve: Serve, body: bytes) -> None:
    async def read(request: web.Request) -> web.Response:
        return web.json_response(await read_json(request))

    client = await serve(Route("POST", "/thing", read, PUBLIC))
    assert (await client.post("/thing", data=body)).status == 400
    assert await (await client.post("/thing", data=b'{"a": 1}')).json() == {"a": 1}


async def test_a_form_takes_text_and_no_files(serve: Serve) -> None:
    async def read(request: web.Request) -> web.Response:
        return web.json_response(await read_form(request))

    client = await serve(Route("POST", "/thing", read, PUBLIC))
    assert await (await client.post("/thing", data={"a": "1"})).json() == {"a": "1"}
    form = FormData()
    form.add_field("a", b"1", filename="a.txt")
    assert (await client.post("/thing", data=form)).status == 400


@pytest.mark.parametrize("value", [None, 3, ["x"], "nul\x00", "far too long", "   "])
def test_a_field_that_does_not_fit_is_refused(value: int | list[str] | str | None) -> None:
    with pytest.raises(BadRequest):
        field_text({"name": value}, "name", least=1, most=5)


def test_a_field_that_fits_comes_trimmed() -> None:
    assert field_text({"name": " Kim "}, "name", least=1, most=5) == "Kim"
