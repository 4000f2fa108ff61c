"""An agency's group: bound by somebody who may, updated by linked members only, never wider than its agency."""

from typing import Any

from sqlmodel import select

from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.reachable_chats import contact_of
from catalog.people.people import open_requests
from catalog.tables import Assignment, Contact, Conversation

OWN, OTHER = "Sở Công Thương", "Sở Tài chính"


def posted(house: Any, group: Contact, *work: Assignment) -> Any:
    """The agency's digest stands in the group as message m1."""
    about = tuple(Subject(i, a.id or 0, 1) for i, a in enumerate(work, start=1))
    rows = (tuple(Choice(str(s.position), "update", {"assignment": s.assignment_id}) for s in about),)
    inbox_and_outbox.queue(house.session, group, Message("NHẮC VIỆC", rows, about=about), house.now)
    house.sent(house.told(group)[-1], "m1")
    return house.told(group)[-1]


def test_added_by_its_focal_point_a_group_is_bound_with_one_tap(house: Any) -> None:
    focal, group = house.person("Bình", "focal", OWN), house.group()
    asked = house.says(focal, group=group, event="unblocked")[0]
    assert asked.text.endswith("Nhóm này của cơ quan nào? Đầu mối của cơ quan hoặc cán bộ tổng hợp chọn dưới đây.")
    assert asked.buttons == [OWN]
    assert house.presses(focal, asked, OWN, group=group)[0].text.startswith("Nhóm này là của Sở Công Thương.")
    assert group.agency_id == house.agency(OWN)
    assert [row.person_id for row in house.audited("group.bound")] == [focal.person_id]


def test_added_by_an_officer_the_agency_is_typed(house: Any) -> None:
    officer, group = house.person("Hạnh", "officer", "Sở Nội vụ"), house.group()
    assert "gõ tại đây: /lienket <tên cơ quan>" in house.says(officer, group=group, event="unblocked")[0].text
    asked = house.says(officer, "/lienket@dondoc_bot so cong thuong", group=group)[0]
    house.presses(officer, asked, OWN, group=group)
    assert group.agency_id == house.agency(OWN)


def test_nobody_else_binds_a_group(house: Any) -> None:
    group = house.group()
    for stranger in (house.person("Kẻ lạ"), house.person("Mai", "focal", OTHER), house.person("Minh", "leader"),
                     house.person("Sơn", "agency_leader", OWN), house.person("Quân", "admin")):  # fmt: skip
        asked = house.says(stranger, "/lienket sở công thương", group=group)[0]
        assert "không có quyền" in house.presses(stranger, asked, OWN, group=group)[0].text
        assert group.agency_id is None
    assert len(house.audited("refused.bind_group")) == 5


def test_a_bound_group_is_not_taken_from_its_agency(house: Any) -> None:
    other, group = house.person("Mai", "focal", OTHER), house.group(OWN)
    house.taps(other, "group_bind", group=group, agency=house.agency(OTHER))
    assert group.agency_id == house.agency(OWN)
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    house.taps(officer, "group_bind", group=group, agency=house.agency(OTHER))
    assert group.agency_id == house.agency(OTHER)


def test_a_private_chat_is_never_bound_as_a_group(house: Any) -> None:
    focal = house.person("Bình", "focal", OWN)
    house.taps(focal, "group_bind", agency=house.agency(OWN))
    assert focal.agency_id is None


def test_put_out_of_a_group_the_bot_forgets_whose_it_was(house: Any) -> None:
    focal, group = house.person("Bình", "focal", OWN), house.group(OWN)
    work = house.work(OWN)
    digest = posted(house, group, work)
    waiting = inbox_and_outbox.queue(house.session, group, Message("NHẮC VIỆC"), house.now)
    house.says(focal, group=group, event="blocked")
    assert group.agency_id is None
    assert house.says(focal, group=group, event="unblocked")[0].buttons == [OWN]
    assert not house.would_go_out(next(m for m in house.told(group) if m.id == waiting))
    house.says(focal, "1 được 20%", group=group, reply_to="m1")
    house.presses(focal, digest, "1", group=group)
    assert work.percent == 0


def test_a_linked_member_answers_the_digest_in_the_group(house: Any) -> None:
    focal, group = house.person("Bình", "focal", OWN), house.group(OWN)
    first, second = house.work(OWN), house.work(OWN, title="Việc thứ hai")
    posted(house, group, first, second)
    answer = house.says(focal, "1 duoc 40%, 2 duoc 60%", group=group, reply_to="m1")
    assert answer[0].text.startswith("Đã ghi nhận")
    assert (first.percent, second.percent) == (40, 60)
    assert house.told(focal) == [], "the answer stands where the question was"


def test_members_who_are_not_linked_change_nothing(house: Any) -> None:
    group, work = house.group(OWN), house.work(OWN)
    digest = posted(house, group, work)
    for member in (house.person("Kẻ lạ"), house.person("Mai", "focal", OTHER)):
        assert "không có quyền" in house.says(member, "1 được 40%", group=group, reply_to="m1")[0].text
        assert "không có quyền" in house.presses(member, digest, "1", group=group)[0].text
        assert "đã kết nối mới dùng được" in house.says(member, "/viec", group=group)[0].text
    leader = house.person("Sơn", "agency_leader", OWN)
    assert "không có quyền" in house.says(leader, "1 được 40%", group=group, reply_to="m1")[0].text
    assert work.percent == 0
    assert len(house.audited("refused.update")) == 5


def test_talk_in_a_group_is_none_of_our_business(house: Any) -> None:
    focal, group, work = house.person("Bình", "focal", OWN), house.group(OWN), house.work(OWN)
    posted(house, group, work)
    assert house.says(focal, "1 xong", group=group) == []
    assert house.says(focal, "1 xong", group=group, reply_to="somebody-else") == []
    assert house.says(focal, "cảm ơn", group=group, reply_to="m1") == []
    assert house.says(focal, "/weather", group=group) == []
    assert house.says(focal, "x" * 5000, group=group) == []
    assert work.state == "not_started"


def test_a_group_shows_nothing_of_another_agency(house: Any) -> None:
    group, mine = house.group(OWN), house.work(OWN)
    others = house.work(OTHER, title="Việc của sở khác")
    both = house.person("Bình", "focal", OWN)
    house.presses(both, house.says(both, "/lienket sở tài chính")[0], OTHER)
    officer = house.person("Hạnh", "officer", "Sở Khoa học và Công nghệ")
    house.taps(officer, "join_decide", approve=True, request=_request(house))
    assert len(house.roles(both)) == 2
    listing = house.says(both, "/viec", group=group)[0].text
    assert f"#{mine.task_id} " in listing
    assert f"#{others.task_id} " not in listing
    assert "không thuộc cơ quan" in house.says(both, f"/viec {others.task_id}", group=group)[0].text
    assert "đã kết nối mới dùng được" in house.says(officer, "/tonghop", group=group)[0].text


def _request(house: Any) -> int:
    return int(open_requests(house.session)[0].id or 0)


def test_names_and_codes_are_not_for_groups(house: Any) -> None:
    focal, group = house.person("Bình", "focal", OWN), house.group(OWN)
    for command in ("/moi sở công thương", "/danhba", "/toi", "/duyet"):
        assert house.says(focal, command, group=group)[0].text == "Lệnh này chỉ dùng khi nhắn riêng với Đôn Đốc."


def test_what_one_member_is_writing_is_not_finished_by_another(house: Any) -> None:
    first, second = house.person("Bình", "focal", OWN), house.person("Lan", "focal", OWN)
    group, work = house.group(OWN), house.work(OWN)
    asked = house.presses(first, posted(house, group, work), "1", group=group)[0]
    house.sent(asked, "m2")
    flow = house.session.get_one(Conversation, group.id)
    assert flow.person_id == first.person_id
    house.says(second, "cảm ơn anh", group=group, reply_to="m2")
    assert work.percent == 0
    house.says(first, "được 45%", group=group, reply_to="m2")
    assert work.percent == 45


def test_a_group_that_becomes_a_supergroup_stays_its_agency_s(house: Any) -> None:
    focal, group, work = house.person("Bình", "focal", OWN), house.group(OWN), house.work(OWN)
    posted(house, group, work)
    house.says(focal, group=group, event="moved", moved_to="-100999")
    assert (group.chat_id, group.agency_id) == ("-100999", house.agency(OWN))
    house.says(focal, group=group, event="moved", moved_to="-100999")
    assert len(house.audited("contact.moved")) == 1


def test_two_rows_of_one_moved_group_become_one_that_works(house: Any) -> None:
    focal, group, new = house.person("Bình", "focal", OWN), house.group(OWN), house.group()
    old_id = group.chat_id
    waiting = inbox_and_outbox.queue(house.session, group, Message("NHẮC VIỆC"), house.now)
    house.says(focal, group=group, event="moved", moved_to=new.chat_id)
    assert (new.agency_id, group.agency_id, group.chat_id) == (house.agency(OWN), None, old_id)
    assert house.would_go_out(next(m for m in house.told(new) if m.id == waiting))


def test_speaking_in_a_group_makes_nobody_reachable_in_private(house: Any) -> None:
    group, work = house.group(OWN), house.work(OWN)
    posted(house, group, work)
    member = Contact(channel="telegram", chat_id="777", name="Người mới", created_at=house.now)
    house.says(member, "1 xong", group=group, reply_to="m1")
    seen = messages_contact(house, "777")
    assert seen.blocked_at is not None
    assert contact_of(house.session, seen.person_id, house.now) is None
    house.says(member, "/start")
    assert contact_of(house.session, seen.person_id, house.now) is not None


def messages_contact(house: Any, chat_id: str) -> Contact:
    found = house.session.exec(select(Contact).where(Contact.chat_id == chat_id)).one()
    assert isinstance(found, Contact)
    return found
