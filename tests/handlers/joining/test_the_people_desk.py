"""/danhba: who is in charge, who has nobody; taking a role away, and what the one who left still may not do."""

from typing import Any

import pytest
from founded_khanh_hoa import founded
from sqlmodel import select

from catalog.agencies.stored import agency_name, registry_of
from catalog.agencies.typed.matching import match
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.tables import AgencyRow, Assignment, Membership, Update

OWN, OTHER = "Sở Công Thương", "Sở Tài chính"


def test_anybody_linked_finds_who_is_in_charge(house: Any) -> None:
    focal = house.person("Bình", "focal", OWN)
    house.person("Mai", "focal", OTHER)
    house.person("Sơn", "agency_leader", OTHER)
    shown = house.says(focal, "/danhba so tai chinh")[0]
    assert shown.text.splitlines()[0] == "Sở Tài chính: Mai (đầu mối), Sơn (lãnh đạo cơ quan)"
    assert shown.buttons == []
    assert house.says(focal, "/danhba")[0].text.splitlines()[0] == "Sở Công Thương: Bình (đầu mối)"


def test_an_officer_sees_which_agencies_have_nobody(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    total = len(house.session.exec(select(AgencyRow)).all())
    assert f"Chưa có đầu mối: {total} cơ quan" in house.says(officer, "/danhba")[0].text
    house.person("Bình", "focal", OWN)
    house.person("Sơn", "agency_leader", OTHER)
    answer = house.says(officer, "/danhba")[0].text
    assert f"Chưa có đầu mối: {total - 1} cơ quan" in answer, "a leader answers no reminder"
    assert OWN not in answer


def test_strangers_see_no_names(house: Any) -> None:
    house.person("Mai", "focal", OTHER)
    assert "chưa được kết nối" in house.says(house.person("Kẻ lạ"), "/danhba so tai chinh")[0].text


def test_removal_asks_once_tells_the_person_and_is_on_record(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    really = house.presses(officer, house.says(officer, "/danhba sở công thương")[0], "Gỡ Bình")[0]
    assert really.text.startswith("Gỡ Bình khỏi vai trò đầu mối – Sở Công Thương?")
    assert house.roles(focal)
    assert house.presses(officer, really, "Đồng ý gỡ")[0].text == "Đã gỡ Bình: đầu mối – Sở Công Thương."
    assert house.told(focal)[-1].text.startswith("Anh/chị đã thôi vai trò đầu mối – Sở Công Thương.")
    assert house.would_go_out(house.told(focal)[-1]), "the last word reaches the one who left"
    assert house.roles(focal) == set()
    assert [row.person_id for row in house.audited("membership.ended")] == [officer.person_id]
    assert house.presses(officer, really, "Đồng ý gỡ")[0].text == "Vai trò này đã kết thúc trước đó."


def test_an_admin_removes_officers_and_an_officer_does_not(house: Any) -> None:
    admin, officer = house.person("Quân", "admin"), house.person("Hạnh", "officer", "Sở Nội vụ")
    colleague = house.person("Vân", "officer", "Sở Nội vụ")
    membership = house.membership(colleague)
    assert "không có quyền" in house.taps(officer, "member_end_yes", membership=membership.id)[0].text
    assert house.roles(colleague)
    shown = house.says(admin, "/danhba")[0]
    assert {"Gỡ Quân", "Gỡ Hạnh", "Gỡ Vân"} <= set(shown.buttons)
    house.presses(admin, house.presses(admin, shown, "Gỡ Vân")[0], "Đồng ý gỡ")
    assert house.roles(colleague) == set()


OLD_BUTTONS = [
    ("update", {}), ("said", {"state": "in_progress", "percent": 80}), ("evidence", {}), ("extend", {}), ("blocker", {}),
    ("blocker_kind", {"kind": "funding"}), ("card", {}), ("evidence_show", {}), ("accept", {}), ("return", {}),
    ("snooze", {"days": 3}), ("list", {"page": 0}), ("status", {}), ("queue", {}), ("digest_more", {"digest": 1, "page": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("do", "args"), OLD_BUTTONS, ids=[do for do, _ in OLD_BUTTONS])
def test_a_removed_person_s_old_button_is_refused_on_record_and_changes_nothing(
    house: Any, do: str, args: dict[str, Any]
) -> None:
    officer, focal, work = (
        house.person("Hạnh", "officer", "Sở Nội vụ"),
        house.person("Bình", "focal", OWN),
        house.work(OWN),
    )
    old = house.offered(focal, do, assignment=work.id, assignments=[work.id], **args)
    house.taps(officer, "member_end_yes", membership=house.membership(focal).id)
    written = len(house.session.exec(select(Update)).all())
    answer = house.presses(focal, old, "x")
    assert [m.text for m in answer] == [
        "Anh/chị không có quyền thực hiện thao tác này. Nếu cần, đề nghị liên hệ cán bộ tổng hợp."
    ]
    refusal = house.audited("refused.")[-1]
    assert (refusal.action, refusal.person_id) == (f"refused.{do}", focal.person_id)
    assert len(house.session.exec(select(Update)).all()) == written
    assert house.session.get_one(Assignment, work.id).state == "not_started"


def test_what_a_removed_person_was_writing_is_no_update(house: Any) -> None:
    officer, focal, work = (
        house.person("Hạnh", "officer", "Sở Nội vụ"),
        house.person("Bình", "focal", OWN),
        house.work(OWN),
    )
    house.taps(focal, "update", assignment=work.id)
    house.taps(officer, "member_end_yes", membership=house.membership(focal).id)
    house.says(focal, "được 80%")
    assert house.session.get_one(Assignment, work.id).percent == 0


def test_a_removed_person_who_reports_on_hears_that_the_role_has_ended_and_what_to_do(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    house.taps(officer, "member_end_yes", membership=house.membership(focal).id)
    for said in ("#3 xong", "/viec"):
        answer = house.says(focal, said)[0].text
        assert answer.startswith("Anh/chị không còn vai trò đầu mối – Sở Công Thương nên chưa ghi nhận gì."), said
    assert house.says(focal, "sở công thương")[0].text == "Anh/chị thuộc Sở Công Thương, đúng không?"


def test_nothing_queued_for_a_removed_person_is_sent(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    house.work(OWN)
    about_work, figures = house.says(focal, "/viec")[-1], house.says(focal, "/tonghop")[-1]
    plain = inbox_and_outbox.queue(house.session, focal, Message("Đã nghiệm thu: Xây dựng kế hoạch."), house.now)
    notice = next(heard for heard in house.told(focal) if heard.id == plain)
    house.taps(officer, "member_end_yes", membership=house.membership(focal).id)
    assert [house.would_go_out(heard) for heard in (about_work, figures, notice)] == [False] * 3
    assert len(house.audited("delivery.withheld")) == 3


def test_one_role_lost_keeps_the_other(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    first = house.membership(focal)
    house.presses(focal, house.says(focal, "/lienket sở tài chính")[0], OTHER)
    house.presses(officer, house.told(officer)[-1], "Đồng ý")
    house.taps(officer, "member_end_yes", membership=first.id)
    kept = house.work(OTHER)
    house.says(focal, f"#{kept.task_id} được 10%")
    assert house.session.get_one(Assignment, kept.id).percent == 10


MADE_UP = [(0, 0), (999_999, 0), (10**17, 3), (1, 10**17)]


@pytest.mark.parametrize("choice", MADE_UP)
def test_callback_data_made_up_by_hand_is_refused(house: Any, choice: tuple[int, int]) -> None:
    focal = house.person("Bình", "focal", OWN)
    assert "không có quyền" in house.says(focal, choice=choice)[0].text
    assert len(house.audited("refused.choice")) == 1


def test_a_button_of_another_chat_is_refused(house: Any) -> None:
    officer, thief = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    asker = house.person("Lan")
    house.presses(asker, house.says(asker, "/lienket sở tài chính")[0], OTHER)
    request = house.told(officer)[-1]
    assert "không có quyền" in house.says(thief, choice=(request.id, 0))[0].text
    assert "không có quyền" in house.says(asker, choice=(request.id, 0))[0].text
    assert house.roles(asker) == set()
    assert len(house.audited("refused.choice")) == 2


def test_a_button_that_a_message_does_not_have_is_refused(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    asker = house.person("Lan")
    house.presses(asker, house.says(asker, OTHER)[0], OTHER)
    assert "không có quyền" in house.says(officer, choice=(house.told(officer)[-1].id, 2))[0].text
    assert house.roles(asker) == set()


# --- the list of agencies ---


def test_an_officer_adds_an_agency_that_is_then_found_and_joined(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình")
    sure = house.says(officer, "/danhba thêm cơ quan Ban Quản lý Công viên số Cam Lâm")[0]
    assert sure.text == "Thêm cơ quan “Ban Quản lý Công viên số Cam Lâm” vào danh mục?"
    assert house.presses(officer, sure, "Đồng ý")[0].text.startswith("Đã thêm: Ban Quản lý Công viên số Cam Lâm")
    offered = house.says(focal, "ban quan ly cong vien so cam lam")[0]
    house.presses(focal, offered, "Ban Quản lý Công viên số Cam Lâm")
    house.presses(officer, house.told(officer)[-1], "Đồng ý")
    assert house.roles(focal) == {("focal", house.agency("Ban Quản lý Công viên số Cam Lâm"))}


def test_a_renamed_agency_is_understood_by_both_names_and_not_added_again(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    row = house.agency(OWN)
    sure = house.says(officer, "/danhba đổi tên Sở Công Thương = Sở Kinh tế số")[0]
    assert (
        house.presses(officer, sure, "Đồng ý")[0].text
        == "Từ 05/1/2026 Sở Công Thương đổi tên thành Sở Kinh tế số; tên cũ vẫn được hiểu."
    )
    assert agency_name(house.session, row) == "Sở Kinh tế số"
    assert house.agency("Sở Kinh tế số") == house.agency("Sở Công Thương") == row
    registry = registry_of(house.session)
    assert match("sở kinh tế số", registry).agency == match("so cong thuong", registry).agency == "Sở Kinh tế số"
    assert founded(house.session) is False


def test_an_alias_is_understood(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    house.presses(officer, house.says(officer, "/danhba tên khác Sở Công Thương = Nhà máy điện tử")[0], "Đồng ý")
    assert match("nhà máy điện tử", registry_of(house.session)).agency == OWN


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("tên khác Sở Công Thương = Sở Tài chính", "Tên này đã là của Sở Tài chính nên không dùng được."),
        ("tên khác Sở Công Thương = so tai chinh", "Tên này đã là của Sở Tài chính nên không dùng được."),
        ("thêm cơ quan Sở Nội vụ", "Tên này đã là của Sở Nội vụ nên không dùng được."),
        ("đổi tên Sở Công Thương = UBND phường Bắc Nha Trang", "Tên này đã là của UBND phường Bắc Nha Trang nên không dùng được."),
        ("tên khác Sở Công Thương = Sở Công Thương", "Cơ quan này đã có tên đó."),
        ("thêm cơ quan 12", "Tên này không dùng được: cần ít nhất hai chữ cái, tối đa 150 ký tự."),
    ],
)  # fmt: skip
def test_a_name_of_another_agency_is_never_given(house: Any, words: str, answer: str) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    before = registry_of(house.session)
    assert house.presses(officer, house.says(officer, f"/danhba {words}")[0], "Đồng ý")[0].text == answer
    assert registry_of(house.session) is before


def test_a_change_that_says_too_little_is_explained(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    for words in ("thêm cơ quan", "đổi tên Sở Công Thương", "tên khác Sở Công Thương ="):
        assert house.says(officer, f"/danhba {words}")[0].text.startswith("Cách dùng:")


def test_membership_rows_are_ended_and_never_deleted(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    membership = house.membership(focal)
    house.taps(officer, "member_end_yes", membership=membership.id)
    assert house.session.get_one(Membership, membership.id).ended_at == house.now


def test_a_number_somebody_gave_answers_who_asks_for_it(talk):
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    assert "Chưa có số điện thoại" in talk.say(officer, "cho xin số điện thoại bên sở công thương")[0].text
    assert "0905123456" in talk.say(focal, "số của em là 0905 123 456")[0].text
    assert "Bình (đầu mối), 0905123456" in talk.say(officer, "cho xin số điện thoại bên sở công thương")[0].text
    assert "0905123456" not in talk.say(talk.person("Lan", "focal", "Sở Y tế"), "/danhba sở công thương")[0].text
    assert "0905123456" in talk.say(focal, "/toi")[0].text


def test_of_many_people_a_number_opens_each(talk):
    admin = talk.person("An", "admin")
    for name in ("Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Hai", "Ba Hai", "Ba Ba"):
        talk.person(name, "leader")
    (listed,) = talk.say(admin, "/danhba")
    assert "Danh bạ: 12 người" in listed.text
    (second,) = talk.tap(admin, "Xem tiếp (2)")
    assert "12. " in second.text
    (one,) = talk.tap(admin, "12", second)
    assert any("Gỡ Ba Ba" in label for label in one.labels)
