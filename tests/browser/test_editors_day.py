"""A new editor and a colleague in real browsers: a rate is mended, an entry written, reviewed and asked for."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from playwright.async_api import Browser, Page, expect

from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet
from content.live import LiveLibrary
from content.nation import Nation
from store.clock import SetClock
from tests.browser.test_editors_desk import (
    Approve,
    Member,
    address,  # noqa: F401 - fixture
    picture,
)
from tests.content.pieces import DAY, ENTRY_ID
from tests.staff.conftest import (  # noqa: F401 - fixtures
    CHOSEN,
    add,
    site,
)
from tests.staff.conftest import app as staff_app  # noqa: F401 - fixture
from tests.staff.entries.conftest import approve, library  # noqa: F401 - fixtures
from web.access import Role

Open = Callable[..., Awaitable[Page]]
PHRASES = [f"{start} {end}" for start in ("how do i write", "help with", "what goes in", "tips for")
           for end in ("a cv", "my cv", "my first cv", "a cv for a job", "a cv with no job yet")]  # fmt: skip
ANSWER = """\
Keep your CV to one page, with what you can do at the top.

- **Start:** your name and how to reach you.
- **Then:** what you are good at, with one example each.
- **No job yet:** school, sport, helping at home all count.

**Next step:** write down three things you did this year, then show them to somebody who knows you."""


@pytest.fixture
def sign_in(address: str, browser: Browser, add: Member) -> Open:  # noqa: F811
    async def signed_in(email: str, role: Role = Role.EDITOR) -> Page:
        await add(role, email=email)
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        page = await context.new_page()
        page.set_default_timeout(20_000)
        await page.goto(f"{address}/staff/entries")
        await page.get_by_label("E-mail").fill(email)
        await page.get_by_label("Password").fill(CHOSEN)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("heading", name="Entries")).to_be_visible()
        return page

    return signed_in


async def approved_by(page: Page, address: str, name: str) -> None:  # noqa: F811
    """The colleague finds what waits, looks at it and approves it."""
    await page.goto(f"{address}/staff/entries")
    await page.get_by_role("link", name="1 wait for a second person").click()
    await page.get_by_role("link", name=name, exact=True).click()
    await page.get_by_role("link", name="Look it over").click()
    await picture(page, "review")
    await page.get_by_role("button", name="Approve this version").click()
    await expect(page.get_by_role("status").first).to_contain_text("approved")


async def test_a_rate_is_mended_reviewed_and_said_in_chat_and_by_text(
    sign_in: Open,
    address: str,  # noqa: F811
    library: LiveLibrary,  # noqa: F811
) -> None:
    editor, colleague = await sign_in("new@example.org"), await sign_in("old@example.org")
    await editor.get_by_role("link", name="Rates in one table").click()
    await editor.get_by_role("link", name="EMA paid for each week in Wales").click()
    await editor.get_by_label("From, line 2").fill("2026-09-01")
    await editor.get_by_label("Value, line 2").fill("45")
    await editor.get_by_label("From, line 3").fill("2026-09-01")
    await editor.get_by_label("Value, line 3").fill("46")
    await editor.get_by_label("Why you change it").fill("New school year")
    await editor.get_by_role("button", name="Save and see what changes").click()
    await expect(editor.get_by_role("alert")).to_contain_text("Two values are in force")
    await picture(editor, "rate-refused")
    await editor.get_by_label("From, line 3").fill("2027-04-06")
    await editor.get_by_role("button", name="Save and see what changes").click()
    await expect(editor.locator("body")).to_contain_text("from 6 April 2027")
    await editor.get_by_role("button", name="Ask for a review").click()
    await approved_by(colleague, address, "Rates")
    await editor.goto(f"{address}/staff/entries/service-wide/rates/publish/2")
    await picture(editor, "rate-publish")
    await editor.get_by_role("button", name="Publish now").click()
    await library.reload()
    for day, amount in ((DAY, "£45"), (date(2027, 4, 6), "£46")):
        answer = library.current.answer(ENTRY_ID, Nation.WALES, day)
        assert answer is not None
        assert amount in answer.web
        assert amount in answer.sms


async def test_a_new_entry_is_written_published_and_found_in_young_peoples_words(
    sign_in: Open,
    library: LiveLibrary,  # noqa: F811
) -> None:
    page = await sign_in("new@example.org")
    await page.get_by_role("link", name="New entry").click()
    await page.get_by_label("Topic").fill("work")
    await page.get_by_label("Short name").fill("cv")
    await page.get_by_label("What it is called on a button").fill("Write a CV")
    await page.locator("#web").fill(ANSWER)
    await page.locator("#sms").fill("One page, what you can do at the top. Next: ask us.")
    await page.get_by_label("What young people say, one a line").fill("\n".join(PHRASES))
    await page.get_by_label("Sources, one a line").fill("Careers | https://careers.example.org")
    await page.get_by_label("Facts last checked").fill("2026-11-01")
    await page.get_by_label("Review by").fill("2027-11-01")
    await page.get_by_label("Why you change it").fill("Often asked")
    await expect(page.locator(".standing")).to_contain_text("Nothing stands in the way")
    await expect(page.locator("#preview")).to_contain_text("about 4p to send")
    await picture(page, "new-entry")
    await page.get_by_role("button", name="Look over and publish").click()
    await page.get_by_role("button", name="Publish now").click()
    await expect(page.get_by_role("status").first).to_contain_text("Published")
    await library.reload()
    phrases = {key: live.entry.phrases for key, live in library.current.entries.items()}
    understander = EmbeddedUnderstander(train(TrainingSet(phrases)), None)
    meaning = understander.read("what do i put in my cv")
    understander.close()
    assert meaning.ranked[0].id == "work/cv"


async def test_placeholders_complete_and_what_is_typed_is_kept(
    sign_in: Open,
    address: str,  # noqa: F811
) -> None:
    page, other = await sign_in("new@example.org"), await sign_in("old@example.org")
    place = f"{address}/staff/entries/{ENTRY_ID}"
    await page.goto(place)
    field = page.locator("#sms")
    await field.fill("")
    await field.press_sequentially("It is {ema")
    await expect(page.get_by_role("option").first).to_contain_text("{rate:ema-wales-weekly}")
    await expect(page.get_by_role("option").first).to_be_in_viewport()
    await expect(page.locator('.findings[data-where="sms"]')).to_contain_text("without its fellow")
    await field.press("Enter")
    await expect(field).to_have_value("It is {rate:ema-wales-weekly}")
    await expect(page.locator("[data-typing]")).to_contain_text("What you type is kept")
    await field.press_sequentially(" {rate:nothing}")
    await expect(page.locator('.findings[data-where="sms"]')).to_contain_text("is not known")
    await other.goto(place)
    await expect(other.locator("#others")).to_contain_text("is writing here too")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.goto(place)
    await page.get_by_role("link", name="Put it back into the form").click()
    await expect(page.locator("#sms")).to_contain_text("It is {rate:ema-wales-weekly}")


async def test_any_two_versions_are_compared_and_the_old_one_comes_back(
    sign_in: Open,
    address: str,  # noqa: F811
    library: LiveLibrary,  # noqa: F811
    approve: Approve,  # noqa: F811
    clock: SetClock,
) -> None:
    page = await sign_in("new@example.org")
    for number, label in enumerate(("First change", "Second change"), start=2):
        await page.goto(f"{address}/staff/entries/{ENTRY_ID}")
        await page.get_by_label("What it is called on a button").fill(label)
        await page.get_by_label("Why you change it").fill(label)
        await page.get_by_role("button", name="Look over and publish").click()
        await approve(number)
        await page.reload()
        await page.get_by_role("button", name="Publish now").click()
    await page.get_by_role("link", name="History").click()
    await page.get_by_label("Compare version 1").check()
    await page.get_by_role("button", name="Compare the two that are chosen").click()
    await expect(page.locator("ins").first).to_have_text("Second")
    await picture(page, "compare")
    await page.get_by_role("link", name="History").click()
    await page.get_by_role("button", name="Put version 1 back in service").click()
    await library.reload()
    assert library.current.label(ENTRY_ID) == "How much EMA pays"
