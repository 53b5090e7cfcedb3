"""Through the real way in: where somebody says that they live is kept beside their conversation."""

from sqlalchemy import select

from store.database import Database
from store.tables import Conversation
from tests.channels.test_intake import (  # noqa: F401 - fixtures
    Phone,
    intake,
    phone,
    readings,
)


async def test_the_last_plain_word_on_where_they_live_is_kept(
    phone: Phone,  # noqa: F811
    database: Database,
) -> None:
    async def home() -> str | None:
        return await database.read(lambda tx: tx.execute(select(Conversation.home)).scalar_one())

    await phone.says("hello")
    assert await home() is None
    await phone.says("i live in Leeds")
    await phone.says("how much is ema")
    assert await home() == "Leeds"
    await phone.says("i live in Bradford now")
    assert await home() == "Bradford"
