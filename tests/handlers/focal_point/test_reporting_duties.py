"""Reports that are owed, spoken of beside tasks: their numbers go on meaning the same, and what is said is withdrawn."""

import datetime as dt

import pytest
from conversation import Talk, task
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_id
from catalog.clock import SetClock
from catalog.messaging.inbox_and_outbox import DutySubject, Message, Subject, queue
from catalog.tables import Assignment, Contact, DutyPeriod, ReportingDutyRow


@pytest.fixture
def focal(talk: Talk) -> str:
    """A focal point who was shown two reports (1, 2) and two tasks (3, 4) in one list."""
    chat = talk.person("Bình", "focal", "Sở Công Thương")
    talk.plan(task("Thương mại điện tử 1"), task("Rà soát thủ tục 2"))

    def shown(session: Session) -> None:
        agency, now = agency_id(session, "Sở Công Thương") or 0, talk.clock()
        duty = ReportingDutyRow(plan_id=1, who="các sở", addressee="Sở Nội vụ", period="month", day_rule="", text="")
        session.add(duty)
        session.flush()
        owed = [DutyPeriod(duty_id=duty.id or 0, agency_id=agency, period=f"2026-0{n}", due=dt.date(2026, n, 20),
                           opened_at=now) for n in (1, 2)]  # fmt: skip
        session.add_all(owed)
        session.flush()
        tasks = session.exec(select(Assignment.id).order_by(col(Assignment.id))).all()
        queue(
            session, session.exec(select(Contact).where(Contact.chat_id == chat)).one(),
            Message("1. …", about=tuple(Subject(n, one or 0) for n, one in enumerate(tasks, start=3)),
                    duties=tuple(DutySubject(n, one.id or 0) for n, one in enumerate(owed, start=1))), now,
        )  # fmt: skip

    talk.store.write(shown)
    return chat


def sent(talk: Talk) -> list[str]:
    with talk.store.read() as session:
        query = select(DutyPeriod.period).where(col(DutyPeriod.reported_at).is_not(None))
        return list(session.exec(query.order_by(col(DutyPeriod.id))))


def test_a_number_alone_asks_whether_that_report_was_sent(talk: Talk, focal: str) -> None:
    asked = talk.say(focal, "1")
    assert asked[0].text == (
        "Sở Công Thương: báo cáo tháng gửi Sở Nội vụ (hạn 20/1/2026)\nBáo cáo định kỳ chỉ ghi nhận khi đã gửi. Đã gửi chưa?"
    )
    assert asked[0].labels == ("Đã gửi",)
    assert sent(talk) == []
    talk.say(focal, "2 gửi rồi")  # the number of the list, though a question came between
    assert sent(talk) == ["2026-02"]
    assert "đang thực hiện 40%" in talk.say(focal, "3 được 40%")[0].text
    talk.tap(focal, "Đã gửi", asked[0]) if talk.channel == "telegram" else talk.say(focal, "1 gửi rồi")
    assert sent(talk) == ["2026-01", "2026-02"]


def test_what_can_only_be_said_of_a_task_is_not_taken_for_a_report(talk: Talk, focal: str) -> None:
    question = talk.say(focal, "1 chưa, 2 chưa")
    assert question[0].text.endswith("Báo cáo nào đã gửi rồi?")
    for words in ("đã ban hành KH 88/KH-UBND", "được 40%", "vướng kinh phí"):
        assert "Anh/chị nói về nhiệm vụ nào?" in talk.say(focal, words)[0].text
        talk.say(focal, "/huy")
    assert sent(talk) == []


def test_a_report_that_is_not_named_is_asked_among_the_reports(talk: Talk, focal: str) -> None:
    assert talk.say(focal, "dạ em đã gửi báo cáo rồi ạ")[0].text.endswith("Báo cáo nào đã gửi rồi?")
    assert sent(talk) == []
    talk.tap(focal, "số 2")
    assert sent(talk) == ["2026-02"]
    talk.say(focal, "3 được 40%")  # now a task is spoken of
    assert "đang thực hiện 40%" in talk.say(focal, "đã gửi báo cáo")[0].text
    talk.say(focal, "/viec")  # and now nothing but tasks
    assert "Anh/chị nói về nhiệm vụ nào?" in talk.say(focal, "đã gửi báo cáo")[0].text
    assert sent(talk) == ["2026-02"]


def test_hoantac_withdraws_the_report_said_to_be_sent_and_nothing_older(
    talk: Talk, focal: str, clock: SetClock
) -> None:
    talk.say(focal, "3 được 40%")
    clock.set(clock() + dt.timedelta(minutes=1))
    talk.say(focal, "1 gửi rồi, 2 gửi rồi")
    assert sent(talk) == ["2026-01", "2026-02"]
    clock.set(clock() + dt.timedelta(minutes=1))
    assert talk.say(focal, "/hoantac")[0].text.startswith("Đã rút lại, ghi là chưa gửi:\nSở Công Thương: báo cáo tháng")
    assert (sent(talk), talk.assignment(1).percent) == ([], 40)
    assert "Đã rút lại cập nhật gần nhất" in talk.say(focal, "/hoantac")[0].text
    assert talk.assignment(1).percent == 0


def test_hoantac_withdraws_a_report_and_a_task_of_one_message_together(talk: Talk, focal: str) -> None:
    talk.say(focal, "1 gửi rồi, 3 xong")
    assert (sent(talk), talk.assignment(1).state) == (["2026-01"], "reported")
    assert len(talk.say(focal, "/hoantac")) == 2
    assert (sent(talk), talk.assignment(1).state) == ([], "not_started")


def test_huy_under_a_task_withdraws_that_and_no_report_sent_later(talk: Talk, focal: str, clock: SetClock) -> None:
    said = talk.say(focal, "3 được 40%")[0]
    clock.set(clock() + dt.timedelta(minutes=1))
    talk.say(focal, "1 gửi rồi")
    if talk.channel == "telegram":  # typed, a number would answer the newer message
        talk.tap(focal, "Hủy", said)
        assert (sent(talk), talk.assignment(1).percent) == (["2026-01"], 0)


def test_what_still_waits_names_the_reports_too(talk: Talk, focal: str) -> None:
    assert (
        "Chưa trả lời: 1. báo cáo tháng gửi Sở Nội vụ (hạn 20/1/2026); 2. báo cáo" in talk.say(focal, "3 xong")[0].text
    )
    said = talk.say(focal, "1 gửi rồi")[0].text
    assert "Chưa trả lời: 2. báo cáo tháng gửi Sở Nội vụ (hạn 20/2/2026); 4. Rà soát thủ tục 2." in said


@pytest.mark.parametrize("words", ["4 chưa xong, 1 đã gửi rồi", "3 đang làm 1 đã gửi rồi", "1 nộp rồi; 4 chưa làm"])
def test_what_was_just_said_of_a_report_is_not_asked_for_what_is_said_of_a_task(
    talk: Talk, focal: str, words: str
) -> None:
    said = talk.say(focal, words)
    assert sent(talk) == ["2026-01"]
    assert not any("Đã gửi chưa?" in one.text or "đã hoàn thành chưa?" in one.text for one in said)


def test_a_question_over_tasks_leaves_the_numbers_of_the_reports(talk: Talk, focal: str) -> None:
    assert "3. #1 Thương mại" in talk.say(focal, "xong")[0].text
    talk.say(focal, "2 đã gửi rồi")
    assert sent(talk) == ["2026-02"]
