"""Draws the pictures of the guides and of the README from the sandbox, so that they show what the bot says today.

Run by `make guides`. Pictures are of a rehearsal: the people are made up and the codes open nothing.
"""

import asyncio
import dataclasses
import io
import sys
import tempfile
from pathlib import Path

from chromium import BINARY, Browser
from PIL import Image
from story import BRISK, FOCAL, LEADER, OFFICER, click_through
from visitor import Visitor

from bot.demo import DAY
from bot.rehearsal import Rehearsal, rehearse
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
    """Play the story once and write every picture."""
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
