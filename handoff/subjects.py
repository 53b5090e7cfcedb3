"""What a summary has a place for: every subject, in the order and the groups in which it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Group = Literal["now", "wishes", "themselves", "others", "learning and money", "limits"]


@dataclass(frozen=True)
class Subject:
    """One thing that an adviser may need to know.

    `of_the_moment`: what was true in an earlier case says nothing about now. `many`: there may be
    several; `which` says what tells them apart, and is empty where nothing does. `asked_as` is the name
    under which our own questions about it are found (handoff.questions), empty where we never ask.
    """

    key: str
    label: str
    group: Group
    of_the_moment: bool = False
    many: bool = False
    which: str = ""
    asked_as: str = ""


GROUPS: dict[Group, str] = {
    "now": "Right now",
    "wishes": "What they want",
    "themselves": "About them",
    "others": "Who else is involved",
    "learning and money": "Learning and money",
    "limits": "Consent and limits",
}
_ALL: Sequence[Subject] = (
    Subject("safe", "Safe now", "now", of_the_moment=True, asked_as="safe now"),
    Subject("where", "Where", "now", of_the_moment=True, asked_as="where they are"),
    Subject("bed", "Bed tonight", "now", of_the_moment=True, asked_as="a place for tonight"),
    Subject("company", "With them", "now", of_the_moment=True, asked_as="who is with them"),
    Subject(
        "others-at-risk", "Others at risk", "now", of_the_moment=True, many=True,
        which="Who", asked_as="who else is at risk",
    ),
    Subject("wants", "They want", "wishes", of_the_moment=True, many=True),
    Subject("unwanted", "They do not want", "wishes", many=True),
    Subject("age", "Age", "themselves", asked_as="age"),
    Subject("birthday", "Date of birth", "themselves", asked_as="date of birth"),
    Subject("date", "Dates that matter", "themselves", many=True, which="Court, release, term"),
    Subject("nation", "Nation", "themselves", asked_as="nation"),
    Subject("home", "Home area", "themselves", asked_as="home area"),
    Subject("living", "Household", "themselves", asked_as="household"),
    Subject("care", "Care", "themselves", asked_as="care"),
    Subject("language", "Language", "themselves", asked_as="language"),
    Subject("literacy", "Reading and writing", "themselves", asked_as="reading and writing"),
    Subject("disability", "Disability or condition", "themselves", asked_as="disability"),
    Subject("involved", "Involved", "others", many=True, which="Who", asked_as="who else helps"),
    Subject("lead", "Who leads", "others", asked_as="who leads"),
    Subject("studying", "In or out of learning", "learning and money", asked_as="learning"),
    Subject("learning-area", "Learning area", "learning and money", asked_as="learning area"),
    Subject("money", "Money and claims", "learning and money", many=True, which="Which claim",
            asked_as="money"),
    Subject("refused", "Refused", "learning and money", many=True, which="Which claim"),
    Subject("consent", "Consent to share", "limits", many=True, which="With whom",
            asked_as="consent to share"),
    Subject("restrictions", "Restrictions", "limits", many=True),
    Subject("authority", "Authority needed", "limits", many=True),
)  # fmt: skip
SUBJECTS: dict[str, Subject] = {subject.key: subject for subject in _ALL}


def subjects_of(group: Group) -> list[Subject]:
    """The subjects of a group, in order."""
    return [subject for subject in _ALL if subject.group == group]
