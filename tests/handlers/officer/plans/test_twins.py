"""One piece of work that two plans order: linked by an officer, reminded of once, answered once for both."""

import datetime as dt

from conversation import COORDINATOR, Talk, task
from sqlmodel import Session

from catalog.audit import SYSTEM
from catalog.messaging.inbox_and_outbox import Choice, Message, queue
from catalog.people.people import contact_for
from catalog.plans.keeping.store import import_plan
from catalog.plans.keeping.twins import twins_of
from catalog.plans.model import ParsedPlan

DUE = dt.date(2026, 1, 20)
WORK = "Xây dựng cơ sở dữ liệu chợ trên địa bàn tỉnh"


def second_plan(talk: Talk, title: str = WORK) -> int:
    """The same work in a second plan, by other words of place; its task's code."""
    plan = ParsedPlan("8/KH", "Kế hoạch 8/KH", "UBND tỉnh", dt.date(2026, 1, 3), 2026, COORDINATOR, (task(title, DUE),))
    report = talk.store.write(lambda s: import_plan(s, plan, SYSTEM, talk.clock()))
    return int(report.added[0]["task"])


def offered(talk: Talk, chat: str, plan: int) -> None:
    """What stands below the message that a plan was imported."""

    def tell(session: Session) -> None:
        contact = contact_for(session, talk.channel, chat, "", talk.clock())
        queue(
            session, contact, Message("Đã nhập.", ((Choice("Xem việc trùng", "twins", {"plan": plan}),),)), talk.clock()
        )

    talk.store.write(tell)
    talk.tap(chat, "Xem việc trùng")


def test_work_in_two_plans_is_noticed_and_once_linked_reminded_of_and_answered_once(talk: Talk) -> None:
    officer, focal = talk.person("Hạnh", "officer", COORDINATOR), talk.person("Bình", "focal", "Sở Công Thương")
    talk.plan(task(WORK, DUE), task("Tổng kết công tác năm của ngành", DUE))
    second = second_plan(talk, WORK + " năm 2026")
    with talk.store.read() as session:
        [found] = twins_of(session, 2)
    assert (found.task, found.other, found.other_plan) == (second, 1, "1/KH")
    offered(talk, officer, 2)
    [told] = talk.tap(officer, "1")
    assert told.text.startswith("Đã liên kết #3 với #1 (1 cơ quan)")
    talk.sweep()
    assert "#1 " in talk.last(focal).text
    assert "#3 " not in talk.last(focal).text
    talk.say(focal, "#1 xong rồi")
    assert [talk.assignment(code).state for code in (1, second, 2)] == ["reported", "reported", "not_started"]
    talk.say(focal, "/hoantac")
    assert [talk.assignment(code).state for code in (1, second)] == ["not_started", "not_started"]
    talk.say(focal, "#3 được 40%")
    assert [talk.assignment(code).percent for code in (1, second)] == [40, 40]
    talk.tap(officer, "Bỏ liên kết", told)
    talk.say(focal, "#1 được 60%")
    assert [talk.assignment(code).percent for code in (1, second)] == [60, 40]


def test_all_pairs_are_reached_at_any_time_some_at_a_time(talk: Talk) -> None:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    titles = [
        "Xây dựng cơ sở dữ liệu chợ đầu mối", "Tổ chức hội nghị kết nối giao thương", "Kiểm tra hàng giả trước Tết",
        "Lập quy hoạch trạm xăng dầu nông thôn", "Hỗ trợ làng nghề gốm sứ truyền thống", "Đào tạo cán bộ khuyến công cơ sở",
    ]  # fmt: skip
    talk.plan(*(task(title, DUE) for title in titles))
    plan = ParsedPlan(
        "8/KH",
        "Kế hoạch 8/KH",
        "UBND tỉnh",
        dt.date(2026, 1, 3),
        2026,
        COORDINATOR,
        tuple(task(title, DUE) for title in titles),
    )
    talk.store.write(lambda s: import_plan(s, plan, SYSTEM, talk.clock()))
    talk.say(officer, "/giaoviec")
    [listed] = talk.tap(officer, "Việc trùng giữa các kế hoạch")
    assert listed.text.startswith("CÓ THỂ LÀ MỘT VIỆC: 6 nhiệm vụ")
    assert "5. #11" in listed.text
    [more] = talk.tap(officer, "Xem tiếp")
    assert "6. #12" in more.text
    [told] = talk.tap(officer, "6")
    assert told.text.startswith("Đã liên kết #12 với #6")
    [asked] = talk.say(officer, "việc nào trùng nhau giữa các kế hoạch")
    assert asked.text.startswith("CÓ THỂ LÀ MỘT VIỆC: 5 nhiệm vụ")
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    assert all(
        "CÓ THỂ LÀ MỘT VIỆC" not in heard.text for heard in talk.say(focal, "việc nào trùng nhau giữa các kế hoạch")
    )
