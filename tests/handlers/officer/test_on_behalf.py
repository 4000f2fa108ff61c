"""What an agency said by phone or letter, entered by an officer: marked, with its source, told to the agency."""

import pytest
from conversation import COORDINATOR, Talk, pdf, task
from sqlmodel import col, select

from catalog.tables import Assignment, Evidence, Update


@pytest.fixture
def officer(talk: Talk) -> str:
    return talk.person("Hạnh", "officer", COORDINATOR)


@pytest.fixture
def shared_task(talk: Talk, officer: str) -> list[int]:
    return talk.plan(
        task("Kế hoạch năm 1", None, "Sở Y tế", "Sở Công Thương"), task("Khám chữa bệnh 2", None, "Sở Y tế")
    )


def entries(talk: Talk) -> list[tuple[str, bool, str]]:
    with talk.store.read() as session:
        rows = session.exec(select(Update).where(Update.kind != "created").order_by(col(Update.id)))
        return [(u.kind, u.on_behalf, u.document_number) for u in rows]


def test_one_line_enters_it_with_its_document(talk: Talk, officer: str, shared_task: list[int]) -> None:
    focal = talk.person("Yến", "focal", "Sở Y tế")
    answer = talk.say(officer, "/capnhat hộ sở y tế #1 được 60%, CV 45/SYT-VP")
    assert "Đã ghi nhận (nhập hộ): #1 Kế hoạch năm 1 – đang thực hiện 60%; văn bản 45/SYT-VP" in answer[0].text
    assert entries(talk) == [("progress", True, "45/SYT-VP")]
    assert "đã ghi nhận thay cơ quan anh/chị" in talk.last(focal).text
    with talk.store.read() as session:
        rows = session.exec(select(Assignment).where(Assignment.task_id == 1).order_by(col(Assignment.id)))
        assert [a.percent for a in rows] == [60, 0]


def test_without_a_source_it_is_asked_for_and_nothing_is_stored(
    talk: Talk, officer: str, shared_task: list[int]
) -> None:
    assert "bằng văn bản nào?" in talk.say(officer, "/capnhat ho So Y te #2 xong")[0].text
    assert entries(talk) == []
    assert "(nhập hộ)" in talk.say(officer, "gọi điện thoại sáng nay")[0].text
    assert entries(talk) == [("report", True, "")]


def test_a_report_entered_by_an_officer_is_not_vouched_for_by_the_same(
    talk: Talk, officer: str, shared_task: list[int]
) -> None:
    talk.say(officer, "/capnhat hộ Sở Y tế #2 xong, CV 1/SYT-VP")
    talk.say(officer, "/duyet")
    assert "(nhập hộ)" in talk.last(officer).text
    assert "tự xác nhận" in talk.tap(officer, "Chấp nhận")[0].text


def test_the_letter_itself_can_be_the_source(talk: Talk, officer: str, shared_task: list[int]) -> None:
    talk.say(officer, "/viec 2")
    talk.tap(officer, "Nhập hộ cơ quan")
    talk.say(officer, "được 80%", ("cong-van.pdf", pdf()))
    assert [kind for kind, _, _ in entries(talk)] == ["evidence", "progress"]
    with talk.store.read() as session:
        assert session.exec(select(Evidence)).one().name == "cong-van.pdf"


def test_an_unclear_agency_or_task_is_asked(talk: Talk, officer: str, shared_task: list[int]) -> None:
    assert "Chưa rõ cơ quan" in talk.say(officer, "/capnhat hộ phường Nha #1 xong, CV 1/A-B")[0].text
    assert "/capnhat hộ Sở Y tế" in talk.say(officer, "/capnhat hộ")[0].text
    assert "Nhập hộ cho nhiệm vụ nào?" in talk.say(officer, "/capnhat hộ #1 được 20%, CV 3/SCT-VP")[0].text
    talk.tap(officer, "Sở Công Thương")
    assert entries(talk) == [("progress", True, "3/SCT-VP")]


def test_it_can_be_withdrawn_like_any_update(talk: Talk, officer: str, shared_task: list[int]) -> None:
    talk.say(officer, "/capnhat hộ Sở Y tế #2 được 50%, CV 1/SYT-VP")
    assert "Đã rút lại" in talk.say(officer, "/hoantac")[0].text


def test_an_officer_of_another_department_may_not(talk: Talk, shared_task: list[int]) -> None:
    other = talk.person("Lan", "officer", "Sở Nội vụ")
    assert "được nhập hộ" in talk.say(other, "/capnhat hộ Sở Y tế #2 xong, CV 1/SYT-VP")[0].text
    assert entries(talk) == []


def test_a_focal_point_enters_for_nobody_else(talk: Talk, shared_task: list[int]) -> None:
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    assert "được nhập hộ" in talk.say(focal, "/capnhat hộ Sở Y tế #2 xong, CV 1/SYT-VP")[0].text
    assert entries(talk) == []
