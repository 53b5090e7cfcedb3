"""The page that lists everything editors look after."""

from aiohttp import web

from content.history import glances
from content.planning import Plan, open_plans
from content.reviewing import standing_reviews
from staff.entries.asking import library, may_edit, today
from staff.entries.listing import FLAGS, REVIEW, STATES, Asked, choose, lines, topics
from staff.entries.waiting_page import percent, waiting
from staff.pages import staff_page
from web.forms import field_text
from web.keys import DATABASE


async def show(request: web.Request) -> web.Response:
    """The list, as far as it fits what was asked for."""
    found = await request.app[DATABASE].read(glances)
    reviews = await request.app[DATABASE].read(standing_reviews)
    every = lines(found, library(request), today(request), reviews)
    query = request.query
    asked = Asked(
        words=field_text(query, "q", most=200),
        topic=query.get("topic", ""),
        state=query.get("state", ""),
        nations=query.get("nations", ""),
        flag=query.get("flag", ""),
    )
    return staff_page(
        request,
        "staff/entries/list.html",
        lines=choose(every, asked),
        asked=asked,
        topic_choices=[(topic, topic) for topic in topics(every)],
        states=STATES,
        flags=FLAGS,
        total=len(every),
        overdue=sum(line.overdue for line in every),
        in_review=sum(line.state == REVIEW for line in every),
        check=sum(line.check for line in every),
        may_edit=may_edit(request),
        waiting=await request.app[DATABASE].read(waiting),
        percent=percent,
        plans=await _plans_by_entry(request),
    )


async def _plans_by_entry(request: web.Request) -> dict[str, list[Plan]]:
    by_entry: dict[str, list[Plan]] = {}
    for plan in await request.app[DATABASE].read(open_plans):
        by_entry.setdefault(plan.entry_id, []).append(plan)
    return by_entry
