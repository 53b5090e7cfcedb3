"""The desk's routes. Advisers and supervisors only."""

from staff.desk import (
    acts,
    copies,
    correcting,
    events,
    handover_page,
    pages,
    pictures_page,
    refer_page,
    reply_acts,
    search_page,
    words_page,
)
from web.access import Roles
from web.routes import Route


def desk_routes() -> list[Route]:
    """The page, its parts, its stream, and the moves."""
    case = "/staff/desk/cases/{case:[0-9]+}"
    referral = f"{case}/referrals/{{referral:[0-9]+}}"
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
        Route(
            "GET", f"{case}/pictures/{{picture:[0-9]{{1,15}}}}", pictures_page.show, Roles.ADVISING
        ),
        Route("GET", f"{case}/summary", copies.to_print, Roles.ADVISING),
        Route("GET", f"{case}/summary.json", copies.for_machines, Roles.ADVISING),
        Route("GET", f"{case}/correct/{{seq:[0-9]{{1,9}}}}", correcting.show, Roles.ADVISING),
        Route(
            "POST",
            f"{case}/correct/{{seq:[0-9]{{1,9}}}}",
            correcting.correct,
            Roles.ADVISING,
            form=True,
        ),
        Route("POST", f"{case}/{{act:{names}}}", acts.do, Roles.ADVISING, form=True),
        Route("GET", f"{case}/refer", refer_page.choose, Roles.ADVISING),
        Route("POST", f"{case}/refer", refer_page.send, Roles.ADVISING, form=True),
        Route("GET", referral, refer_page.show_letter, Roles.ADVISING),
        Route(
            "POST",
            f"{referral}/{{act:acknowledged|contacted|ended}}",
            refer_page.change,
            Roles.ADVISING,
            form=True,
        ),
        Route("POST", f"{case}/draft", reply_acts.draft, Roles.ADVISING),
        Route("POST", f"{case}/writing", acts.writing, Roles.ADVISING),
    ]
