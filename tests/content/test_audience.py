"""For whom an entry is marked: who gets it, who gets its other wording, and who is offered a person."""

from dataclasses import replace

import pytest

from content.audience import ANYBODY, Audience, Reader
from content.checks.piece import Piece, check_piece
from content.entry import Variant
from content.entry_file import parse_entry, write_entry
from content.nation import Nation
from content.problems import ContentError
from content.repository import ANSWER
from tests.content.pieces import DAY, ENTRY_ID, PHRASES, SMS, WEB, body, library

PUPIL, FIFTEEN, SIXTEEN, ADULT = Reader(in_school=True), Reader(15), Reader(16), Reader(18)
MAIN, OTHER = Variant("main", "main"), Variant("other", "other")
ENTRY = replace(parse_entry(ENTRY_ID, body()), variants={None: MAIN})
OTHER_SECTIONS = f"\n# web other\n\n{WEB}\n\n# sms other\n\n{SMS}\n"


@pytest.mark.parametrize(
    ("audience", "in_school", "kept_from", "given_to"),
    [
        ("everyone", True, [], [ANYBODY, PUPIL, FIFTEEN]),
        ("16-plus", True, [FIFTEEN], [ANYBODY, PUPIL, SIXTEEN, ADULT]),
        ("adults", True, [FIFTEEN, SIXTEEN], [ANYBODY, PUPIL, ADULT]),
        ("everyone", False, [PUPIL, Reader(18, in_school=True)], [ANYBODY, FIFTEEN]),
        ("16-plus", False, [PUPIL, FIFTEEN], [ANYBODY, SIXTEEN]),
    ],
)
def test_a_mark_keeps_it_from_those_it_is_not_for(
    audience: Audience, in_school: bool, kept_from: list[Reader], given_to: list[Reader]
) -> None:
    entry = replace(ENTRY, audience=audience, not_in_schools=not in_school)
    with_other = replace(entry, others={None: OTHER})
    for reader in given_to:
        assert entry.wording(None, reader) == with_other.wording(None, reader) == MAIN
        assert not entry.withheld(None, reader)
    for reader in kept_from:
        assert entry.wording(None, reader) is None
        assert entry.withheld(None, reader)
        assert with_other.wording(None, reader) == OTHER
        assert not with_other.withheld(None, reader)


def test_a_mark_in_one_nation_holds_there_alone() -> None:
    entry = replace(
        ENTRY,
        variants=dict.fromkeys(Nation, MAIN),
        not_in_schools=True,
        marked_nations=(Nation.WALES,),
    )
    assert entry.wording(Nation.WALES, PUPIL) is None
    assert entry.wording(Nation.ENGLAND, PUPIL) == MAIN
    assert not entry.withheld(None, PUPIL)  # the nation is asked first
    assert replace(entry, marked_nations=()).withheld(None, PUPIL)


def marked(*, facts: str = "", sections: str = "", audience: str = "everyone") -> str:
    text = body().replace("audience: everyone\n", f"audience: {audience}\n{facts}")
    return f"{text.rstrip()}\n{sections}"


def test_marks_and_other_wordings_are_read_and_written_back_the_same() -> None:
    text = marked(facts="not_in_schools: true\n", sections=OTHER_SECTIONS, audience="16-plus")
    entry = parse_entry(ENTRY_ID, text)
    assert (entry.audience, entry.not_in_schools) == ("16-plus", True)
    assert entry.others == {None: Variant(WEB, SMS)}
    assert parse_entry(ENTRY_ID, write_entry(entry)) == entry


def test_an_other_wording_by_nation_may_be_there_for_some() -> None:
    variants: dict[Nation | None, Variant] = dict.fromkeys(Nation, Variant(WEB, SMS))
    entry = replace(
        ENTRY, variants=variants, audience="16-plus", marked_nations=(Nation.WALES,),
        others={Nation.WALES: Variant(f"{WEB} Other.", SMS)},
    )  # fmt: skip
    assert parse_entry(ENTRY_ID, write_entry(entry)) == entry


@pytest.mark.parametrize(
    "sections",
    ["\n# web other\n\nOnly this.\n", "\n# web someother\n\nA\n\n# sms someother\n\nB\n"],
    ids=["half a wording", "no nation"],
)
def test_a_wording_that_cannot_be_read_is_told(sections: str) -> None:
    with pytest.raises(ContentError):
        parse_entry(ENTRY_ID, marked(sections=sections))


@pytest.mark.parametrize(
    ("text", "severity", "where"),
    [
        (marked(sections=OTHER_SECTIONS), "should", "audience"),
        (marked(facts="marked_nations: [wales]\n"), "must", "marked_nations"),
        (
            marked(sections="\n# web other\n\nToo short.\n\n# sms other\n\nToo short.\n"),
            "must",
            "web other",
        ),
    ],
    ids=["for nobody", "nations where it is the same", "the other wording is checked too"],
)
def test_what_does_not_fit_together_is_found(text: str, severity: str, where: str) -> None:
    found = check_piece(Piece(ENTRY_ID, ANSWER, text, PHRASES), library(), DAY)
    assert (severity, where) in [(one.severity, one.where) for one in found]
