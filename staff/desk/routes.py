"""The desk's routes. Advisers and supervisors only."""

from staff.desk import acts, events, handover_page, pages, reply_acts, search_page, words_page
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
        Route("GET", "/staff/desk/search", search_page.show, Roles.ADVISING),
        Route("POST", "/staff/desk/search", search_page.search, Roles.ADVISING, form=True),
        Route("GET", "/staff/desk/words", words_page.show, Roles.ADVISING),
        Route("POST", "/staff/desk/words/keep", words_page.keep, Roles.ADVISING, form=True),
        Route("POST", "/staff/desk/words/drop", words_page.drop, Roles.ADVISING, form=True),
        Route("POST", "/staff/desk/words/find", words_page.find, Roles.ADVISING),
        Route("POST", "/staff/desk/profile", words_page.profile, Roles.ADVISING, form=True),
        Route("GET", case, pages.show_case, Roles.ADVISING),
        Route("POST", f"{case}/{{act:{names}}}", acts.do, Roles.ADVISING, form=True),
        Route("POST", f"{case}/draft", reply_acts.draft, Roles.ADVISING),
        Route("POST", f"{case}/writing", acts.writing, Roles.ADVISING),
    ]
