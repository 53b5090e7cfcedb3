"""What young people write about safe contact becomes rules, and what they write of others does not."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contact.reading import contact_rules_in
from bot.contact.rules import SafeContact
from bot.contact.spans import DAY, Span, outside, stretch
from store.clock import LONDON

# A Tuesday, half past six in the evening.
THEN = datetime(2026, 11, 17, 18, 30, tzinfo=LONDON)


def heard(text: str) -> list[str]:
    return [each.what for each in contact_rules_in(text, THEN)]


def after(*texts: str) -> SafeContact:
    """The rules once these messages were read, one after the other."""
    rules = SafeContact()
    for seq, text in enumerate(texts, start=1):
        rules = rules.hear(contact_rules_in(text, THEN), said_by="young person", seq=seq)
    return rules


def quiet_hours(*texts: str, day: int = 17) -> set[int]:
    """The full hours of a day in November 2026 at which no text may go."""
    rules = after(*texts)
    hours = (datetime(2026, 11, day, hour, tzinfo=LONDON) for hour in range(24))
    return {moment.hour for moment in hours if rules.quiet(moment)}


def hours(*stretches: tuple[int, int]) -> set[int]:
    return {hour for first, last in stretches for hour in range(first, last)}


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("dont text after 6", hours((18, 24), (0, 8))),
        ("don't txt me after 6pm pls he checks my phone", hours((18, 24), (0, 8))),
        ("no texts after nine please", hours((21, 24), (0, 8))),
        ("please dont call or text after 18:00", hours((18, 24), (0, 8))),
        ("after 6 dont text", hours((18, 24), (0, 8))),
        ("text me but not after 7", hours((19, 24), (0, 8))),
        ("u cant msg this number after 9", hours((21, 24), (0, 8))),
        ("i cant text after 9", hours((21, 24), (0, 8))),
        ("not before 10am", hours((0, 10))),
        ("pls dnt msg me b4 9", hours((0, 9))),
        ("dont message me until 4", hours((0, 16))),
        ("only text between 4 and 5", hours((0, 16), (17, 24))),
        ("only text me 4-5pm", hours((0, 16), (17, 24))),
        ("text me after 4", hours((0, 16))),
        ("its best to text after 4", hours((0, 16))),
        ("only text in the morning", hours((0, 8), (12, 24))),
        ("dont text between 12pm and 3pm", hours((12, 15))),
        ("Don't text me at night", hours((20, 24), (0, 8))),
        ("dont text me at weekends", set()),
        ("dont text me", hours((0, 24))),
        ("only ring me", hours((0, 24))),
    ],
)
def test_a_quiet_time_is_heard(text: str, quiet: set[int]) -> None:
    assert quiet_hours(text) == quiet


def test_half_past_is_heard_to_the_minute() -> None:
    rules = after("u cant text after half 6")
    assert rules.quiet(THEN - timedelta(minutes=1)) is None
    assert rules.quiet(THEN) is not None


def test_a_time_that_can_be_read_in_two_ways_is_quiet_in_both() -> None:
    assert quiet_hours("dont text between 8 and 10") == hours((8, 10), (20, 22))


def test_a_weekend_is_quiet_to_its_end() -> None:
    saturday = THEN.replace(day=21, hour=9)
    quiet = after("dont text me at weekends").quiet(saturday)
    assert quiet is not None
    assert quiet.until == datetime(2026, 11, 23, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("dont text me tonight hes here", ["for-now"]),
        ("dont reply now", ["for-now"]),
        ("dont ring only text", ["no-calls", "no-calls"]),
        ("dont ring me", ["no-calls"]),
        ("my mum reads my messages", ["careful"]),
        ("he goes thru my phone", ["careful"]),
        ("this is my mums phone", ["careful"]),
        ("im on my mates fone", ["careful"]),
        ("my dad might see this", ["careful"]),
        ("we share a phone", ["careful"]),
        ("he doesnt check my phone anymore", ["phone-safe"]),
        ("i got my own phone now", ["phone-safe"]),
        ("txt me anytime", ["any-time"]),
        ("you can text anytime again", ["any-time"]),
        ("you can text after 6 now", ["any-time"]),
        ("you can call me now", ["calls-fine"]),
    ],
)
def test_other_words_of_safe_contact_are_heard(text: str, what: list[str]) -> None:
    assert heard(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "he said dont text me after 6",
        "i dont text him after 6",
        "how do i make him stop texting me",
        "dont text me any time soon",
        "can you text me tomorrow after 4",
        "dont text after 6 weeks",
        "is ema paid after 6 weeks",
        "my mum said she wont text the school after 4",
        "dont call my mum",
        "this is my phone",
        "he doesnt check my phone",
        "can i get ema after 16",
        "do i need to message them before 5",
        "i have a phone",
        "",
    ],
)
def test_words_about_others_or_other_things_make_no_rule(text: str) -> None:
    assert heard(text) == []


def test_when_at_school_is_no_rule_on_times_and_stays_their_words() -> None:
    assert "only" not in heard("only text when im at school")


def test_the_newest_word_on_a_matter_counts() -> None:
    assert quiet_hours("dont text after 6", "dont text after 9") == hours((21, 24), (0, 8))
    assert quiet_hours("dont text after 6", "only text between 4 and 5") == hours((0, 16), (17, 24))
    assert quiet_hours("dont text after 6", "you can text anytime again") == set()


def test_two_rules_side_by_side_are_both_kept_to() -> None:
    assert quiet_hours("dont text after 6", "not before 10am") == hours((18, 24), (0, 10))
    assert quiet_hours("text me after 4 but not after 6") == hours((0, 16), (18, 24))


def test_rules_come_back_from_storage_as_they_were() -> None:
    rules = after("dont text after 6 he checks my phone", "dont ring", "dont text tonight")
    assert SafeContact.from_json(rules.to_json()) == rules
    assert SafeContact().to_json() is None


def test_words_are_kept_as_they_were_typed() -> None:
    [rule] = contact_rules_in("hiya. Dnt TXT me after 6!! thx", THEN)
    assert rule.words == "Dnt TXT me after 6"


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    for each in contact_rules_in(text, THEN):
        assert each.words
        assert all(0 <= span.start < span.end <= DAY for span in each.spans)


_WORDS = (
    "dont not only text me ring after before between and to 6 10pm 4:30 half noon night weekends he "
    "checks my phone again anytime now tonight stop please you can but"
)


@given(st.lists(st.lists(st.sampled_from(_WORDS.split()), max_size=12).map(" ".join), max_size=4))
def test_whatever_was_said_a_quiet_time_ends_when_it_says(texts: list[str]) -> None:
    rules = after(*texts)
    quiet = rules.quiet(THEN)
    if quiet and quiet.until:
        assert quiet.until > THEN
        assert rules.quiet(quiet.until) is None
    assert SafeContact.from_json(rules.to_json()) == rules
    assert after(*texts, "text me any time").about_times == ()


_MINUTE = st.integers(0, DAY - 1)


@given(_MINUTE, _MINUTE, st.integers(0, DAY * 7 - 1))
def test_a_moment_is_either_in_a_stretch_or_outside_of_it(
    start: int, end: int, minute: int
) -> None:
    moment = datetime(2026, 11, 16, tzinfo=LONDON) + timedelta(minutes=minute)

    def covered(spans: tuple[Span, ...]) -> bool:
        return any(span.covers(moment) for span in spans)

    spans = stretch(start, end)
    assert covered(spans) is not covered(outside(spans))
