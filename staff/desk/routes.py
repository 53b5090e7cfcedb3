"""The desk's routes. Advisers and supervisors only."""

from staff.desk import acts, correcting, events, handover_page, pages
from web.access import Roles
from web.routes import Route


def desk_routes() -> list[Route]:
    """The page, its parts, its stream, and the moves."""
    case = "/staff/desk/cases/{case:[0-9]+}"
    names = "|".join(acts.ACTS)
    return [
        Route("GET", "/staff/desk", pages.show_desk, Roles.ADVISING),
        Route("GET", "/staff/desk/queue", pages.show_queue, Roles.ADVISING),
        Route("GET", "/staff/desk/events", events.stream, Roles.ADVISING),
        Route("POST", "/staff/desk/here", events.here, Roles.ADVISING),
        Route("GET", "/staff/desk/handover", handover_page.show, Roles.ADVISING),
        Route("POST", "/staff/desk/handover", handover_page.hand_on, Roles.ADVISING, form=True),
        Route(
            "POST", "/staff/desk/handover/accept", handover_page.take_all, Roles.ADVISING, form=True
        ),
        Route("GET", case, pages.show_case, Roles.ADVISING),
        Route("GET", f"{case}/correct/{{seq:[0-9]{{1,9}}}}", correcting.show, Roles.ADVISING),
        Route(
            "POST",
            f"{case}/correct/{{seq:[0-9]{{1,9}}}}",
            correcting.correct,
            Roles.ADVISING,
            form=True,
        ),
        Route("POST", f"{case}/{{act:{names}}}", acts.do, Roles.ADVISING, form=True),
        Route("POST", f"{case}/writing", acts.writing, Roles.ADVISING),
    ]
