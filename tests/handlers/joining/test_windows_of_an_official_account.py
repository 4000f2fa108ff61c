"""The ways of a message where a channel has windows: free, paid, by template, by another channel, by telephone."""

import datetime as dt

import pytest
from sqlmodel import col, select

from catalog.audit import SYSTEM
from catalog.messaging import inbox_and_outbox
from catalog.messaging.cost_ahead import keep_ahead
from catalog.messaging.inbox_and_outbox import NOTICE, NUDGE, Message, Subject
from catalog.messaging.windows import Terms, costs_of, remember_left, remember_terms, spent
from catalog.people.one_time_codes import code_in
from catalog.people.people import prefer
from catalog.tables import Contact, Nudge, Outbox
from scheduler.delivery.next_way import BY_TEMPLATE, WINDOW
from scheduler.delivery.outbox import mark_sending, settle
from scheduler.delivery.phone_list import tell_whom_to_phone, unheard
from scheduler.delivery.retry import Ambiguous, Rejected, Sent, WayClosed, WindowClosed
from scheduler.digests.briefing import brief
from scheduler.digests.cost_ahead import look_ahead
from scheduler.digests.received import with_received
from scheduler.ladder.working_calendar import WorkCalendar

OA, OWN, COORDINATOR = "zalo_oa", "Sở Công Thương", "Sở Khoa học và Công nghệ"
TWO_DAYS, WEEK = dt.timedelta(days=2), dt.timedelta(days=7)


@pytest.fixture
def lan(house) -> Contact:
    return house.person("Lan", "focal", OWN, channel=OA)


def terms(house, **given) -> None:
    remember_terms(house.session, OA, Terms(**given), house.now)


def package(house, left: int) -> None:
    remember_left(house.session, OA, left)


def a_digest(house, chat: Contact, rung: str = "due") -> Outbox:
    """A day's digest of one task of the Sở, queued for a chat."""
    work = house.work(OWN)
    said = Message("NHẮC VIỆC", about=(Subject(1, work.id or 0, 1),))
    row_id = inbox_and_outbox.queue(house.session, chat, said, house.now, priority=NUDGE)
    house.session.add(
        Nudge(assignment_id=work.id or 0, slot="1", rung=rung, person_id=chat.person_id or 0, created_at=house.now,
              outbox_id=row_id)
    )  # fmt: skip
    house.session.flush()
    return house.session.get_one(Outbox, row_id)


def waiting(house, chat: Contact) -> list[Outbox]:
    rows = select(Outbox).where(Outbox.contact_id == chat.id, Outbox.state == "queued", Outbox.priority == NUDGE)
    return list(house.session.exec(rows.order_by(col(Outbox.id))).all())


def sent(house, row: Outbox, kind: str = "reply", left: int | None = None) -> str:
    """The way a message went."""
    assert mark_sending(house.session, row.id, house.now)
    settle(house.session, row.id, Sent(f"p{row.id}", kind, left), house.now)
    house.session.refresh(row)
    assert row.state == "sent"
    return row.way


def held(house, row: Outbox) -> str:
    assert not mark_sending(house.session, row.id, house.now)
    house.session.refresh(row)
    return f"{row.state}: {row.error}"


def test_within_two_days_everything_is_free(house, lan) -> None:
    house.now += dt.timedelta(hours=47)
    assert sent(house, a_digest(house, lan, "before_30")) == "free"
    assert spent(house.session, OA, house.now) == 0
    house.now += dt.timedelta(minutes=58)  # the platform's clock is not ours
    assert held(house, a_digest(house, lan)) == f"queued: {WINDOW}"


def test_the_package_is_for_what_is_urgent(house, lan) -> None:
    package(house, 10)
    house.now += TWO_DAYS
    early = a_digest(house, lan, "before_7")
    house.now += dt.timedelta(hours=1)
    due = a_digest(house, lan, "overdue_3")
    assert held(house, early) == f"queued: {WINDOW}"
    assert sent(house, due, "sub_quota", 9) == "paid"
    notice = inbox_and_outbox.queue(house.session, lan, Message("Đã duyệt"), house.now, priority=NOTICE)
    assert sent(house, house.session.get_one(Outbox, notice), "sub_quota", 8) == "paid"
    terms(house, everything=True)
    assert sent(house, a_digest(house, lan, "before_7"), "sub_quota", 7) == "paid"
    house.now += WEEK
    assert held(house, a_digest(house, lan)) == f"queued: {WINDOW}"


def test_nothing_is_billed_above_the_ceiling(house, lan) -> None:
    package(house, 0)
    house.now += TWO_DAYS + dt.timedelta(hours=1)
    assert held(house, a_digest(house, lan)) == f"queued: {WINDOW}", "no ceiling, no billing"
    terms(house, price=55, ceiling=120)
    assert [sent(house, a_digest(house, lan), "billed") for _ in range(2)] == ["paid", "paid"]
    assert spent(house.session, OA, house.now) == 110
    assert held(house, a_digest(house, lan)) == f"queued: {WINDOW}"
    house.now = house.now.replace(month=2, day=1)
    house.session.get_one(Contact, lan.id).last_in_at = house.now - dt.timedelta(days=3)
    assert sent(house, a_digest(house, lan), "billed") == "paid", "a new month"


def test_what_is_in_the_air_is_counted_against_the_package(house, lan) -> None:
    package(house, 1)
    other = house.person("Minh", "focal", OWN, channel=OA)
    house.now += TWO_DAYS + dt.timedelta(hours=1)
    first, second = a_digest(house, lan), a_digest(house, other)
    assert mark_sending(house.session, first.id, house.now)
    assert held(house, second) == f"queued: {WINDOW}"


def test_after_a_week_a_template_says_how_much_waits_and_the_digest_comes_with_the_next_word(house, lan) -> None:
    terms(house, template="nhac-viec", template_price=165, ceiling=500)
    house.now += WEEK
    digest = a_digest(house, lan)
    assert held(house, digest) == f"queued: {BY_TEMPLATE}"
    template = waiting(house, lan)[-1]
    assert template.payload["template"]["filled"] == {"name": OWN, "count": "1", "due": "30/06/2026"}
    assert sent(house, template, "template") == "template"
    assert spent(house.session, OA, house.now) == 165
    assert tell_whom_to_phone(house.session, house.now + dt.timedelta(hours=1)) == 0, "she has heard of it"
    # One template a silence; who does not answer it in a week is to be phoned.
    house.now += dt.timedelta(days=2)
    assert held(house, a_digest(house, lan)) == f"queued: {BY_TEMPLATE}"
    house.now += WEEK
    assert held(house, a_digest(house, lan)) == f"queued: {WINDOW}"
    assert spent(house.session, OA, house.now) == 165
    house.says(lan, "/toi")
    house.session.refresh(digest)
    assert (digest.not_before, digest.error) == (house.now, "")
    assert sent(house, digest) == "free"


def test_a_template_that_does_not_go_puts_its_reader_on_the_list(house, lan) -> None:
    terms(house, template="nhac-viec", ceiling=500)
    house.now += WEEK
    digest = a_digest(house, lan)
    held(house, digest)
    template = waiting(house, lan)[-1]
    assert mark_sending(house.session, template.id, house.now)
    settle(house.session, template.id, Rejected("-248"), house.now)
    house.session.refresh(digest)
    assert (template.state, digest.error) == ("failed", WINDOW)
    # One the platform has not approved: no way for today, and no other is tried.
    other = house.person("Minh", "focal", OWN, channel=OA)
    other.last_in_at = house.now - WEEK
    again = a_digest(house, other)
    held(house, again)
    row = waiting(house, other)[-1]
    assert mark_sending(house.session, row.id, house.now)
    settle(house.session, row.id, WayClosed("template", "-131", house.now + dt.timedelta(days=1)), house.now)
    house.session.refresh(again)
    assert (row.state, again.error) == ("failed", WINDOW)
    assert held(house, a_digest(house, other)) == f"queued: {WINDOW}"


def test_where_no_way_is_left_another_channel_of_the_person_is_used(house) -> None:
    account, telegram = house.person("Bình", "focal", OWN, channel=OA), house.person("Bình")
    house.says(telegram, code_in(" ".join(heard.text for heard in house.says(account, "/lienket thêm kênh"))))
    assert account.person_id == telegram.person_id
    prefer(house.session, account, SYSTEM, house.now)
    row = a_digest(house, account, "before_7")
    house.now += dt.timedelta(days=3)
    assert not mark_sending(house.session, row.id, house.now)
    assert [one.payload["text"] for one in waiting(house, telegram)] == [row.payload["text"]]
    assert row.state == "failed"
    assert not unheard(house.session, house.now)


def test_the_officer_gets_one_list_of_whom_to_phone_once_a_silence(house, lan) -> None:
    officer = house.person("Hạnh", "officer", COORDINATOR)
    minh = house.person("Minh", "focal", OWN, channel=OA)
    lan.phone = "0905123456"
    house.now += WEEK
    for chat in (lan, minh):
        held(house, a_digest(house, chat))
    assert tell_whom_to_phone(house.session, house.now) == 0, "the list is not whole yet"
    house.now += dt.timedelta(minutes=3)
    assert tell_whom_to_phone(house.session, house.now) == 2
    (told,) = [row for row in queued_for(house, officer) if "ĐIỆN THOẠI" in row.payload["text"]]
    assert "• Lan – Sở Công Thương, 0905123456: 1 việc, gần nhất" in told.payload["text"]
    assert "• Minh – " in told.payload["text"]
    assert tell_whom_to_phone(house.session, house.now + dt.timedelta(days=1)) == 0
    # She answers, is silent again, and is on the list again.
    house.says(lan, "/toi")
    house.now += dt.timedelta(days=8)
    held(house, a_digest(house, lan))
    house.now += dt.timedelta(minutes=3)
    assert tell_whom_to_phone(house.session, house.now) == 1


def queued_for(house, chat: Contact) -> list[Outbox]:
    rows = select(Outbox).where(Outbox.contact_id == chat.id, Outbox.state == "queued").order_by(col(Outbox.id))
    return list(house.session.exec(rows))


def test_the_platform_knows_better_and_is_believed_without_closing_the_chat(house, lan) -> None:
    row = a_digest(house, lan)
    assert mark_sending(house.session, row.id, house.now)
    settle(house.session, row.id, WindowClosed("-230"), house.now)
    house.session.refresh(row)
    assert (row.state, row.error) == ("queued", WINDOW)
    assert lan.blocked_at is None
    house.says(lan, "/toi")
    assert sent(house, row) == "free"


def test_money_that_is_gone_stops_what_costs_until_tomorrow_and_nothing_else(house, lan) -> None:
    package(house, 9)
    house.now += TWO_DAYS + dt.timedelta(hours=1)
    row = a_digest(house, lan)
    assert mark_sending(house.session, row.id, house.now)
    settle(house.session, row.id, WayClosed("paid", "-321", house.now + dt.timedelta(days=1)), house.now)
    house.session.refresh(row)
    assert row.error == WINDOW
    minh = house.person("Minh", "focal", OWN, channel=OA)
    assert sent(house, a_digest(house, minh)) == "free"
    house.now += dt.timedelta(days=1, hours=1)
    assert sent(house, a_digest(house, lan), "sub_quota", 8) == "paid"


def test_a_digest_near_the_end_of_a_window_carries_a_button_that_opens_it_anew(house, lan) -> None:
    early, late = house.now + dt.timedelta(hours=20), house.now + dt.timedelta(hours=30)
    assert with_received(Message("NHẮC VIỆC"), lan, early).choices == ()
    message = with_received(Message("NHẮC VIỆC"), lan, late)
    assert [choice.label for choice in message.flat_choices()] == ["Đã nhận"]
    telegram = house.person("Minh")
    assert with_received(Message("NHẮC VIỆC"), telegram, late).choices == ()
    house.now = late
    inbox_and_outbox.queue(house.session, lan, message, house.now, priority=NUDGE)
    assert house.presses(lan, house.told(lan)[-1], "Đã nhận")[-1].text.startswith("Cảm ơn anh/chị.")
    assert lan.last_in_at == house.now


def test_a_payload_that_was_typed_or_belongs_to_another_gives_no_right(house, lan) -> None:
    """#dd 7.0 is a text: only the very person it was sent to can use it, and only for what it still means."""
    minh = house.person("Minh", "focal", "Sở Tài chính", channel=OA)
    offered = with_received(Message("NHẮC VIỆC"), lan, house.now + dt.timedelta(days=2))
    row = inbox_and_outbox.queue(house.session, lan, offered, house.now, priority=NUDGE)
    for chat, place in ((minh, 0), (lan, 7)):
        assert "không có quyền" in house.says(chat, "", choice=(row, place))[-1].text
    assert house.audited("refused.choice")


def test_a_message_whose_answer_was_lost_is_counted_once_as_dear_as_it_may_have_been(house, lan) -> None:
    package(house, 5)
    house.now += TWO_DAYS + dt.timedelta(hours=1)
    row = a_digest(house, lan)
    assert mark_sending(house.session, row.id, house.now)
    settle(house.session, row.id, Ambiguous("lost"), house.now)
    house.now += dt.timedelta(hours=1)
    assert mark_sending(house.session, row.id, house.now)
    settle(house.session, row.id, Sent("p1", "unknown"), house.now)
    assert [(cost.kind, cost.messages, cost.cost) for cost in costs_of(house.session, OA, house.now)] == [
        ("unknown", 1, 55)
    ]


def test_what_the_next_thirty_days_cost_is_told_to_officers_once_a_week(house, lan) -> None:
    calendar = WorkCalendar()
    for title in ("Một", "Hai"):
        house.work(OWN, title=title)
    house.now = dt.datetime(2026, 6, 12, 9, tzinfo=house.now.tzinfo)
    lan.last_in_at = house.now
    terms(house, price=55, template_price=165, ceiling=1000, template="nhac-viec")
    ahead = look_ahead(house.session, OA, house.now, calendar)
    # Silent from today on: 14 days before is two working days ahead, 7 and 3 and 1 days before are too early to be paid
    # for, the due day is past a week: one template, and the telephone.
    assert (ahead.free + ahead.paid + ahead.template + ahead.phone, ahead.template) == (9, 1)
    assert ahead.cost == ahead.paid * 55 + 165
    terms(house, ceiling=1000)
    assert look_ahead(house.session, OA, house.now, calendar).template == 0
    keep_ahead(house.session, OA, ahead, house.now)
    sent(house, a_digest(house, lan))
    officer = house.person("Hạnh", "officer", COORDINATOR)
    monday = dt.datetime(2026, 6, 15, 9, tzinfo=house.now.tzinfo)
    parts = [part.text for part in brief(house.session, officer.person_id or 0, monday, calendar)]
    (told,) = [text for text in parts if text.startswith("ZALO OA THÁNG 6/2026")]
    assert "• Đã gửi: miễn phí 1; gói còn 0 tin" in told
    assert "1 theo mẫu (khoảng 165 đồng)" in told
    tuesday = monday + dt.timedelta(days=1)
    assert not any("ZALO OA" in part.text for part in brief(house.session, officer.person_id or 0, tuesday, calendar))
