"""A question of ours, and what they wrote after it."""

from dataclasses import dataclass
from datetime import datetime

from handoff.safe_contact import Said


@dataclass(frozen=True)
class Question:
    """Something that matters and that we asked, with what they wrote next, if they wrote again."""

    what: str
    words: str
    asked_by: str
    seq: int
    at: datetime
    wrote_next: Said | None
