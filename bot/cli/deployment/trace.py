"""dondoc trace: the whole way of one message."""

from typing import Annotated

import typer

from bot.cli.command_context import opened
from bot.cli.output import fail, print_json, print_text
from catalog.clock import local
from catalog.upkeep.trace import way_of

_WORDS = {
    "received": "nhận", "queued": "xếp hàng gửi", "sent": "đã gửi", "failed": "không gửi được", "sending": "đang gửi",
    "ambiguous": "không rõ đã đến chưa", "audit": "nhật ký", "nudge": "nhắc việc", "waiting": "chờ xử lý",
    "handled.unreadable": "không đọc được, giữ nguyên", "handled.anonymous": "bỏ qua vì không rõ ai viết",
    "handled.unproven": "bỏ qua vì không trả lời thư nào của bot", "handled.quarantined": "giữ lại: không rõ người gửi",
    "handled.done": "xử lý xong", "handled.failed": "không xử lý được", "handled.flooded": "bỏ qua vì gửi quá nhanh",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("trace")(trace)


def trace(
    message: Annotated[str, typer.Argument(metavar="MÃ", help="Mã tin đến (12), tin đi (o34) hoặc mã của kênh.")],
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Toàn bộ đường đi của một tin nhắn: từ lúc nhận đến lúc trả lời."""
    with opened() as (_, store), store.read() as session:
        way = way_of(session, message.strip())
    if way is None:
        fail(f"Không có tin nhắn nào mang mã “{message}”. Dùng mã tin đến (12), tin đi (o34) hoặc mã của kênh.")
    if json:
        steps = [{"at": step.at.isoformat(), "what": step.what, "detail": step.detail} for step in way.steps]
        print_json({"inbox": way.inbox_id, "steps": steps})
        return
    for step in way.steps:
        print_text(f"{local(step.at):%d/%m/%Y %H:%M:%S}  {_WORDS.get(step.what, step.what)}: {step.detail}")
