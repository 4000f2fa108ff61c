"""`dondoc demo`: the main job played on the bundled plans, told as a transcript, then open to a visitor.

Nothing here answers for the bot: people act on the sandbox, and what is printed is what they saw.
"""

import asyncio
import datetime as dt
import errno
import logging
import pathlib
import re
import signal
import tempfile

import structlog
from rich.console import Console
from rich.text import Text
from sqlmodel import select

from bot.demo_organisation import Played, bundled
from bot.rehearsal import Rehearsal, choices_of, rehearse
from bot.sandbox.world.chats import Channel
from bot.sandbox.world.messages import Message
from bot.settings import SettingsProblem
from catalog.audit import SYSTEM, verify
from catalog.clock import PROVINCE_ZONE, local, local_day
from catalog.figures.official import picture
from catalog.organisations.founding import found
from catalog.tables import Evidence
from catalog.work.snapshot import FIVE_FIGURES
from templates.documents.sample import sample_letter

DAY = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
"""A Monday in the year of the bundled plans, with deadlines ahead and behind."""

_console = Console(highlight=False, soft_wrap=True)


async def play(port: int, *, stay: bool, channel: Channel = "telegram", played: Played | None = None) -> None:
    """Play the story; with `stay` go on serving the chat page until interrupted.

    It plays in the province of the bundled plans where no organisation is given. On "zalo" the bot has nothing but a
    Zalo token, on "zalo_oa" nothing but an Official Account, on "email" nothing but a mailbox; else the leader is on
    Zalo and the others on Telegram.
    """
    also: tuple[Channel, ...] = ("zalo", "zalo_oa", "email") if channel == "telegram" else ()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="dondoc-demo-") as home:
        try:
            async with rehearse(pathlib.Path(home), DAY, port=port, channel=channel, also=also) as stage:
                clock, stage.sandbox.world.on_clock = stage.sandbox.world.on_clock, None
                await story(stage, played)  # a visitor may watch, but the story has its own time
                stage.sandbox.world.on_clock = clock
                stage.sandbox.world.changes.bump()
                if stay:
                    await _stay(stage, played or bundled())
        except TimeoutError:
            raise  # of a wait in the story: a fault of ours, not of the port
        except OSError as problem:
            if port and problem.errno == errno.EADDRINUSE:
                other = f"`dondoc demo --port {port + 1}`"
                raise SettingsProblem(
                    f"Cổng {port} đang có chương trình khác dùng: hãy chọn cổng khác, ví dụ {other}."
                ) from None
            raise


def cast(stage: Rehearsal, played: Played) -> tuple[int, int, int]:
    """The focal point, the officer and the leader of the story, in the order their phones stand on the page.

    The leader is on Zalo where the bot listens there.
    """
    create = stage.sandbox.create_person
    zalo = "zalo" in stage.sandbox.world.channels
    return (
        create("Trần Văn Bình", about=f"Đầu mối {played.focal}"),
        create("Nguyễn Thị Hạnh", about=f"Cán bộ tổng hợp {played.officer}"),
        create("Lê Quang Minh", about=f"Lãnh đạo {played.above}", channel="zalo" if zalo else None),
    )


async def story(stage: Rehearsal, played: Played | None = None) -> None:
    """The main job, from the plans to the leader's question, played on a stage that is empty."""
    _note(f"Trang trò chuyện đã mở: {stage.url}")
    played = played or bundled()
    focal, officer, leader = cast(stage, played)
    if played.layout is not None:
        layout, now = played.layout, stage.clock()
        await asyncio.to_thread(stage.app.store.write, lambda s: found(s, layout, SYSTEM, now))
        _note(f"Tổ chức: {layout.home.full_name}, {len(layout.units)} đơn vị")
    _scene(stage, "Nhập các kế hoạch kèm theo" if played.layout is None else "Nhập kế hoạch")
    for plan in played.plans:
        (report,) = await asyncio.to_thread(stage.load, [plan])
        name = report.plan["number"] or report.plan["title"][:60] + "…"
        _note(f"{name}: {report.tasks} nhiệm vụ ({report.unassigned} chưa có cơ quan chủ trì)")

    _scene(stage, "Cán bộ tổng hợp và lãnh đạo vào bằng mã mời; đầu mối chỉ gõ tên cơ quan")
    for person in (officer, leader) if stage.sandbox.world.channel == "email" else ():
        await _says(stage, person, "Kính gửi Đôn Đốc")  # only an answer to a letter says who writes
    await _says(stage, officer, "/start " + stage.invitation("officer", played.officer), show="/start <mã mời>")
    await _says(stage, leader, stage.invitation("leader"), show="<mã mời>")
    await _says(stage, focal, "/start")
    asked = await _says(stage, focal, played.focal_types)
    await _presses(stage, focal, asked, 0)
    request = await stage.seen(officer, "đề nghị làm đầu mối")
    await _presses(stage, officer, request, 0)
    _heard(stage, focal, await stage.seen(focal, "đã được kết nối làm đầu mối"))

    _scene(stage, "Đến giờ nhắc việc: một tin nhắn cho mỗi người")
    await stage.app.sweep_now()
    digest = await stage.seen(focal, "NHẮC VIỆC")
    _heard(stage, focal, digest)

    _scene(stage, "Đầu mối trả lời ngắn, không dấu, rồi gửi tệp minh chứng")
    done, going = _numbers(digest)
    await _says(stage, focal, f"{going} duoc 40%, vuong kinh phi", reply_to=digest)
    _heard(stage, officer, await stage.seen(officer, "báo vướng mắc"))
    _spoke(stage, focal, f"📎 bao-cao-ket-qua.docx – {done} xong")
    letter = sample_letter("Báo cáo kết quả thực hiện")
    sent = await stage.send_document(focal, letter, "bao-cao-ket-qua.docx", f"{done} xong")
    await stage.answer(sent)
    await stage.quiet()
    for message in stage.sandbox.messages_to(focal):
        if message.message_id > sent.message_id:
            _heard(stage, focal, message)
    with stage.app.store.read() as session:
        for row in session.exec(select(Evidence)).all():
            _note(f"Kho minh chứng: {row.name}, SHA-256 {row.sha256}")

    _scene(stage, "Cán bộ tổng hợp nghiệm thu")
    waiting = await stage.seen(officer, "báo cáo hoàn thành")
    _heard(stage, officer, waiting)
    await _presses(stage, officer, waiting, 0)
    _heard(stage, focal, await stage.seen(focal, "Đã nghiệm thu"))

    _scene(stage, "Lãnh đạo gõ một lệnh")
    await _says(stage, leader, "/status")
    with stage.app.store.read() as session:
        figures = picture(session, local_day(stage.clock()), stage.clock()).whole
        parts = " + ".join(str(figures.counts[part]) for part in FIVE_FIGURES)
        _note(f"Năm con số cộng lại: {parts} = {figures.total}")
        _note(f"Nhật ký kiểm chứng: {verify(session).links} bản ghi, nguyên vẹn: {verify(session).broken_at is None}")


def _numbers(digest: Message) -> list[str]:
    """The numbers of the first two tasks in a digest (reports to be sent have numbers, too, but no code)."""
    return re.findall(r"^(\d+)\. #", digest.text, re.MULTILINE)[:2]


async def _stay(stage: Rehearsal, played: Played) -> None:
    _scene(stage, "Mời anh/chị dùng thử")
    _note(f"Mở {stage.url} bằng trình duyệt: ba điện thoại đang mở sẵn, nhắn tiếp trên máy nào cũng được.")
    _note("Muốn vào vai người khác: bấm “Thêm người” trên trang, dán một mã dưới đây, chọn ứng dụng.")
    focal, officer = stage.invitation("focal", played.visitor), stage.invitation("officer", played.officer)
    _note(f"Mã mời để tự vào: đầu mối {played.visitor} {focal}; cán bộ tổng hợp {officer}; "
          f"lãnh đạo {played.above} {stage.invitation('leader')}")  # fmt: skip
    _note("Đồng hồ trên trang (lượt nhắc kế tiếp, ngày mai, tuần sau) dời cả bot đi.")
    _note("Nhấn Ctrl+C để kết thúc.")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()


async def _says(
    stage: Rehearsal, person: int, text: str, *, reply_to: Message | None = None, show: str = ""
) -> Message:
    _spoke(stage, person, show or text)
    sent = stage.sandbox.say(person, text, reply_to.message_id if reply_to else None)
    answer = await stage.answer(sent)
    await stage.quiet()
    for message in stage.sandbox.messages_to(person):
        if message.message_id > sent.message_id:
            _heard(stage, person, message)
            answer = message
    return answer


async def _presses(stage: Rehearsal, person: int, message: Message, index: int) -> None:
    label, number = choices_of(message)[index]
    _spoke(stage, person, number or f"[{label}]")
    before = max(m.message_id for m in stage.sandbox.history(person))
    await stage.choose(person, message, label)
    await stage.sandbox.wait_for(lambda: [m for m in stage.sandbox.messages_to(person) if m.message_id > before], 20)
    await stage.quiet()
    for seen in stage.sandbox.messages_to(person):
        if seen.message_id > before:
            _heard(stage, person, seen)
            if await stage.confirm(seen):
                _note("Mở liên kết trong thư và bấm “Xác nhận và thực hiện”.")


def _scene(stage: Rehearsal, title: str) -> None:
    _console.print()
    _console.print(Text(f"── {local(stage.clock()):%d/%m/%Y %H:%M} · {title} ──", style="bold"))


def _spoke(stage: Rehearsal, person: int, text: str) -> None:
    _console.print(Text(f"{_name(stage, person)}: ", style="bold cyan") + Text(text))


def _heard(stage: Rehearsal, person: int, message: Message) -> None:
    _console.print(Text(f"  Đôn Đốc → {_name(stage, person)}:", style="bold green"))
    for line in message.text.splitlines():
        _console.print(Text("    " + line))
    for row in message.keyboard:
        _console.print(Text("    " + "  ".join(f"[{button.text}]" for button in row), style="dim"))


def _note(text: str) -> None:
    _console.print(Text(f"  ※ {text}", style="yellow"))


def _name(stage: Rehearsal, person: int) -> str:
    return stage.sandbox.world.people[person].first_name
