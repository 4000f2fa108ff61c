"""/tonghop, its buttons, /baocao and /congvan, as a leader, an officer and a focal point see them."""

import datetime as dt
import io
import re

import docx
import openpyxl
import pytest

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from catalog.agencies.stored import agency_id
from catalog.clock import PROVINCE_ZONE, local_day
from catalog.figures.official import Scope, picture
from catalog.plans.bundle import load_bundled
from catalog.work.snapshot import FIVE_FIGURES
from scheduler.delivery.pacing import Limits

pytestmark = [pytest.mark.loopback, pytest.mark.long]

DAY = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)

BRISK = Patience(
    answer=60.0,
    poll=2,
    pause=0.05,
    look=0.05,
    limits=Limits(per_second=500.0, burst=500, chat_gap=0.01, group_burst=500),
)


class Teller:
    """One person at the sandbox: says and presses, and gets the newest answer."""

    def __init__(self, stage, name):
        self.stage, self.id = stage, stage.sandbox.create_person(name)
        self.last = None

    async def says(self, text):
        sent = self.stage.sandbox.say(self.id, text)
        await self.stage.answer(sent)
        return await self._newest()

    async def presses(self, part):
        button = next(b for row in self.last.keyboard for b in row if part in b.text)
        seen = len(self.stage.sandbox.messages_to(self.id))
        self.stage.sandbox.press(self.id, self.last.message_id, button.text)
        await self.stage.sandbox.wait_for(lambda: len(self.stage.sandbox.messages_to(self.id)) > seen)
        return await self._newest()

    async def _newest(self):
        await self.stage.quiet()
        self.last = self.stage.sandbox.messages_to(self.id)[-1]
        return self.last.text


async def joined(stage, name, role, agency=""):
    person = Teller(stage, name)
    await person.says("/start " + stage.invitation(role, agency))
    return person


def shown_total(text):
    return int(re.search(r"Tổng số: ([\d.]+)", text)[1].replace(".", ""))


async def test_a_leader_sees_the_true_picture_and_opens_every_number(tmp_path):
    async with rehearse(tmp_path, DAY, frozen=True, patience=BRISK) as stage:
        leader = await joined(stage, "Lê Quang Minh", "leader")
        assert "Không có nhiệm vụ nào" in await leader.says("/tonghop")
        stage.load(load_bundled()[:1])
        text = await leader.says("/status")
        with stage.app.store.read() as session:
            whole = picture(session, local_day(DAY), DAY).whole
        assert shown_total(text) == whole.total > 0
        parts = [int(n.replace(".", "")) for n in re.findall(r"^[✅☑️🟢🔴⚪]+ .*: ([\d.]+) \(", text, re.M)]
        assert parts == [whole.counts[p] for p in FIVE_FIGURES]
        assert len(text.splitlines()) <= 16
        assert " cảnh báo sớm" in text
        text = await leader.presses("Quá hạn")
        assert f"QUÁ HẠN: {whole.counts['open_overdue']}" in text
        assert "Trước" not in text
        await leader.presses("Về tổng hợp")
        text = await leader.presses("Theo cơ quan")
        assert f"tổng số {whole.total}" in text
        text = await leader.presses("Xếp hạng")
        assert "XẾP HẠNG CƠ QUAN – QUÝ 1/2026" in text
        await leader.presses("Về tổng hợp")
        text = await leader.presses("Từng con số")
        assert " + ".join(f"{whole.counts[p]}" for p in FIVE_FIGURES) + f" = {whole.total}" in text
        await leader.presses("trong hạn")
        assert f"{whole.counts['open_in_time']}" in leader.last.text
        await leader.presses("Về tổng hợp")
        text = await leader.presses("Cảnh báo")
        assert "CẢNH BÁO SỚM" in text
        text = await leader.presses("chưa có ai kết nối")
        assert "→ Đề nghị mời đầu mối" in text


async def test_typed_forms_narrow_the_picture_and_slips_are_asked(tmp_path):
    async with rehearse(tmp_path, DAY, frozen=True, patience=BRISK) as stage:
        stage.load(load_bundled()[:1])
        leader = await joined(stage, "Lê Quang Minh", "leader")
        text = await leader.says("/status sở nội vụ")
        assert "Phạm vi: Sở Nội vụ" in text
        with stage.app.store.read() as session:
            scope = Scope(agency_ids=(agency_id(session, "Sở Nội vụ"),))
            assert shown_total(text) == picture(session, local_day(DAY), DAY, scope=scope).whole.total
        assert "KH 2821/QĐ-UBND" in await leader.says("/status kế hoạch 2821")
        assert "🔴 QUÁ HẠN" in await leader.says("/status quá hạn")
        assert "Phạm vi: Sở Nội vụ" in await leader.says("/status quá hạn sở nội vụ")
        assert "tính đến 15/3/2026" in await leader.says("/status tuần trước")
        assert "tính đến 2/3/2026" in await leader.says("/tonghop ngày 2/3")
        assert "Không có ngày “30/2/2026”" in await leader.says("/tonghop ngày 30/2/2026")
        assert "chưa đến" in await leader.says("/tonghop 20/12/2026")
        text = await leader.says("/status ubnd nha trang")
        assert "Có phải:" in text
        assert "Phạm vi: UBND phường " in await leader.presses("Nha Trang")
        text = await leader.says("/status abcxyz")
        assert "Không rõ “abcxyz”" in text
        assert "kế hoạch hiện có" in text
        assert "Phạm vi: KH 2821/QĐ-UBND" in await leader.presses("KH 2821")


async def test_a_focal_point_sees_only_the_own_agency(tmp_path):
    async with rehearse(tmp_path, DAY, frozen=True, patience=BRISK) as stage:
        stage.load(load_bundled()[:1])
        focal = await joined(stage, "Trần Văn Bình", "focal", "Sở Công Thương")
        text = await focal.says("/tonghop")
        assert "Phạm vi: Sở Công Thương" in text
        assert "Quá hạn nhiều nhất" not in text
        assert "Không có nhiệm vụ nào" in await focal.says("/tonghop sở nội vụ")
        assert "không có quyền" in await focal.says("/congvan sở nội vụ")


async def test_the_chart_the_report_and_the_letter_are_made_when_they_are_sent(tmp_path):
    async with rehearse(tmp_path, DAY, frozen=True, patience=BRISK) as stage:
        stage.load(load_bundled()[:1])
        officer = await joined(stage, "Nguyễn Thị Hạnh", "officer", "Sở Nội vụ")
        with stage.app.store.read() as session:
            whole = picture(session, local_day(DAY), DAY).whole
        await officer.says("/tonghop")
        await officer.presses("Biểu đồ")
        assert file_of(officer.last)[:4] == b"\x89PNG"
        await officer.says("/baocao")
        await officer.presses("Word")
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(file_of(officer.last))).paragraphs)
        assert f"Tổng số {whole.total} lượt" in text
        await officer.says("/baocao excel")
        book = openpyxl.load_workbook(io.BytesIO(file_of(officer.last)))
        assert book["Chi tiết"].max_row == 3 + whole.total
        await officer.says("/congvan")
        await officer.presses("Sở Tài chính")
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(file_of(officer.last))).paragraphs)
        assert "Kính gửi: Sở Tài chính" in text


def file_of(message):
    return message.document.data if message.document else message.photo[-1].data
