"""Whether the public address leads to this bot, as `dondoc doctor` finds it: people and platforms come in there."""

import httpx

from bot.settings import Settings
from catalog.upkeep.doctor import Finding


async def public_address(settings: Settings, seconds: float) -> list[Finding]:
    """Asks `DONDOC_PUBLIC_URL` whether it is alive, for so many seconds at the most; nothing where there is none."""
    if not settings.public_url:
        return []
    remedy = "Kiểm tra DONDOC_PUBLIC_URL, tên miền, máy chủ web phía trước và bot đã chạy chưa (dondoc run)."
    try:
        async with httpx.AsyncClient(timeout=seconds, follow_redirects=True) as client:
            answer = await client.get(f"{settings.public_url}/healthz")
        alive = answer.status_code == 200 and answer.json() == {"ok": True}
    except (httpx.HTTPError, ValueError) as problem:
        text = f"Không mở được trang web công khai {settings.public_url} ({type(problem).__name__})."
        return [Finding("web", "error", text, remedy)]
    if not alive:
        text = f"{settings.public_url} không dẫn đến bot (mã {answer.status_code})."
        return [Finding("web", "error", text, remedy)]
    return [Finding("web", "ok", f"Trang web công khai mở được: {settings.public_url}.")]
