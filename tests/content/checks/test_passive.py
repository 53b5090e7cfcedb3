"""Words that do not say who does something are pointed out; how somebody is, is not."""

import pytest

from content.checks.passive import check_passive


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("EMA is paid every two weeks.", "“is paid”"),
        ("Your form must be signed.", "“be signed”"),
        ("You were not told.", "“were not told”"),
        ("It isn\u2019t counted.", "“isn't counted”"),
        ("Letters get sent to you.", "“get sent”"),
        ("It is often refused.", "“is often refused”"),
        (
            "A is paid. B is sent. C is made. D is kept.",
            "“is paid”, “is sent”, “is made” and 1 more",
        ),
    ],
)
def test_what_is_done_by_nobody_is_named_with_its_mend(text: str, named: str) -> None:
    (found,) = check_passive("web", text)
    assert (found.severity, found.where, found.line) == ("should", "web", 1)
    assert found.what.endswith(f"{named}.")
    assert "who does it" in found.mend


def test_it_stands_at_the_first_line_of_it() -> None:
    (found,) = check_passive("web", "Your college pays it.\n\n- It is paid weekly.\n- It is sent.")
    assert found.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "Your college pays EMA every two weeks.",
        "The office is closed on Sunday.",
        "If you are worried, or disabled, or self-employed, ask us.",
        "You may be able to get it. You need it.",
        "It is red, and this is a bed.",
    ],
)
def test_who_does_it_and_how_somebody_is_pass(text: str) -> None:
    assert list(check_passive("web", text)) == []
