"""dondoc reply, dondoc nudge: what people say, and what is going to be said to them."""

import dataclasses
import datetime as dt
import json as jsonlib
import sys
from typing import Annotated

import typer

from bot.app import calendar_of
from bot.cli.command_context import day_or_fail, opened
from bot.cli.output import fail, print_json, print_table, print_text
from bot.cli.progress import progress
from bot.settings import load_settings
from catalog.audit import Actor
from catalog.clock import local, local_day
from catalog.tables import Task
from handlers.focal_point.misread import mistakes, put_right, wrong_documents
from handlers.replies import parse_reply, reply_json
from scheduler.digests.nudge_log import Reminded, reminders
from scheduler.digests.preview import Item, day_json, preview
from templates.render import say
from templates.terms import why_not_sent

reply = typer.Typer(no_args_is_help=True, help="Câu trả lời của đầu mối.")
nudge = typer.Typer(no_args_is_help=True, help="Nhắc việc.")
Json = Annotated[bool, typer.Option("--json", help="In JSON.")]


@reply.command("parse")
def parse(
    text: Annotated[str | None, typer.Argument(help="Câu trả lời; trống thì đọc các dòng JSON từ stdin.")] = None,
    today: Annotated[str, typer.Option(help="Hôm nay (NĂM-THÁNG-NGÀY).")] = "",
    json: Json = False,
) -> None:
    """Hiểu một câu trả lời."""
    standing = day_or_fail(today, "--today") if today else local_day(load_settings().moment())
    if text is not None:
        print_json(reply_json(parse_reply(text, standing)))
        return
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            said, day = _line(line, number, standing)
            print_json({"text": said, **reply_json(parse_reply(said, day))})


@reply.command("mistakes")
def mistakes_(
    days: Annotated[int, typer.Option(help="Số ngày gần đây cần xem.", min=1)] = 30,
    json: Json = False,
) -> None:
    """Các câu mà người gửi đã sửa hoặc rút lại trong vòng một giờ (không nêu tên), để rà lại phần đọc hiểu."""
    with opened() as (settings, store), store.read() as session:
        found = mistakes(session, settings.moment() - dt.timedelta(days=days))
    if json:
        print_json({"mistakes": [{"typed": m.typed, "recorded": m.recorded, "then": m.then} for m in found]})
        return
    rows = [(m.typed, m.recorded, "rút lại" if m.then == "undone" else m.then) for m in found]
    print_table("Câu trả lời bị sửa", ("Đã gõ", "Đã ghi", "Sau đó"), rows)


@reply.command("documents")
def documents(
    put_right_: Annotated[bool, typer.Option("--put-right", help="Ghi lại đúng nhiệm vụ, bằng bản ghi mới.")] = False,
    json: Json = False,
) -> None:
    """Số văn bản đã ghi cho nhiệm vụ khác trong cùng tin nhắn; với --put-right thì ghi lại cho đúng."""
    with opened() as (settings, store):
        with store.read() as session:
            found = wrong_documents(session)
        now = settings.moment()
        written = store.write(lambda session: put_right(session, Actor(None, "cli"), now)) if put_right_ else 0
    if json:
        print_json({"wrong": [dataclasses.asdict(one) for one in found], "put_right": written})
        return
    rows = [
        (
            one.update_id,
            one.assignment_id,
            one.stored,
            "cần người xem" if one.right is None else one.right or "không có",
        )
        for one in found
    ]
    print_table("Số văn bản ghi nhầm nhiệm vụ", ("Cập nhật", "Phân công", "Đã ghi", "Đúng là"), rows)
    if put_right_:
        print_text(f"Đã ghi lại {written} cập nhật.")


def _line(line: str, number: int, standing: dt.date) -> tuple[str, dt.date]:
    try:
        data = jsonlib.loads(line)
        said = str(data["text"])
    except (ValueError, KeyError, TypeError):
        fail(f'Dòng {number} không phải JSON dạng {{"text": ..., "today": ...}}.')
    return said, day_or_fail(str(data["today"]), f"Dòng {number}, today") if data.get("today") else standing


@nudge.command("preview")
def preview_(
    on: Annotated[str, typer.Option(help="Ngày (NĂM-THÁNG-NGÀY).")],
    until: Annotated[str, typer.Option(help="Đến hết ngày này, nếu muốn xem nhiều ngày.")] = "",
    json: Json = False,
) -> None:
    """Những gì sẽ được nhắc nếu không ai trả lời; không thay đổi dữ liệu."""
    first = day_or_fail(on, "--on")
    last = day_or_fail(until, "--until") if until else first
    if last < first:
        fail("--until phải sau hoặc bằng --on.")
    with opened() as (settings, store):
        calendar, now = calendar_of(store, settings), settings.moment()
        with progress("Mô phỏng các lượt nhắc") as show, store.read() as session:
            found = preview(session, now, first, last, calendar, show=show)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    if json:
        printed = [day_json(day, found.get(day, {})) for day in days]
        print_json({"days": printed} if until else printed[0])
        return
    for day in days:
        digests = found.get(day, {})
        if digests:
            count = sum(len(items) for items in digests.values())
            print_text(f"{day:%d/%m/%Y}: {len(digests)} người, {count} lượt nhắc")
            for (kind, name), items in digests.items():
                who = name if kind == "agency" else f"người số {name}"
                print_text(f"  {who}: " + "; ".join(_short(i) for i in items[:8]) + (" …" if len(items) > 8 else ""))
    if not found:
        print_text("Không có lượt nhắc nào.")


def _short(item: Item) -> str:
    where = "báo cáo định kỳ" if item.duty_id else ".".join(part for part in (item.section, item.number) if part)
    return f"{where or 'không số'} ({say('remind.rung', name=item.rung)})"


def _whom(reminded: Reminded) -> str:
    if reminded.chat:
        return f"nhóm {reminded.name}".rstrip()
    return reminded.name or (f"người số {reminded.person}" if reminded.person else "–")


@nudge.command("log")
def log(
    task: Annotated[int | None, typer.Option(help="Mã nhiệm vụ (#12); trống là tất cả.", min=1)] = None,
    limit: Annotated[int | None, typer.Option(help="Số lần nhắc mới nhất cần xem.", min=1)] = None,
    json: Json = False,
) -> None:
    """Mọi lần nhắc: ai, lúc nào, kênh nào, mã tin của nhà cung cấp, hoặc vì sao không gửi được."""
    with opened() as (_, store), store.read() as session:
        if task is not None and session.get(Task, task) is None:
            fail(f"Không có nhiệm vụ #{task}.")
        found = reminders(session, task_id=task, limit=limit)
    if json:
        print_json({"task": task, "nudges": [reminded.to_json() for reminded in found]})
        return
    rows = [
        (f"#{r.task}" if r.task else "báo cáo", r.agency, say("remind.rung", name=r.rung), _whom(r),
         f"{local(r.created_at):%d/%m/%Y %H:%M}",
         f"{r.channel} {r.message_id}" if r.sent_at else (why_not_sent(r.why_not) if r.why_not else "đang chờ gửi"))
        for r in found
    ]  # fmt: skip
    print_table("Các lần nhắc", ("Việc", "Cơ quan", "Mốc", "Người", "Lúc", "Tin nhắn"), rows)
