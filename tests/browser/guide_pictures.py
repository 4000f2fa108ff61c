"""Draws the pictures of the guides and of the README from the sandbox, so that they show what the bot says today.

Run by `make guides`. Pictures are of a rehearsal: the people are made up and the codes open nothing.
"""

import asyncio
import dataclasses
import io
import socket
import sys
import tempfile
from pathlib import Path

from chromium import BINARY, Browser
from PIL import Image
from sqlmodel import Session
from story import BRISK, FOCAL, LEADER, OFFICER, click_through
from visitor import Visitor

from bot.demo import DAY
from bot.rehearsal import Rehearsal, rehearse
from bot.web.app import make_web
from bot.web.server import serving
from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.messaging import board_sessions
from catalog.messaging.upload_links import remember_public_url
from catalog.people.people import contact_for, grant
from catalog.people.rights import Role
from catalog.plans.bundle import load_bundled
from templates.documents.sample import sample_letter

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "guides"
COLOURS = 256  # of the thousands that smoothed letters have; the file is half as large
SCALE = 1.5

PICTURES: dict[str, tuple[tuple[str, ...], ...]] = {
    "invited": ((OFFICER, "can-bo-moi"),),
    "linked": ((FOCAL, "dau-moi-ket-noi"),),
    "nudged": ((FOCAL, "dau-moi-nhac-viec", "NHẮC VIỆC"),),
    "updated": ((FOCAL, "dau-moi-tra-loi"), (OFFICER, "can-bo-vuong-mac")),
    "reported": ((FOCAL, "dau-moi-minh-chung"), (OFFICER, "can-bo-nghiem-thu")),
    "accepted": (),
    "status": ((LEADER, "lanh-dao-tong-hop", "TÌNH HÌNH THỰC HIỆN"),),
    "chart": ((LEADER, "lanh-dao-bieu-do"),),
}
"""Moment of the story -> whose phone is drawn, the name of the picture, words of the message that it begins with."""

HEIGHTS = {"linked": 640, "invited": 860}
"""Moments at which a phone has little to show are drawn in a lower window than the others."""

ABOUT = {
    FOCAL: "Đầu mối Sở Công Thương", OFFICER: "Cán bộ tổng hợp Sở KH&CN", LEADER: "Lãnh đạo tỉnh",
}  # fmt: skip


async def main() -> None:
    """Play the story once and write every picture; those of the board stand for themselves."""
    await draw_board()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paper = home / "bao-cao-ket-qua.docx"
        paper.write_bytes(sample_letter("Báo cáo kết quả thực hiện"))
        async with (
            rehearse(home / "home", DAY, frozen=True, patience=BRISK, also=("zalo",)) as stage,
            Browser(home / "chromium") as browser,
        ):
            stage.load(load_bundled())
            await browser.size(1280, 960)
            visitor = Visitor(browser, stage.url)
            await visitor.arrive()

            async def keep(moment: str) -> None:
                await browser.size(1280, HEIGHTS.get(moment, 960))
                for name, picture, *begins in PICTURES[moment]:
                    await visitor.settled()
                    for words in begins:
                        await visitor.scrolls_to(name, words)
                    await write(browser, f"{visitor.phone(name)}.querySelector('.device')", picture)

            await click_through(stage, visitor, paper, keep)
            await draw_all_three(stage, visitor)


async def draw_all_three(stage: Rehearsal, visitor: Visitor) -> None:
    """The page as a visitor of the demo sees it."""
    people = stage.sandbox.world.people
    ids = {person.first_name: number for number, person in people.items()}
    for name, about in ABOUT.items():
        people[ids[name]] = dataclasses.replace(people[ids[name]], about=about)
    await visitor.browser.size(1280, 800)
    await visitor.browser.open("about:blank")
    visitor.url += "/#" + ",".join(str(ids[name]) for name in ABOUT)
    await visitor.arrive()
    await visitor.sees(LEADER, "Biểu đồ tình hình")
    await visitor.settled()
    await write(visitor.browser, "document.body", "ba-dien-thoai", scale=1)


BOARD = {
    "can-bo-bang": (OFFICER, "?tinh-trang=open_overdue", "Bảng theo dõi"),
    "lanh-dao-toan-canh": (LEADER, "tong-hop", "Toàn cảnh"),
}
"""The picture of a page of the board -> whose it is, its address, words on it."""


async def draw_board() -> None:
    """Pages of the board on a phone, over the bundled plans."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        async with rehearse(home / "home", DAY, frozen=True) as stage, Browser(home / "chromium") as browser:
            stage.load(load_bundled())
            await _board_pages(stage, browser)


async def _board_pages(stage: Rehearsal, browser: Browser) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, store = f"http://127.0.0.1:{port}", stage.app.store
    now = stage.app.clock()
    store.write(lambda s: remember_public_url(s, address, now))
    await browser.size(390, 844, phone=True)
    async with serving(make_web(stage.app), "127.0.0.1", port):
        for picture, (name, page, shows) in BOARD.items():
            role: Role = "officer" if name == OFFICER else "leader"

            def offered(session: Session, name: str = name, role: Role = role, page: str = page) -> str:
                contact = contact_for(session, "telegram", f"bang-{role}", name, now)
                agency = agency_id(session, "Sở Khoa học và Công nghệ") if role == "officer" else None
                grant(session, contact.person_id or 0, role, agency, SYSTEM, now)
                return board_sessions.offer(session, contact, contact.person_id or 0, now, page)

            await browser.ask("Network.clearBrowserCookies")
            await browser.open(store.write(offered))
            for words in ("Liên kết này dành cho", shows):
                shown = f"document.readyState === 'complete' && document.body.innerText.includes({words!r})"
                async with asyncio.timeout(60):
                    while not await browser.run(shown):  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
                if words != shows:
                    await browser.run("document.querySelector('form button').click()")
            await browser.run("window.scrollTo(0, document.querySelector('h1').offsetTop - 8)")
            await write(browser, "", picture)


async def write(browser: Browser, node: str, name: str, scale: float = SCALE) -> None:
    """A PNG of one node of the page, in few colours."""
    image = Image.open(io.BytesIO(await browser.screenshot(node, scale))).convert("RGB")
    image = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    path = FOLDER / f"{name}.png"
    image.save(path, optimize=True)
    print(f"{path.name}: {image.width}x{image.height}, {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    if BINARY is None:
        sys.exit("No Chromium here: `make browser` says how to get one.")
    asyncio.run(main())
