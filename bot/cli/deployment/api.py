"""dondoc api: serves the read-only HTTP API."""

from typing import Annotated

import typer
import uvicorn

from bot.cli.command_context import opened
from bot.cli.output import fail, print_text
from bot.embedded_server import url_of
from bot.status_api import make_api, parse_tokens


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("api")(api)


def api(
    host: Annotated[str, typer.Option(help="Địa chỉ nghe; sau máy chủ web thì để 127.0.0.1.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Cổng.")] = 8790,
) -> None:
    """Mở API chỉ đọc (JSON, CSV) cho trung tâm giám sát, điều hành."""
    with opened() as (settings, store):
        try:
            tokens = parse_tokens(settings.api_tokens.get_secret_value())
        except ValueError as problem:
            fail(f"Biến môi trường DONDOC_API_TOKENS không hợp lệ: {problem}.")
        if not tokens:
            fail("Chưa có mã truy cập nào: hãy đặt DONDOC_API_TOKENS, ví dụ ioc:<mã ngẫu nhiên dài ít nhất 20 ký tự>.")
        print_text(f"API chỉ đọc: {url_of(host, port)}/api/v1/openapi.json")
        uvicorn.run(make_api(store, settings.clock(), tokens), host=host, port=port, log_level="warning")
