"""The stream that tells an open desk to look again. It says what changed, never what was said."""

import asyncio
import json
from contextlib import ExitStack, suppress
from datetime import timedelta

from aiohttp import web

from handoff.night import QuietHours
from handoff.offered_first import USUAL_GRACE
from handoff.presence import note_present
from handoff.targets import ServiceTargets
from staff.desk.clocks import NIGHT, TARGETS
from staff.desk.looks import note_looking
from staff.desk.queue_reading import GRACE
from staff.desk.reply_acts import UNDO_FOR
from store.bus import Event
from web.access import GATE, signed_in
from web.forms import read_form
from web.keys import BUS, CLOCK, DATABASE

TOPICS = ("queue", "line", "conversation", "seen", "typing", "looking")
YOUNG_PERSON = "young person"
HEARTBEAT_SECONDS = 15.0
_STREAMS: web.AppKey["set[Changes]"] = web.AppKey("desk_streams")


class Changes:
    """What changed since the desk of one member was last told; many changes at once are told once."""

    def __init__(self, me: int) -> None:
        self._me = me
        self._fresh = asyncio.Event()
        self._forget()
        self.over = False

    def heard(self, event: Event) -> None:
        """Take note of an event; one without a conversation's number may concern any of them."""
        number = event.ids.get("conversation")
        if event.topic == "seen":
            self._has_seen(number, event.ids.get("seq", 0))
        elif event.topic == "typing":
            self._types(number, event.ids.get("who"))
        elif event.topic == "looking" and number is not None:
            self._looks(int(number), event.ids.get("by"))
        elif event.topic == "conversation" and number is not None:
            self._conversations.add(int(number))
            self._fresh.set()
        else:
            self._queue = True
            self._fresh.set()

    def end(self) -> None:
        """Let the stream finish: the service is stopping."""
        self.over = True
        self._fresh.set()

    async def next(self, seconds: float) -> str | None:
        """What to tell, as soon as there is something; none when nothing changed for so long."""
        if not self._fresh.is_set():
            try:
                await asyncio.wait_for(self._fresh.wait(), seconds)
            except TimeoutError:
                return None
        told = {
            "queue": self._queue,
            "conversations": sorted(self._conversations),
            "seen": self._seen,
            "typing": sorted(self._typing),
            "looking": sorted(self._looking),
        }
        self._forget()
        self._fresh.clear()
        return json.dumps(told)

    def _forget(self) -> None:
        self._queue = False
        self._conversations: set[int] = set()
        self._seen: dict[int, int] = {}
        self._typing: set[int] = set()
        self._looking: set[int] = set()

    def _has_seen(self, conversation: int | None, seq: int) -> None:
        """The young person has everything up to this message on the screen."""
        if conversation is not None:
            self._seen[conversation] = max(seq, self._seen.get(conversation, 0))
            self._fresh.set()

    def _looks(self, conversation: int, by: int | None) -> None:
        """A colleague has opened or left a case; one's own desk shows the others only."""
        if by != self._me:
            self._looking.add(conversation)
            self._fresh.set()

    def _types(self, conversation: int | None, who: str | None) -> None:
        """Somebody types; the desk shows it of the young person only."""
        if conversation is not None and who == YOUNG_PERSON:
            self._typing.add(conversation)
            self._fresh.set()


def prepare_desk(
    app: web.Application,
    targets: ServiceTargets,
    undo_for: timedelta = timedelta(),
    night: QuietHours | None = None,
    grace: timedelta = USUAL_GRACE,
) -> None:
    """Make room for open streams, and end them when the service stops, so that it stops at once.

    `targets` are the ones that the way in goes by and `night` the quiet hours of the way out; `undo_for`
    is how long a reply can be taken back, `grace` how long a case is offered first to those whom it suits.
    """
    app[TARGETS], app[UNDO_FOR], app[NIGHT], app[GRACE] = targets, undo_for, night, grace
    app[_STREAMS] = set()
    app.on_shutdown.append(_end_streams)


async def stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events for as long as the desk is open and its adviser signed in."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    if request.method == "HEAD":
        return response
    changes = Changes(signed_in(request).staff_id)
    with ExitStack() as listening:
        request.app[_STREAMS].add(changes)
        listening.callback(request.app[_STREAMS].discard, changes)
        for topic in TOPICS:
            heard = request.app[BUS].subscriptions.listening(topic, changes.heard)
            listening.enter_context(heard)
        with suppress(ConnectionResetError):  # the page was closed
            await _tell(request, response, changes)
    return response


async def here(request: web.Request) -> web.Response:
    """An open desk answers: its adviser is here. It does so whenever the stream has told it anything,
    so that a desk that hears nothing more (lid closed, line lost) counts as gone."""
    member, now = signed_in(request), request.app[CLOCK].now()
    await request.app[DATABASE].write(note_present, member.staff_id, now)
    open_case = (await read_form(request)).get("case", "")
    if open_case.isascii() and open_case.isdigit() and len(open_case) < 16:
        await note_looking(request, int(open_case))
    return web.Response(status=204)


async def _tell(request: web.Request, response: web.StreamResponse, changes: Changes) -> None:
    await response.write(b"retry: 2000\nevent: ready\ndata: {}\n\n")
    while not changes.over:
        told = await changes.next(HEARTBEAT_SECONDS)
        if told is not None:
            await response.write(f"event: changed\ndata: {told}\n\n".encode())
        elif await request.app[GATE].read(request) is None:
            await response.write(b"event: signed-out\ndata: {}\n\n")
            return
        else:
            await response.write(b"event: beat\ndata: {}\n\n")


async def _end_streams(app: web.Application) -> None:
    streams = app[_STREAMS]
    for changes in list(streams):
        changes.end()
