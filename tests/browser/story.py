"""The main job as three people click it through on the chat page; who watches is told at each moment worth seeing."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from visitor import Visitor

from bot.channels.patience import Patience
from bot.rehearsal import Rehearsal
from scheduler.delivery.pacing import Limits

BRISK = Patience(look=0.05, limits=Limits(per_second=500, burst=500, chat_gap=0.01, group_burst=500))
FOCAL, OFFICER, LEADER = "Trần Văn Bình", "Nguyễn Thị Hạnh", "Lê Quang Minh"
AGENCY, COORDINATOR = "Sở Công Thương", "Sở Khoa học và Công nghệ"
MOMENTS = ("invited", "linked", "nudged", "updated", "reported", "accepted", "status", "chart")

Keep = Callable[[str], Awaitable[None]]


async def click_through(stage: Rehearsal, visitor: Visitor, paper: Path, keep: Keep) -> None:
    """Everything from the first invitation to the leader's chart; `keep` is awaited with each of MOMENTS."""
    # The officer comes in with the code that `dondoc invite` prints, invites the focal point, who opens the link.
    await visitor.add_person(OFFICER, stage.invitation("officer", COORDINATOR))
    await visitor.sees(OFFICER, "Đã kết nối: cán bộ tổng hợp")
    await visitor.types(OFFICER, f"/moi đầu mối {AGENCY}")
    await visitor.sees(OFFICER, "start=")
    await keep("invited")
    await visitor.opens_invitation(OFFICER, FOCAL)
    await visitor.sees(FOCAL, f"đầu mối – {AGENCY}")
    await visitor.add_person(LEADER, stage.invitation("leader"), channel="zalo")
    await visitor.sees(LEADER, "lãnh đạo")
    await keep("linked")

    # The clock is moved to the next reminder; a task is updated by tapping, and once more in words from its card.
    await visitor.moves_clock("next_reminder")
    digest = await visitor.sees(FOCAL, "NHẮC VIỆC")
    await keep("nudged")
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
    await keep("updated")

    # A reply to the reminder with a file; the officer accepts.
    await visitor.attaches(FOCAL, paper, f"{done} xong", to="NHẮC VIỆC")
    await visitor.sees(FOCAL, "đã báo cáo hoàn thành, chờ nghiệm thu")
    await visitor.sees(OFFICER, "báo cáo hoàn thành")
    await keep("reported")
    await visitor.taps(OFFICER, "Chấp nhận")
    await visitor.sees(FOCAL, "Đã nghiệm thu")
    await keep("accepted")

    # The leader asks for the whole and its chart; on Zalo a choice is a number to type.
    await visitor.types(LEADER, "/status")
    shown = await visitor.sees(LEADER, "TÌNH HÌNH THỰC HIỆN")
    await keep("status")
    await visitor.types(LEADER, "".join(re.findall(r"^(\d+)\. .*Biểu đồ$", shown, re.MULTILINE)))
    await visitor.browser.until(f"{visitor.phone(LEADER)}.querySelector('.picture img')?.naturalWidth === 1080")
    await keep("chart")
