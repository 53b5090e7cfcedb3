"""The addresses of the web chat."""

from channels.web import back_pages as back
from channels.web.embed import widget_script
from channels.web.exchange import LARGEST_EXCHANGE, exchange
from channels.web.leaving import leave_plainly, left
from channels.web.notes import keep_as_text
from channels.web.pages import embedded_chat_page, leaving_page, privacy_page, school_chat_page
from channels.web.plain import LARGEST_FORM, chat_page, say_plainly
from channels.web.socket import chat_socket
from web.access import PUBLIC
from web.routes import Route


def web_chat_routes() -> list[Route]:
    """All of them are open to anyone: the token that a socket is given is the key to a conversation."""
    return [
        Route("GET", "/", chat_page, PUBLIC),
        Route("POST", "/", say_plainly, PUBLIC, body_limit=LARGEST_FORM),
        Route("GET", "/privacy", privacy_page, PUBLIC),
        Route("POST", "/notes", keep_as_text, PUBLIC),
        Route("GET", "/back", back.back_page, PUBLIC),
        Route("POST", "/back", back.take_code, PUBLIC),
        Route("POST", "/back/code", back.give_code, PUBLIC),
        Route("POST", "/back/keep", back.keep_here, PUBLIC),
        Route("POST", "/back/keep-no-longer", back.keep_no_longer, PUBLIC),
        Route("POST", "/back/phone", back.ask_phone, PUBLIC),
        Route("POST", "/back/phone/code", back.take_phone_code, PUBLIC),
        Route("GET", "/left", leave_plainly, PUBLIC),
        Route("POST", "/left", left, PUBLIC, body_limit=1024),
        Route("GET", "/leave", leaving_page, PUBLIC),
        Route("GET", "/chat/embedded", embedded_chat_page, PUBLIC, embeddable="sites"),
        Route("GET", "/chat/school", school_chat_page, PUBLIC, embeddable="schools"),
        Route("GET", "/chat/socket", chat_socket, PUBLIC),
        Route("POST", "/chat/exchange", exchange, PUBLIC, body_limit=LARGEST_EXCHANGE),
        Route("GET", "/widget.js", widget_script, PUBLIC),
    ]
