"""The content that comes with the service must pass its own checks."""

import pytest

from content.checks.piece import Piece, check_piece
from content.library import Library
from content.repository import Draft, Stored, assemble
from content.starter import read_pack
from tests.content.pieces import DAY, HOURS

PACK = read_pack()


@pytest.fixture(scope="module")
def starter() -> Library:
    stored = [Stored(one.entry_id, one.kind, 1, one.body, one.phrases) for one in PACK.drafts]
    return assemble(stored, HOURS)


@pytest.mark.parametrize("draft", PACK.drafts, ids=[one.entry_id for one in PACK.drafts])
def test_nothing_stands_in_the_way_of_publishing_it(draft: Draft, starter: Library) -> None:
    piece = Piece(draft.entry_id, draft.kind, draft.body, tuple(draft.phrases.splitlines()))
    assert [one for one in check_piece(piece, starter, DAY) if one.blocks] == []
