"""A document belongs to the task whose words name it; a product that is out is done where the task wants just that."""

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import select

from catalog.tables import Update


@pytest.fixture
def focal(talk: Talk) -> str:
    chat = talk.person("Bình", "focal", "Sở Công Thương")
    talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(
        task("Cụm công nghiệp 1", output="Quyết định của UBND tỉnh"),
        task("Chợ đầu mối 2", output="Kế hoạch; báo cáo kết quả"),
        task("Khuyến công 3", output=""),
    )
    return chat


def _documents(talk: Talk) -> dict[int, str]:
    """The document stored with the newest update of each assignment."""
    with talk.store.read() as session:
        rows = session.exec(select(Update).where(Update.kind != "created").order_by(Update.id)).all()  # type: ignore[arg-type]
    return {row.assignment_id: row.document_number for row in rows}


def test_the_number_said_of_one_task_is_stored_with_that_one_alone(talk: Talk, focal: str) -> None:
    said = talk.say(focal, "#1 xong, đã ban hành QĐ 123/QĐ-SCT; #2 được 40%; #3 chưa làm")
    assert _documents(talk) == {1: "123/QĐ-SCT", 2: "", 3: ""}
    assert [line[:2] for line in said[0].text.splitlines() if "văn bản 123/QĐ-SCT" in line] == ["#1"]


def test_a_line_break_ends_what_a_number_belongs_to(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 đang làm\n#2 đã trình tại TTr 19/TTr-SCT\n#3 xong")
    assert _documents(talk) == {1: "", 2: "19/TTr-SCT", 3: ""}


def test_one_task_alone_has_every_document_of_the_message(talk: Talk, focal: str) -> None:
    talk.say(focal, "#3 xong. Gửi kèm BC 7/BC-SCT")
    assert _documents(talk) == {3: "7/BC-SCT"}


def test_a_product_is_the_whole_task_only_where_the_plan_wants_just_that(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 đã ban hành Quyết định số 5/QĐ-UBND ngày 6/1/2026")
    asked = talk.say(focal, "#2 đã ban hành Kế hoạch số 6/KH-SCT")
    unknown = talk.say(focal, "#3 đã ban hành Kế hoạch số 7/KH-SCT")
    assert [talk.assignment(code).state for code in (1, 2, 3)] == ["reported", "in_progress", "in_progress"]
    assert all("đã hoàn thành chưa?" in answer[0].text for answer in (asked, unknown))


def test_half_a_percent_is_kept_and_said_back(talk: Talk, focal: str) -> None:
    assert "45,5%" in talk.say(focal, "#3 đạt 45,5%")[0].text
    assert talk.assignment(3).percent == 45.5
