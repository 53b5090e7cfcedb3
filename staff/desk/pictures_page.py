"""A picture that came with a text, for the adviser who has the case and for nobody else."""

from typing import Final

from aiohttp import web
from sqlalchemy import Connection, select

from staff.audit import record
from staff.desk.pages import case_number
from store import pictures
from store.tables import Case
from web.access import signed_in
from web.errors import Conflict, NotFound
from web.keys import CLOCK, DATABASE

_POLICY: Final = "default-src 'none'; img-src 'self'; frame-ancestors 'none'; sandbox"
"""Whatever the bytes are after all: nothing of it runs, and nothing is fetched for it."""


async def show(request: web.Request) -> web.Response:
    """The picture, as a document of its own. Opening is noted before anything is shown."""
    case_id, picture_id = case_number(request), int(request.match_info["picture"])
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()

    def opened(tx: Connection) -> tuple[str, bytes]:
        kind, content, seq = _picture(tx, case_id, picture_id, me)
        subject, detail = f"case {case_id}", f"message {seq}"
        record(tx, at=now, staff_id=me, action="opened picture", subject=subject, detail=detail)
        return kind, content

    kind, content = await request.app[DATABASE].write(opened)
    ending = kind.removeprefix("image/")
    return web.Response(
        body=content,
        content_type=kind,
        headers={
            "Content-Disposition": f'inline; filename="picture-{picture_id}.{ending}"',
            "Content-Security-Policy": _POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def _picture(tx: Connection, case_id: int, picture_id: int, me: int) -> tuple[str, bytes, int]:
    case = tx.execute(
        select(Case.owner_id, Case.state, Case.person_id).where(Case.id == case_id)
    ).one_or_none()
    if case is None:
        raise NotFound("There is no such case.", "Go back to the queue.")
    if case.owner_id != me or case.state == "closed":
        raise Conflict(
            "Only the adviser who has this case can open its pictures.", "Pick the case up first."
        )
    found = pictures.content_of(tx, picture_id, person_id=case.person_id)
    if found is None:
        raise NotFound("There is no such picture.", "Go back to the case.")
    return found
