"""dondoc demo: says at once what is coming and where to look, then loads the bot and plays."""

import asyncio
import pathlib
import sys
from typing import Annotated, Any, Literal

import typer

from bot.cli.output import fail, print_text

_INTRODUCTION = """\
ĐÔN ĐỐC – diễn thử trên máy này, không cần mã bot, không gửi gì ra ngoài.
Trong khoảng nửa phút: nhập kế hoạch; đầu mối, cán bộ tổng hợp và lãnh đạo vào cuộc;
nhắc việc, trả lời kèm minh chứng, nghiệm thu, tổng hợp. Mọi tin nhắn được in ra dưới đây.
"""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("demo")(demo)


def demo(
    exit_: Annotated[bool, typer.Option("--exit", help="Diễn xong thì kết thúc.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Cổng của trang trò chuyện; 0 là cổng bất kỳ.")] = 8765,
    channel: Annotated[str, typer.Option(help="Mọi người dùng kênh nào: telegram, zalo, zalo_oa, email.")] = "telegram",
    org: Annotated[str, typer.Option(help="Diễn cho tổ chức này, trên một kế hoạch soạn riêng.")] = "",
    units: Annotated[pathlib.Path | None, typer.Option(help="Bảng tính đơn vị của tổ chức ấy.")] = None,
) -> None:
    """Diễn lại công việc chính trên các kế hoạch kèm theo, không cần mã bot."""
    known: dict[str, Literal["telegram", "zalo", "zalo_oa", "email"]] = {
        "telegram": "telegram", "zalo": "zalo", "zalo_oa": "zalo_oa", "email": "email",
    }  # fmt: skip
    if channel not in known:
        fail("--channel chỉ nhận telegram, zalo, zalo_oa hoặc email.")
    played = _played(org, units) if org else None
    print_text(_INTRODUCTION)
    if port:
        print_text(f"Xem trên ba chiếc điện thoại: mở http://127.0.0.1:{port} bằng trình duyệt (sau vài giây nữa).")
    sys.stdout.flush()
    from bot.demo import play  # the whole bot: seconds to load, which nobody should wait for in the dark

    asyncio.run(play(port=port, stay=not exit_, channel=known[channel], played=played))


def _played(org: str, units: pathlib.Path | None) -> Any:
    """The organisation to play in, or a sentence and exit code 2."""
    from bot.demo_organisation import of
    from bot.organisation_choice import OrganisationRefused, chosen

    try:
        return of(chosen(org, units, to_try=True))
    except OrganisationRefused as refused:
        fail(str(refused))
