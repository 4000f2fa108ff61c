"""What people read most is one screen of a phone, measured in Chromium: over the bundled plans, a week into their use."""

import datetime as dt
import pathlib
import re
from dataclasses import replace

import pytest
from chromium import BINARY, Browser
from story import BRISK
from test_on_a_phone import AGENCY as ITS_AGENCY
from test_on_a_phone import PLAN, SCREEN
from visitor import Visitor

from bot.demo import DAY
from bot.rehearsal import Rehearsal, choices_of, rehearse
from catalog.organisations.khanh_hoa import registry
from catalog.plans.bundle import load_bundled
from catalog.plans.reader import read_plan

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.skipif(BINARY is None, reason="no Chromium on this machine"),
]
AGENCY = "Sở Khoa học và Công nghệ"
"""Has the most to do in the four plans, and coordinates one of them."""

EIGHT = "1 xong; 2 được 30%; 3 chưa làm; 4 vướng kinh phí; 5 được 60%; 6 xong; 7 được 10%; 8 xin lùi đến 15/8"
WORDS = ("/toi", "/trogiup", "/tonghop")


class People:
    """A focal point, an officer and a leader on one channel, at what they do every day."""

    def __init__(self, stage: Rehearsal, channel: str) -> None:
        self.stage, self.channel = stage, channel
        self.names = {
            role: f"{name} {channel}" for role, name in (("focal", "Bình"), ("officer", "Hà"), ("leader", "Minh"))
        }
        self.ids: dict[str, int] = {}

    async def join(self) -> None:
        for role, name in self.names.items():
            code = self.stage.invitation(role, "" if role == "leader" else AGENCY)  # type: ignore[arg-type]
            self.ids[role] = self.stage.sandbox.create_person(name, channel=self.channel)  # type: ignore[arg-type]
            await self.say(role, f"/start {code}")

    async def say(self, role: str, text: str) -> str:
        said = self.stage.sandbox.say(self.ids[role], text)
        answer = await self.stage.answer(said)
        await self.stage.quiet()
        return answer.text

    async def tap(self, role: str, label: str, answer: str) -> None:
        said = self.stage.sandbox.messages_to(self.ids[role])
        under = next(m for m in reversed(said) if any(label in shown for shown, _ in choices_of(m)))
        await self.stage.choose(self.ids[role], under, label)
        await self.stage.seen(self.ids[role], answer)

    async def work(self) -> None:
        """The list, eight answers in one message, a card and all of it, what waits, the figures."""
        listed = await self.say("focal", "/viec")
        codes = re.findall(r"^\d+\. #(\d+)", listed, re.MULTILINE)
        assert len(codes) == len(EIGHT.split(";"))
        await self.say("focal", EIGHT)
        for code in codes[2:4]:
            await self.say("focal", f"/viec {code}")
            await self.tap("focal", "Chi tiết", "Kết quả phải có")
        for role in self.names:
            for words in WORDS:
                await self.say(role, words)
        await self.say("officer", "/duyet")


async def test_what_is_read_every_day_is_one_screen(tmp_path: pathlib.Path) -> None:
    async with (
        rehearse(tmp_path / "home", DAY, frozen=True, patience=BRISK, also=("zalo",)) as stage,
        Browser(tmp_path / "chromium") as browser,
    ):
        plans = [
            replace(plan, tasks=tuple(t for t in plan.tasks if AGENCY in t.actors.lead), reporting=(), indicators=())
            for plan in load_bundled()
        ]
        ten = read_plan(PLAN.replace(ITS_AGENCY, AGENCY).encode(), "ke-hoach.txt", registry())
        stage.load([*plans, ten])
        both = [People(stage, "telegram"), People(stage, "zalo")]
        for people in both:
            await people.join()
        await stage.step("next_reminder")
        for people in both:
            await people.work()
        await stage.move_to(stage.clock() + dt.timedelta(days=7))
        for people in both:
            for role in people.names:
                await people.say(role, "/tonghop")

        await browser.size(390, 844, phone=True)
        visitor = Visitor(browser, stage.url)
        await visitor.arrive()
        taller = []
        for people in both:
            for role, name in people.names.items():
                await visitor.front(name)
                said = stage.sandbox.messages_to(people.ids[role])
                shown = f"[...{visitor.phone(name)}.querySelectorAll('.message.theirs')]"
                await browser.until(f"{shown}.length === {len(said)}")
                heights = await browser.run(f"{shown}.map(m => m.getBoundingClientRect().height)")
                counted = [int(n) for m in said for n in re.findall(r"(\d+) việc cần cập nhật", m.text)]
                assert role != "focal" or max(counted) >= 10, counted
                taller += [
                    (round(h / SCREEN, 3), name, m.text) for h, m in zip(heights, said, strict=True) if h > SCREEN
                ]
        assert taller == []
