"""What one's day begins with names the obstacles that were reported, on an officer's desk and for a leader."""

import datetime as dt

import pytest
from conversation import task

LATER = dt.date(2026, 6, 30)


@pytest.fixture
def reported(talk):
    """Three obstacles of one agency, and one that was resolved."""
    codes = talk.plan(*(task(f"Giải phóng mặt bằng tuyến {n}", LATER) for n in range(1, 6)))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    for code, words in zip(
        codes, ("vướng kinh phí", "vướng mặt bằng", "thiếu người làm", "vướng kinh phí"), strict=False
    ):
        talk.say(focal, f"#{code} {words}")
    talk.tap(focal, "Hủy")
    return codes


def test_an_officers_desk_has_the_obstacles_before_what_was_overdue_at_import(talk, reported):
    talk.plan(task("Việc cũ 9", dt.date(2025, 12, 1)), number="2/KH")
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    (desk,) = talk.say(officer, "hôm nay tôi cần làm gì?")
    held_up, at_import = (desk.text.index(words) for words in ("• 3 vướng mắc đã báo", "đã quá hạn khi nhập"))
    assert held_up < at_import
    assert f"⚠️ #{reported[0]} Giải phóng mặt bằng tuyến 1 – Sở Công Thương: vướng mắc về kinh phí" in desk.text
    (rows,) = talk.tap(officer, "Vướng mắc (3)", desk)
    assert rows.text.startswith("⚠️ VƯỚNG MẮC ĐÃ BÁO: 3")
    (card,) = talk.tap(officer, "2", rows)
    assert f"#{reported[1]}" in card.text
    assert desk.screens <= 1


def test_a_leaders_day_begins_with_them_too_and_without_any_with_the_figures(talk):
    leader = talk.person("Minh", "leader")
    talk.plan(task("Không có gì 1", LATER, "Sở Nội vụ"))
    talk.person("Lan", "focal", "Sở Nội vụ")
    talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    assert talk.say(leader, "hôm nay tôi cần làm gì?")[0].text.startswith("TÌNH HÌNH THỰC HIỆN 5/1/2026")
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    (code,) = talk.plan(task("Đường ven biển 1", LATER), number="2/KH")
    talk.say(focal, f"#{code} vướng kinh phí")
    (desk,) = talk.say(leader, "hôm nay tôi cần làm gì?")
    assert desk.text.startswith("VIỆC CẦN LÃNH ĐẠO QUAN TÂM thứ Hai, 5/1/2026\n• 1 vướng mắc đã báo, chưa giải quyết\n")
    (rows,) = talk.tap(leader, "Vướng mắc (1)", desk)
    assert f"#{code} Đường ven biển 1" in rows.text
    assert "TÌNH HÌNH THỰC HIỆN" in talk.tap(leader, "Xem tình hình", desk)[0].text
