"""The routes of Learn. Supervisors and managers may look; editors may act."""

from staff.learn import questions_page, use_page
from web.access import Roles
from web.routes import Route


def learn_routes() -> list[Route]:
    """Questions asked in vain, and how entries are used."""
    look, edit = Roles.READING_CONTENT, Roles.EDITING
    return [
        Route("GET", questions_page.HOME, questions_page.show, look),
        Route("POST", questions_page.HOME, questions_page.settle, edit, form=True),
        Route("GET", f"{questions_page.HOME}/asked", use_page.show, look),
    ]
