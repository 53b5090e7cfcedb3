"""The chat where the network lets no socket through, or lets nothing through for a while."""

from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Open, say
from tests.channels.web.conftest import StoringIntake


async def _cut(socket: WebSocketRoute) -> None:
    """A network that cuts every socket off before it has said anything."""
    await socket.close()


def _swallow(_socket: WebSocketRoute) -> None:
    """A network that takes what a socket says and never answers."""


async def test_where_sockets_are_cut_off_a_question_is_answered_all_the_same(visit: Open) -> None:
    page = await visit(sockets=_cut)
    await say(page, "can i get ema")
    await expect(page.locator(".own .state")).to_have_text("Sent")
    await expect(page.locator(".kind-answer")).to_contain_text("You may be able to get EMA")
    await expect(page.locator("#offline")).to_be_hidden()


async def test_where_sockets_are_swallowed_a_question_is_answered_all_the_same(
    visit: Open,
) -> None:
    page = await visit(sockets=_swallow)
    await say(page, "anyone there")
    await expect(page.locator(".bot")).to_contain_text("re: anyone there")


async def test_without_sockets_an_adviser_is_heard(visit: Open, intake: StoringIntake) -> None:
    page = await visit(sockets=_cut)
    async with page.expect_request(lambda request: "exchange?wait=" in request.url[:-1]):
        await say(page, "hi")
    await expect(page.locator(".bot")).to_contain_text("re: hi")
    await expect(page.locator(".own .state")).to_have_text("Sent")
    for text in ("Hello, I am Sam", "How are you?", "Take your time"):
        await intake.adviser_says(1, text)
    await expect(page.locator(".adviser .body")).to_have_text(
        ["Hello, I am Sam", "How are you?", "Take your time"]
    )


async def test_without_sockets_a_reload_brings_everything_back_once_and_in_order(
    visit: Open,
) -> None:
    page = await visit(sockets=_cut)
    for text in ("one", "two"):
        await say(page, text)
        await expect(page.locator(".bot").last).to_contain_text(f"re: {text}")
    await page.reload()
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])


async def test_without_sockets_quick_messages_stay_in_order(
    visit: Open, intake: StoringIntake
) -> None:
    page = await visit(sockets=_cut)
    intake.answers = lambda _message: []
    words = [f"word {number}" for number in range(8)]
    for word in words:
        await say(page, word)
    await expect(page.locator(".own .state").last).to_have_text("Sent")
    assert [message.text for message in intake.heard] == words
    await page.reload()
    await expect(page.locator(".body")).to_have_text(words)


async def test_what_is_said_while_the_network_is_gone_arrives_once_when_it_is_back(
    visit: Open, intake: StoringIntake
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    await page.context.set_offline(True)
    await say(page, "two")
    await expect(page.locator("#offline")).to_be_visible()
    await expect(page.locator(".own .state").last).to_have_text("Sending")
    await intake.adviser_says(1, "written meanwhile")
    await page.context.set_offline(False)
    await expect(page.locator(".body")).to_have_text(
        ["one", "re: one", "written meanwhile", "two", "re: two"]
    )
    await expect(page.locator("#offline")).to_be_hidden()


async def test_a_network_that_loses_its_sockets_later_costs_no_message(visit: Open) -> None:
    sockets: list[WebSocketRoute] = []
    closed = False

    async def through(socket: WebSocketRoute) -> None:
        if closed:
            await socket.close()
        else:
            sockets.append(socket)
            socket.connect_to_server()

    page = await visit(sockets=through)
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    closed = True
    await sockets[0].close()
    await say(page, "two")
    await expect(page.locator(".bot").last).to_contain_text("re: two")
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])


async def test_two_tabs_of_one_conversation_show_the_same(
    visit: Open, intake: StoringIntake
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    async with page.context.expect_page() as opened:
        await page.evaluate("window.open(location.href)")  # a copy of the tab, with its memory
    other = await opened.value
    await expect(other.locator(".body")).to_have_text(["one", "re: one"])
    await say(other, "from the other tab")
    await say(page, "and from this one")
    await intake.adviser_says(1, "to both")
    for tab in (page, other):
        await expect(tab.locator(".body")).to_have_count(7)
        await expect(tab.locator(".adviser .body")).to_have_text("to both")
    assert await page.locator(".body").all_inner_texts() == (
        await other.locator(".body").all_inner_texts()
    )
