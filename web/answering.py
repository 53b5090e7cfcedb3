"""The outermost middleware: every error becomes a plain answer, and none leaves a trace outside."""

import traceback
from typing import NoReturn

import structlog
from aiohttp import web
from yarl import URL

from web.access import GATE
from web.errors import UNEXPECTED, Answer, NotSignedIn, answer_to
from web.pages import render
from web.routes import Handler

log = structlog.get_logger()
ANSWER_TABLE: web.AppKey[dict[type[Exception], Answer]] = web.AppKey("answer_table")


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the table says; log what nobody foresaw without the words of anyone."""
    try:
        return await handler(request)
    except NotSignedIn as error:
        if request.method == "GET" and _wants_page(request):
            _to_sign_in(request)
        return _told(request, _known(request, error))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _told(request, _known(request, error))
    except Exception as error:
        answer = answer_to(error, request.app[ANSWER_TABLE])
        if answer is None:
            _log(request, error)
        return _told(request, answer or UNEXPECTED)


def _known(request: web.Request, error: Exception) -> Answer:
    return answer_to(error, request.app[ANSWER_TABLE]) or UNEXPECTED


def _told(request: web.Request, answer: Answer) -> web.Response:
    if _wants_page(request):
        response = render(request, "web/error.html", answer=answer)
    else:
        response = web.json_response({"error": answer.message, "mend": answer.mend})
    response.set_status(answer.status)
    response.headers.update(answer.headers)
    return response


def _wants_page(request: web.Request) -> bool:
    return "text/html" in request.headers.get("Accept", "")


def _to_sign_in(request: web.Request) -> NoReturn:
    address = request.app[GATE].sign_in_path
    raise web.HTTPSeeOther(str(URL(address).with_query(next=request.path)))


def _log(request: web.Request, error: Exception) -> None:
    """Where it went wrong, not what was said: messages of exceptions may quote what people typed."""
    resource = request.match_info.route.resource
    steps = traceback.extract_tb(error.__traceback__)
    log.error(
        "request.failed",
        route=resource.canonical if resource else "unknown",
        method=request.method,
        error=type(error).__name__,
        steps=[f"{step.filename}:{step.lineno} {step.name}" for step in steps[-8:]],
    )
