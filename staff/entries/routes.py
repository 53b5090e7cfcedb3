"""The routes of the editors' desk. Supervisors and managers may look; editors may change."""

from staff.entries import (
    ask_page,
    dates_page,
    edit_page,
    files_page,
    history_page,
    hours_page,
    list_page,
    plan_page,
    publish_page,
    rates_page,
    replies_page,
    review_page,
    typing_page,
    waiting_page,
)
from web.access import Roles
from web.routes import Route

_HOME = "/staff/entries"
_ONE = _HOME + "/{topic:[a-z0-9-]{1,30}}/{slug:[a-z0-9-]{1,40}}"
_RATE = "{name:[a-z0-9-]{1,60}}"
_NUMBER = r"{number:\d{1,8}}"
# The directory and the rates are one text each, and grow.
LARGEST = 256 * 1024


def entry_routes() -> list[Route]:
    """Every route of the editors' desk."""
    look, edit = Roles.READING_CONTENT, Roles.EDITING
    return [
        Route("GET", _HOME, list_page.show, look),
        Route("GET", f"{_HOME}/new", edit_page.new, edit),
        Route("POST", f"{_HOME}/new", edit_page.save_new, edit, form=True, body_limit=LARGEST),
        Route("POST", f"{_HOME}/preview", edit_page.look, edit, body_limit=LARGEST),
        Route("POST", f"{_HOME}/ask", ask_page.ask, edit, body_limit=LARGEST),
        Route("POST", f"{_HOME}/typing", typing_page.keep, edit, body_limit=LARGEST),
        Route("POST", f"{_HOME}/typing/drop", typing_page.drop, edit, form=True),
        Route("POST", f"{_HOME}/use-anyway", waiting_page.use_anyway, edit, form=True),
        Route("GET", files_page.HOME, files_page.show, look),
        Route("GET", f"{files_page.HOME}/download", files_page.download, look),
        Route(
            "POST",
            files_page.HOME,
            files_page.upload,
            edit,
            form=True,
            body_limit=files_page.MOST_BYTES,
        ),
        Route("GET", rates_page.HOME, rates_page.show, look),
        Route("GET", f"{rates_page.HOME}/{_RATE}", rates_page.show_one, look),
        Route("POST", f"{rates_page.HOME}/{_RATE}", rates_page.save_one, edit, form=True),
        Route("GET", hours_page.HOME, hours_page.show, look),
        Route("POST", hours_page.HOME, hours_page.save, edit, form=True, body_limit=LARGEST),
        Route("GET", replies_page.HOME, replies_page.show, look),
        Route("POST", replies_page.HOME, replies_page.save, edit, form=True, body_limit=LARGEST),
        Route("GET", f"{_HOME}/dates", dates_page.show, look),
        Route("GET", _ONE, edit_page.show, look),
        Route("POST", _ONE, edit_page.save, edit, form=True, body_limit=LARGEST),
        Route("GET", f"{_ONE}/publish/{_NUMBER}", publish_page.show, look),
        Route("POST", f"{_ONE}/publish/{_NUMBER}", publish_page.publish, edit, form=True),
        Route("POST", f"{_ONE}/review/{_NUMBER}", review_page.ask, edit, form=True),
        Route(
            "POST",
            f"{_ONE}/review/{_NUMBER}/decide",
            review_page.decide,
            Roles.APPROVING,
            form=True,
        ),
        Route("POST", f"{_ONE}/withdraw", publish_page.withdraw, edit, form=True),
        Route("POST", f"{_ONE}/plan", plan_page.plan, edit, form=True),
        Route("POST", f"{_ONE}/plan/{_NUMBER}/cancel", plan_page.cancel, edit, form=True),
        Route("POST", f"{_ONE}/back/{_NUMBER}", publish_page.roll_back, edit, form=True),
        Route("GET", f"{_ONE}/history", history_page.show, look),
        Route("GET", f"{_ONE}/compare", history_page.compare_two, look),
        Route("GET", f"{_ONE}/history/{_NUMBER}", history_page.show_one, look),
        Route("POST", f"{_ONE}/history/{_NUMBER}", history_page.go_back, edit, form=True),
    ]
