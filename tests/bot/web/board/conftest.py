"""Browsers on the board: each keeps its cookie and the page it sees, and posts what a form of that page would."""

import html
import pathlib
import re
import sys
from urllib.parse import urljoin, urlsplit

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from conversation import Talk

BANG = re.compile(r"https://\S+/mo-bang/\S+")
MARK = re.compile(r'name="mark" value="([^"]+)"')


class Visit:
    """One browser: `page` is the last answer, `cookie` what makes it somebody's."""

    def __init__(self, web, cookie: str = "") -> None:
        self.web = web
        self.cookie = cookie
        self.page = None
        self.path = "/bang/"

    async def get(self, path: str):
        """Open a page; `path` may be relative to the page one is on, or a whole link."""
        return await self._ask("GET", path)

    async def post(self, path: str, *, mark: str | None = None, files=None, **fields):
        """Send a form of the page one is on; names with a dash are given with an underscore."""
        data = {name.replace("_", "-"): value for name, value in fields.items()}
        data["mark"] = self.mark() if mark is None else mark
        return await self._ask("POST", path, data=data, files=files)

    def mark(self) -> str:
        """The mark of a form on this page."""
        return MARK.findall(self.page.text)[-1]

    def button(self, label: str) -> str:
        """The sealed choice behind a button."""
        found = re.search(rf'name="nut" value="([^"]+)">{re.escape(html.escape(label, quote=False))}', self.page.text)
        assert found, f"no button {label!r} in {re.findall('name=.nut.[^>]*>([^<]+)', self.page.text)}"
        return found[1]

    async def press(self, label: str):
        """Press a button of a card."""
        return await self.post(self.path, nut=self.button(label))

    async def _ask(self, method: str, path: str, **given):
        base = "https://dondoc.example.vn/bot"
        whole = urlsplit(urljoin(f"{base}{self.path}", path))
        path = whole.path.removeprefix("/bot") + (f"?{whole.query}" if whole.query else "")
        headers = {"cookie": f"dondoc_bang={self.cookie}"} if self.cookie else {}
        answer = await self.web.ask(method, path, headers=headers, **given)
        if "dondoc_bang" in answer.cookies or "dondoc_bang=" in answer.headers.get("set-cookie", ""):
            self.cookie = answer.cookies.get("dondoc_bang", "") or ""
        self.path = path.partition("?")[0]
        if answer.status_code == 303:
            return await self._ask("GET", answer.headers["location"])
        self.page = answer
        return answer


class Board:
    """People of the conversation who open the board."""

    def __init__(self, web, talk: Talk) -> None:
        self.web = web
        self.talk = talk

    def link(self, chat: str, words: str = "/bang") -> str:
        """The link that this person gets in chat."""
        heard = self.talk.say(chat, words)
        (found,) = BANG.findall("\n".join(one.text for one in heard))
        return found

    async def opened(self, chat: str, words: str = "/bang") -> Visit:
        """A browser in which this person has opened the board."""
        link, visit = self.link(chat, words), Visit(self.web)
        await visit.get(link)
        await visit._ask("POST", link)
        assert visit.page.status_code == 200, visit.page.text
        return visit

    def stranger(self) -> Visit:
        """A browser of nobody."""
        return Visit(self.web)


@pytest.fixture
def talk(talk_and_web) -> Talk:
    """A conversation of a deployment with a public address."""
    return talk_and_web(public=True)


@pytest.fixture
def board(web, talk) -> Board:
    """The board of that deployment."""
    return Board(web, talk)
