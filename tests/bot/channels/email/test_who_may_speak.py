"""Whose word a letter is: its owner's by the mark, a colleague's only after the owner's yes, a machine's never."""

import datetime as dt
import re

import pytest
from hostile_mail import OFFICE
from post import Post, text_of
from servers import BOT

from bot.channels.email import channel, correspondence
from bot.channels.email.authentication import vouched
from bot.channels.email.judging import AN_HOUR, MOST_AN_HOUR, Caps
from bot.channels.email.reply_address import Marks
from catalog.people.people import known_contact
from scheduler.digests.absent import absent

MX = "mx.tinh.gov.vn"


def test_a_mark_is_good_for_its_letter_and_its_contact_alone() -> None:
    marks = Marks([b"new", b"old"], "bot", "tinh.gov.vn")
    (mark,) = marks.addressed([f"Bot <{marks.address('r', 4711, 8).upper()}>"])
    assert (mark.kind, mark.number) == ("r", 4711)
    assert marks.valid(mark, 8)
    assert not marks.valid(mark, 9)
    assert len(marks.address("r", 2**40, 8).partition("@")[0]) <= 64
    (called,) = marks.called([f"<x@y> {marks.message_id(4711, 8)}"])
    assert marks.valid(called, 8)
    assert marks.addressed([marks.address("r", 1, 1).replace("tinh", "huyen")]) == []


def test_a_key_that_was_changed_still_opens_what_it_signed_and_a_third_does_not() -> None:
    before = Marks([b"old"], "bot", "tinh.gov.vn")
    (mark,) = before.addressed([before.address("r", 5, 1)])
    assert Marks([b"new", b"old"], "bot", "tinh.gov.vn").valid(mark, 1)
    assert not Marks([b"newer", b"new"], "bot", "tinh.gov.vn").valid(mark, 1)


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([f"{MX}; dmarc=pass header.from=so.gov.vn"], "pass"),
        ([f"{MX}; dkim=pass header.d=so.gov.vn"], "pass"),
        ([f"{MX}; spf=pass smtp.mailfrom=lan@so.gov.vn; dmarc=fail header.from=so.gov.vn"], "fail"),
        ([f"{MX}; dkim=pass header.d=evil.test; spf=pass smtp.mailfrom=x@evil.test"], "fail"),
        ([f"{MX}; dkim=pass header.d=gov.vn"], "fail"),
        (["mx.evil.test; dmarc=pass header.from=so.gov.vn"], "fail"),
        (["not a result at all ;;;="], "fail"),
        ([], "fail"),
    ],
)
def test_only_what_our_own_server_says_of_the_writers_domain_counts(results: list[str], verdict: str) -> None:
    assert vouched(results, MX, "lan@so.gov.vn") == verdict
    assert vouched(results, "", "lan@so.gov.vn") == "unknown"


def test_two_machines_that_do_not_say_they_are_machines_stop_talking_within_the_hour(now: dt.datetime) -> None:
    caps = Caps()
    said = [caps.over("loop@so.test", f"Đã nhận {n}", now + dt.timedelta(seconds=n)) for n in range(40)]
    assert said == [""] * MOST_AN_HOUR + ["storm"] * (40 - MOST_AN_HOUR)
    assert caps.over("loop@so.test", "sau", now + dt.timedelta(hours=2)) == ""
    assert caps.over("loop@so.test", "sau", now + dt.timedelta(hours=2, minutes=1)) == "again"


@pytest.mark.loopback
@pytest.mark.long
async def test_a_new_start_opens_no_new_account_for_a_machine_that_talks(office: Post) -> None:
    lan = office.person("lan", "focal", OFFICE)
    await office.new(lan, "chào")
    hello = await office.next_to(lan)
    for n in range(3):
        await office.answer(hello, lan, f"máy trả lời lần {n}")
    with office.app.store.read() as session:
        known = correspondence.answered_lately(session, lan, office.clock() - AN_HOUR)
        strangers = correspondence.strangers_answered(session, office.clock() - AN_HOUR, 9)
    assert len(known) == 4
    assert len(strangers) == 1
    caps = Caps()
    caps.begin(lan, known)
    said = [caps.over(lan, f"{n}", office.clock()) for n in range(30)]
    assert said.count("") == MOST_AN_HOUR - 4


@pytest.mark.loopback
@pytest.mark.long
async def test_whose_mailbox_says_they_are_away_is_marked_and_neither_answered_nor_closed(office: Post) -> None:
    office.plan("Ban hành kế hoạch")
    lan = office.person("lan", "focal", OFFICE)
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(lan)
    bounce = next(one for one in office.server.senders if one.startswith("bot+b."))
    for n, to in enumerate((str(digest["Reply-To"]), bounce)):  # to either address, as programs like
        head = f"From: {lan}\nTo: {to}\nSubject: Vắng mặt\nMessage-ID: <away{n}@so>\nAuto-Submitted: auto-replied\n"
        words = f"Content-Type: text/plain; charset=utf-8\n\nTôi nghỉ phép từ 06/01 đến hết 15/01/2026 ({n}).\n"
        await office.raw((head + words).encode(), to, "")
    assert await office.judged(2) == ["away", "away"]
    assert len(office.letters(lan)) == 1
    with office.app.store.read() as session:
        contact = known_contact(session, "email", lan)
        assert contact is not None
        assert (contact.blocked_at, contact.absent_until) == (None, dt.date(2026, 1, 15))
        assert absent(session, office.clock()) == (("lan", OFFICE, dt.date(2026, 1, 15)),)
        assert absent(session, office.clock() + dt.timedelta(days=20)) == ()
    office.clock.set(office.clock() + dt.timedelta(minutes=1))
    await office.answer(digest, lan, "1 được 20%")
    with office.app.store.read() as session:
        assert absent(session, office.clock()) == ()


@pytest.mark.loopback
@pytest.mark.long
async def test_a_letter_that_answers_none_is_told_how_and_what_it_asked_for_is_shown_to_the_address(
    office: Post,
) -> None:
    office.plan("Ban hành kế hoạch")
    lan, stranger = office.person("lan", "focal", OFFICE), office.someone("moi")
    await office.new(lan, "/viec", "Hỏi")
    offered = await office.next_to(lan)
    assert "Ban hành kế hoạch" not in text_of(offered)
    shown = await office.answer(offered, lan, re.findall(r"^(\d+)\. Việc của tôi", text_of(offered), re.M)[0])
    assert "Ban hành kế hoạch" in text_of(shown)
    await office.new(lan, "/roi", "Lần nữa")
    assert re.findall(r"^\d+\. .*", text_of(await office.next_to(lan, 2)), re.M) == ["1. Việc của tôi"]

    await office.new(stranger, office.code("focal", OFFICE), "Xin kết nối")
    told = await office.next_to(stranger)
    assert "đồng ý" in text_of(told)
    assert "Đã kết nối" in text_of(await office.answer(told, stranger, "đồng ý"))


@pytest.mark.loopback
async def test_a_colleague_who_answers_a_forwarded_letter_speaks_on_behalf_after_the_owners_yes(office: Post) -> None:
    office.plan("Ban hành kế hoạch", "Tập huấn")
    lan, colleague = office.person("lan", "focal", OFFICE), office.someone("hung")
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(lan)
    mail = office.answer_to(digest, f"Hùng <{colleague}>", "1 được 60%")
    await office.write(mail, str(mail["To"]), colleague)
    asked = await office.next_to(lan, 1)
    assert "1 được 60%" in text_of(asked)
    assert "Hùng" in text_of(asked)
    assert office.letters(colleague) == []
    yes = next(line[0] for line in text_of(asked).splitlines() if line.endswith("Ghi nhận"))
    assert "60%" in text_of(await office.answer(asked, lan, yes))


@pytest.mark.loopback
async def test_a_letter_we_stumble_over_is_kept_and_stops_nobody(office: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = office.person("lan", "focal", OFFICE)
    plain = channel.judge
    monkeypatch.setattr(channel, "judge", lambda *args, **also: 1 / 0)
    await office.new("ke@evil.test", "x")
    await office.until(lambda: office.handled() == 1)
    monkeypatch.setattr(channel, "judge", plain)
    await office.new(lan, "chào")
    assert "chưa ghi nhận gì" in text_of(await office.next_to(lan))


def test_a_number_no_database_can_look_for_is_no_number() -> None:
    marks = Marks([b"k"], "bot", "tinh.gov.vn")
    (mark,) = marks.addressed([f"bot+r.{'z' * 13}-{'a' * 16}@tinh.gov.vn"])
    assert mark.number < 2**31


@pytest.mark.loopback
@pytest.mark.long
async def test_a_returned_letter_closes_its_address_and_the_officer_hears_once(office: Post) -> None:
    office.plan("Ban hành kế hoạch")
    lan = office.person("lan", "focal", OFFICE)
    officer = office.person("mai", "officer", "Sở Khoa học và Công nghệ")
    await office.app.sweep_now()
    office.app.delivery.wake()
    await office.next_to(lan)
    bounce = next(one for one in office.server.senders if one.startswith("bot+b."))
    report = (
        f"From: MAILER-DAEMON@mx.test\nTo: {bounce}\nSubject: Delivery failed\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nSorry.\n'
        f"--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {lan}\n"
        "Action: failed\nStatus: 5.0.0\n\n--x--\n"
    )
    for n in range(3):
        await office.raw(f"Message-ID: <b{n}@mx>\n{report}".encode(), bounce, "")
    assert await office.judged(3) == ["returned"] * 3

    def told() -> list[str]:
        words = [text_of(letter) for letter in office.letters(officer)]
        return [one for one in words if "địa chỉ thư không nhận được" in one]

    assert "lan" in (await office.until(told))[0]
    assert len(told()) == 1


@pytest.mark.loopback
async def test_one_letter_delivered_twice_is_one_and_one_whose_answer_was_lost_has_one_message_id(office: Post) -> None:
    lan = office.person("lan", "focal", OFFICE)
    office.plan("Ban hành kế hoạch")
    office.server.loses = 1
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(lan)
    await office.until(office.answer_lost)
    office.clock.set(office.clock() + dt.timedelta(minutes=1))
    office.app.delivery.wake()
    again = await office.next_to(lan, 1)
    assert again["Message-ID"] == digest["Message-ID"]
    mail = office.answer_to(digest, lan, "1 được 20%")
    mail["Message-ID"] = "<mot@so.test>"
    for _ in range(3):
        await office.raw(mail.as_bytes(), str(mail["To"]), lan)
    await office.raw(mail.as_bytes(), BOT, lan)
    await office.next_to(lan, 2)
    assert await office.judged(1) == ["person"]


@pytest.fixture
def now() -> dt.datetime:
    """A moment."""
    return dt.datetime(2026, 1, 5, 2, 0, tzinfo=dt.UTC)
