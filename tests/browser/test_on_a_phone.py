"""The chat page held in one hand, 390 by 844: six people fit, a digest of ten tasks is one screen, Tab gets everywhere."""

import pathlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from chromium import BINARY, Browser
from story import BRISK
from visitor import Visitor

from bot.demo import DAY
from bot.rehearsal import Rehearsal, rehearse
from catalog.organisations.khanh_hoa import registry
from catalog.plans.reader import read_plan

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.skipif(BINARY is None, reason="no Chromium on this machine"),
]
SHOTS = pathlib.Path(__file__).resolve().parents[2] / "var" / "screenshots"
SCREEN = 515
"""Pixels of conversation between the head and the composer of a phone of 390 by 844."""

AGENCY = "Sở Xây dựng"
PLAN = "\n".join(
    (
        "QUYẾT ĐỊNH\nSố: 12/QĐ-UBND\nKẾ HOẠCH\nChỉnh trang đô thị năm 2026",
        "STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn",
        *(
            f"{n}\tRà soát, cập nhật danh mục tuyến phố văn minh và tổ chức triển khai đợt {n}\t{AGENCY}\t19/3/2026"
            for n in range(1, 11)
        ),
    )
)
"""Ten tasks of one agency, all due on one day."""

PEOPLE = ("Trần Văn Bình", "Nguyễn Thị Lan", "Lê Hà", "Phạm Minh Đức", "Đỗ Thu", "Võ Sáu")


@pytest_asyncio.fixture
async def stage(tmp_path: pathlib.Path) -> AsyncIterator[Rehearsal]:
    async with rehearse(tmp_path / "home", DAY, frozen=True, patience=BRISK, also=("zalo",)) as stage:
        stage.load([read_plan(PLAN.encode(), "ke-hoach.txt", registry())])
        yield stage


async def test_six_people_a_group_and_a_digest_on_a_phone(stage: Rehearsal, tmp_path: pathlib.Path) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    async with Browser(tmp_path / "chromium") as browser:
        await browser.size(390, 844, phone=True)
        visitor = Visitor(browser, stage.url)
        await visitor.arrive()
        for name in PEOPLE:
            await visitor.add_person(name, stage.invitation("focal", AGENCY) if name == PEOPLE[0] else "")
        await visitor.front(PEOPLE[0])
        await visitor.sees(PEOPLE[0], "Đã kết nối")
        await visitor.moves_clock("next_reminder")
        await visitor.sees(PEOPLE[0], "10 việc cần cập nhật")
        await visitor.settled()
        (SHOTS / "phone-digest.png").write_bytes(await browser.screenshot())

        # The whole reminder with its buttons is in sight at once, and nothing is wider than the screen.
        log = f"{visitor.phone(PEOPLE[0])}.querySelector('.log')"
        digest = f"[...{visitor.phone(PEOPLE[0])}.querySelectorAll('.message.theirs')].pop()"
        assert await browser.run(f"{log}.clientHeight") >= SCREEN
        assert await browser.run(f"{digest}.getBoundingClientRect().height") <= SCREEN
        assert await browser.run("document.documentElement.scrollWidth") == 390

        # Each of the six is one tap away, and the keyboard gets from the clock to the message box.
        for name in (PEOPLE[-1], PEOPLE[0]):
            await visitor.front(name)
        await browser.run("document.querySelector('#add-person').focus()")
        for _ in range(25):
            await browser.key("Tab", 9)
            if await browser.run("document.activeElement.tagName === 'TEXTAREA'"):
                break
        assert await browser.run("document.activeElement.closest('.pane.active') !== null")

        # A group is made here, too, and stands among the conversations of the phone.
        await visitor.click("document.querySelector('#trials summary')")
        await visitor.click("document.querySelector('.make-group')")
        await browser.until("document.querySelector('.groups li')")
        await visitor.settled()
        (SHOTS / "phone-group.png").write_bytes(await browser.screenshot())
        assert await browser.run(f"{visitor.phone(PEOPLE[0])}.querySelectorAll('.where option').length") > 1
        assert browser.complaints == []
