"""The officer's desk: acceptance, returns, bulk, later dates, and what stands outside the total."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, pdf, task
from sqlmodel import Session, col, select

from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.tables import Assignment, Extension, JoinRequest, Plan, Slot, Update

OWN = "Sở Công Thương"


@pytest.fixture
def focal(talk: Talk) -> str:
    return talk.person("Bình", "focal", OWN)


@pytest.fixture
def officer(talk: Talk) -> str:
    return talk.person("Hạnh", "officer", COORDINATOR)


@pytest.fixture
def four(talk: Talk, focal: str, officer: str) -> list[int]:
    return talk.plan(
        task("Thương mại điện tử 1"),
        task("Cơ sở dữ liệu 2", None, milestones=(("Kế hoạch", dt.date(2026, 2, 10)), ("Tổng kết", dt.date(2026, 5, 30)))),
        task("Rà soát thủ tục 3", dt.date(2026, 1, 20)),
        task("Việc của Sở KHCN 4", dt.date(2026, 1, 25), COORDINATOR),
    )  # fmt: skip


def stand(talk: Talk, code: int) -> Assignment:
    return talk.assignment(code)


def test_the_queue_goes_on_by_itself_and_ends(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 xong")
    talk.say(focal, "#3 xong")
    talk.say(focal, "#2 xin gia hạn đến 30/6 vì chờ hướng dẫn")
    assert "Đang chờ: 2 báo cáo hoàn thành, 1 đề nghị gia hạn" in talk.say(officer, "/duyet")[0].text
    assert [h.text.splitlines()[0] for h in talk.tap(officer, "Chấp nhận")] == [
        "Đã chấp nhận: #1 Thương mại điện tử 1 – Sở Công Thương.",
        "Sở Công Thương báo cáo hoàn thành",
    ]
    assert "xin gia hạn" in talk.tap(officer, "Chấp nhận")[1].text
    assert talk.tap(officer, "Đồng ý gia hạn")[-1].text == "Không có việc nào chờ giải quyết."
    assert (stand(talk, 1).state, stand(talk, 3).state) == ("done", "done")


def test_what_is_put_off_waits_at_its_place(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 xong")
    talk.say(focal, "#3 xong")
    talk.say(officer, "/duyet")
    assert "#3" in talk.tap(officer, "Để sau")[0].text
    assert "còn 1 việc để sau" in talk.tap(officer, "Chấp nhận")[-1].text
    assert (stand(talk, 1).state, stand(talk, 3).state) == ("reported", "done")


def test_an_old_notice_does_not_judge_a_newer_report(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 xong")
    old = talk.last(officer, "báo cáo hoàn thành")
    talk.say(focal, "#1 chưa xong")
    talk.say(focal, "#1 xong rồi, CV 3/SCT-VP")
    if talk.channel == "telegram":
        answers = talk.tap(officer, "Chấp nhận", old)
        assert "Báo cáo đã thay đổi" in answers[0].text
        assert "3/SCT-VP" in answers[1].text
        assert stand(talk, 1).state == "reported"


def test_officers_told_of_a_report_hear_that_it_was_withdrawn_and_that_it_stands_again(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    gone = "Sở Công Thương đã rút lại báo cáo hoàn thành: #1 Thương mại điện tử 1 – hiện "
    talk.say(focal, "#1 xong")
    talk.say(focal, "/hoantac")
    assert talk.last(officer).text == gone + "chưa thực hiện, chưa cần nghiệm thu."
    talk.say(focal, "#1 xong")
    talk.say(focal, "#1 chưa xong đâu")
    assert talk.last(officer).text == gone + "đang thực hiện, chưa cần nghiệm thu."
    talk.say(focal, "/hoantac")
    talk.tap(officer, "Chấp nhận")
    judged = len(talk.seen(officer))
    talk.say(focal, "/hoantac")
    assert len(talk.seen(officer)) == judged


def test_returned_is_open_again_with_its_old_percent(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 được 60%")
    talk.say(focal, "#1 xong")
    talk.tap(officer, "Trả lại")
    assert "Cần có lý do" in talk.say(officer, "...")[0].text
    talk.say(officer, "thiếu phụ lục")
    assert (stand(talk, 1).state, stand(talk, 1).percent) == ("in_progress", 60)
    assert "Lý do: thiếu phụ lục" in talk.last(focal).text


def test_looking_something_up_keeps_the_question_for_a_reason_and_says_so(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    talk.say(focal, "#1 xong")
    talk.tap(officer, "Trả lại")
    for look in ("/viec 3", "/tonghop"):
        shown = talk.say(officer, look)[-1].text
        assert "❓ Vẫn chờ: lý do trả lại – #1. Tin nhắn tới được hiểu là câu trả lời" in shown, look
    assert "Đã trả lại: #1" in talk.say(officer, "thiếu phụ lục")[0].text
    talk.say(focal, "#3 xin gia hạn đến 30/6")
    assert "❓ Vẫn chờ: lý do xin gia hạn – #3." in talk.say(focal, "/viec")[0].text
    assert "Đã bổ sung lý do" in talk.say(focal, "chờ hướng dẫn của Bộ")[0].text
    talk.say(officer, "/capnhat hộ Sở Công Thương #3 được 60%")
    assert "Đã thoát câu hỏi trước (nội dung nhập hộ – #3)" in talk.say(officer, "/viec 2")[0].text


def test_one_milestone_can_be_returned_while_another_is_open(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    talk.say(focal, "#2.1 xong")
    notice = talk.last(officer, "báo cáo hoàn thành mốc")
    assert "Chấp nhận" not in notice.labels
    talk.tap(officer, "Trả lại")
    talk.say(officer, "chưa có kế hoạch ký số")
    with talk.store.read() as session:
        slots = session.exec(select(Slot).where(Slot.assignment_id == 2).order_by(col(Slot.slot))).all()
        assert [slot.reported_on for slot in slots] == [None, None]


def test_a_returned_task_of_several_milestones_says_which(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    talk.say(focal, "#2.1 xong")
    talk.say(focal, "#2.2 xong")
    assert stand(talk, 2).state == "reported"
    assert "Trả lại mốc nào?" in talk.tap(officer, "Trả lại")[0].text
    talk.tap(officer, "Tổng kết")
    talk.say(officer, "số liệu sai")
    with talk.store.read() as session:
        slots = session.exec(select(Slot).where(Slot.assignment_id == 2).order_by(col(Slot.slot))).all()
        assert [slot.reported_on for slot in slots] == [dt.date(2026, 1, 5), None]
    assert stand(talk, 2).state == "in_progress"


def test_bulk_acceptance_takes_what_was_listed_and_nothing_else(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    talk.say(focal, "#1 xong", ("a.pdf", pdf("a")))
    talk.say(focal, "#3 xong")
    talk.say(officer, "/duyet")
    listed = talk.tap(officer, "Nghiệm thu nhiều báo cáo (2)")[0]
    assert "1 minh chứng" in listed.text
    assert "⚠️ chưa có minh chứng" in listed.text
    talk.say(focal, "#3 chưa xong")
    answer = talk.tap(officer, "Chấp nhận cả 2", listed)[0].text
    assert answer == "Đã chấp nhận 1 báo cáo. 1 báo cáo đã được giải quyết trước đó."
    assert (stand(talk, 1).state, stand(talk, 3).state) == ("done", "in_progress")


def test_more_reports_than_one_screen_are_accepted_screen_by_screen(talk: Talk, focal: str, officer: str) -> None:
    talk.plan(*(task(f"Việc số {n}") for n in range(12)))
    talk.say(focal, "/viec")
    talk.tap(focal, "Xem tiếp (4)")
    talk.say(focal, "tất cả xong")
    talk.say(officer, "/duyet")
    listed = talk.tap(officer, "Nghiệm thu nhiều báo cáo (12)")[0]
    assert listed.text.count("Việc số") == 5
    assert "Báo cáo chờ nghiệm thu: 12 (số 1–5)" in listed.text
    second = talk.tap(officer, "Xem tiếp (7)")[0]
    third = talk.tap(officer, "Xem tiếp (2)")[0]
    assert ("(số 6–10)" in second.text, "(số 11–12)" in third.text) == (True, True)
    assert third.text.count("Việc số") == len([one for one in third.labels if one in ("11", "12")]) == 2
    assert "Việc số" in talk.tap(officer, "12", third)[0].text
    assert talk.tap(officer, "Về danh sách")[0].text == third.text
    talk.tap(officer, "Trang trước")
    assert talk.tap(officer, "Trang trước")[0].text == listed.text
    talk.tap(officer, "Chấp nhận cả 5")
    following = talk.tap(officer, "Chấp nhận cả 5")
    assert following[-1].text.count("Việc số") == 2
    assert [heard.text for heard in talk.tap(officer, "Chấp nhận cả 2")] == [
        "Đã chấp nhận 2 báo cáo.", "Không có việc nào chờ giải quyết."
    ]  # fmt: skip


def test_the_reminders_of_a_task_are_shown_page_by_page(
    talk: Talk, focal: str, officer: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.officer.remind.LOG_SHOWN", 1)
    talk.plan(task("Việc 1"))
    for day in (5, 16):
        clock.set(dt.datetime(2026, 1, day, 9, 0, tzinfo=PROVINCE_ZONE))
        talk.sweep()
    talk.say(officer, "/viec 1")
    first = talk.tap(officer, "Lịch sử nhắc")[0]
    second = talk.tap(officer, "Xem tiếp", first)[0]
    assert ("16/1 " in first.text, "\n5/1 " in second.text) == (True, True)
    assert second.labels == ()


def test_who_reported_cannot_vouch_for_it(talk: Talk, officer: str, four: list[int]) -> None:
    both = talk.person("Khoa", "focal", COORDINATOR)
    talk.store.write(lambda s: _also_officer(s, both, talk))
    talk.say(both, "#4 xong")
    talk.say(both, "/duyet")
    assert "tự xác nhận" in talk.tap(both, "Chấp nhận")[0].text
    assert stand(talk, 4).self_confirmed is True


def _also_officer(session: Session, chat: str, talk: Talk) -> None:
    from catalog.agencies.stored import agency_id
    from catalog.audit import SYSTEM
    from catalog.people.people import contact_for, grant

    contact = contact_for(session, talk.channel, chat, "", talk.clock())
    grant(session, contact.person_id or 0, "officer", agency_id(session, COORDINATOR), SYSTEM, talk.clock())


def test_another_officer_is_no_self_confirmation(talk: Talk, officer: str, four: list[int]) -> None:
    focal = talk.person("Khoa", "focal", COORDINATOR)
    talk.say(focal, "#4 xong")
    talk.tap(officer, "Chấp nhận")
    assert (stand(talk, 4).state, stand(talk, 4).self_confirmed) == ("done", False)


def test_with_acceptance_switched_off_a_report_is_done(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    def switch_off(session: Session) -> None:
        session.exec(select(Plan)).one().acceptance = False

    talk.store.write(switch_off)
    before = len(talk.seen(officer))
    assert "đã hoàn thành" in talk.say(focal, "#1 xong")[0].text
    assert stand(talk, 1).state == "done"
    assert len(talk.seen(officer)) == before
    assert "Đã rút lại" in talk.say(focal, "/hoantac")[0].text  # nobody has accepted it yet
    assert stand(talk, 1).state == "not_started"


def test_completion_counts_from_the_day_of_the_report(
    talk: Talk, focal: str, officer: str, four: list[int], clock: SetClock
) -> None:
    talk.say(focal, "#3 xong")
    clock.set(clock() + dt.timedelta(days=30))
    talk.tap(officer, "Chấp nhận")
    with talk.store.read() as session:
        assert session.get_one(Slot, (3, 1)).reported_on == dt.date(2026, 1, 5)
    assert "đã được nghiệm thu" in talk.say(focal, "/hoantac")[0].text or stand(talk, 3).state == "done"


def test_accepted_cannot_be_withdrawn(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#3 xong")
    talk.tap(officer, "Chấp nhận")
    assert "đã được nghiệm thu nên không rút lại được" in talk.say(focal, "/hoantac")[0].text


def test_an_extension_without_a_reason_asks_for_it(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    answers = talk.say(focal, "#1 xin gia hạn đến 30/6")
    assert "Vì sao cần gia hạn?" in answers[-1].text
    assert "Chưa nêu lý do" in talk.last(officer).text
    talk.say(focal, "bộ phận tham mưu đang thay người")
    assert "“bộ phận tham mưu đang thay người”" in talk.last(officer).text


def test_a_refused_extension_keeps_the_old_date(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 xin gia hạn đến 30/6 vì bận")
    talk.tap(officer, "Không đồng ý")
    assert "hạn 30/1/2026 giữ nguyên" in talk.last(focal).text
    talk.tap(officer, "Ghi số văn bản")
    talk.say(officer, "CV 77/SKHCN-VP")
    with talk.store.read() as session:
        asked = session.exec(select(Extension)).one()
        assert (asked.decision, asked.document_number) == ("refused", "77/SKHCN-VP")
    assert stand(talk, 1).due == dt.date(2026, 1, 30)


@pytest.mark.parametrize(
    ("typed", "answer"), [("31/02", "không có trên lịch"), ("20/1", "phải sau thời hạn"), ("ừ", "ngày nào")]
)
def test_another_day_must_be_a_day_after_the_old_one(
    talk: Talk, focal: str, officer: str, four: list[int], typed: str, answer: str
) -> None:
    talk.say(focal, "#1 xin gia hạn đến 30/6 vì bận")
    talk.tap(officer, "Đồng ý ngày khác")
    assert answer in talk.say(officer, typed)[0].text
    assert "25/6/2026" in talk.say(officer, "25/6")[0].text
    assert stand(talk, 1).due == dt.date(2026, 6, 25)


def test_a_granted_extension_is_not_undone_by_its_asker(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 xin gia hạn đến 30/6 vì bận")
    talk.tap(officer, "Đồng ý gia hạn")
    assert "cập nhật khác sau đó" in talk.say(focal, "/hoantac")[0].text
    assert stand(talk, 1).due == dt.date(2026, 6, 30)


def test_accepting_lapses_a_request_that_waits(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 xin gia hạn đến 30/6 vì bận")
    talk.say(focal, "#1 xong")
    talk.tap(officer, "Chấp nhận")
    with talk.store.read() as session:
        assert session.exec(select(Extension)).one().decision == "lapsed"
    assert talk.say(officer, "/duyet")[0].text == "Không có việc nào chờ giải quyết."


def test_suspended_needs_a_document_and_can_be_taken_up_again(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    talk.say(focal, "#1 được 30%")
    talk.say(officer, "/viec 1")
    talk.tap(officer, "Tạm dừng")
    assert "Cần có số văn bản" in talk.say(officer, "chờ chủ trương mới")[0].text
    talk.say(officer, "chờ chủ trương mới theo CV 5/UBND-TH")
    assert stand(talk, 1).state == "suspended"
    assert "tạm dừng" in talk.last(focal).text
    assert "nhiệm vụ đang tạm dừng" in talk.say(focal, "#1 được 40%")[0].text
    talk.say(officer, "/viec 1")
    talk.tap(officer, "Tiếp tục")
    talk.say(officer, "CV 9/UBND-TH")
    assert (stand(talk, 1).state, stand(talk, 1).percent) == ("in_progress", 30)
    with talk.store.read() as session:
        kinds = [(u.kind, u.document_number) for u in session.exec(select(Update).where(Update.assignment_id == 1))]
        assert kinds[-2:] == [("suspended", "5/UBND-TH"), ("resumed", "9/UBND-TH")]


def test_a_focal_point_decides_nothing(talk: Talk, focal: str, officer: str, four: list[int]) -> None:
    talk.say(focal, "#1 xong")
    card = talk.say(focal, "/viec 1")[0]
    assert not {"Chấp nhận", "Trả lại", "Tạm dừng", "Hủy nhiệm vụ", "Nhập hộ cơ quan"} & set(card.labels)
    assert talk.say(focal, "/duyet")[0].text == "Không có việc nào chờ giải quyết."


def test_an_officer_of_another_department_decides_nothing(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    other = talk.person("Lan", "officer", "Sở Nội vụ")
    talk.say(focal, "#1 xong")
    assert talk.say(other, "/duyet")[0].text == "Không có việc nào chờ giải quyết."


def test_people_who_want_in_stand_in_the_queue(talk: Talk, officer: str, four: list[int]) -> None:
    newcomer = talk.person("Mai", "focal", "Sở Y tế")

    def ask(session: Session) -> None:
        from catalog.agencies.stored import agency_id
        from catalog.people.people import contact_for

        contact = contact_for(session, talk.channel, newcomer, "", talk.clock())
        agency = agency_id(session, OWN)
        session.add(JoinRequest(person_id=contact.person_id or 0, agency_id=agency or 0, asked_at=talk.clock()))

    talk.store.write(ask)
    talk.say(officer, "/duyet")
    assert "Mai đề nghị làm đầu mối của Sở Công Thương" in talk.last(officer).text
    talk.tap(officer, "Đồng ý")
    with talk.store.read() as session:
        assert session.exec(select(JoinRequest)).one().decision == "approved"


def test_the_named_agency_is_told_and_both_hear_when_it_is_gone(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    money = talk.person("Tài", "focal", "Sở Tài chính")
    talk.say(focal, "#1 vướng kinh phí, cần Sở Tài chính cấp vốn")
    assert "cần cơ quan anh/chị giải quyết" in talk.last(money).text
    assert "Cần giải quyết: Sở Tài chính" in talk.last(officer).text
    assert "Vướng mắc về kinh phí – cần Sở Tài chính" in talk.say(focal, "/viec 1")[0].text
    talk.tap(officer, "Đã tháo gỡ", talk.last(officer))
    assert "đã được tháo gỡ" in talk.last(focal).text
    assert "Vướng mắc về kinh phí" not in talk.say(focal, "/viec 1")[0].text


def test_a_blocker_tapped_is_kept_though_the_sentence_never_comes(
    talk: Talk, focal: str, officer: str, four: list[int]
) -> None:
    talk.say(focal, "/vuongmac #1")
    talk.tap(focal, "Nhân lực")
    talk.say(focal, "/huy")
    assert "Vướng mắc về nhân lực" in talk.say(focal, "/viec 1")[0].text


def test_the_card_fits_a_phone_screen(talk: Talk, focal: str, officer: str) -> None:
    long = "Xây dựng và triển khai " + "hệ thống thông tin quản lý chuyên ngành công thương " * 12
    talk.plan(task(long + "9", output="Quyết định ban hành " * 30))
    code = talk.plan(task("Việc khác 8", output="Báo cáo"), number="2/KH")[0] - 1
    for n in range(6):
        talk.say(
            focal, f"#{code} được {n}0%, vướng kinh phí, " + "cần thêm vốn " * 20, (f"tep-so-{n}.pdf", pdf(str(n)))
        )
    card = talk.say(focal, f"/viec {code}")[0].text
    for word in (
        "Rõ việc:",
        "Rõ người:",
        "Rõ trách nhiệm:",
        "Rõ thẩm quyền:",
        "Rõ thời gian:",
        "Rõ kết quả:",
        "Minh chứng (6)",
    ):
        assert word in card
    assert "Gần đây:" not in card  # what is open is more than what was last said, which "Chi tiết, lịch sử" shows
    assert len(card) < 1300
    whole = talk.tap(focal, "Chi tiết, lịch sử")
    assert long.strip()[-60:] in whole[0].text
    assert "Xem tiếp" in whole[-1].labels
