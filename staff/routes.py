"""Every route of the staff room but the advisers' desk's, which brings its own."""

from staff import audit_page, home, member_pages, password_page, reports, sign_in_pages, supervise
from staff.entries.routes import entry_routes
from staff.learn.routes import learn_routes
from web.routes import Route


def staff_routes() -> list[Route]:
    """Sign-in, password, start page, members, reports, audit, the editors' desk and Learn."""
    rooms = (sign_in_pages, password_page, home, member_pages, reports, audit_page, supervise)
    own = [route for room in rooms for route in room.routes()]
    return [*own, *entry_routes(), *learn_routes()]
