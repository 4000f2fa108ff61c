"""The page in a real headless Chromium: what a visitor taps, and what the sandbox then holds."""

import datetime as dt
import html
import importlib.util
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.sandbox import Sandbox, serve
from bot.sandbox.app import build_app
from bot.sandbox.world.pictures import SMALL_COPY

_SPEC = importlib.util.spec_from_file_location(
    "sandbox_chromium", Path(__file__).parents[3] / "browser" / "chromium.py"
)
chromium = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(chromium)

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(chromium.BINARY is None, reason="no Chromium on this machine"),
]
KEYBOARD = {"inline_keyboard": [[{"text": "1 đã xong", "callback_data": "done:1"}]]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_browser(tmp_path_factory):
    async with chromium.Browser(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def browser(one_browser):
    """An empty page; the test fails when the page it opens complains on the console."""
    await one_browser.open("about:blank")
    one_browser.complaints.clear()
    await one_browser.size(1280, 800)
    yield one_browser
    await one_browser.open("about:blank")
    assert one_browser.complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def ask(sandbox):
    """As `ask` elsewhere, in the loop of this module."""
    transport = httpx.ASGITransport(app=build_app(sandbox.world))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://sandbox/bot{sandbox.token}/") as client:

        async def ask(method, **params):
            return (await client.post(method, json=params)).json()

        yield ask


def texts(selector):
    return f"[...document.querySelectorAll('{selector}')].map(node => node.textContent.trim()).join('|')"


async def test_a_visitor_enters_answers_taps_and_sends_files(browser, sandbox, ask, tmp_path):
    async with serve(sandbox) as url:
        await browser.open(url)
        await browser.until("document.querySelector('#empty') && !document.querySelector('#empty').hidden")

        await browser.run("document.querySelector('#add-person').click()")
        await browser.type_text("Nguyễn Thị Lan")
        await browser.key("Tab", 9)
        await browser.type_text("moi-4f")
        await browser.key("Enter", 13)
        (lan,) = await sandbox.wait_for(lambda: list(sandbox.world.people))
        (started,) = await sandbox.wait_for(lambda: sandbox.history(lan))
        assert started.text == "/start moi-4f"

        digest = f"<b>Việc hôm nay</b>\n1. Kế hoạch {html.escape('<script>x</script>')}"
        await ask("sendMessage", chat_id=lan, text=digest, parse_mode="HTML", reply_markup=KEYBOARD)
        await browser.until("document.querySelector('.theirs .text strong')?.textContent === 'Việc hôm nay'")
        assert await browser.run("document.querySelector('.theirs .text').textContent") == (
            "Việc hôm nay\n1. Kế hoạch <script>x</script>"
        )

        await browser.run("document.querySelector('.key').click()")
        callback = (await sandbox.wait_for(lambda: list(sandbox.world.callbacks.values())))[0]
        assert callback.data == "done:1"
        await ask("answerCallbackQuery", callback_query_id=callback.id, text="Đã ghi việc 1")
        await browser.until("document.querySelector('.toast')?.textContent === 'Đã ghi việc 1'")

        await browser.run("document.querySelector('.theirs .reply').click()")
        await browser.type_text("1 xong")
        await browser.key("Enter", 13)
        answer = await sandbox.wait_for(lambda: next((m for m in sandbox.history(lan) if m.text == "1 xong"), None))
        assert answer.reply_to.text.startswith("Việc hôm nay")

        picture, paper = tmp_path / "anh.png", tmp_path / "bao cao.pdf"
        picture.write_bytes(SMALL_COPY)
        paper.write_bytes(b"%PDF-1.7")
        await browser.choose_files("input[data-as=photo]", picture)
        await browser.choose_files("input[data-as=file]", paper)
        await browser.until("document.querySelectorAll('.attached li').length === 2")
        await browser.run("document.querySelector('.send').click()")
        await sandbox.wait_for(lambda: len(sandbox.history(lan)) == 5)
        photo, document = sandbox.history(lan)[-2:]
        assert (photo.photo[-1].data, document.document.data) == (SMALL_COPY, b"%PDF-1.7")
        await browser.until("document.querySelector('.picture img')?.naturalWidth === 1")
        await browser.until("document.querySelector('.document .file-name')?.textContent === 'bao cao.pdf'")
        assert len(await browser.screenshot()) > 10_000


async def test_an_edited_message_is_drawn_anew_and_a_deleted_one_disappears(browser, sandbox, ask, lan):
    first = (await ask("sendMessage", chat_id=lan, text="một", reply_markup=KEYBOARD))["result"]["message_id"]
    second = (await ask("sendMessage", chat_id=lan, text="hai"))["result"]["message_id"]
    async with serve(sandbox) as url:
        await browser.open(url)
        await browser.until(f"{texts('.theirs .text')} === 'một|hai'")
        await ask("editMessageText", chat_id=lan, message_id=first, text="một, đã xong")
        await ask("deleteMessage", chat_id=lan, message_id=second)
        await browser.until(f"{texts('.theirs .text')} === 'một, đã xong'")
        assert await browser.run("document.querySelectorAll('.key').length") == 0
        assert await browser.run("document.querySelector('.edited').textContent") == "đã sửa"


async def test_what_is_typed_while_a_message_is_on_its_way_is_kept(browser, sandbox, lan):
    sandbox.say(lan, "/start")
    async with serve(sandbox) as url:
        await browser.open(url)
        await browser.until("document.querySelector('.mine')")
        words = "document.querySelector('textarea')"
        await browser.run(f"{words}.value = 'một'; document.querySelector('.send').click(); {words}.value = 'hai'")
        await browser.until(f"{texts('.mine .text')} === '/start|một'")
        await browser.run("new Promise(done => setTimeout(done, 50))")
        assert await browser.run(f"{words}.value") == "hai"
    await browser.run("document.querySelector('.send').click()")
    await browser.until("document.querySelector('.toast')?.textContent.startsWith('Mất kết nối')")
    await browser.until(f"{words}.value === 'hai'")
    browser.complaints.clear()  # the server was gone


async def test_an_invitation_link_of_this_bot_opens_here(browser, sandbox, ask, lan):
    await ask("sendMessage", chat_id=lan, text="Mời: https://t.me/dondoc_bot?start=moi-9")
    async with serve(sandbox) as url:
        await browser.open(url)
        await browser.until("document.querySelector('.text a')")
        await browser.run("document.querySelector('.text a').click()")
        assert await browser.run("document.querySelector('#person-dialog').open")
        assert await browser.run("document.querySelector('#person-code').value") == "moi-9"


async def test_the_clock_buttons_move_the_bot_and_show_its_new_time(browser, clock):
    async def move(step):
        clock.set(clock() + dt.timedelta(days={"tomorrow": 1, "in_a_week": 7}[step]))

    async with serve(Sandbox(clock=clock, on_clock=move)) as url:
        await browser.open(url)
        await browser.until("document.querySelector('#now').textContent === '08:00 · Thứ Hai, 02/03/2026'")
        await browser.run("document.querySelector('[data-step=tomorrow]').click()")
        await browser.until("document.querySelector('#now').textContent === '08:00 · Thứ Ba, 03/03/2026'")


async def test_people_stand_side_by_side_and_on_a_phone_one_at_a_time(browser, sandbox, ask, lan):
    minh = sandbox.create_person("Trần Minh", started=True)
    await ask("sendMessage", chat_id=lan, text="cho Lan")
    await ask("sendMessage", chat_id=minh, text="cho Minh " * 40)
    seen = "[...document.querySelectorAll('.pane')].filter(pane => pane.offsetWidth).map(pane => pane.id).join()"
    async with serve(sandbox) as url:
        await browser.open(url)
        await browser.until(f"{seen} === 'pane-{lan},pane-{minh}'")
        await browser.size(390, 844, phone=True)
        await browser.until(f"{seen} === 'pane-{lan}'")
        await browser.run("document.querySelectorAll('.tab')[1].click()")
        await browser.until(f"{seen} === 'pane-{minh}'")
        assert await browser.run("document.documentElement.scrollWidth <= 390")
        await browser.run("document.querySelector('.pane.active .reply').click()")
        assert await browser.run("document.querySelector('.pane.active .send').getBoundingClientRect().right <= 390")


async def test_every_control_has_a_name_and_text_has_contrast(browser, sandbox, ask, lan):
    """Names by the browser's own accessibility tree; contrast of 4.5 to 1 for text on the page's own colours."""
    await ask("sendMessage", chat_id=lan, text="/viec", reply_markup=KEYBOARD)
    async with serve(sandbox) as url:
        await browser.open(url)
        await browser.until("document.querySelector('.key')")
        tree = (await browser.ask("Accessibility.getFullAXTree"))["nodes"]
        controls = [
            node for node in tree if not node["ignored"] and node["role"]["value"] in ("button", "textbox", "combobox")
        ]
        assert len(controls) > 6
        assert [node for node in controls if not node.get("name", {}).get("value")] == []
        for scheme in ("light", "dark"):
            await browser.ask(
                "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
            )
            assert await browser.run(_LOWEST_CONTRAST) >= 4.5, scheme
        await browser.ask("Emulation.setEmulatedMedia", features=[])


_LOWEST_CONTRAST = """(() => {
  const light = (style, name) => {
    const hex = style.getPropertyValue(name).trim().slice(1);
    const [r, g, b] = [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
      .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (style, one, two) => {
    const [a, b] = [light(style, one), light(style, two)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const lowest = (node, pairs) => {
    const style = getComputedStyle(node);
    return Math.min(...pairs.map(pair => ratio(style, ...pair)));
  };
  const pane = document.querySelector('.pane');
  const phones = ['telegram', 'zalo'].map(channel => {
    pane.dataset.channel = channel;
    return lowest(pane, [['--ink', '--theirs'], ['--ink', '--mine'], ['--soft', '--theirs'], ['--soft', '--mine'],
      ['--soft', '--surface'], ['--soft', '--wall'], ['--accent', '--theirs'], ['--accent', '--mine'],
      ['--accent', '--surface'], ['--accent-ink', '--accent'], ['--head-ink', '--head'], ['--head-soft', '--head'],
      ['--key-ink', '--key'], ['--accent', '--key']]);
  });
  return Math.min(...phones, lowest(document.documentElement, [['--ink', '--surface'], ['--soft', '--surface'],
    ['--soft', '--ground'], ['--accent', '--surface'], ['--accent', '--ground'], ['--accent-ink', '--accent']]));
})()"""
