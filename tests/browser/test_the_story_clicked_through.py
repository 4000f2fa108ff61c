"""The main job in a real headless Chromium: every step by mouse and keyboard on the chat page, as three people would.

What was seen is kept as pictures under var/screenshots (not in git), to be looked at.
"""

import pathlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from chromium import BINARY, Browser
from sqlmodel import col, select
from story import BRISK, FOCAL, LEADER, MOMENTS, OFFICER, click_through
from visitor import Visitor

from bot.demo import DAY
from bot.rehearsal import Rehearsal, rehearse
from catalog.plans.bundle import load_bundled
from catalog.tables import Evidence, Update
from templates.documents.sample import sample_letter

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.skipif(BINARY is None, reason="no Chromium on this machine"),
]
SHOTS = pathlib.Path(__file__).resolve().parents[2] / "var" / "screenshots"


@pytest_asyncio.fixture
async def stage(tmp_path: pathlib.Path) -> AsyncIterator[Rehearsal]:
    async with rehearse(tmp_path / "home", DAY, frozen=True, patience=BRISK, also=("zalo",)) as stage:
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
        number = f"{MOMENTS.index(name) + 1}-" if name in MOMENTS else ""
        (SHOTS / f"{number}{name}.png").write_bytes(await visitor.browser.screenshot())

    paper = tmp_path / "bao-cao-ket-qua.docx"
    paper.write_bytes(sample_letter("Báo cáo kết quả thực hiện"))
    await click_through(stage, visitor, paper, keep)

    # The document can be looked into where it stands.
    assert "Báo cáo kết quả thực hiện" in await visitor.looks_into(FOCAL)
    await keep("document")

    # Behind the last event stands its way, which ends with the sending.
    await visitor.browser.until("document.querySelector('#behind .stages').textContent.includes('1/1 tin')")
    await visitor.opens_account()
    await keep("behind")
    assert "nhận:" in await visitor.browser.run("document.querySelector('.steps-list').textContent")
    await visitor.opens_account()

    # On a small screen one phone at a time, chosen above; nothing is wider than the screen.
    await visitor.browser.size(390, 844, phone=True)
    for name, shot in ((FOCAL, "small-focal"), (OFFICER, "small-officer"), (LEADER, "small-leader")):
        await visitor.front(name)
        await keep(shot)
        assert await visitor.browser.run("document.documentElement.scrollWidth") == 390

    with stage.app.store.read() as session:
        assert session.exec(select(Evidence)).one().name == paper.name
        said = [
            (update.kind, update.after["state"]) for update in session.exec(select(Update).order_by(col(Update.id)))
        ]
    assert [one for one in said if one[0] in ("progress", "report", "accept")] == [
        ("progress", "in_progress"), ("progress", "in_progress"), ("report", "reported"), ("accept", "done")
    ]  # fmt: skip
