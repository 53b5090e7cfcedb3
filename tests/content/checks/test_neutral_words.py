"""Words that take sides or presume: each row of the table is found, with why and the mend."""

import pytest
import yaml

from content.checks.wording import check_wording
from content.starter import CONTENT, read_pack

TABLE = yaml.safe_load((CONTENT / "checks" / "neutral_words.yml").read_text("utf-8"))
ROWS = [
    (group["severity"], word, mend)
    for group in TABLE.values()
    for word, mend in group["words"].items()
]
FINE = [words for group in TABLE.values() for words in group.get("unless", [])]


@pytest.mark.parametrize(("severity", "word", "mend"), ROWS, ids=[word for _, word, _ in ROWS])
def test_each_word_is_found_with_why_and_the_mend(severity: str, word: str, mend: str) -> None:
    (found,) = check_wording("web", f"You may ask, {word} is said here.")
    assert (found.severity, found.mend, found.where) == (severity, mend, "web")
    assert found.what.startswith(f"“{word}” ")
    assert mend.endswith(".")


@pytest.mark.parametrize("words", FINE)
def test_words_that_name_the_other_case_too_presume_nothing(words: str) -> None:
    assert list(check_wording("web", f"Talk to a {words} about it.")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Your birth parents, your gran, or whoever looks after you.",
        "Talk to your partner, a friend or somebody you trust.",
        "Faiths differ on this. You may want to talk to somebody of your own faith, if you have one.",
        "It is normal to be nervous.",
        "You can be gay, bi, trans, none of these, or not sure.",
    ],
)
def test_neutral_words_pass(words: str) -> None:
    assert list(check_wording("web", words)) == []


def test_the_starter_content_presumes_nothing() -> None:
    whats = tuple(group["what"].partition("{word}”")[2] for group in TABLE.values())
    found = [
        (draft.entry_id, one.what)
        for draft in read_pack().drafts
        if draft.kind in ("answer", "safety", "words")
        for one in check_wording("text", draft.body)
        if one.what.endswith(whats)
    ]
    assert found == []
