"""Whether a change of patterns or examples made the risk check miss what it caught before."""

from bot.decision import Level
from bot.risk.evaluate import Report, Result

_NEEDED = (
    (Level.EMERGENCY, Level.URGENT),
    (Level.URGENT, Level.URGENT),
    (Level.COMPLEX, Level.COMPLEX),
)


def worse_than(new: Report, old: Report) -> bool:
    """Whether recall fell at any level. Both reports are of the same cases."""
    return any(new.reached(*levels).hits < old.reached(*levels).hits for levels in _NEEDED)


def newly_missed(new: Report, old: Report) -> list[Result]:
    """The cases that were caught before and are missed now."""
    before = {result.case for result in old.misses()}
    return [result for result in new.misses() if result.case not in before]
