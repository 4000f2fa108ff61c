"""The upload page in a real headless Chromium: as a phone shows it, with scripts and without."""

import asyncio
import importlib.util
import re
from pathlib import Path

import pytest
from conversation import pdf, task
from sqlmodel import select

from bot.web.server import serving
from catalog.messaging.upload_links import remember_public_url
from catalog.tables import Evidence

_SPEC = importlib.util.spec_from_file_location("upload_chromium", Path(__file__).parents[2] / "browser" / "chromium.py")
chromium = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(chromium)

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.skipif(chromium.BINARY is None, reason="no Chromium on this machine"),
]
AGENCY = "Sở Công Thương"
NO_OVERFLOW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


async def wait_for_words(browser, words):
    """Until the page shows these words; asked from outside, because the page itself may run no scripts."""
    async with asyncio.timeout(60):
        while words not in await browser.run("document.body ? document.body.innerText : ''"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_a_phone_sends_files_with_scripts_and_without(zalo, web, store, clock, tmp_path) -> None:
    codes = zalo.plan(task("Ban hành kế hoạch chuyển đổi số của ngành, giai đoạn 2026-2030 số 1"))
    lan = zalo.person("lan", "focal", AGENCY)
    report, photo, program = tmp_path / "Báo cáo tháng 1.pdf", tmp_path / "ảnh.pdf", tmp_path / "chay.exe"
    report.write_bytes(pdf("a" * 300_000))
    photo.write_bytes(pdf("b"))
    program.write_bytes(b"MZ" + b"\0" * 2_000_000)

    async with serving(web.asgi, "127.0.0.1", 0) as url, chromium.Browser(tmp_path / "profile") as browser:
        store.write(lambda s: remember_public_url(s, url, clock()))

        def link():
            return re.search(r"http://\S+/minh-chung/\S+", zalo.say(lan, "/minhchung")[-1].text).group()

        await browser.size(390, 844, phone=True)
        await browser.open(link())
        await browser.until("document.querySelector('#files')")
        assert await browser.run(NO_OVERFLOW)
        assert await browser.run(
            "[...document.querySelectorAll('input, textarea')].every(field => field.labels.length)"
        )
        (tmp_path / "1-form.png").write_bytes(await browser.screenshot())
        await browser.choose_files("#files", report, photo, program)
        await browser.until("document.querySelectorAll('#chosen li').length === 3")
        assert "lớn hơn 1,0 MB, sẽ không được nhận" in await browser.run(
            "document.querySelector('#chosen').textContent"
        )
        await browser.run("document.querySelector('#words').focus()")
        await browser.type_text("được 50%")
        (tmp_path / "2-chosen.png").write_bytes(await browser.screenshot())
        await browser.run("window.steps = []; new MutationObserver(() => steps.push(document.querySelector('#status')"
                          "?.textContent)).observe(document.querySelector('#status'), {childList: true})")  # fmt: skip
        await browser.run("document.querySelector('button').click()")
        await wait_for_words(browser, "Đã nhận tệp")
        assert any("100%" in step or "kiểm tra" in step for step in await browser.run("steps"))
        assert await browser.run("document.activeElement.id") == "main"
        assert await browser.run(NO_OVERFLOW)
        (tmp_path / "3-taken.png").write_bytes(await browser.screenshot())
        await web.handle()
        assert zalo.assignment(codes[0]).percent == 50
        assert browser.complaints == []

        await browser.ask("Emulation.setScriptExecutionDisabled", value=True)
        await browser.open(link())
        await wait_for_words(browser, "Tệp minh chứng")
        await browser.choose_files("#files", program)
        await browser.run("document.querySelector('form').submit()")
        await wait_for_words(browser, "Chưa nhận được tệp nào")
        (tmp_path / "4-refused.png").write_bytes(await browser.screenshot())
        last = tmp_path / "Kế hoạch.pdf"
        last.write_bytes(pdf("c"))
        await browser.choose_files("#files", last)
        await browser.run("document.querySelector('form').submit()")
        await wait_for_words(browser, "Đã nhận tệp")
        await browser.ask("Page.reload")
        await wait_for_words(browser, "Liên kết này đã dùng xong")
        (tmp_path / "5-taken-without-scripts.png").write_bytes(await browser.screenshot())
        await web.handle()
        await browser.ask("Emulation.setScriptExecutionDisabled", value=False)

    with store.read() as session:
        names = sorted(row.name for row in session.exec(select(Evidence)))
    assert names == ["Báo cáo tháng 1.pdf", "Kế hoạch.pdf", "ảnh.pdf"]
