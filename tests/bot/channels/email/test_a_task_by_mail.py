"""Work by mail alone, on a real Dovecot: coming in, the reminder, the answer with its evidence, the receipt."""

import datetime as dt
import email.utils
import urllib.parse

import pytest
from post import Post, html_of, mailto, text_of
from servers import BOT

from bot.checkup import on_mail
from catalog.clock import at_local
from templates.documents.sample import sample_pdf

pytestmark = pytest.mark.loopback


async def test_a_letter_to_the_bot_a_code_a_reminder_and_an_answer_with_a_file(office: Post) -> None:
    office.plan("Ban hành kế hoạch tuyên truyền", "Tập huấn kỹ năng số")
    who = office.someone("lan")
    await office.new(f"Trần Thị Lan <{who}>", "Chào bot, tôi muốn nhận việc của Sở")
    first = await office.next_to(who)
    assert "chưa ghi nhận gì" in text_of(first)
    assert "mã mời" in text_of(first)
    welcome = await office.answer(first, who, office.code("focal", "Sở Nội vụ"))
    assert "Sở Nội vụ" in text_of(welcome)

    before = len(office.letters(who))
    office.clock.set(at_local(dt.date(2026, 1, 6), dt.time(8, 0)))
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(who, before)
    assert "Ban hành kế hoạch tuyên truyền" in text_of(digest)
    assert "Tập huấn kỹ năng số" in html_of(digest)

    receipt = await office.answer(
        digest, who, "1 xong theo 12/KH-SNV ngày 05/01/2026, 2 được 50%", ("kh.pdf", sample_pdf("12"))
    )
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert "kh.pdf" in text_of(receipt)
    assert "50%" in text_of(receipt)
    assert receipt["In-Reply-To"] in str(receipt["References"])


async def test_a_letter_is_readable_everywhere_and_says_how_to_answer(office: Post) -> None:
    office.plan("Ban hành kế hoạch", "Tập huấn")
    who = office.person("minh", "focal", "Sở Nội vụ")
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(who)
    raw = office.server.boxes[who].letters()[0]
    assert raw.isascii()
    assert digest["From"] == f"Đôn Đốc <{BOT}>"
    assert str(digest["Reply-To"]).startswith("bot+r.")
    assert digest["Auto-Submitted"] == "auto-generated"
    assert str(digest["List-Unsubscribe"]).startswith("<mailto:bot+u.")
    assert "5/1/2026" in str(digest["Subject"])
    assert digest.get_content_type() == "multipart/alternative"
    assert text_of(digest).startswith("##- Trả lời phía trên dòng này -##")
    assert office.server.senders[-1].startswith("bot+b.")
    link = urllib.parse.urlsplit(mailto(digest, "1 xong"))
    assert link.path == digest["Reply-To"]
    assert urllib.parse.parse_qs(link.query)["body"] == ["1 xong"]
    assert email.utils.parsedate_to_datetime(str(digest["Date"])) == office.clock()


async def test_a_number_means_what_that_very_letter_printed_and_a_question_is_a_question(office: Post) -> None:
    office.plan("Ban hành kế hoạch", "Tập huấn")
    who = office.person("minh", "focal", "Sở Nội vụ")
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(who)
    card = await office.answer(digest, who, "1")
    assert "2. Được 75%" in text_of(card)
    assert "Sẽ nhắc lại" in text_of(await office.answer(digest, who, "3"))
    shown = await office.answer(digest, who, "việc quá hạn của tôi")
    assert "Chưa hiểu" not in text_of(shown)
    assert "75%" in text_of(await office.answer(card, who, "2"))
    empty = await office.answer(digest, who, "")
    assert "không có nội dung trả lời" in text_of(empty)


async def test_a_letter_to_itself_comes_back_and_doctor_says_so(office: Post) -> None:
    (first, *more) = await on_mail(office.app.settings)
    assert (first.level, more) == ("ok", [])
    office.server.refuses[BOT] = "550 5.7.1 not from here"
    (trouble,) = await on_mail(office.app.settings)
    assert trouble.level == "error"
    assert await office.judged(2) == ["own", "own"]


async def test_a_long_list_stays_in_one_letter_and_its_last_number_answers(office: Post) -> None:
    office.plan(*(f"Nhiệm vụ thứ {n}" for n in range(1, 31)))
    who = office.person("minh", "focal", "Sở Nội vụ")
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(who)
    assert all(f"Nhiệm vụ thứ {n} " in text_of(digest) for n in range(1, 31))
    assert "35%" in text_of(await office.answer(digest, who, "30 được 35%"))
