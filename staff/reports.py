"""What managers see: how much was asked, how serious it was, whether an entry answered it, what texts cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.decision import Level
from staff.pages import staff_page
from store.tables import Case, Conversation, Message, SentText
from web.access import Roles
from web.keys import CLOCK, DATABASE
from web.routes import Route

_SPANS = (7, 28)


@dataclass(frozen=True)
class Figures:
    """Counts over the last days. No figure can be traced to a person.

    `parts_in` and `parts_out` are what the carrier charges for: the parts of texts received and sent.
    """

    days: int
    conversations: int
    active: int
    received: int
    answered: int
    cases: Mapping[Level, int]
    parts_in: int = 0
    parts_out: int = 0

    @property
    def not_answered(self) -> int:
        """Messages that no published entry answered: chat, choices, safety replies and people."""
        return max(self.received - self.answered, 0)


def figures(tx: Connection, now: datetime, days: int) -> Figures:
    """Count the last `days` days."""
    since = now - timedelta(days=days)
    by_level = tx.execute(
        select(Case.level, func.count()).where(Case.opened_at > since).group_by(Case.level)
    )
    counted = {row[0]: row[1] for row in by_level}
    answered = (
        select(Message.conversation_id, Message.answers_seq)
        .where(Message.at > since, Message.author == "bot", Message.kind == "answer")
        .where(Message.answers_seq.is_not(None))
        .distinct()
        .subquery()
    )
    return Figures(
        days=days,
        conversations=_count(tx, Conversation.id, Conversation.opened_at > since),
        active=_count(tx, Conversation.id, Conversation.last_at > since),
        received=_count(tx, Message.id, (Message.author == "young person") & (Message.at > since)),
        answered=tx.execute(select(func.count()).select_from(answered)).scalar_one(),
        cases={level: counted.get(level, 0) for level in Level},
        parts_in=_sum(tx, Message.segments, Message.at > since),
        parts_out=_sum(tx, SentText.segments, SentText.at > since),
    )


async def show(request: web.Request) -> web.Response:
    """The reports page."""
    database, now = request.app[DATABASE], request.app[CLOCK].now()
    spans = [await database.read(figures, now, days) for days in _SPANS]
    return staff_page(request, "staff/reports.html", spans=spans, levels=list(Level))


def routes() -> list[Route]:
    """Managers and supervisors."""
    return [Route("GET", "/staff/reports", show, Roles.REPORTING)]


def _count(tx: Connection, column: InstrumentedAttribute[int], which: ColumnElement[bool]) -> int:
    return tx.execute(select(func.count(column)).where(which)).scalar_one()


def _sum(
    tx: Connection,
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    which: ColumnElement[bool],
) -> int:
    return tx.execute(select(func.sum(column)).where(which)).scalar_one() or 0
