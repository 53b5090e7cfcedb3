"""What the forms for facts, ratings and the plan offer to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.library import Library
from handoff.apir import FRAMEWORK, GRADES, FactorGroup, Grade
from handoff.facts import LONGEST_ABOUT, LONGEST_VALUE, WRITTEN
from handoff.plan import LONGEST_STEP, LONGEST_WHO
from handoff.plan_message import plan_in_words
from handoff.statements import HOW_SURE, SAID_BY
from handoff.subjects import GROUPS, Group, Subject, subjects_of
from handoff.summary import Summary
from store.clock import in_london


@dataclass(frozen=True)
class Knowing:
    """The choices. `today` is the first day of a step; `plan_texts` are what would be sent, short and whole."""

    subjects: Sequence[tuple[str, Sequence[Subject]]]
    said_by: Sequence[str]
    sure: Mapping[str, str]
    framework: Sequence[FactorGroup]
    grades: Mapping[Grade, str]
    today: str
    plan_texts: Sequence[str]
    longest_value: int = LONGEST_VALUE
    longest_about: int = LONGEST_ABOUT
    longest_step: int = LONGEST_STEP
    longest_who: int = LONGEST_WHO


def knowing(summary: Summary, library: Library, name: str, now: datetime) -> Knowing:
    """What the forms of this case offer to a member of this name."""
    steps = [step for step in summary.plan if step.state == "open"]
    return Knowing(
        subjects=[(GROUPS[group], subjects_of(group)) for group in _groups()],
        said_by=SAID_BY,
        sure={sure: HOW_SURE[sure] for sure in WRITTEN},
        framework=FRAMEWORK,
        grades=GRADES,
        today=in_london(now).date().isoformat(),
        plan_texts=[
            plan_in_words(steps, library, channel=summary.channel, name=name, whole=whole)
            for whole in (False, True)
        ]
        if steps
        else [],
    )


def _groups() -> Sequence[Group]:
    return list(GROUPS)
