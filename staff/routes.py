"""Every route of the staff room but the advisers' desk's, which brings its own."""

from staff import (
    audit_page,
    home,
    ledger_page,
    member_pages,
    password_page,
    reports,
    services_page,
    sign_in_pages,
    supervise,
)
from staff.entries.routes import entry_routes
from staff.learn.routes import learn_routes
from web.routes import Route


def staff_routes() -> list[Route]:
    """Every room of the staff but the desk."""
    rooms = (
        sign_in_pages, password_page, home, member_pages, reports, audit_page, services_page,
        ledger_page, supervise,
    )  # fmt: skip
    own = [route for room in rooms for route in room.routes()]
    return [*own, *entry_routes(), *learn_routes()]
