"""dondoc zalo-oa: an administrator of the Official Account consents, once and again where consent was lost."""

from collections.abc import Callable
from typing import Annotated

import typer

from bot.cli.command_context import opened
from bot.cli.output import fail, print_text
from bot.oa_consent import Connected, ConsentRefused, by_code, by_pair, link_of, verifier_of, wait_for_code

app = typer.Typer(no_args_is_help=True, help="Kênh Zalo Official Account.")

WAIT_SECONDS = 600.0
"""A code lives ten minutes."""


@app.callback()
def zalo_oa() -> None:
    """One command alone would swallow its own name."""


@app.command()
def connect(
    code: Annotated[str, typer.Option(help="Mã, hoặc cả địa chỉ trình duyệt quay về sau khi đồng ý.")] = "",
    pair: Annotated[
        bool, typer.Option("--pair", help="Dán cặp mã Access Token, Refresh Token lấy ở API Explorer.")
    ] = False,
    listen: Annotated[int, typer.Option(help="Chờ trình duyệt quay về http://127.0.0.1:CỔNG/.", min=0, max=65535)] = 0,
    callback: Annotated[str, typer.Option(help="Callback Url đã lưu ở trang ứng dụng; trống là theo --listen.")] = "",
) -> None:
    """Cấp quyền cho Đôn Đốc gửi tin bằng OA: bằng trang đồng ý, mã dán vào, hoặc cặp mã có sẵn."""
    with opened() as (settings, store):
        account, now = settings.official_account, settings.moment()
        if account is None:
            fail("Chưa đặt DONDOC_ZALO_OA_APP_ID và DONDOC_ZALO_OA_APP_SECRET: xem hướng dẫn Zalo OA.")
        if pair:
            access = typer.prompt("Access Token", hide_input=True)
            refresh = typer.prompt("Refresh Token", hide_input=True)
            _tell(lambda: by_pair(store, account, access, refresh, now))
            return
        if not code:
            back_to = callback or (f"http://127.0.0.1:{listen}/" if listen else "")
            if not back_to:
                fail("Cần một trong: --pair, --code MÃ, --listen CỔNG, --callback ĐỊA-CHỈ (đã lưu ở trang ứng dụng).")
            verifier = store.write(lambda s: verifier_of(s, now))
            link, challenge = link_of(account, back_to, verifier)
            print_text(f"Ở trang ứng dụng, Official Account Callback Url là: {back_to}")
            print_text(f"Code Challenge (lưu ở trang ứng dụng nếu được hỏi): {challenge}")
            print_text(f"Quản trị viên của OA mở liên kết này và đồng ý: {link}")
            if listen:
                code = _or_fail(lambda: wait_for_code(listen, WAIT_SECONDS))
            else:
                code = typer.prompt("Dán địa chỉ quay về")
        _tell(lambda: by_code(store, account, code, now))


def _or_fail(work: Callable[[], str]) -> str:
    try:
        return work()
    except (ConsentRefused, OSError) as problem:
        fail(str(problem))


def _tell(work: Callable[[], Connected]) -> None:
    try:
        connected = work()
    except ConsentRefused as refused:
        fail(str(refused))
    print_text(f"Đã kết nối OA: {connected.name} ({connected.oa_id}). Bot đang chạy tự dùng mã mới.")
