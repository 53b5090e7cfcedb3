"""An emergency while nobody is at the desk: those on call hear of it, whatever breaks meanwhile."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from content.opening.spans import DAYS
from store.tables import AlertRow
from tests.pager import listening
from tests.story.clients import Talk
from tests.story.running import RunningService

DANGER = "i took a load of my mums pills an hour ago and i dont want to wake up"


async def the_lease_runs_out(service: RunningService) -> None:
    """As if the time were over for which a process that died in the middle has its alerts to itself."""
    database = service.open_database()
    gone = datetime.now(UTC) - timedelta(minutes=1)
    try:
        await database.write(
            lambda tx: tx.execute(update(AlertRow).values(leased_until=gone, next_at=gone))
        )
    finally:
        await database.close()


async def test_an_emergency_in_the_night_reaches_those_on_call_though_the_service_is_killed(
    on_sqlite: RunningService,
) -> None:
    opens = DAYS[(datetime.now(UTC).weekday() + 3) % 7]
    async with listening() as on_call:
        on_call.fine = False
        on_sqlite.settings = {
            "opening_hours": f"{opens} 09:00-17:00",
            "on_call": on_call.url,
        }
        await on_sqlite.start()
        assert (await on_sqlite.readiness())[1]["on_call"] == "ok"
        async with Talk.opened(on_sqlite) as talk:
            assert (await talk.says(DANGER))[1]["kind"] == "safety"
            told = await talk.hears()
            assert f"back on {opens.capitalize()} at 9am" in told["text"]
        await on_call.asked()
        await on_sqlite.kill()
        await the_lease_runs_out(on_sqlite)
        on_call.fine = True
        await on_sqlite.start()
        alert = await on_call.until_titled("Emergency case: new")
        await on_sqlite.stop()
    assert alert["message"].endswith(f"Look at the desk: {on_sqlite.url}/staff/desk")
    assert "a-secret-token" not in on_sqlite.log
