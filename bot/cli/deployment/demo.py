"""dondoc demo: says at once what is coming and where to look, then loads the bot and plays."""

import asyncio
import sys
from typing import Annotated

import typer

from bot.cli.output import fail, print_text

_INTRODUCTION = """\
ĐÔN ĐỐC – diễn thử trên máy này, không cần mã bot, không gửi gì ra ngoài.
Trong khoảng nửa phút: nhập bốn kế hoạch của tỉnh; đầu mối, cán bộ tổng hợp và lãnh đạo vào cuộc;
nhắc việc, trả lời kèm minh chứng, nghiệm thu, tổng hợp. Mọi tin nhắn được in ra dưới đây.
"""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("demo")(demo)


def demo(
    exit_: Annotated[bool, typer.Option("--exit", help="Diễn xong thì kết thúc.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Cổng của trang trò chuyện; 0 là cổng bất kỳ.")] = 8765,
    channel: Annotated[str, typer.Option(help="Mọi người dùng kênh nào: telegram hoặc zalo.")] = "telegram",
) -> None:
    """Diễn lại công việc chính trên các kế hoạch kèm theo, không cần mã bot."""
    if channel not in ("telegram", "zalo"):
        fail("--channel chỉ nhận telegram hoặc zalo.")
    print_text(_INTRODUCTION)
    if port:
        print_text(f"Xem trên ba chiếc điện thoại: mở http://127.0.0.1:{port} bằng trình duyệt (sau vài giây nữa).")
    sys.stdout.flush()
    from bot.demo import play  # the whole bot: seconds to load, which nobody should wait for in the dark

    asyncio.run(play(port=port, stay=not exit_, channel="zalo" if channel == "zalo" else "telegram"))
