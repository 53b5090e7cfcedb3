"""Who is named beside words of safety: nobody that would turn this young person away."""

from dataclasses import replace

import pytest

from bot.dialogue.replies import safety
from bot.dialogue.situation import Situation
from content.library import Library
from content.nation import Nation
from content.repository import Stored, assemble
from content.starter import read_pack
from tests.bot.dialogue.talk import DAY, URGENT

NOW = Situation(day=DAY, seq=1, holder="bot", advisers_here=True, back_when="today at 9am")
LIBRARY = assemble(
    [Stored(one.entry_id, one.kind, 1, one.body, one.phrases) for one in read_pack().drafts], ""
)


def named(library: Library, family: str, nation: Nation | None) -> tuple[str, ...]:
    danger = replace(URGENT, safety_reply=family).assessment()
    return safety(library, danger, nation, NOW).contacts


def test_who_has_nowhere_to_sleep_in_northern_ireland_is_sent_to_those_who_open_at_night() -> None:
    there = named(LIBRARY, "nowhere-tonight", Nation.NI)
    assert {"emergency-social-work-ni", "housing-executive-night-ni"} <= set(there)
    assert not {"shelter", "shelter-cymru"} & set(there)


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("family", LIBRARY.safety)
def test_every_nation_has_three_to_five_services_that_are_there_for_it(
    family: str, nation: Nation
) -> None:
    there = named(LIBRARY, family, nation)
    assert 3 <= len(there) <= 5
    assert all(nation in LIBRARY.directory[key].nations for key in there)


def test_where_the_nation_is_not_known_the_first_five_are_named() -> None:
    every = LIBRARY.safety["nowhere-tonight"].contacts
    assert named(LIBRARY, "nowhere-tonight", None) == every[:5]
