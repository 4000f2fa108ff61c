"""One person at one real browser: counts messages, taps and what is typed, and lets axe look at every page."""

import asyncio
import importlib.util
import json
import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[4]
_SPEC = importlib.util.spec_from_file_location("board_chromium", _ROOT / "tests" / "browser" / "chromium.py")
chromium = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(chromium)
AXE = _ROOT / "var" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = _ROOT / "var" / "screenshots"
IN_A_BROWSER = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.skipif(chromium.BINARY is None, reason="no Chromium on this machine"),
]
NO_OVERFLOW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


class Hand:
    """One person at one browser: counts messages, taps and what is typed, and keeps what axe found."""

    def __init__(self, browser, talk) -> None:
        self.browser = browser
        self.talk = talk
        self.messages = self.taps = self.typed = 0
        self.violations: list[str] = []
        self.rules = 0

    def begin(self) -> None:
        """A new task: nothing is counted yet."""
        self.messages = self.taps = self.typed = 0

    def link(self, chat: str, words: str) -> str:
        """The link that comes back for one message."""
        self.messages += 1
        return re.search(r"http://\S+/mo-bang/\S+", self.talk.say(chat, words)[-1].text).group()

    async def opens(self, address: str, shows: str) -> None:
        """Tap a link."""
        self.taps += 1
        await self.browser.open(address)
        await self.sees(shows)

    async def reloads(self, shows: str) -> None:
        """Load the page anew: the one that goes is not looked at again."""
        await self.browser.run("window.goes = true; location.reload()")
        async with asyncio.timeout(60):
            while await self.browser.run("window.goes === true"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await self.sees(shows)

    async def sees(self, words: str) -> None:
        """Wait until the page shows these words, then let axe look at it."""
        async with asyncio.timeout(60):
            shown = f"document.readyState === 'complete' && document.body.innerText.includes({json.dumps(words)})"
            while not await self.browser.run(shown):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert await self.browser.run(NO_OVERFLOW), words
        if AXE.exists():
            await self.browser.run(AXE.read_text("utf-8"))
            found = await self.browser.run(
                "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' ')))"
            )
            self.violations += [f"{words}: {one}" for one in found]
            self.rules = max(self.rules, await self.browser.run("axe.getRules().length"))

    async def tap(self, element: str, shows: str = "") -> None:
        """Tap an element (an expression)."""
        self.taps += 1
        await self.browser.run(f"{element}.click()")
        if shows:
            await self.sees(shows)

    async def types(self, selector: str, words: str) -> None:
        """Put these words into a field in place of what is there."""
        self.typed += 1
        await self.browser.run(f"document.querySelector({json.dumps(selector)}).select()")
        await self.browser.type_text(words)


def button(words: str) -> str:
    """The button or link with these words."""
    return f"[...document.querySelectorAll('button, a')].find(one => one.textContent.includes({json.dumps(words)}))"


async def by_keyboard(browser, there: str) -> None:
    """Tab until this is true of what has the focus."""
    for _ in range(60):
        await browser.key("Tab", 9)
        if await browser.run(there):
            return
    raise AssertionError(there)
