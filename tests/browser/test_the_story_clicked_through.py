"""The main job in a real headless Chromium: every step by mouse and keyboard on the chat page, as three people would.

What was seen is kept as pictures under var/screenshots (not in git), to be looked at.
"""

import pathlib
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from chromium import BINARY, Browser
from sqlmodel import col, select
from visitor import Visitor

from bot.demo import DAY
from bot.patience import Patience
from bot.rehearsal import Rehearsal, rehearse
from catalog.plans.bundle import load_bundled
from catalog.tables import Evidence, Update
from scheduler.pacing import Limits
from templates.documents.sample import sample_letter

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.skipif(BINARY is None, reason="no Chromium on this machine"),
]
SHOTS = pathlib.Path(__file__).resolve().parents[2] / "var" / "screenshots"
BRISK = Patience(look=0.05, limits=Limits(per_second=500, burst=500, chat_gap=0.01, group_burst=500))
FOCAL, OFFICER, LEADER = "Trần Văn Bình", "Nguyễn Thị Hạnh", "Lê Quang Minh"
AGENCY, COORDINATOR = "Sở Công Thương", "Sở Khoa học và Công nghệ"


@pytest_asyncio.fixture
async def stage(tmp_path: pathlib.Path) -> AsyncIterator[Rehearsal]:
    async with rehearse(tmp_path / "home", DAY, frozen=True, patience=BRISK) as stage:
        stage.load(load_bundled())
        yield stage


@pytest_asyncio.fixture
async def visitor(stage: Rehearsal, tmp_path: pathlib.Path) -> AsyncIterator[Visitor]:
    async with Browser(tmp_path / "chromium") as browser:
        await browser.size(1280, 800)
        visitor = Visitor(browser, stage.url)
        await visitor.arrive()
        SHOTS.mkdir(parents=True, exist_ok=True)
        yield visitor
        (SHOTS / "last-seen.png").write_bytes(await browser.screenshot())  # where a failing story stopped
        assert browser.complaints == []


async def test_the_story_is_clicked_through_on_three_phones(
    stage: Rehearsal, visitor: Visitor, tmp_path: pathlib.Path
) -> None:
    async def keep(name: str) -> None:
        await visitor.settled()
        (SHOTS / f"{name}.png").write_bytes(await visitor.browser.screenshot())

    # The officer comes in with the code that `dondoc invite` prints, invites the focal point, who opens the link.
    await visitor.add_person(OFFICER, stage.invitation("officer", COORDINATOR))
    await visitor.sees(OFFICER, "Đã kết nối: cán bộ tổng hợp")
    await visitor.types(OFFICER, f"/moi đầu mối {AGENCY}")
    await visitor.sees(OFFICER, "start=")
    await visitor.opens_invitation(OFFICER, FOCAL)
    await visitor.sees(FOCAL, f"đầu mối – {AGENCY}")
    await visitor.add_person(LEADER, stage.invitation("leader"))
    await visitor.sees(LEADER, "lãnh đạo tỉnh")
    await keep("1-linked")

    # The clock is moved to the next reminder; a task is opened and updated by its button.
    await visitor.moves_clock("next_reminder")
    digest = await visitor.sees(FOCAL, "NHẮC VIỆC")
    await keep("2-nudged")
    (done, _), (going, code) = re.findall(r"^(\d+)\. #(\d+)", digest, re.MULTILINE)[:2]
    await visitor.taps(FOCAL, going, under="NHẮC VIỆC")
    await visitor.taps(FOCAL, "Được 25%")
    await visitor.sees(FOCAL, "đang thực hiện 25%")
    await visitor.types(FOCAL, f"/viec {code}")
    await visitor.taps(FOCAL, "Cập nhật")
    await visitor.sees(FOCAL, "Đến nay thực hiện đến đâu")
    await visitor.types(FOCAL, "duoc 40%, vuong kinh phi")
    await visitor.sees(FOCAL, "đang thực hiện 40%")
    await visitor.sees(OFFICER, "báo vướng mắc về kinh phí")

    # A reply to the reminder with a file; the officer accepts.
    paper = tmp_path / "bao-cao-ket-qua.docx"
    paper.write_bytes(sample_letter("Báo cáo kết quả thực hiện"))
    await visitor.attaches(FOCAL, paper, f"{done} xong", to="NHẮC VIỆC")
    await visitor.sees(FOCAL, "đã báo cáo hoàn thành, chờ nghiệm thu")
    await keep("3-reported")
    await visitor.taps(OFFICER, "Chấp nhận")
    await visitor.sees(FOCAL, "Đã nghiệm thu")
    await keep("4-accepted")

    # The leader asks for the whole and its chart.
    await visitor.types(LEADER, "/status")
    assert "TÌNH HÌNH THỰC HIỆN" in await visitor.sees(LEADER, "Tổng số")
    await visitor.taps(LEADER, "Biểu đồ")
    picture = f"{visitor.phone(LEADER)}.querySelector('.picture img')"
    await visitor.browser.until(f"{picture}?.naturalWidth === 1080")
    await keep("5-status-and-chart")

    # Behind the last event stands its way, which ends with the sending.
    await visitor.browser.until("document.querySelector('#behind .stages').textContent.includes('1/1 tin')")
    await visitor.opens_account()
    await keep("6-behind")
    assert "nhận:" in await visitor.browser.run("document.querySelector('.steps-list').textContent")
    await visitor.opens_account()

    # On a small screen one phone at a time, chosen above.
    await visitor.browser.size(390, 844, phone=True)
    for name, shot in ((FOCAL, "7-small-focal"), (OFFICER, "8-small-officer"), (LEADER, "9-small-leader")):
        await visitor.front(name)
        await keep(shot)
        assert await visitor.browser.run("document.documentElement.scrollWidth") == 390

    with stage.app.store.read() as session:
        assert session.exec(select(Evidence)).one().name == paper.name
        states = [update.after["state"] for update in session.exec(select(Update).order_by(col(Update.id)))]
    assert states[-4:] == ["in_progress", "in_progress", "reported", "done"]
