"""What is said in chat about when a reminder goes out keeps to the hours and days that this deployment set."""

import datetime as dt

from conversation import COORDINATOR, Talk, task
from sqlmodel import col, select

from catalog.audit import SYSTEM
from catalog.clock import at_local
from catalog.tables import Nudge, Outbox
from catalog.upkeep.days_off import set_day
from scheduler.ladder.working_calendar import OfficeHours

MONDAY, TUESDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 6)


def sent_for(talk: Talk) -> set[dt.datetime]:
    with talk.store.read() as session:
        query = select(Outbox.not_before).join(Nudge, col(Nudge.outbox_id) == col(Outbox.id))
        return set(session.exec(query.where(col(Nudge.rung).startswith("manual"))))


def test_an_officers_reminder_waits_for_the_hours_and_the_days_that_were_set(talk: Talk) -> None:
    """At nine on a Monday, where people work afternoons only and that Monday was made a day off."""
    talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(task("Thương mại điện tử 1"))
    talk.hours = OfficeHours.parse("13:00-16:00", "14:00")
    assert "lúc 5/1 13:00" in talk.say(officer, "/nhac so cong thuong")[0].text
    talk.store.write(lambda s: set_day(s, MONDAY, working=False, source="Thông báo 1", actor=SYSTEM, now=talk.clock()))
    assert "lúc 6/1 13:00" in talk.say(officer, "/nhac so cong thuong")[0].text
    assert "6/1 13:00" in talk.tap(officer, "Gửi nhắc")[0].text
    assert sent_for(talk) == {at_local(TUESDAY, dt.time(13))}


def test_a_task_put_off_comes_back_on_a_working_day_of_this_deployment(talk: Talk) -> None:
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    (code,) = talk.plan(task("Thương mại điện tử 1", dt.date(2026, 1, 30)))
    thursday = dt.date(2026, 1, 8)
    talk.store.write(
        lambda s: set_day(s, thursday, working=False, source="Thông báo 1", actor=SYSTEM, now=talk.clock())
    )
    talk.sweep()
    assert "7/1" in talk.tap(focal, "Nhắc lại sau")[0].text
    assert talk.assignment(code).snoozed_until == dt.date(2026, 1, 7)


def test_what_will_be_said_is_asked_in_words_and_is_no_update(talk: Talk) -> None:
    """The officer sees all of their plans, a focal point what comes to them; nothing goes on record."""
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    (code, _) = talk.plan(
        task("Thương mại điện tử 1", dt.date(2026, 1, 9)), task("Rà soát 2", dt.date(2026, 1, 16), "Sở Nội vụ")
    )
    question = "Nếu không ai trả lời thì tuần này nhắc những gì?"
    whole = talk.say(officer, question)[0].text
    assert whole.startswith("Nếu không ai trả lời, từ 5/1/2026 đến 11/1/2026 Đôn Đốc sẽ nhắc:")
    assert "thứ Sáu, 9/1/2026: 2 người" not in whole
    assert "thứ Sáu, 9/1/2026: 1 người; 1 cơ quan chưa có đầu mối" in whole
    own = talk.say(focal, "neu khong ai tra loi thi tuan nay nhac nhung gi")[0].text
    assert "sẽ nhắc anh/chị" in own
    assert "chưa có đầu mối" not in own
    assert "thứ Sáu, 9/1/2026 – 1 đến hạn trong ngày" in own
    assert "thứ Ba, 6/1/2026" in talk.say(focal, "ngày mai nhắc những gì")[0].text
    assert "từ 12/1/2026 đến 18/1/2026" in talk.say(officer, "tuần sau nhắc ai")[0].text
    assert talk.assignment(code).last_update_at is None
