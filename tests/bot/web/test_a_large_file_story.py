"""A file Telegram does not hand on, from the chat to the page and back: over real HTTP, to the record."""

import datetime as dt
import re

import httpx
import pytest
from conversation import pdf, task
from sqlmodel import select

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from catalog.clock import PROVINCE_ZONE
from catalog.plans.model import ParsedPlan
from catalog.tables import Evidence
from scheduler.delivery.pacing import Limits

MONDAY = dt.datetime(2026, 1, 5, 9, 0, tzinfo=PROVINCE_ZONE)
BRISK = Patience(answer=60.0, poll=1, pause=0.05, look=0.05, limits=Limits(per_second=500.0, burst=500, chat_gap=0.01))


@pytest.mark.loopback
async def test_a_file_over_twenty_megabytes_goes_by_the_page_and_is_answered_in_the_chat(tmp_path, port) -> None:
    page = {"public_url": f"http://127.0.0.1:{port}", "web_port": port}
    plan = ParsedPlan(
        number="1/KH", title="Kế hoạch 1", issuer="UBND tỉnh", date=dt.date(2026, 1, 2), year=2026,
        coordinator="Sở Khoa học và Công nghệ", tasks=(task("Lập bản đồ số 1"),),
    )  # fmt: skip
    async with rehearse(tmp_path, MONDAY, patience=BRISK, frozen=True, given=page) as stage:
        stage.load([plan])
        lan = stage.sandbox.create_person("Lan")
        await stage.answer(stage.sandbox.say(lan, f"/start {stage.invitation('focal', 'Sở Công Thương')}"))
        large = pdf("0" * 20_000_000)
        answer = await stage.answer(stage.sandbox.send_file(lan, large, "ban-do.pdf", caption="xong"))
        await stage.quiet()
        said = "\n".join(message.text for message in stage.sandbox.messages_to(lan))
        assert "Không nhận ban-do.pdf: lớn hơn 20,0 MB" in answer.text
        link = re.search(r"http://127\S+/minh-chung/\S+", said).group()
        async with httpx.AsyncClient(follow_redirects=True, timeout=60) as phone:
            taken = await phone.post(link, files={"files": ("ban-do.pdf", large, "application/pdf")})
        assert "Đã nhận tệp" in taken.text
        await stage.seen(lan, "minh chứng: ban-do.pdf")
        with stage.app.store.read() as session:
            assert [row.name for row in session.exec(select(Evidence))] == ["ban-do.pdf"]
