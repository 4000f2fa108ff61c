"""A scan is compared with its picture in a real browser: on a desk and on a phone, by keyboard alone, seen by axe."""

import pytest
from conversation import COORDINATOR
from hand import AXE, IN_A_BROWSER, SHOTS, Hand, button, by_keyboard, chromium
from scanned import pages_of, scan_of

from bot.web.server import serving
from catalog.messaging.upload_links import remember_public_url
from catalog.plans.keeping.scanned_pages import doubts_of

pytestmark = IN_A_BROWSER
BESIDE = """(() => {
  const box = (one) => document.querySelector(one).getBoundingClientRect();
  return box('.beside > .paper').right <= box('table.read').left;
})()"""
SHOWN = "[...document.querySelectorAll('img')].every(one => one.loading === 'lazy' || one.naturalWidth > 0)"
MARKED = """(() => {
  const [picture, mark] = [document.querySelector('.paper img'), document.querySelector('.paper rect')].map(
    one => one.getBoundingClientRect());
  return Math.abs(mark.left - picture.left - 0.4 * picture.width) < 3 &&
    Math.abs(mark.top - picture.top - 0.2 * picture.height) < 3;
})()"""


async def test_a_scan_is_confirmed_beside_its_picture_by_keyboard_on_a_desk_and_by_taps_on_a_phone(
    make_web_with, talk_and_web, store, clock, tmp_path, port
) -> None:
    address = f"http://127.0.0.1:{port}"
    talk, web = talk_and_web(public=True), make_web_with(public_url=address)
    store.write(lambda s: remember_public_url(s, address, clock()))
    mai = talk.person("mai", "officer", COORDINATOR)
    file = store.write(lambda s: scan_of(s, mai, clock()))
    SHOTS.mkdir(parents=True, exist_ok=True)

    def left():
        with store.read() as session:
            return len(doubts_of(pages_of(session, file)[0]))

    async with serving(web.asgi, "127.0.0.1", port), chromium.Browser(tmp_path / "profile") as browser:
        hand = Hand(browser, talk)
        await browser.size(1280, 900)
        await hand.opens(hand.link(mai, "/bang đối chiếu"), "Liên kết này dành cho mai")
        await hand.tap(button("Mở bảng"), "Bản chụp chờ đối chiếu")
        await hand.tap(button("quét"), "4 ô chưa chắc")
        assert await browser.run(BESIDE)
        assert await browser.run(SHOWN)
        assert await browser.run(MARKED)
        (SHOTS / "board-scan.png").write_bytes(await browser.screenshot())
        # By keyboard: all alike with one key; what has the focus then is the next cell's own button, so one more key.
        await by_keyboard(browser, "document.activeElement.textContent.includes('Đúng cả 2 ô như thế')")
        await browser.key("Enter", 13)
        await hand.sees("2 ô chưa chắc")
        assert await browser.run("document.activeElement.getAttribute('aria-label')") == "Đúng: hàng 3, cột 4"
        await browser.key("Enter", 13)
        await hand.sees("1 ô chưa chắc")
        assert left() == 1
        # On a phone: the piece of the picture stands in its cell, and the right words are typed there.
        await browser.size(390, 844, phone=True)
        await browser.run(
            "document.querySelector('.doubt img').loading = 'eager'; document.querySelector('.doubt').scrollIntoView()"
        )
        (SHOTS / "board-scan-phone.png").write_bytes(await browser.screenshot())
        await hand.types(".correct textarea", "8/2026")
        await hand.tap("document.querySelector('.correct button')", "Không còn ô nào chưa chắc")
        await browser.run("document.querySelector('.read td:not(.doubt)').click()")
        assert await browser.run("document.querySelector('#any').value") == "1, 1 = Phụ lục"
        await hand.tap(button("Đúng cả trang"), "trang 2/2")
        await hand.tap(button("Đúng cả trang"), "Đã đối chiếu đủ các trang")
        assert hand.violations == []
        assert browser.complaints == []
    assert left() == 0
    if not AXE.exists():
        pytest.skip("all but axe: axe-core is not installed (make browser does it where npm is)")
    assert hand.rules > 50
