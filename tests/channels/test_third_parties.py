"""A third party's conversation is its own: nothing in it tells of a young person's, or joins them."""

from sqlalchemy import Connection, select

from channels.intake import Intake
from channels.messages import InboundMessage, Received
from handoff.summary import summary_of
from store.clock import SetClock
from store.database import Database
from store.tables import Case
from tests.bot.dialogue.talk import URGENT
from tests.channels.test_intake import SetReadings, intake, readings

__all__ = ["intake", "readings"]

DAUGHTER, MOTHER = "+447700900111", "+447700900222"
ASKED = ("has my daughter contacted you", "what did my daughter say to you", "what are t levels")


async def texted(
    intake: Intake, readings: SetReadings, address: str, text: str, *, danger: bool = False
) -> Received:
    readings.danger = URGENT if danger else None
    return await intake.receive(InboundMessage("sms", address, f"{address} {text}", text))


async def all_she_hears(intake: Intake, readings: SetReadings) -> list[tuple[str, str]]:
    """What a mother is answered to each of her questions."""
    said = [await texted(intake, readings, MOTHER, text) for text in ASKED]
    return [(reply.kind, reply.text) for received in said for reply in received.replies]


async def test_a_parent_hears_the_same_whether_or_not_their_child_wrote(
    intake: Intake, readings: SetReadings, database: Database
) -> None:
    await texted(intake, readings, DAUGHTER, "my mum hits me", danger=True)
    after_she_wrote = await all_she_hears(intake, readings)
    other = MOTHER.replace("222", "444")
    readings.danger = None
    anew = [
        (reply.kind, reply.text)
        for text in ASKED
        for reply in (await texted(intake, readings, other, text)).replies
    ]
    assert after_she_wrote == anew
    assert after_she_wrote[0][1].startswith("cannot-say-who-wrote")
    assert len(await database.read(cases)) == 1


async def test_a_parents_case_is_its_own_and_says_that_a_third_party_writes(
    intake: Intake, readings: SetReadings, database: Database, clock: SetClock
) -> None:
    await texted(intake, readings, DAUGHTER, "my mum hits me", danger=True)
    await texted(intake, readings, MOTHER, "im worried about my daughter", danger=True)
    daughters, mothers = await database.read(cases)
    assert daughters.person_id != mothers.person_id
    of_mother = await database.read(summary_of, mothers.id, clock.now())
    assert of_mother.third_party is not None
    assert of_mother.third_party.who == "parent or carer"
    assert of_mother.third_party.words == "im worried about my daughter"
    assert of_mother.earlier_cases == 0
    assert "hits me" not in of_mother.as_text() + str(of_mother.as_json())
    assert "A parent or carer writes about somebody else" in of_mother.as_text()
    of_daughter = await database.read(summary_of, daughters.id, clock.now())
    assert of_daughter.third_party is None
    assert "worried about my daughter" not in of_daughter.as_text()


def cases(tx: Connection) -> list[Case]:
    return list(tx.execute(select(Case.id, Case.person_id).order_by(Case.id)).all())  # type: ignore[arg-type]
