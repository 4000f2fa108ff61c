"""/tonghop as it is typed and tapped: whose figures, of which day, and what stands behind them."""

import datetime as dt

from conversation import task

from catalog.agencies.stored import own_organisation
from catalog.clock import PROVINCE_ZONE
from catalog.figures.rollup import catch_up
from catalog.tables import Organisation

LONG = "Ban hành đề án " + "rất dài " * 24
DUE = dt.date(2026, 1, 9)


def total(heard):
    return next(line for line in heard.text.splitlines() if line.startswith("Tổng số: "))


def test_nothing_is_imported_yet(talk):
    leader = talk.person("Minh", "leader")
    (answer,) = talk.say(leader, "/tonghop")
    assert "Không có nhiệm vụ nào trong phạm vi toàn tỉnh" in answer.text
    (answer,) = talk.say(leader, "/tonghop kế hoạch 2821")
    assert "Chưa có kế hoạch nào được nhập." in answer.text


def test_one_agency_only_needs_no_list_of_the_worst_and_long_names_are_cut(talk):
    talk.plan(task(LONG + "1", DUE))
    talk.clock.set(talk.clock() + dt.timedelta(days=14))
    leader = talk.person("Minh", "leader")
    (screen,) = talk.say(leader, "/tonghop")
    assert total(screen) == "Tổng số: 1 lượt giao"
    assert "Quá hạn nhiều nhất" not in screen.text
    (rows,) = talk.tap(leader, "Quá hạn")
    assert "QUÁ HẠN: 1" in rows.text
    assert max(map(len, rows.text.splitlines())) < 140
    (back,) = talk.tap(leader, "Về tổng hợp")
    assert back.text == screen.text


def test_an_officer_who_is_a_focal_point_sees_the_coordinated_plans_and_the_own_work(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"), number="1/KH")
    talk.plan(task("Việc 3", DUE), task("Việc 4", DUE, "Sở Nội vụ"), number="2/KH", coordinator="Sở Tài chính")
    talk.clock.set(talk.clock() + dt.timedelta(days=14))
    both = talk.person("Hà", "officer", "Sở Tài chính")
    talk.person("Hà", "focal", "Sở Nội vụ")
    (screen,) = talk.say(both, "/tonghop")
    assert total(screen) == "Tổng số: 3 lượt giao"
    assert "Phạm vi: các kế hoạch do Sở Tài chính theo dõi; việc Sở Nội vụ chủ trì" in screen.text
    (rows,) = talk.tap(both, "Quá hạn")
    assert [name in rows.text for name in ("Việc 1", "Việc 2", "Việc 3", "Việc 4")] == [False, True, True, True]
    (screen,) = talk.say(both, "/tonghop kế hoạch 1/KH")
    assert (total(screen), "Phạm vi: Sở Nội vụ · KH 1/KH" in screen.text) == ("Tổng số: 1 lượt giao", True)
    (screen,) = talk.say(both, "/tonghop sở công thương")
    assert total(screen) == "Tổng số: 1 lượt giao"
    (letters,) = talk.say(both, "/congvan")
    assert "2 cơ quan có nhiệm vụ quá hạn" in letters.text
    assert [label for label in letters.labels if "Sở" in label] == ["Sở Công Thương: 1", "Sở Nội vụ: 1"]


def test_no_letter_is_offered_to_oneself(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"), coordinator="Sở Nội vụ")
    talk.clock.set(talk.clock() + dt.timedelta(days=14))
    officer = talk.person("Hà", "officer", "Sở Nội vụ")
    (letters,) = talk.say(officer, "/congvan")
    assert [label for label in letters.labels if "Sở" in label] == ["Sở Công Thương: 1"]
    (refused,) = talk.say(officer, "/congvan sở nội vụ")
    assert "không gửi công văn đôn đốc cho chính mình" in refused.text
    assert not refused.files


def test_no_letter_is_offered_to_the_body_above(talk):
    talk.plan(task("Việc 1", DUE), coordinator="Sở Nội vụ")
    talk.clock.set(talk.clock() + dt.timedelta(days=14))
    officer = talk.person("Hà", "officer", "Sở Nội vụ")
    (letters,) = talk.say(officer, "/congvan")
    assert [label for label in letters.labels if "Sở" in label] == ["Sở Công Thương: 1"]

    def above(session):
        organisation = own_organisation(session) or Organisation(pack="other", level="", name="x", set_at=talk.clock())
        organisation.full_name = "Sở Công Thương"
        session.add(organisation)

    talk.store.write(above)
    (refused,) = talk.say(officer, "/congvan")
    assert "không gửi công văn đôn đốc lên cấp trên" in refused.text
    assert not refused.labels


def test_groups_are_opened_by_words_and_the_ranking_goes_from_quarter_to_quarter(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"))
    leader = talk.person("Minh", "leader")
    talk.clock.set(talk.clock() + dt.timedelta(days=100))
    (groups,) = talk.say(leader, "/tonghop theo cơ quan")
    assert "1. Sở Công Thương: 1" in groups.text
    assert "THEO MỤC" in talk.say(leader, "/status theo mục")[0].text
    talk.say(leader, "/status theo cơ quan")
    (quarter,) = talk.tap(leader, "Xếp hạng")
    assert "XẾP HẠNG CƠ QUAN – QUÝ 2/2026" in quarter.text
    assert "1. Sở Công Thương: hạng 1, 0,0% đúng hạn" in quarter.text
    (quarter,) = talk.tap(leader, "Quý 1/2026")
    assert "QUÝ 1/2026 (đến 31/3/2026)" in quarter.text
    assert "QUÝ 2/2026" in talk.tap(leader, "Quý 2/2026")[0].text


def test_the_linked_rate_opens_to_its_agencies(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"))
    leader = talk.person("Minh", "leader")
    talk.person("Bình", "focal", "Sở Công Thương")
    assert "Cơ quan có người kết nối: 1/2 (50,0%)" in talk.say(leader, "/tonghop")[0].text
    talk.tap(leader, "Từng con số")
    (rows,) = talk.tap(leader, "Cơ quan chưa có ai kết nối: 1")
    assert "1. Sở Nội vụ: 1 lượt giao" in rows.text
    assert "Sở Công Thương" not in rows.text


def test_a_day_that_has_passed_shows_what_was_shown_that_day(talk):
    talk.plan(task("Việc 1", DUE), task("Việc 2", DUE, "Sở Nội vụ"))
    leader, focal = talk.person("Minh", "leader"), talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, "/viec")
    (shown,) = talk.say(leader, "/tonghop")
    then = talk.clock()
    talk.store.write(lambda s: catch_up(s, then))
    talk.clock.set(then + dt.timedelta(days=9))
    talk.store.write(lambda s: catch_up(s, talk.clock()))
    (now,) = talk.say(leader, "/tonghop")
    assert now.text != shown.text
    (again,) = talk.say(leader, f"/tonghop ngày {then.day}/{then.month}/{then.year}")
    assert again.text == shown.text


def test_what_others_lack_is_shown_to_the_department_that_can_help(talk):
    (code,) = talk.plan(task("Việc 1", dt.date(2026, 6, 30)))
    focal, money = talk.person("Bình", "focal", "Sở Công Thương"), talk.person("Lan", "focal", "Sở Tài chính")
    talk.say(focal, f"#{code} vướng kinh phí, chưa được bố trí vốn")
    (screen,) = talk.say(money, "/tonghop thiếu nguồn lực")
    assert "ĐỀ NGHỊ SỞ TÀI CHÍNH HỖ TRỢ: 1 việc" in screen.text
    assert f"#{code} Việc 1 – Sở Công Thương" in screen.text
    talk.say(focal, f"#{code} thiếu nhân lực")
    leader = talk.person("Minh", "leader")
    (screen,) = talk.say(leader, "/tonghop thiếu nguồn lực")
    assert "Sở Nội vụ: 1 việc\nSở Tài chính: 1 việc" in screen.text
    (screen,) = talk.tap(leader, "Sở Nội vụ: 1")
    assert "ĐỀ NGHỊ SỞ NỘI VỤ HỖ TRỢ: 1 việc" in screen.text
    (screen,) = talk.say(talk.person("Mai", "focal", "Sở Tư pháp"), "/tonghop thiếu nguồn lực")
    assert "Không có việc nào báo thiếu" in screen.text


def test_last_week_is_a_week_ago_as_on_mondays_and_behind_the_button(talk):
    talk.plan(task("Việc 1", dt.date(2026, 2, 4)))
    leader = talk.person("Minh", "leader")
    talk.clock.set(dt.datetime(2026, 2, 9, 8, tzinfo=PROVINCE_ZONE))
    (heard,) = talk.say(leader, "so với tuần trước thế nào?")
    assert heard.text.startswith("SO SÁNH 9/2/2026 VỚI 2/2/2026")
    assert "Quá hạn: 1 (+1)" in heard.text


def test_what_nobody_leads_is_no_agency(talk):
    talk.plan(task("Việc 1", dt.date(2026, 2, 4)), task("Chưa rõ ai làm 2", None, "Sở không có thật"))
    (heard,) = talk.say(talk.person("Minh", "leader"), "Sở nào chậm nhất?")
    (listed,) = talk.tap("chat-Minh", "Về tổng hợp", heard)
    (rows,) = talk.tap("chat-Minh", "Theo cơ quan", listed)
    assert "(1 cơ quan)" in rows.text
