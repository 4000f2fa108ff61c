"""The board in a real headless Chromium: the four tasks it is for, counted; on a phone, by keyboard alone, seen by axe."""

import pytest
from conversation import COORDINATOR, pdf, task
from hand import AXE, IN_A_BROWSER, SHOTS, Hand, button, by_keyboard, chromium

from bot.web.server import serving
from catalog.messaging.upload_links import remember_public_url

pytestmark = IN_A_BROWSER
COUNTED_PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; };"
AGENCY = "Sở Công Thương"


@pytest.fixture
def served(make_web_with, talk_and_web, store, clock, port):
    """The web application on a free port, people who talk to it, twenty reports and ten open tasks."""
    address = f"http://127.0.0.1:{port}"
    talk = talk_and_web(public=True)
    web = make_web_with(public_url=address)
    store.write(lambda s: remember_public_url(s, address, clock()))
    codes = talk.plan(*(task(f"Ban hành văn bản hướng dẫn thực hiện nội dung {n}") for n in range(1, 31)))
    late = talk.plan(task("Báo cáo kết quả năm trước", clock().date().replace(year=2025)), number="2/KH")
    talk.person("mai", "officer", COORDINATOR)
    lan = talk.person("lan", "focal", AGENCY)
    talk.person("an", "leader")
    talk.say(lan, f"#{codes[0]} xong", ("bao-cao.pdf", pdf("a")))
    talk.say(lan, "; ".join(f"#{code} xong" for code in codes[1:20]))
    return web, port, talk, codes, late


async def test_the_four_tasks_in_a_few_taps_on_a_desk_and_a_phone(served, tmp_path) -> None:
    web, port, talk, codes, _ = served
    mai, lan, an = "chat-mai", "chat-lan", "chat-an"
    SHOTS.mkdir(parents=True, exist_ok=True)
    async with serving(web.asgi, "127.0.0.1", port), chromium.Browser(tmp_path / "profile") as browser:
        hand = Hand(browser, talk)
        await browser.size(1280, 900)

        # Twenty reports: one message and at most six taps.
        await hand.opens(hand.link(mai, "/bang chờ nghiệm thu"), "Liên kết này dành cho mai")
        await hand.tap(button("Mở bảng"), "20 dòng")
        (SHOTS / "board-reports.png").write_bytes(await browser.screenshot())
        await hand.tap("document.querySelector('#all')")
        await hand.tap(button("Chấp nhận"), "Đã chấp nhận 20 báo cáo")
        assert hand.messages == 1
        assert hand.taps <= 6
        assert {talk.assignment(code).state for code in codes[:20]} == {"done"}

        # The overdue of a plan on paper: a message and its link, which opens the printer's window by itself.
        await browser.ask("Page.addScriptToEvaluateOnNewDocument", source=COUNTED_PRINTS)
        hand.begin()
        await hand.opens(hand.link(mai, "/bang in quá hạn kế hoạch 2/KH"), "1 dòng")
        assert await browser.run("window.printed") == 1
        assert (hand.messages, hand.taps) == (1, 1)
        await hand.reloads("1 dòng")
        assert not await browser.run("window.printed")  # only asked for once
        await browser.ask("Emulation.setEmulatedMedia", media="print")
        assert await browser.run("getComputedStyle(document.querySelector('.letterhead')).display") == "flex"
        assert await browser.run("getComputedStyle(document.querySelector('.who')).display") == "none"
        (SHOTS / "board-print.png").write_bytes(await browser.screenshot())
        await browser.ask("Emulation.setEmulatedMedia", media="")

        # Two months side by side: a message and its link.
        hand.begin()
        await hand.opens(hand.link(mai, "/bang so sánh"), "So sánh:")
        assert (hand.messages, hand.taps) == (1, 1)

        # Ten rows: ten cells and one number, compared before they are recorded.
        await browser.size(390, 844, phone=True)
        await hand.tap(button("Bảng"), "Bảng theo dõi")
        (SHOTS / "board-phone.png").write_bytes(await browser.screenshot())
        hand.begin()
        await hand.tap(button("Sửa nhiều việc"), "Sửa ngay trong ô")
        for code in codes[20:]:
            await hand.types(f"[name=deadline-{code}]", "15/6/2026")
        await hand.types("#so-van-ban", "CV 77/SKHCN-VP")
        await hand.tap(button("Xem thay đổi"), "Thay đổi theo văn bản")
        (SHOTS / "board-differences.png").write_bytes(await browser.screenshot())
        await hand.tap(button("Ghi nhận 10 việc"), "Kết quả")
        assert hand.typed == 11
        assert hand.taps == 3
        assert {talk.assignment(code).due.isoformat() for code in codes[20:]} == {"2026-06-15"}

        await browser.size(360, 740, phone=True)
        await hand.tap(button("Bảng"), "Bảng theo dõi")  # nothing is wider than the narrowest phone
        await browser.size(390, 844, phone=True)

        # The other pages as they are seen, and the table by keyboard alone.
        await hand.opens(f"http://127.0.0.1:{port}/bang/viec-{talk.assignment(codes[0]).id}", "Lịch sử")
        (SHOTS / "board-card.png").write_bytes(await browser.screenshot())
        await hand.opens(f"http://127.0.0.1:{port}/bang/lich", "Lịch việc đến hạn")
        await hand.tap(button("Kết thúc phiên"), "Đã kết thúc phiên")
        await hand.opens(hand.link(lan, "/bang trả lời"), "Liên kết này dành cho lan")
        await hand.tap(button("Mở bảng"), "Trả lời các nhiệm vụ")
        (SHOTS / "board-answers.png").write_bytes(await browser.screenshot())
        for code in codes[20:23]:
            one = talk.assignment(code).id
            await browser.run(f"document.querySelector('[name=trang-thai-{one}]').value = 'reported'; 0")
        await hand.tap(button("Gửi"), "Đã ghi nhận")
        await hand.tap(button("Kết thúc phiên"), "Đã kết thúc phiên")
        await browser.size(1280, 900)
        await hand.opens(hand.link(an, "/bang toàn cảnh"), "Liên kết này dành cho an")
        await hand.tap(button("Mở bảng"), "Toàn cảnh")
        (SHOTS / "board-summary.png").write_bytes(await browser.screenshot())
        await hand.tap(button("Kết thúc phiên"), "Đã kết thúc phiên")

        await browser.open(hand.link(mai, "/bang chờ nghiệm thu"))
        await hand.sees("Liên kết này dành cho mai")
        await by_keyboard(browser, "document.activeElement.textContent === 'Mở bảng'")
        await browser.key("Enter", 13)
        await hand.sees("3 dòng")
        await by_keyboard(browser, "document.activeElement.id === 'all'")
        await browser.key(" ", 32)
        await by_keyboard(browser, "document.activeElement.value === 'chap-nhan'")
        await browser.key("Enter", 13)
        await hand.sees("Đã chấp nhận 3 báo cáo")
        assert hand.violations == []
        assert browser.complaints == []
    if not AXE.exists():
        pytest.skip("all but axe: axe-core is not installed (make browser does it where npm is)")
    assert hand.rules > 50
