"""The whole life of a task by mail alone: invited, reminded, reported with evidence, returned, reported again, accepted
on the page a letter leads to, and counted in the leader's figures with the chart in the letter."""

import datetime as dt
import re
from email.message import EmailMessage

import httpx
import pytest
from hostile_mail import OFFICE
from post import Post, html_of, text_of

from catalog.clock import at_local
from templates.documents.sample import sample_pdf

pytestmark = pytest.mark.loopback
COORDINATOR = "Sở Khoa học và Công nghệ"


def number_of(words: str, label: str) -> str:
    """What to type for the choice with this label."""
    found = re.search(rf"^(\d+)\. .*{re.escape(label)}", words, re.MULTILINE)
    assert found is not None, words
    return found[1]


async def confirmed(words: str) -> str:
    """Open the page a letter leads to, as a gateway and as a person do, and press its button; what the page shows."""
    page = re.search(r"https?://\S+/xac-nhan/\S+", words)
    assert page is not None, words
    async with httpx.AsyncClient(follow_redirects=True, timeout=60) as browser:
        asked = await browser.get(page[0])
        assert "Xác nhận và thực hiện" in asked.text
        await browser.post(page[0])
        again = await browser.post(page[0])
    assert "Đã xác nhận" in again.text
    return asked.text


async def report_to(office: Post, officer: str, before: int) -> EmailMessage:
    """The notice of a report, after the first `before` letters."""

    def came() -> list[EmailMessage]:
        return [one for one in office.letters(officer)[before:] if "Chấp nhận" in text_of(one)]

    return (await office.until(came))[0]


@pytest.mark.long
async def test_a_task_lives_by_mail_alone(office: Post) -> None:
    office.plan("Ban hành kế hoạch tuyên truyền")
    officer = office.person("mai", "officer", COORDINATOR)
    leader = office.person("chutich", "leader")
    await office.new(officer, "Chào bot")
    hello = await office.next_to(officer)

    # An invitation gives rights: the letter asks for the page, and the code comes only after it.
    asked = await office.answer(hello, officer, f"/moi {OFFICE}")
    before = len(office.letters(officer))
    assert f"/moi {OFFICE}" in await confirmed(text_of(asked))
    invitation = text_of(await office.next_to(officer, before))
    code = re.search(r"\b[A-Z0-9]{5}-[A-Z0-9]{5}\b", invitation)
    assert code is not None, invitation

    lan = office.someone("lan")
    await office.new(lan, "Tôi là đầu mối của Sở Nội vụ")
    assert "Sở Nội vụ" in text_of(await office.answer(await office.next_to(lan), lan, code[0]))

    before = len(office.letters(lan))
    office.clock.set(at_local(dt.date(2026, 1, 6), dt.time(8, 0)))
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(lan, before)
    noticed = len(office.letters(officer))
    receipt = await office.answer(digest, lan, "1 xong theo 12/KH-SNV ngày 05/01/2026", ("kh.pdf", sample_pdf("12")))
    assert "kh.pdf" in text_of(receipt)

    # The officer hears of it and returns it with a reason in her own words; the agency mends it and reports again.
    notice = await report_to(office, officer, noticed)
    asked = await office.answer(notice, officer, number_of(text_of(notice), "Trả lại"))
    told = len(office.letters(lan))
    await office.answer(asked, officer, "Thiếu phụ lục phân công")
    back = await office.next_to(lan, told)
    assert "Thiếu phụ lục phân công" in text_of(back)
    noticed = len(office.letters(officer))
    await office.answer(back, lan, "Đã xong, đã bổ sung phụ lục", ("phu-luc.pdf", sample_pdf("phụ lục")))

    # She accepts: on the page, once, whoever else holds the letter.
    notice = await report_to(office, officer, noticed)
    asked = await office.answer(notice, officer, number_of(text_of(notice), "Chấp nhận"))
    assert "Chưa thực hiện gì" in text_of(asked)
    before = len(office.letters(officer))
    told = len(office.letters(lan))
    await confirmed(text_of(asked))
    assert "Ban hành kế hoạch" in text_of(await office.next_to(officer, before))
    assert "Ban hành kế hoạch" in text_of(await office.next_to(lan, told))

    # The leader asks in words and reads the figures, the chart stands in the letter.
    await office.new(leader, "Chào")
    shown = await office.answer(await office.next_to(leader), leader, "/tonghop")
    assert "Tổng số: 1 lượt giao" in text_of(shown)
    assert re.search(r"✅[^\n]*1", text_of(shown))
    chart = await office.answer(shown, leader, number_of(text_of(shown), "iểu đồ"))
    picture = next(part for part in chart.walk() if part.get_content_maintype() == "image")
    assert f"cid:{str(picture['Content-ID']).strip('<>')}" in html_of(chart)
