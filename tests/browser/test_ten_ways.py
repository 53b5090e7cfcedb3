"""A new editor breaks an answer in ten ways, in a real browser, and is told each time how to mend it."""

from playwright.async_api import expect

from tests.browser.test_editors_day import Open, sign_in  # noqa: F401 - fixture
from tests.browser.test_editors_desk import (
    address,  # noqa: F401 - fixture
    picture,
)
from tests.content.pieces import ENTRY_ID
from tests.staff.conftest import add, site  # noqa: F401 - fixtures
from tests.staff.conftest import app as staff_app  # noqa: F401 - fixture
from tests.staff.entries.conftest import library  # noqa: F401 - fixture

NEXT = "**Next step:** ask student services at your college this week."
WAYS = {
    "web": [
        (
            f"You may get {{rate:ema-wales-week}} a week.\n\n{NEXT}",
            "Did you mean {rate:ema-wales-weekly}?",
        ),
        (f"You may get £40 a week.\n\n{NEXT}", "{rate:"),
        (f"Call 0800 1111 any time you like.\n\n{NEXT}", "{phone:"),
        (f"<script>alert(1)</script> You may get it.\n\n{NEXT}", "HTML"),
        (f"Read [how it works](http://www.gov.uk).\n\n{NEXT}", "https"),
        ("You may be able to get EMA. Ask your college.", "Next step"),
        (f"You will get it, that is certain.\n\n{NEXT}", "may be able to"),
    ],
    "sms": [
        ("Ask us now. " * 30, "parts"),
        ("You may get it. Ask us. \U0001f600", "text messages"),
        ("", "Write"),
    ],
}


async def test_ten_ways_to_break_an_answer_are_told_with_their_mend(
    sign_in: Open,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    page = await sign_in("new@example.org")
    await page.goto(f"{address}/staff/entries/{ENTRY_ID}")
    for where, ways in WAYS.items():
        field, findings = (
            page.locator(f"#{where}"),
            page.locator(f'.findings[data-where="{where}"]'),
        )
        right = await field.input_value()
        for broken, mend in ways:
            await field.fill(broken)
            await expect(findings).to_contain_text(mend)
        await picture(page, f"broken-{where}")
        await field.fill(right)
        await expect(findings.locator("li")).to_have_count(0)
    await expect(page.locator(".standing")).to_contain_text("Nothing stands in the way")
