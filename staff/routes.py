"""Every route of the staff room but the desk's and the entries', which bring their own."""

from staff import audit_page, home, member_pages, password_page, reports, sign_in_pages
from web.routes import Route


def staff_routes() -> list[Route]:
    """Sign-in, password, start page, members, reports and audit."""
    rooms = (sign_in_pages, password_page, home, member_pages, reports, audit_page)
    return [route for room in rooms for route in room.routes()]
