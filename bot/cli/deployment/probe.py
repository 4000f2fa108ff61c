"""dondoc probe: the open questions to a platform, asked with the operator's own token."""

import asyncio
import json as jsonlib
import pathlib
from typing import Annotated

import typer

from bot.cli.command_context import opened
from bot.cli.output import fail, print_json, print_text
from bot.probe import ASK, Probe, Report, keeper, run_probe
from bot.settings import Settings
from catalog.store.single_process import RUN, SingleProcess
from catalog.store.store import Store


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("probe")(probe)


def probe(
    channel: Annotated[str, typer.Option(help="telegram hoặc zalo.")],
    chat: Annotated[str, typer.Option(help="Cuộc trò chuyện của chính người kiểm tra với bot (mã chat).")],
    photo: Annotated[str, typer.Option(help="Địa chỉ https của một ảnh công khai, để thử gửi ảnh (Zalo).")] = "",
    out: Annotated[str, typer.Option(help="Tệp ghi báo cáo.")] = "",
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Hỏi nền tảng thật những điều tài liệu không nói; trả lại nguyên trạng, ghi báo cáo không có bí mật."""
    if channel not in ASK:
        fail(f"--channel phải là một trong: {', '.join(sorted(ASK))}.")
    with opened() as (settings, store):
        token, api = _access(settings, channel)
        if not token:
            fail(f"Chưa có mã bot {channel}: hãy đặt DONDOC_{channel.upper()}_TOKEN.")
        report = _asked(
            settings, store, Probe(channel, api, token, _hidden(settings, chat), settings.moment()), chat, photo
        )
    place = pathlib.Path(out or f"dondoc-probe-{channel}-{report.on}.json")
    try:
        place.write_text(jsonlib.dumps(report.to_json(), ensure_ascii=False, indent=1), "utf-8")
    except OSError as problem:
        fail(f"Không ghi được báo cáo {place}: {problem.strerror}.")
    if json:
        print_json(report.to_json())
        return
    for step in report.steps:
        said = "được" if step.ok else f"{step.code or step.http or 'không trả lời'} {step.description}".strip()
        print_text(f"{step.seconds:6.2f} s  {step.asked}: {said}")
    for line in report.left:
        print_text(f"Chú ý: {line}")
    print_text(f"Báo cáo: {place} (không có mã bot, tên người; có thể gửi cho nhóm phát triển).")


def _asked(settings: Settings, store: Store, asking: Probe, chat: str, photo: str) -> Report:
    """A webhook is touched only while no bot runs on this store: it would hear nothing meanwhile."""
    sole, channel = SingleProcess(store, RUN), asking.report.channel
    free = bool(settings.public_url) and sole.hold()
    hook = (f"{settings.public_url}/webhooks/{channel}", settings.hook_secret(channel)) if free else None
    if hook is None:
        asking.report.left.append("Không thử webhook: bot đang chạy trên kho này, hoặc chưa đặt DONDOC_PUBLIC_URL.")
    try:
        keep = keeper(store, channel, settings.moment())
        return asyncio.run(run_probe(asking, chat, photo, hook, keep))
    finally:
        if free:
            sole.release()


def _access(settings: Settings, channel: str) -> tuple[str, str]:
    secret, api = {
        "telegram": (settings.telegram_token, settings.telegram_api),
        "zalo": (settings.zalo_token, settings.zalo_api),
    }[channel]
    return secret.get_secret_value(), api


def _hidden(settings: Settings, chat: str) -> list[str]:
    """What must stand nowhere in the report."""
    secrets = [settings.hook_secret(name) for name in ASK]
    return [chat, settings.public_url, settings.webhook_secret.get_secret_value(), *secrets]
