"""Figures as of a day said in words: it lies behind, or it is said that it has not come."""

import datetime as dt

import pytest
from conversation import task

from catalog.clock import PROVINCE_ZONE
from handlers.words.router import understand

MONDAY = dt.datetime(2026, 6, 8, 9, 0, tzinfo=PROVINCE_ZONE)
"""The leader asks on the second Monday of June."""

DAYS = {
    "tình hình ngày 17/4": "17/4/2026",
    "tinh hinh hom 17/4": "17/4/2026",
    "tình hình tính đến 17/4": "17/4/2026",
    "tình hình 17/4 năm nay": "17/4/2026",
    "tình hình ngày 25": "25/5/2026",
    "tình hình ngày 2 tháng trước": "2/5/2026",
    "tình hình cuối tháng trước": "31/5/2026",
    "tình hình đầu tháng trước": "1/5/2026",
    "tình hình giữa tháng 4": "15/4/2026",
    "tình hình cuối tuần trước": "7/6/2026",
    "tình hình đến hết quý 1": "31/3/2026",
    "tình hình hôm thứ tư": "3/6/2026",
    "tình hình ngày này tháng trước": "8/5/2026",
    "tình hình thời điểm này quý trước": "8/3/2026",
    "tình hình từ đầu năm đến nay": "8/6/2026",
    "tình hình tuần này": "8/6/2026",
}
BEFORE_ANY_PLAN = {
    "tình hình đầu năm": "1/1/2026",
    "tình hình cuối năm ngoái": "31/12/2025",
    "tình hình ngày 20/10": "20/10/2025",
    "tình hình cuối tháng 8 năm ngoái": "31/8/2025",
}
NOT_YET = {
    "tình hình ngày 20/10/2026": "20/10/2026",
    "tình hình tuần sau": "15/6/2026",
    "tình hình ngày mai": "9/6/2026",
}


@pytest.fixture
def leader(talk):
    talk.plan(task("Rà soát 1", dt.date(2026, 3, 31)), task("Rà soát 2", dt.date(2026, 5, 4)))
    talk.clock.set(MONDAY)
    return talk.person("Minh", "leader")


def test_the_day_said_is_the_day_of_the_figures(talk, leader):
    for said, day in DAYS.items():
        (shown,) = talk.say(leader, said)
        assert shown.text.startswith(f"TÌNH HÌNH THỰC HIỆN {day}\n"), (said, shown.text)
    assert "🔴 Quá hạn: 1 " in talk.say(leader, "tình hình ngày 17/4")[0].text
    assert "🔴 Quá hạn: 2 " in talk.say(leader, "tình hình tuần này")[0].text


def test_a_day_before_any_plan_says_its_year_and_a_day_to_come_that_it_has_not_come(talk, leader):
    for said, day in BEFORE_ANY_PLAN.items():
        (shown,) = talk.say(leader, said)
        assert shown.text == f"Không có nhiệm vụ nào trong phạm vi toàn tỉnh tính đến {day}.", said
    for said, day in NOT_YET.items():
        (shown,) = talk.say(leader, said)
        assert shown.text == f"Ngày {day} chưa đến: chỉ xem được hôm nay và các ngày đã qua.", said
        assert shown.labels == ("Toàn bộ, hôm nay",)
    assert talk.say(leader, "tình hình ngày 31/4")[0].text.startswith("Không có ngày “31/4”.")
    assert talk.say(leader, "so với ngày mai thế nào")[0].text.startswith("Ngày 9/6/2026 chưa đến")
    (shown,) = talk.say(leader, "tình hình đến cuối tháng")
    assert shown.text.startswith(
        "Ngày 30/6/2026 chưa đến: dưới đây là số liệu đến hôm nay.\nTÌNH HÌNH THỰC HIỆN 8/6/2026"
    )


def test_whatever_shows_figures_takes_the_day_said(talk, leader):
    assert "Phạm vi: Sở Công Thương" in talk.say(leader, "sở công thương ngày 17/4 thế nào")[0].text
    assert talk.last(leader).text.startswith("TÌNH HÌNH THỰC HIỆN 17/4/2026")
    (plan,) = talk.say(leader, "kế hoạch 1/KH cuối tháng trước thế nào")
    assert plan.text.startswith("TÌNH HÌNH THỰC HIỆN 31/5/2026\nPhạm vi: KH 1/KH")
    assert talk.say(leader, "cơ quan nào chậm nhất ngày 17/4")[0].text.startswith("THEO CƠ QUAN – 17/4/2026")
    (late,) = talk.say(leader, "việc quá hạn tính đến 17/4")
    assert late.text.startswith("🔴 QUÁ HẠN: 1\nPhạm vi: toàn tỉnh, ngày 17/4/2026")
    assert "VỚI 3/6/2026" in talk.say(leader, "so với thứ tư thế nào")[0].text
    assert "đến ngày 17/4/2026" in talk.say(leader, "báo cáo ngày 17/4")[0].text


SOUGHT = {
    "tìm cơ sở dữ liệu": "cơ sở dữ liệu",
    "tim co so du lieu": "co so du lieu",
    "tìm có chứng chỉ": "có chứng chỉ",
    "tìm các làng nghề": "làng nghề",
    "tìm việc làm": "việc làm",
    "tìm kế hoạch phòng chống thiên tai": "kế hoạch phòng chống thiên tai",
    "tìm giúp em các việc có chữ chợ": "chợ",
    "tìm việc nào có liên quan đến mã vùng trồng không ạ": "mã vùng trồng",
    "tìm hộ em việc về hồ chứa nước": "hồ chứa nước",
    "tìm hộ kinh doanh": "hộ kinh doanh",
    "tìm nhà": "nhà",
    "tìm kiếm thư viện số": "thư viện số",
    "tra cứu nhiệm vụ thuộc lĩnh vực thuốc chữa bệnh": "thuốc chữa bệnh",
}


def test_what_is_looked_for_is_what_was_typed(known):
    for said, query in SOUGHT.items():
        meant = understand(said, "officer", known, MONDAY.date()).meant
        assert meant is not None, said
        assert (meant.intent, meant.slots["query"]) == ("search", query), said


def test_the_command_looks_for_the_words_typed_too(talk):
    talk.plan(task("Xây dựng cơ sở dữ liệu đất đai 1"), task("Sở dữ liệu hóa 2"), task("Cơ chế phối hợp 3"))
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (found,) = talk.say(officer, "/viec tìm cơ sở dữ liệu")
    assert "“cơ sở dữ liệu”" in found.text
    assert "đất đai 1" in found.text
    assert "hóa 2" not in found.text
