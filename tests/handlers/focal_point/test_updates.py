"""Updates by free text: to which task they belong, and what is said back. Runs with buttons and with typed numbers."""

import datetime as dt

import pytest
from conversation import Heard, Talk, pdf, task
from sqlmodel import Session, col, select

from catalog.clock import SetClock
from catalog.tables import (
    Assignment,
    Conversation,
    DutyPeriod,
    DutyPrompt,
    Outbox,
    Prompt,
    ReportingDutyRow,
    Slot,
    Update,
)
from catalog.upkeep.verify_audit import verify_record


@pytest.fixture
def focal(talk: Talk) -> str:
    return talk.person("Bình", "focal", "Sở Công Thương")


@pytest.fixture
def three(talk: Talk, focal: str) -> list[int]:
    """Tasks #1 (30/1), #2 with two milestones, #3 (20/1): the digest numbers #3 as 1, #1 as 2."""
    return talk.plan(
        task("Thương mại điện tử 1"),
        task("Cơ sở dữ liệu 2", None, milestones=(("Kế hoạch", dt.date(2026, 2, 10)), ("Tổng kết", dt.date(2026, 5, 30)))),
        task("Rà soát thủ tục 3", dt.date(2026, 1, 20)),
    )  # fmt: skip


def states(talk: Talk) -> list[tuple[str, int]]:
    with talk.store.read() as session:
        return [(a.state, a.percent) for a in session.exec(select(Assignment).order_by(col(Assignment.id)))]


def texts(heard: list[Heard]) -> list[str]:
    return [one.text for one in heard]


def test_one_message_is_said_back_in_one_line(talk: Talk, focal: str, three: list[int]) -> None:
    assert texts(talk.say(focal, "#1 được 40%", ("bc.pdf", pdf()))) == [
        "Đã ghi nhận: #1 Thương mại điện tử 1 – đang thực hiện 40% (còn 25 ngày, thứ Sáu 30/1/2026); minh chứng: bc.pdf.\n"
        "Lưu ý: không gửi văn bản mật qua đây."
    ]
    assert talk.last(focal).labels == ("Sửa", "Hủy")


def test_an_ok_is_no_done_and_is_asked_back(talk: Talk, focal: str, three: list[int]) -> None:
    talk.sweep()
    asked = talk.say(focal, "1 ok")
    assert "“Ok” là đã xong hay mới nhận việc?" in asked[0].text
    assert asked[0].labels == ("Đã xong", "Đang làm", "Chưa làm")
    assert states(talk) == [("not_started", 0)] * 3
    talk.tap(focal, "Đang làm")
    assert states(talk).count(("in_progress", 0)) == 1


def test_several_tasks_in_one_message_are_one_answer(talk: Talk, focal: str, three: list[int]) -> None:
    talk.sweep()
    assert texts(talk.say(focal, "1 xong, 2 được 50%")) == [
        "Đã ghi nhận:\n#3 Rà soát thủ tục 3 – đã báo cáo hoàn thành, chờ nghiệm thu.\n"
        "#1 Thương mại điện tử 1 – đang thực hiện 50% (còn 25 ngày, thứ Sáu 30/1/2026)."
    ]
    assert states(talk) == [("in_progress", 50), ("not_started", 0), ("reported", 100)]
    assert talk.last(focal).labels == ("Sửa #3", "Sửa #1", "Hủy")


def test_cancel_takes_the_whole_message_back(talk: Talk, focal: str, three: list[int]) -> None:
    talk.sweep()
    talk.say(focal, "1 xong, 2 được 50%, vướng kinh phí")
    assert "Đã rút lại" in talk.tap(focal, "Hủy")[0].text
    assert states(talk) == [("not_started", 0), ("not_started", 0), ("not_started", 0)]


def test_a_number_typed_after_hoantac_does_not_answer_what_was_withdrawn(
    talk: Talk, focal: str, three: list[int]
) -> None:
    talk.say(focal, "#3 được 10%")  # its "2" was "Hủy"
    assert "Anh/chị đã xong mốc nào" in talk.say(focal, "#1 được 40%, #2 xong")[-1].text
    talk.say(focal, "/hoantac")
    assert "Không có nhiệm vụ số 2" in talk.say(focal, "2")[0].text
    assert states(talk) == [("not_started", 0), ("not_started", 0), ("in_progress", 10)]


def test_edit_opens_the_task_that_was_just_recorded(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "#1 được 40%")
    assert "Đến nay thực hiện đến đâu" in talk.tap(focal, "Sửa")[0].text
    talk.tap(focal, "Được 75%")
    assert states(talk)[0] == ("in_progress", 75)


def test_what_is_overdue_is_said_back_without_brackets_in_brackets(talk: Talk, focal: str) -> None:
    talk.plan(task("Việc cũ 1", dt.date(2025, 12, 31)))
    assert texts(talk.say(focal, "được 5%")) == [
        "Đã ghi nhận: #1 Việc cũ 1 – đang thực hiện 5%, quá hạn 5 ngày (31/12/2025)."
    ]


def test_a_number_means_the_last_list_and_not_the_last_answer(talk: Talk, focal: str, three: list[int]) -> None:
    talk.sweep()
    talk.say(focal, "2 được 40%")
    talk.say(focal, "1 xong")
    assert states(talk) == [("in_progress", 40), ("not_started", 0), ("reported", 100)]


def test_all_is_said_of_a_list_of_work_and_never_of_a_question(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "được 30%")
    assert "Anh/chị nói về nhiệm vụ nào?" in talk.last(focal).text
    talk.say(focal, "/huy")
    assert "Anh/chị nói về nhiệm vụ nào?" in talk.say(focal, "tất cả xong")[0].text
    assert states(talk) == [("not_started", 0)] * 3


def test_a_reply_is_about_the_message_it_replies_to(talk: Talk, focal: str, three: list[int]) -> None:
    talk.sweep()
    digest = talk.last(focal, "NHẮC VIỆC")
    talk.say(focal, "/viec")  # a newer list, in another order of its own
    talk.say(focal, "#2 được 5%")
    talk.say(focal, "2 được 30%", reply_to=digest)
    assert states(talk)[0] == ("in_progress", 30)


def test_the_task_under_discussion_needs_no_number(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "#1 được 40%")
    talk.say(focal, "vướng kinh phí")
    assert "vướng mắc về kinh phí" in talk.last(focal).text
    assert "#1" in talk.last(focal).text


def test_a_no_after_a_done_is_asked_with_the_task_just_reported_on_top(
    talk: Talk, focal: str, three: list[int]
) -> None:
    talk.say(focal, "#1 xong")
    assert "1. #1 Thương mại điện tử 1" in talk.say(focal, "chưa xong đâu")[0].text
    assert "đang thực hiện" in talk.tap(focal, "#1 ")[0].text
    assert states(talk)[0] == ("in_progress", 0)


def test_after_two_days_it_is_asked_again(talk: Talk, focal: str, three: list[int], clock: SetClock) -> None:
    talk.say(focal, "#1 được 40%")
    clock.set(clock() + dt.timedelta(days=3))
    assert "Anh/chị nói về nhiệm vụ nào?" in talk.say(focal, "được 60%")[0].text


def test_the_only_open_task_is_meant(talk: Talk, focal: str) -> None:
    talk.plan(task("Việc duy nhất 1"))
    talk.say(focal, "duoc 30%")
    assert states(talk) == [("in_progress", 30)]


def test_a_doubt_is_one_question_and_the_words_are_kept(talk: Talk, focal: str, three: list[int]) -> None:
    question = talk.say(focal, "xong rồi, CV 12/SCT-VP", ("bc.pdf", pdf()))
    assert len(question) == 1
    assert "Anh/chị nói về nhiệm vụ nào?" in question[0].text
    assert states(talk) == [("not_started", 0)] * 3
    answer = talk.tap(focal, "#1 ")
    assert "chờ nghiệm thu; minh chứng: bc.pdf; văn bản 12/SCT-VP" in answer[0].text
    assert states(talk)[0] == ("reported", 100)


def test_the_question_can_be_answered_by_a_typed_number_or_code(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "được 60%")
    talk.say(focal, "2")
    assert states(talk)[0] == ("in_progress", 60)
    talk.say(focal, "/huy")
    talk.say(focal, "/viec")
    talk.say(focal, "được 70%")
    talk.say(focal, "#2")
    assert states(talk)[1] == ("in_progress", 70)


def test_leaving_the_question_loses_nothing(talk: Talk, focal: str, three: list[int]) -> None:
    question = talk.say(focal, "được 60%")[0]
    talk.say(focal, "/huy")
    if talk.channel == "telegram":
        talk.tap(focal, "#1 ", question)  # the words waited in the buttons
        assert states(talk)[0] == ("in_progress", 60)


def test_everything_done_but_one(talk: Talk, focal: str, three: list[int]) -> None:
    talk.plan(task("Việc thứ tư 4", dt.date(2026, 1, 19)), number="2/KH")
    talk.sweep()
    assert talk.last(focal).text.count("#") == 3
    talk.say(focal, "tất cả xong, riêng 3 chưa")
    assert states(talk) == [("in_progress", 0), ("not_started", 0), ("reported", 100), ("reported", 100)]


def test_done_with_two_open_milestones_asks_which(talk: Talk, focal: str, three: list[int]) -> None:
    assert "Anh/chị đã xong mốc nào?" in talk.say(focal, "#2 xong, CV 9/SCT-VP")[0].text
    assert states(talk)[1] == ("not_started", 0)
    assert "xong mốc “Kế hoạch”; văn bản 9/SCT-VP" in talk.tap(focal, "Kế hoạch")[0].text
    talk.say(focal, "#2.2 xong")
    assert states(talk)[1] == ("reported", 100)
    with talk.store.read() as session:
        assert all(slot.reported_on for slot in session.exec(select(Slot).where(Slot.assignment_id == 2)))


def test_all_milestones_at_once(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "#2 xong")
    talk.tap(focal, "Tất cả 2 mốc")
    assert states(talk)[1] == ("reported", 100)


def test_a_milestone_that_is_not_there_is_refused(talk: Talk, focal: str, three: list[int]) -> None:
    assert "không có mốc đó" in talk.say(focal, "#2.7 xong")[0].text
    assert states(talk)[1] == ("not_started", 0)


def test_what_does_not_fit_is_told_and_the_rest_stands(talk: Talk, focal: str, three: list[int]) -> None:
    talk.sweep()
    talk.say(focal, "1 xong")
    answer = talk.say(focal, "1 xong, 2 được 20%")[0].text
    assert "Chưa ghi nhận #3" in answer
    assert "đang chờ nghiệm thu" in answer
    assert states(talk)[0] == ("in_progress", 20)


def test_not_done_after_done_takes_the_claim_back(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "#1 được 30%")
    talk.say(focal, "#1 xong")
    assert "đang thực hiện 30%" in talk.say(focal, "#1 chưa xong")[0].text
    assert states(talk)[0] == ("in_progress", 30)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("👍👍👍", "chưa ghi nhận gì"),
        ("#1 được 150%", "từ 0 đến 100%"),
        ("#1 xin gia hạn đến 31/02", "không có trên lịch"),
        ("#1 xin gia hạn đến 1/1/2026", "đã qua"),
        ("#1 xin gia hạn đến 10/1 vì bận", "phải sau thời hạn hiện nay"),
        ("#77 xong", "Không có nhiệm vụ #77"),
        ("9 xong", "Không có nhiệm vụ số 9"),
        ("x" * 4001, "Tin nhắn quá dài"),
        ("cảm ơn em", "Vâng, cảm ơn anh/chị"),
        ("/viec 99999999999", "“/viec"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    talk: Talk, focal: str, three: list[int], words: str, answer: str
) -> None:
    heard = talk.say(focal, words)
    assert len(heard) == 1
    if not words.startswith("/"):
        assert answer in heard[0].text
    assert states(talk) == [("not_started", 0)] * 3
    with talk.store.read() as session:
        assert {u.kind for u in session.exec(select(Update))} == {"created"}


def test_four_thousand_characters_are_read_whole(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "#1 được 45%. " + "Đã họp với các đơn vị. " * 170)
    assert states(talk)[0] == ("in_progress", 45)


def test_empty_words_change_nothing(talk: Talk, focal: str, three: list[int]) -> None:
    assert talk.say(focal, "   ") == []
    assert states(talk) == [("not_started", 0)] * 3


def test_undo_only_within_a_day_and_only_the_last(talk: Talk, focal: str, three: list[int], clock: SetClock) -> None:
    talk.say(focal, "#1 được 40%")
    first = talk.last(focal)
    talk.say(focal, "#1 được 50%")
    if talk.channel == "telegram":
        assert "cập nhật khác sau đó" in talk.tap(focal, "Hủy", first)[0].text
    clock.set(clock() + dt.timedelta(hours=25))
    assert "Không có cập nhật nào trong 24 giờ" in talk.say(focal, "/hoantac")[0].text
    assert states(talk)[0] == ("in_progress", 50)


def test_long_lists_are_asked_page_by_page(talk: Talk, focal: str) -> None:
    talk.plan(*(task(f"Việc số {n}", dt.date(2026, 3, n)) for n in range(1, 20)))
    talk.say(focal, "được 25%")
    assert "Xem tiếp (13)" in talk.last(focal).labels
    talk.tap(focal, "Xem tiếp")
    talk.tap(focal, "#12 ")
    assert states(talk)[11] == ("in_progress", 25)


def test_an_old_flow_does_not_catch_words_about_a_newer_digest(talk: Talk, focal: str, clock: SetClock) -> None:
    talk.plan(task("Việc thứ nhất 1", dt.date(2026, 3, 30)), task("Việc thứ hai 2", dt.date(2026, 1, 12)))
    talk.say(focal, "#1")
    clock.set(clock() + dt.timedelta(minutes=5))
    talk.sweep()
    assert talk.last(focal).text.count("#2") == 1
    assert "Anh/chị nói về nhiệm vụ nào?" in talk.say(focal, "xong")[0].text
    assert states(talk) == [("not_started", 0), ("not_started", 0)]


def test_a_flow_survives_a_restart(talk: Talk, focal: str, three: list[int]) -> None:
    talk.say(focal, "/giahan #1")
    with talk.store.read() as session:
        assert session.exec(select(Conversation)).one().flow == "extend"
    again = Talk(type(talk.store)(talk.store.url), talk.clock, talk.home, talk.channel)
    assert "xin gia hạn đến 30/6/2026" in again.say(focal, "đến 30/6 vì chờ hướng dẫn")[0].text
    again.store.close()


def test_every_flow_is_left_with_huy(talk: Talk, focal: str, three: list[int]) -> None:
    for opening in ("/giahan #1", "/vuongmac #1", "/minhchung", "#1", "/capnhat"):
        talk.say(focal, opening)
        assert "Đã thoát" in talk.say(focal, "/huy")[0].text
    with talk.store.read() as session:
        assert session.exec(select(Conversation)).all() == []
    assert states(talk) == [("not_started", 0)] * 3


def test_a_list_of_reports_ends_what_older_numbers_meant(talk: Talk, focal: str, three: list[int]) -> None:
    talk.sweep()

    def owed_list(session: Session) -> None:
        """A newer list whose only number is a report that is owed."""
        digest = session.exec(select(Prompt).where(Prompt.position == 1)).one()
        duty = ReportingDutyRow(plan_id=1, who="các sở", addressee="", period="month", day_rule="", text="Báo cáo")
        session.add(duty)
        session.flush()
        period = DutyPeriod(
            duty_id=duty.id or 0, agency_id=1, period="2026-01", due=dt.date(2026, 1, 20), opened_at=talk.clock()
        )
        session.add(period)
        row = session.get_one(Outbox, digest.outbox_id)
        newer = Outbox(**{**row.model_dump(exclude={"id"}), "inbox_id": None, "sequence": None})
        session.add(newer)
        session.flush()
        session.add(
            DutyPrompt(outbox_id=newer.id or 0, contact_id=digest.contact_id, position=1, duty_period_id=period.id or 0)
        )

    talk.store.write(owed_list)
    assert "Không có nhiệm vụ số 2" in talk.say(focal, "2 được 15%")[0].text
    assert states(talk) == [("not_started", 0)] * 3


def test_a_fraction_of_a_percent_is_kept_on_every_store(talk: Talk) -> None:
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.plan(task("Việc 1", dt.date(2026, 3, 1)))
    talk.say(focal, "#1 được 45,5%")
    assert talk.assignment(1).percent == 45.5
    with talk.store.read() as session:
        assert verify_record(session) == []
    assert "45,5%" in talk.say(focal, "/viec 1")[0].text
