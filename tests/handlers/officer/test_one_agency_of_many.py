"""A task that several agencies lead: one of them is let go alone, and who takes it from all is told from how many."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import col, select

from catalog.agencies.stored import agency_name
from catalog.tables import Assignment

LATER = dt.date(2026, 6, 30)
THREE = ("Sở Công Thương", "Sở Nội vụ", "Sở Tư pháp")


@pytest.fixture
def officer(talk: Talk) -> str:
    return talk.person("Hà", "officer", COORDINATOR)


def states(talk: Talk, code: int) -> dict[str, str]:
    with talk.store.read() as session:
        rows = session.exec(select(Assignment).where(col(Assignment.task_id) == code, Assignment.role == "lead")).all()
        return {agency_name(session, row.agency_id): row.state for row in rows}


def test_one_agency_that_says_it_is_not_theirs_is_let_go_alone(talk: Talk, officer: str) -> None:
    (code,) = talk.plan(task("Lập danh mục dữ liệu 1", LATER, *THREE))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, f"việc #{code} của Sở Y tế, không phải của bên tôi")
    talk.tap(focal, "Báo cán bộ tổng hợp")
    notice = talk.last(officer)
    assert "giao chung cho 3 cơ quan" in notice.text
    assert notice.labels[0] == "Thôi giao Sở Công Thương"
    talk.tap(officer, "Thôi giao Sở Công Thương")
    talk.say(officer, "không thuộc lĩnh vực, theo 12/UBND-TH")
    assert states(talk, code) == {
        "Sở Công Thương": "cancelled",
        "Sở Nội vụ": "not_started",
        "Sở Tư pháp": "not_started",
    }
    assert "12/UBND-TH" in talk.last(focal).text


def test_a_move_says_how_many_agencies_lose_the_task(talk: Talk, officer: str) -> None:
    (code,) = talk.plan(task("Lập danh mục dữ liệu 1", LATER, *THREE))
    (preview,) = talk.say(officer, f"chuyển việc #{code} cho Sở Y tế, theo 12/UBND-TH")
    assert "Thôi giao 3 cơ quan: Sở Công Thương; Sở Nội vụ; Sở Tư pháp." in preview.text
    assert set(states(talk, code).values()) == {"not_started"}


def test_a_move_from_one_agency_to_another_needs_no_count(talk: Talk, officer: str) -> None:
    (code,) = talk.plan(task("Lập danh mục dữ liệu 1", LATER))
    (preview,) = talk.say(officer, f"chuyển việc #{code} cho Sở Y tế, theo 12/UBND-TH")
    assert "Thôi giao" not in preview.text


def test_while_a_document_is_asked_for_an_order_about_another_task_is_no_label(talk: Talk, officer: str) -> None:
    first, second = talk.plan(task("Việc thứ nhất 1", LATER), task("Việc thứ hai 2", LATER))
    talk.say(officer, f"đổi hạn #{first} sang 31/7/2026")
    heard = talk.say(officer, f"đổi hạn #{second} sang 31/8/2026, theo 88/UBND-VP")
    assert f"#{second} Việc thứ hai 2\nThời hạn: 30/6/2026 → 31/8/2026" in heard[0].text


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Chào em, 1 xong 2 xong", {"“1 xong 2 xong”"}),
        ("1 xong, công văn 215/SCT-VP; 2 xong rồi", {"“1 xong, công văn 215/SCT-VP”", "“2 xong rồi”"}),
        ("1 được 45,5%; 2 xong, đã gửi. Cảm ơn em", {"“2 xong, đã gửi. Cảm ơn em”"}),
    ],
)
def test_each_report_is_shown_with_what_was_said_of_it(talk: Talk, officer: str, said: str, quoted: set[str]) -> None:
    talk.plan(task("Việc thứ nhất 1", LATER), task("Việc thứ hai 2", LATER))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, "việc của tôi")
    talk.say(focal, said)
    notices = [heard.text for heard in talk.seen(officer) if "báo cáo hoàn thành" in heard.text]
    assert {one for one in quoted if any(one in text for text in notices)} == quoted
    assert not any("“Chào em”" in text for text in notices)
