"""One person on several channels: written to on the preferred one, on another where that is closed, never on both."""

import datetime as dt

import pytest
from sqlmodel import col, select

from catalog.messaging import channel_limits, inbox_and_outbox
from catalog.messaging.channel_limits import ChannelRules, Window
from catalog.messaging.inbox_and_outbox import NUDGE, Choice, Message, Subject
from catalog.messaging.reachable_chats import contact_of
from catalog.people.one_time_codes import code_in
from catalog.tables import Contact, Digest, Nudge, Outbox, Prompt
from scheduler.delivery.outbox import mark_sending, settle
from scheduler.delivery.retry import Ambiguous, Blocked

OWN = "Sở Công Thương"


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A channel of tomorrow: six hours and nothing for money, short texts."""
    rules = ChannelRules(
        text=120, caption=50, buttons=False, files_out=False, file_in=1,
        window=Window(free=dt.timedelta(hours=6), paid=dt.timedelta(hours=6)),
    )  # fmt: skip
    monkeypatch.setitem(channel_limits.CHANNELS, "pigeon", rules)


def both(house, first: str = "telegram", second: str = "zalo") -> tuple[Contact, Contact]:
    """One focal point who linked a second chat with an own code."""
    one, other = house.person("Bình", "focal", OWN, channel=first), house.person("Bình", channel=second)
    house.says(other, code_in(" ".join(heard.text for heard in house.says(one, "/lienket thêm kênh"))))
    assert one.person_id == other.person_id
    return one, other


def nudged(house, chat: Contact) -> Outbox:
    """A digest with its reminder, queued for a chat."""
    work = house.work(OWN)
    said = Message("NHẮC VIỆC " + "việc " * 30, ((Choice("Xem", "list"),),), about=(Subject(1, work.id or 0, 1),))
    row_id = inbox_and_outbox.queue(house.session, chat, said, house.now, priority=NUDGE)
    digest = Digest(person_id=chat.person_id or 0, day=house.now.date(), created_at=house.now, outbox_id=row_id)
    house.session.add(digest)
    house.session.flush()
    house.session.add(Nudge(assignment_id=work.id or 0, slot="1", rung="due", person_id=chat.person_id or 0,
                            created_at=house.now, digest_id=digest.id, outbox_id=row_id))  # fmt: skip
    house.session.flush()
    return house.session.get_one(Outbox, row_id)


def waiting(house, chat: Contact) -> list[Outbox]:
    rows = select(Outbox).where(Outbox.contact_id == chat.id, Outbox.state == "queued", Outbox.priority == NUDGE)
    return list(house.session.exec(rows.order_by(col(Outbox.id))).all())


def test_one_chooses_where_to_be_written_to(house) -> None:
    telegram, zalo = both(house)
    assert contact_of(house.session, telegram.person_id, house.now) == telegram
    me = house.says(telegram, "/toi")[-1]
    assert "• Telegram (Bình) – đang dùng\n• Zalo (Bình) – dự phòng" in me.text
    answer = house.presses(telegram, me, "Nhắn tôi qua Zalo")[-1]
    assert answer.text.startswith("Từ nay nhắc việc và thông báo được gửi qua Zalo (Bình).")
    assert contact_of(house.session, telegram.person_id, house.now) == zalo
    assert "• Zalo (Bình) – đang dùng" in house.says(zalo, "/toi")[-1].text
    assert house.audited("channel.preferred")
    # Somebody else's chat cannot be chosen.
    stranger = house.person("Khách", "focal", OWN)
    assert "không có quyền" in house.taps(stranger, "channel_prefer", contact=zalo.id)[-1].text


@pytest.mark.parametrize("second", ["zalo", "pigeon"])
def test_a_digest_that_a_blocked_chat_refused_goes_to_the_other_chat_once(house, second: str) -> None:
    one, other = both(house, second=second)
    row = nudged(house, one)
    assert mark_sending(house.session, row.id, house.now)
    settle(house.session, row.id, Blocked("403"), house.now)
    assert row.state == "failed"
    moved = waiting(house, other)[-1]
    assert one.blocked_at is not None
    assert not waiting(house, one)
    # The proof, the digest and the meaning of its numbers have followed; nobody was told that Bình is lost.
    assert house.session.exec(select(Nudge)).one().outbox_id == moved.id
    assert house.session.exec(select(Digest)).one().outbox_id == moved.id
    assert house.session.exec(select(Prompt).where(Prompt.outbox_id == moved.id)).one().position == 1
    assert [c.number for c in Message.from_json(moved.payload).flat_choices()] == ["2"]
    assert moved.grounds == row.grounds
    pieces = 1 if second == "zalo" else 3
    assert len(waiting(house, other)) == pieces  # cut anew for the shorter channel
    settle(house.session, row.id, Blocked("403"), house.now)
    assert len(waiting(house, other)) == pieces


def test_what_may_have_arrived_goes_no_second_way(house) -> None:
    telegram, zalo = both(house)
    row = nudged(house, telegram)
    for outcome in (Ambiguous("lost"), Blocked("403")):
        row.state = "sending"
        settle(house.session, row.id, outcome, house.now)
        house.session.refresh(row)
    assert row.state == "failed"
    assert not waiting(house, zalo)


def test_a_queued_digest_leaves_a_chat_that_was_blocked_meanwhile(house) -> None:
    telegram, zalo = both(house)
    row = nudged(house, telegram)
    telegram.blocked_at = house.now
    assert not mark_sending(house.session, row.id, house.now)
    assert [one.payload["text"] for one in waiting(house, zalo)] == [row.payload["text"]]


def test_a_channels_window_is_respected_by_choosing_and_by_sending(house) -> None:
    pigeon = house.person("Bình", "focal", OWN, channel="pigeon")
    person, soon, late = pigeon.person_id, house.now + dt.timedelta(hours=5), house.now + dt.timedelta(hours=7)
    assert contact_of(house.session, person, soon) == pigeon
    assert contact_of(house.session, person, late) is None
    # Rather than nothing, a chat in which what is said waits.
    assert contact_of(house.session, person, late, may_wait=True) == pigeon
    rows = [inbox_and_outbox.queue(house.session, pigeon, Message(str(n)), house.now) for n in range(2)]
    assert mark_sending(house.session, rows[0], soon)
    assert not mark_sending(house.session, rows[1], late)
    held = house.session.get_one(Outbox, rows[1])
    assert (held.state, held.error) == ("queued", "the channel's window is closed")
    # A word of the person opens it again.
    house.now += dt.timedelta(days=3)
    house.says(pigeon, "/huy")
    assert contact_of(house.session, person, house.now) == pigeon
    house.session.refresh(held)
    assert (held.error, held.not_before) == ("", house.now), "what waited goes now"


def test_out_of_the_window_the_other_chat_is_used(house) -> None:
    pigeon, zalo = both(house, first="pigeon")
    row = nudged(house, pigeon)
    later = house.now + dt.timedelta(days=1)
    assert contact_of(house.session, pigeon.person_id, later) == zalo
    assert not mark_sending(house.session, row.id, later)
    assert waiting(house, zalo)


@pytest.mark.parametrize(("typed", "opened"), [("1", "Việc Một"), ("3", "Việc Hai"), ("5", "")])
def test_without_buttons_a_number_answers_the_message_it_was_printed_in(house, typed: str, opened: str) -> None:
    """ "1" typed about the first notice does not answer the one that came meanwhile."""
    zalo = house.person("Hạnh", "officer", "Sở Khoa học và Công nghệ", channel="zalo")
    for name in ("Một", "Hai"):
        card = Choice("Xem", "card", {"assignment": house.work(OWN, title=f"Việc {name}").id})
        choices = ((card, Choice("Khác", "list")),)
        inbox_and_outbox.queue(
            house.session, zalo, Message("Có việc", choices), house.now, priority=inbox_and_outbox.NOTICE
        )
    said = house.says(zalo, typed)[-1].text
    assert (opened in said) if opened else ("NHIỆM VỤ" not in said)
