"""A number that is typed is the row of that number on the newest screen, on channels with buttons, too."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, task

LATER = dt.date(2026, 6, 30)


@pytest.fixture
def officer(talk: Talk) -> str:
    officer = talk.person("Hà", "officer", COORDINATOR)
    talk.plan(task("Lập danh mục 1", LATER), task("Rà soát quy trình 2", LATER), task("Tập huấn 3", LATER, "Sở Nội vụ"))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, "việc của tôi")
    talk.say(focal, "1 xong, 2 xong")
    talk.say(officer, "/duyet")
    talk.tap(officer, "Nghiệm thu nhiều")
    return officer


def test_of_two_lists_the_newer_one_is_meant(talk: Talk, officer: str) -> None:
    (reports,) = talk.say(officer, "2")
    assert "Rà soát quy trình 2" in reports.text
    (listed,) = talk.say(officer, "cơ quan nào chưa kết nối?")
    second = next(line for line in listed.text.splitlines() if line.startswith("2. "))[3:]
    (invited,) = talk.say(officer, "2")
    assert f"đầu mối – {second}" in invited.text


def test_a_row_of_the_next_page_opens_by_its_number(talk: Talk, officer: str) -> None:
    talk.say(officer, "cơ quan nào chưa kết nối?")
    (page,) = talk.tap(officer, "Xem tiếp")
    twelfth = next(line for line in page.text.splitlines() if line.startswith("12. "))[4:]
    assert f"đầu mối – {twelfth}" in talk.say(officer, "12")[0].text


def test_an_agency_of_the_figures_opens_by_its_number(talk: Talk, officer: str) -> None:
    (figures,) = talk.say(officer, "/tonghop")
    (listed,) = talk.tap(officer, "Theo cơ quan", figures)
    name = next(line for line in listed.text.splitlines() if line.startswith("2. "))[3:].split(":")[0]
    assert f"Phạm vi: {name}" in talk.say(officer, "2")[0].text
