"""The rules of the checkers that come with the service, row by row: these answers, these outcomes."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from content.checker.file import parse_checker
from content.checker.model import MOST_QUESTIONS, NOT_SURE, Checker
from content.checker.walk import next_question, outcomes
from content.checks.piece import Piece, check_piece
from content.library import Library
from content.problems import ContentError
from content.repository import CHECKER, RATES, Stored, assemble
from content.starter import CONTENT, read_pack

DAY = date(2026, 11, 17)
SHORT = {
    "study": {
        "school": "at school",
        "college": "at college",
        "few": "on a part-time course",
        "apprentice": "on an apprenticeship",
        "job": "working",
        "uni": "at university",
        "none": "not studying now",
    },
    "home": {"parents": "with parents", "care": "in care", "own": "on your own"},
    "benefits": {"uc": "universal credit", "pip": "pip and esa"},
    "child": {"child": "has a child"},
}
# What is asked, in the order of the columns; ? is not sure, - is not asked.
COLUMNS = {
    "ema": "nation age study home income others",
    "bursary": "nation age study plan home benefits",
    "benefits": "age nation study home child health",
}
EMA = """
    england 17 -> england
    wales 15 -> too-young
    scotland 15 -> too-young
    ni 15 -> too-young
    wales 19 -> nineteen-wales
    wales 20 -> older
    scotland 20 -> older
    ni 22 -> older
    wales 17 apprentice -> apprentice
    scotland 19 apprentice -> apprentice
    ni 16 apprentice -> apprentice
    wales 18 uni -> university
    scotland 18 uni -> university
    ni 18 uni -> university
    wales 16 none -> not-started
    scotland 16 none -> not-started
    ni 16 none -> not-started
    wales 16 few -> few-hours
    ni 19 few -> few-hours
    scotland 16 few -> few-hours-scotland
    wales 17 college care -> wales-possible
    wales 17 school own -> wales-possible
    wales 17 school parents low -> wales-possible
    wales 16 college ? low -> wales-possible
    wales 16 college parents middle yes -> wales-possible
    wales 17 school parents high -> wales-over
    wales 17 school parents middle no -> wales-over
    wales 17 ? -> wales-unclear
    wales 17 school parents ? -> wales-unclear
    wales 17 school parents middle ? -> wales-unclear
    scotland 18 college -> scotland-college-18
    scotland 19 college -> scotland-college-18
    scotland 19 school care -> scotland-possible
    scotland 17 college own -> scotland-possible
    scotland 16 school parents low -> scotland-possible
    scotland 17 college parents low -> scotland-possible
    scotland 17 school parents middle yes -> scotland-possible
    scotland 17 college parents middle yes -> scotland-possible
    scotland 17 school parents high -> scotland-over
    scotland 17 college parents high -> scotland-over
    scotland 17 school parents middle no -> scotland-over
    scotland 17 college parents middle no -> scotland-over
    scotland 17 ? -> scotland-unclear
    scotland 17 school ? ? -> scotland-unclear
    scotland 16 college parents ? -> scotland-unclear
    scotland 17 school parents middle ? -> scotland-unclear
    scotland 17 college parents middle ? -> scotland-unclear
    ni 19 college care -> ni-possible
    ni 18 school parents low -> ni-possible
    ni 18 college parents middle yes -> ni-possible
    ni 18 school parents high -> ni-over
    ni 18 school parents middle no -> ni-over
    ni 18 ? -> ni-unclear
    ni 18 school parents ? -> ni-unclear
    ni 18 school parents middle ? -> ni-unclear
    ? 17 -> ask
    wales ? -> ask
"""
BURSARY = """
    wales 17 -> other-nations
    scotland 17 -> other-nations
    ni 17 -> other-nations
    england 15 -> too-young
    england 17 apprentice -> apprentice
    england 20 uni -> university
    england 16 none -> not-started
    england 17 college - care -> named-groups
    england 17 ? - care -> named-groups
    england 16 school - own uc -> named-groups
    england 18 few - parents pip -> named-groups
    england 17 college - parents family -> college-decides
    england 17 college - own none -> college-decides
    england 17 college - ? ? -> college-decides
    england 19 college yes -> nineteen-carry-on
    england 19 college no -> nineteen-other-help
    england 24 few ? -> nineteen-other-help
    ? 17 -> ask
    england ? -> ask
"""
BENEFITS = """
    15 -> too-young
    25 -> older
    ? england none parents none neither -> ask
    17 england school own none neither -> uc-16-17, bursary, rent, meals, council-tax
    17 england none own none neither -> uc-16-17, rent, council-tax
    16 scotland school parents child neither -> uc-16-17, baby-scotland, own-child-benefit, \
    childcare-elsewhere, ema, child-benefit-goes-on, meals-elsewhere
    17 wales none parents expecting neither -> uc-16-17, baby, child-benefit-20-weeks
    17 wales school parents expecting neither -> baby, ema, child-benefit-goes-on, meals-elsewhere
    17 wales none care expecting neither -> council-supports, baby, council-tax
    17 england none parents none ill -> uc-16-17, pip, child-benefit-20-weeks, esa
    17 england none care none ill -> uc-16-17, council-supports, pip, esa, council-tax
    17 ni none parents none carer -> uc-16-17, carers-allowance, carer-help, child-benefit-20-weeks
    17 ni none care none carer -> council-supports, carers-allowance, carer-help
    18 england none parents none neither -> uc-18, jsa
    24 england job parents none neither -> uc-18
    19 wales college own none neither -> uc-student, council-tax
    20 england school care none neither -> uc-student, care-leaver, council-tax
    23 scotland uni parents child neither -> uc-student, baby-scotland, own-child-benefit, \
    childcare-elsewhere
    22 england uni parents none neither -> ask
    17 england school parents none ill -> uc-ill-student, pip, bursary, child-benefit-goes-on, meals
    19 england uni parents none ill -> uc-ill-student, pip
    19 england college parents none ill -> uc-ill-student, pip, bursary, child-benefit-goes-on
    22 england college own none ill -> uc-ill-student, pip, council-tax
    17 england college care none neither -> council-supports, bursary, meals, council-tax
    19 wales none care none neither -> uc-18, care-leaver, rent, jsa, council-tax
    17 scotland none parents none both -> uc-16-17, adp, young-carer-grant, carer-support, \
    carer-help, child-benefit-20-weeks, job-start, esa
    18 wales none parents none both -> uc-18, pip, carers-allowance, carer-help, esa
    18 ni none parents none ill -> uc-18, pip-ni, esa
    18 scotland school parents none carer -> young-carer-grant, carer-help, ema, \
    child-benefit-goes-on, meals-elsewhere
    19 scotland uni parents none carer -> carer-support, carer-help
    21 scotland college parents none carer -> carer-support, carer-help
    20 ni job parents none carer -> uc-18, carers-allowance, carer-help
    17 england college parents child neither -> uc-16-17, baby, own-child-benefit, childcare, \
    bursary, child-benefit-goes-on, meals
    18 wales college parents child neither -> uc-student, baby, own-child-benefit, \
    childcare-elsewhere, ema, child-benefit-goes-on
    19 scotland few parents none neither -> uc-18, ema
    18 ni school parents none neither -> ema, child-benefit-goes-on, meals-elsewhere
    19 england few parents none neither -> uc-18, bursary
    16 england none parents none neither -> child-benefit-20-weeks, uc-not-yet
    16 england school parents none neither -> bursary, child-benefit-goes-on, uc-not-yet, meals
    18 scotland none own none neither -> uc-18, rent, job-start, jsa, council-tax
    18 england apprentice own none neither -> uc-18, rent, council-tax
    17 ? school ? ? ? -> child-benefit-goes-on
    24 ? uni parents none neither -> ask
"""
ROWS = [
    (name, *(" ".join(part.split()) for part in row.split("->")))
    for name, table in (("ema", EMA), ("bursary", BURSARY), ("benefits", BENEFITS))
    for row in table.strip().splitlines()
]


@cache
def checker(name: str) -> Checker:
    return parse_checker(name, text(name))


def text(name: str) -> str:
    return (CONTENT / "checkers" / f"{name}.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def library() -> Library:
    drafts = read_pack().drafts
    return assemble(
        [Stored(one.entry_id, one.kind, 1, one.body, one.phrases) for one in drafts], ""
    )


def answers_in(name: str, row: str) -> dict[str, str]:
    """A row of the table as answers."""
    pairs = zip(COLUMNS[name].split(), row.split(), strict=False)
    return {
        asked: NOT_SURE if said == "?" else SHORT.get(asked, {}).get(said, said)
        for asked, said in pairs
        if said != "-"
    }


@pytest.mark.parametrize(("name", "row", "expected"), ROWS)
def test_these_answers_come_to_these_outcomes(name: str, row: str, expected: str) -> None:
    answers = answers_in(name, row)
    assert ", ".join(each.name for each in outcomes(checker(name), answers)) == expected
    assert next_question(checker(name), answers) is None


@pytest.mark.parametrize("name", COLUMNS)
def test_the_table_has_a_row_for_every_rule(name: str) -> None:
    tried = [answers_in(name, row) for each, row, _ in ROWS if each == name]
    untried = [
        (outcome.name, number)
        for outcome in checker(name).outcomes
        for number, rule in enumerate(outcome.rules)
        if not any(all(said.get(asked) in fits for asked, fits in rule.items()) for said in tried)
    ]
    assert untried == []


def asked_in(name: str, row: str) -> Iterator[str]:
    """What is asked of somebody who answers like this, in order."""
    known: dict[str, str] = {}
    answers = answers_in(name, row)
    while question := next_question(checker(name), known):
        yield question.asks
        known[question.asks] = answers[question.asks]


@pytest.mark.parametrize(
    ("name", "row", "asked"),
    [
        ("ema", "england 17", "nation"),
        ("ema", "wales 15", "nation age"),
        ("ema", "wales 17 college care", "nation age study home"),
        ("ema", "wales 17 school parents low yes", "nation age study home income"),
        ("ema", "ni 17 school parents middle yes", "nation age study home income others"),
        ("bursary", "england 17 college - care", "nation age study home"),
        ("bursary", "england 20 college yes", "nation age study plan"),
        ("benefits", "15", "age"),
        ("benefits", "17 wales none own child neither", "age nation study home child health"),
    ],
)
def test_only_what_can_still_change_the_outcome_is_asked(name: str, row: str, asked: str) -> None:
    assert " ".join(asked_in(name, row)) == asked


@pytest.mark.parametrize("name", COLUMNS)
def test_a_checker_that_comes_with_the_service_has_no_finding(name: str, library: Library) -> None:
    assert check_piece(Piece(f"checkers/{name}", CHECKER, text(name)), library, DAY) == []
    assert len({question.asks for question in checker(name).questions}) <= MOST_QUESTIONS


BROKEN = [
    ("age: under 16}", "age: young}", "is not an age", "16 to 18"),
    ("study: at university}", "study: at uni}", "is not an answer to it", "at university"),
    ("study: at university}", "studies: at university}", "No question asks", "study"),
    ("if: nothing else fits", "if: {nation: england}", "nothing else fits", "one outcome"),
    ("source: guide", "source: nobody", "no source", "Use one of"),
    ("review: 2027-03-01", "review: soon", "review", "2026-04-06"),
    ("kind: nation", "kind: country", "kind", "docs/checkers.md"),
    ("nations: [england]", "nation: [england]", "nation", "docs/checkers.md"),
    ("nations: [england]", "nations: [england", "not readable YAML", "indents"),
]


@pytest.mark.parametrize(("old", "new", "what", "mend"), BROKEN)
def test_what_cannot_be_read_is_told_with_its_line_and_the_mend(
    old: str, new: str, what: str, mend: str
) -> None:
    good = text("bursary").replace("source: [learner-support, guide]", "source: guide")
    assert old in good
    with pytest.raises(ContentError) as told:
        parse_checker("bursary", good.replace(old, new, 1), "bursary.yml")
    problem = told.value.problems[0]
    assert what in problem.what
    assert mend in problem.mend
    assert problem.where == "bursary.yml"
    assert problem.line > 0


def test_the_line_is_the_one_to_mend() -> None:
    broken = text("bursary").replace("age: under 16}", "age: young}")
    line = next(n for n, each in enumerate(broken.splitlines(), 1) if "age: young" in each)
    with pytest.raises(ContentError) as told:
        parse_checker("bursary", broken)
    assert told.value.problems[0].line == line


STOPPED = [
    ("You may be able to get EMA.", "You will get EMA.", "promises"),
    ("You may be able to get EMA.", "You are not eligible for EMA.", "promises"),
    ("[ema/who-can-get-it, ema/how-to-apply]", "[ema/no-such]", "no entry ema/no-such"),
    ("{rate:ema-wales-weekly} a week", "£40 a week", "amount of money"),
    ("{rate:ema-wales-weekly}", "{rate:ema-wales}", "not known"),
    ("up_to: ema-wales-income-one-student", "up_to: ema-wales-income", "is not a rate"),
    ("{phone:ema-ni}", "0300 200 7089", "telephone number"),
]


@pytest.mark.parametrize(("old", "new", "what"), STOPPED)
def test_what_may_not_go_live_is_stopped(old: str, new: str, what: str, library: Library) -> None:
    good = text("ema").replace("It may be open to you:", "You may be able to get EMA. It depends:")
    good = good.replace(
        "read: [ema/who-can-get-it]", "read: [ema/who-can-get-it, ema/how-to-apply]"
    )
    assert old in good
    findings = check_piece(Piece("checkers/ema", CHECKER, good.replace(old, new)), library, DAY)
    assert any(one.blocks and what in one.what and one.line > 1 for one in findings)


def test_seven_things_to_ask_are_too_many(library: Library) -> None:
    more = "  seventh: {kind: yes-no, web: Say yes or no, sms: Say yes or no}\n\noutcomes:"
    seven = text("ema").replace("outcomes:", more, 1)
    findings = check_piece(Piece("checkers/ema", CHECKER, seven), library, DAY)
    assert [one.what for one in findings if one.blocks] == ["It asks for 7 things."]


def test_two_checkers_beside_one_answer_in_one_nation_are_one_too_many(library: Library) -> None:
    both = text("bursary").replace("nations: [england]", "nations: [england, wales]")
    findings = check_piece(Piece("checkers/bursary", CHECKER, both), library, DAY)
    assert any("offers the checker ema already" in one.what for one in findings if one.blocks)


def test_a_rate_that_a_checker_needs_cannot_be_taken_away(library: Library) -> None:
    rates = (CONTENT / "rates.yml").read_text("utf-8").replace("ema-ni-income-two-or-more", "gone")
    findings = check_piece(Piece("service-wide/rates", RATES, rates), library, DAY)
    assert any("checkers/ema uses it" in one.what for one in findings if one.blocks)


def test_a_review_date_that_has_passed_is_pointed_out(library: Library) -> None:
    later = checker("ema").review + timedelta(days=1)
    findings = check_piece(Piece("checkers/ema", CHECKER, text("ema")), library, later)
    assert any("review date has passed" in one.what for one in findings)
