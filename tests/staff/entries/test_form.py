"""The form holds what the file holds, both ways, and drops nothing that was typed."""

from hypothesis import given
from hypothesis import strategies as st

from content.entry_file import parse_entry, write_entry
from content.starter import read_pack
from staff.entries.form import EntryForm, clean, from_body
from tests.content.pieces import ENTRY_ID, body

TYPED = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n"), max_size=80
)
LINE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40)


def test_every_entry_of_the_starter_pack_goes_through_the_form_unchanged() -> None:
    for draft in read_pack().drafts:
        if draft.kind == "answer":
            through = from_body(draft.body, draft.phrases).piece(draft.entry_id)
            phrases = tuple(draft.phrases.splitlines())
            assert parse_entry(draft.entry_id, through.body, through.phrases) == parse_entry(
                draft.entry_id, draft.body, phrases
            )


@given(label=LINE, web=TYPED, sms=TYPED, notes=TYPED, review=LINE)
def test_whatever_is_typed_is_there_again(
    label: str, web: str, sms: str, notes: str, review: str
) -> None:
    form = EntryForm(label=label, review=review, notes=notes, texts={"web": web, "sms": sms})
    again = from_body(form.body(), "")
    assert again.label == label.strip()
    assert again.notes == notes.strip()
    assert again.review == review.strip()
    assert _unheaded(again.texts["web"]) == _unheaded(web.strip())
    assert _unheaded(again.texts["sms"]) == _unheaded(sms.strip())


def test_a_heading_in_a_text_starts_no_new_section() -> None:
    form = from_body(body(), "")
    form.texts["web"] += "\n\n# sms\n\nMore"
    again = from_body(form.body(), "")
    assert again.texts["web"].endswith("# sms\n\nMore")
    assert again.texts["sms"] == form.texts["sms"]


def test_a_file_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert from_body("only words", "").texts["web"] == "only words"


def test_line_ends_of_browsers_become_those_of_files() -> None:
    assert clean("a\r\nb\rc\x00") == "a\nb\nc"


def test_a_version_by_nation_keeps_its_sections() -> None:
    form = from_body(body(), "")
    form.by_nation = True
    form.texts |= {"web wales": "Wales", "sms wales": "W"}
    again = from_body(form.body(), "")
    assert (again.by_nation, again.texts["web wales"]) == (True, "Wales")
    assert form.piece(ENTRY_ID).id == ENTRY_ID


def test_test_questions_are_lines_and_are_kept_with_the_version() -> None:
    form = from_body(body(), "")
    form.test_questions = " is ema worth it \n\nwhat: does ema give? "
    again = from_body(form.body(), "")
    assert again.test_questions == "is ema worth it\nwhat: does ema give?"
    entry = parse_entry(ENTRY_ID, form.body())
    assert entry.test_questions == ("is ema worth it", "what: does ema give?")
    assert parse_entry(ENTRY_ID, write_entry(entry)) == entry


def test_marks_and_the_other_wording_are_there_again_and_an_empty_one_leaves_no_trace() -> None:
    form = from_body(body(), "")
    assert "other" not in form.body()
    form.not_in_schools, form.marked_nations = True, ("wales",)
    form.texts |= {"web other": "For schools", "sms other": ""}
    again = from_body(form.body(), "")
    assert (again.not_in_schools, again.marked_nations) == (True, ("wales",))
    assert (again.texts["web other"], again.texts["sms other"]) == ("For schools", "")


def _unheaded(text: str) -> str:
    return "\n".join(line.lstrip() for line in text.split("\n"))
