"""The real way in and out with many texts at once (`python -m bench.flood` does 10,000 of them)."""

from bench.flood import Settled, open_flood
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault

TEXTS, PHONES, TOLD_OF_EACH = 300, 75, 3


async def test_each_text_is_stored_and_answered_once_and_every_report_is_settled(
    sqlite: Database, vault: Vault, clock: SetClock
) -> None:
    """Told twice at once and again later, with reports out of order and repeated."""
    async with open_flood(sqlite, vault, clock, messages=TEXTS, phones=PHONES) as flood:
        settled = await flood.run()
    assert settled == Settled(
        stored=TEXTS,
        answered_once=TEXTS,
        sent_once=PHONES,
        texts=TEXTS,
        states=frozenset({"sent"}),
        texts_known=True,
        reports=TOLD_OF_EACH * TEXTS,
        reports_kept=TOLD_OF_EACH * TEXTS,
    )
