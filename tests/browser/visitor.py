"""What a visitor does on the chat page, in a real browser: everything by clicks and keys, nothing behind its back."""

import asyncio
import json
from pathlib import Path

from chromium import Browser


class Visitor:
    """Someone in front of the page at `url`; people are called by the names on their phones."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url

    async def arrive(self) -> None:
        await self.browser.open(self.url)
        await self.browser.until("document.readyState === 'complete' && document.querySelector('#now').dateTime")

    async def add_person(self, name: str, code: str = "", channel: str = "telegram") -> None:
        """Through the dialog, by keyboard; with a code the invitation is opened at once."""
        await self.click("document.querySelector('#add-person')")
        await self.browser.type_text(name)
        await self.browser.key("Tab", 9)
        await self.browser.type_text(code)
        if channel != "telegram":
            await self.click(f"document.querySelector('#channels [value={channel}]')")
            await self.browser.run("document.querySelector('#person-code').focus()")
        await self.browser.key("Enter", 13)
        await self.browser.until(self.phone(name))

    async def opens_invitation(self, name: str, guest: str) -> None:
        """The link in the newest invitation on a phone is clicked; `guest` enters with it."""
        await self.click(f"{self._message(name, 'start=')}.querySelector('.text a')")
        await self.browser.until("document.querySelector('#person-dialog').open")
        await self.browser.type_text(guest)
        await self.browser.key("Enter", 13)
        await self.browser.until(self.phone(guest))

    async def looks_into(self, name: str) -> str:
        """The words of the newest document on a phone."""
        box = f"[...{self.phone(name)}.querySelectorAll('.preview')].pop()"
        await self.click(f"{box}.querySelector('summary')")
        await self.browser.until(f"{box}.querySelector('p')")
        return str(await self.browser.run(f"{box}.querySelector('.preview-words').textContent"))

    async def opens_account(self) -> None:
        """The strip under the phones, opened or closed."""
        await self.click("document.querySelector('#behind summary')")

    @staticmethod
    def phone(name: str) -> str:
        """The phone of a person, as an expression in the page."""
        return f"[...document.querySelectorAll('.pane')].find(p => p.querySelector('.name').textContent === {json.dumps(name)})"

    async def front(self, name: str) -> None:
        """On a small screen: the tab of that person."""
        tab = f"[...document.querySelectorAll('.tab')].find(t => t.textContent.includes({json.dumps(name)}))"
        await self.click(tab)
        await self.browser.until(f"{self.phone(name)}.classList.contains('active')")

    async def types(self, name: str, text: str) -> None:
        await self.browser.run(f"{self.phone(name)}.querySelector('textarea').focus()")
        await self.browser.type_text(text)
        await self.browser.key("Enter", 13)

    async def answers(self, name: str, to: str, text: str) -> None:
        """Replies to the newest message with the words `to`."""
        await self.click(f"{self._message(name, to)}.querySelector('.reply')")
        await self.browser.type_text(text)
        await self.browser.key("Enter", 13)

    async def attaches(self, name: str, path: Path, text: str, to: str) -> None:
        """Replies with a file and a caption."""
        await self.click(f"{self._message(name, to)}.querySelector('.reply')")
        pane = await self.browser.run(f"{self.phone(name)}.id")
        await self.browser.choose_files(f"#{pane} input[data-as=file]", path)
        await self.browser.until(f"{self.phone(name)}.querySelector('.attached li')")
        await self.browser.type_text(text)
        await self.click(f"{self.phone(name)}.querySelector('.send')")

    async def taps(self, name: str, label: str, under: str = "") -> None:
        """The newest button with that label (and with `under` in its message)."""
        key = (
            f"[...{self.phone(name)}.querySelectorAll('.message')].reverse()"
            f".filter(m => m.textContent.includes({json.dumps(under)}))"
            f".flatMap(m => [...m.querySelectorAll('.key')]).find(k => [k.textContent, k.lastChild.textContent.trim()].includes({json.dumps(label)}))"
        )
        await self.browser.until(key)
        await self.click(key)

    async def moves_clock(self, step: str) -> None:
        await self.click(f"document.querySelector('[data-step={step}]')")

    async def sees(self, name: str, words: str) -> str:
        """The newest message to that person with these words, as soon as it stands on the phone. RuntimeError if not."""
        await self.browser.until(self._message(name, words))
        return str(await self.browser.run(f"{self._message(name, words)}.querySelector('.text')?.textContent ?? ''"))

    async def scrolls_to(self, name: str, words: str) -> None:
        """The newest message with these words stands at the top of the phone."""
        await self.browser.run(f"{self._message(name, words)}.scrollIntoView({{block: 'start'}})")

    async def settled(self) -> None:
        """Pictures are loaded, the strip shows the end of the event, notices have gone."""
        await self.browser.until("[...document.images].every(i => i.complete || !i.offsetParent)")
        await self.browser.until("!document.querySelector('.toast, [data-step]:disabled')")
        await asyncio.sleep(0.6)

    def _message(self, name: str, words: str) -> str:
        return (
            f"[...{self.phone(name)}.querySelectorAll('.message.theirs')].reverse()"
            f".find(m => m.textContent.includes({json.dumps(words)}))"
        )

    async def click(self, node: str) -> None:
        """As a mouse does: where the node is in sight, on whatever lies on top there."""
        await self.browser.run(f"{node}.scrollIntoView({{block: 'nearest', inline: 'nearest'}})")
        box = await self.browser.run(
            f"(() => {{ const r = {node}.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.browser.ask(
                "Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1
            )
