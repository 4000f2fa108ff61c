"""How many agencies have no focal point is one number on every screen of one moment, whoever came or left.

The figures count another thing and say so: agencies that nobody at all is linked to, a leader of theirs neither.
"""

import datetime as dt
import random
import re

import pytest
from conversation import task

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import PROVINCE_ZONE
from catalog.figures.official import picture
from catalog.figures.published import status_document
from catalog.figures.reporting import report
from catalog.figures.standing_on_day import Scope
from catalog.people import people
from catalog.people.people import contact_for, grant

LATER = dt.date(2026, 6, 30)
AGENCIES = ("Sở Công Thương", "Sở Nội vụ", "Sở Y tế", "Sở Tài chính", "Sở Tư pháp", "UBND phường Nha Trang")


def number(pattern, text):
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return int(found[1])


def people_come_and_go(talk, seed):
    """Some agencies get a focal point, some only a leader, some lose theirs again."""
    chance = random.Random(seed)

    def happen(session):
        for place, name in enumerate(AGENCIES):
            for role in ("focal", "agency_leader"):
                if chance.random() < 0.5:
                    contact = contact_for(session, talk.channel, f"chat-{role}-{place}", role, talk.clock())
                    row = grant(session, contact.person_id or 0, role, agency_id(session, name), SYSTEM, talk.clock())
                    if chance.random() < 0.3:
                        people.end(session, row, SYSTEM, talk.clock())

    talk.store.write(happen)


def standing(talk):
    """(agencies without a focal point, agencies without anybody) of those that have work, from the roles themselves."""
    with talk.store.read() as session:
        roles = {
            name: {one.role for one in people.memberships_at(session, agency_id(session, name) or 0, talk.clock())}
            for name in AGENCIES
        }
    return [n for n in AGENCIES if "focal" not in roles[n]], [n for n in AGENCIES if not roles[n]]


@pytest.mark.parametrize("seed", range(4))
def test_every_screen_says_the_same(talk, seed):
    talk.plan(*(task(f"Việc {n}", LATER, name) for n, name in enumerate(AGENCIES)))
    people_come_and_go(talk, seed)
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    leader = talk.person("Minh", "leader")

    # Of all agencies: the list, the directory, the button under both, the invitation of all.
    (listed,) = talk.say(officer, "cơ quan nào chưa kết nối?")
    everyone = number(r"Chưa có đầu mối: (\d+) cơ quan trong danh mục", listed.text)
    (directory,) = talk.say(officer, "/danhba")
    (invited,) = talk.say(officer, "mời tất cả cơ quan chưa kết nối")
    assert number(r"Chưa có đầu mối: (\d+)", directory.text) == everyone
    assert number(r"cho (\d+) cơ quan", invited.text) == everyone
    assert number(r"Mời cả (\d+)", " ".join(listed.labels)) == everyone

    # Of those that have work: the desk and what its button opens.
    without, with_nobody = standing(talk)
    (desk,) = talk.say(officer, "hôm nay tôi cần làm gì?")
    assert number(r"(\d+) cơ quan đang có việc, chưa có đầu mối", desk.text) == len(without)
    (opened,) = talk.tap(officer, f"Chưa có đầu mối ({len(without)})", desk)
    told = r"Chưa có đầu mối: (\d+) cơ quan đang có việc trong các kế hoạch anh/chị theo dõi"
    assert number(told, opened.text) == len(without)

    # The figures, the number that opens their rows, and the rows.
    (figures,) = talk.say(leader, "/tonghop")
    linked, of_all = map(int, re.search(r"có người kết nối: (\d+)/(\d+)", figures.text).groups())
    assert (linked, of_all) == (len(AGENCIES) - len(with_nobody), len(AGENCIES))
    (numbers,) = talk.tap(leader, "Từng con số", figures)
    if with_nobody:
        (rows,) = talk.tap(leader, f"Cơ quan chưa có ai kết nối: {len(with_nobody)}", numbers)
        assert rows.text.startswith(f"CƠ QUAN CHƯA CÓ AI KẾT NỐI: {len(with_nobody)}")
        (warned,) = talk.say(leader, "/tonghop cảnh báo")
        assert f"Cơ quan đang có việc, chưa có ai kết nối: {len(with_nobody)}" in warned.text


STATES = ("{} xong", "{} được 40%", "{} chưa làm", "{} vướng kinh phí")
MONDAY = dt.datetime(2026, 3, 16, 8, 0, tzinfo=PROVINCE_ZONE)


def work_goes_on(talk, seed):
    """Three months of plans with what agencies said of them, some reported late, some accepted or returned."""
    chance = random.Random(seed)
    day = talk.clock().date()
    dues = [day + dt.timedelta(days=chance.randrange(1, 120)) for _ in range(18)]
    codes = talk.plan(*(task(f"Việc {n:02}", due, AGENCIES[n % 6]) for n, due in enumerate(dues)), number="1/KH")
    codes += talk.plan(task("Sơ kết 98", None), task("Chưa rõ ai làm 99", LATER, "Sở không có thật"), number="2/KH")
    focals = [talk.person(f"F{n}", "focal", name) for n, name in enumerate(AGENCIES)]
    officer = talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")
    for place in chance.sample(range(18), 12):
        talk.clock.set(talk.clock() + dt.timedelta(days=4))
        said = chance.choice(STATES).format(f"#{codes[place]}")
        talk.say(focals[place % 6], said)
        if said.endswith("xong") and chance.random() < 0.7:
            talk.tap(officer, chance.choice(("Chấp nhận", "Trả lại")))
            talk.say(officer, "thiếu văn bản kèm theo")
    return officer, focals


def test_all_surfaces_agree(talk):
    """Total, overdue, waiting, not assigned, warned: the chat, its lists, the Monday message, the report, the programs."""
    if talk.channel != "telegram":
        pytest.skip("the numbers do not depend on the channel")
    officer, focals = work_goes_on(talk, 0)
    leader = talk.person("Minh", "leader")
    talk.clock.set(MONDAY)
    with talk.store.read() as session:
        truth = picture(session, MONDAY.date(), MONDAY).whole
        printed = report(session, MONDAY.date(), MONDAY, Scope(), "")
        programs = status_document(session, MONDAY.date(), MONDAY, Scope(), None, "assignments")
    late, total = truth.counts["open_overdue"], truth.total
    assert min(late, truth.reported, truth.unassigned) > 0

    (screen,) = talk.say(leader, "/tonghop")
    assert number(r"Tổng số: (\d+)", screen.text) == total
    assert number(r"🔴 Quá hạn: (\d+)", screen.text) == late
    assert number(r"Chờ nghiệm thu: (\d+)", screen.text) == truth.reported
    assert number(r"Ngoài tổng số: (\d+)", screen.text) == truth.unassigned
    warned = number(r"⚠️ (\d+) cảnh báo sớm", screen.text)
    (kinds,) = talk.say(leader, "/tonghop cảnh báo")
    assert sum(int(found) for found in re.findall(r"⚠️ .*: (\d+)", kinds.text)) == warned
    assert len(programs["warnings"]) == warned

    # The groups sum up to the whole, the rows are as many as the number says, in words, too.
    for by in ("agency", "plan"):
        (groups,) = talk.say(leader, {"agency": "/tonghop theo cơ quan", "plan": "/tonghop theo kế hoạch"}[by])
        seen = [groups]
        while any("Xem tiếp" in label for label in seen[-1].labels):
            seen += talk.tap(leader, "Xem tiếp", seen[-1])
        assert sum(int(n) for page in seen for n in re.findall(r"🔴(\d+)", page.text)) == late
        assert number(r"tổng số (\d+)", groups.text) == total
    for words in ("/tonghop quá hạn", "việc quá hạn"):
        assert number(r"QUÁ HẠN: (\d+)", talk.say(leader, words)[0].text) == late
    assert sum(map(int, re.findall(r"quá hạn (\d+)", talk.say(leader, "/kehoach")[0].text))) == late

    # What an agency is told: its own list and its figures are the leader's.
    of_agencies = 0
    for focal in focals:
        (own,) = talk.say(focal, "còn việc nào quá hạn?")
        waiting = re.search(r"Ngoài ra (\d+) việc quá hạn", own.text)
        listed = re.search(r"Quá hạn: (\d+) việc", own.text)
        of_agencies += int(listed[1] if listed else 0) + int(waiting[1] if waiting else 0)
        open_ones = re.search(r"Nhiệm vụ đang mở: (\d+)", talk.say(focal, "/viec")[0].text)
        figures = talk.say(focal, "/tonghop")[0].text
        parts = sum(number(rf"{part}: (\d+)", figures) for part in ("trong hạn", "🔴 Quá hạn", "ấn định thời hạn"))
        assert int(open_ones[1] if open_ones else 0) == parts
    assert of_agencies == late

    # The Monday message, the comparison, the report, what programs get.
    talk.sweep()
    monday = talk.last(leader, "TÌNH HÌNH ĐẦU TUẦN")
    assert number(r"Tổng số (\d+)", monday.text) == total
    assert number(r"🔴 Quá hạn: (\d+)", monday.text) == late
    assert number(r"Ngoài tổng số: (\d+)", monday.text) == truth.unassigned
    assert number(r"⚠️ (\d+) cảnh báo sớm", monday.text) == warned
    assert f"🔴 Quá hạn ({late})" in monday.labels
    (compared,) = talk.say(leader, "so với tháng trước thế nào?")
    assert number(r"🔴 Quá hạn: (\d+)", compared.text) == late
    assert (len(printed.overdue), printed.whole.total, printed.whole.reported) == (late, total, truth.reported)
    assert (programs["open_overdue"], programs["total"], programs["unassigned"]) == (late, total, truth.unassigned)
    assert (
        number(r"• (\d+) báo cáo hoàn thành chờ", talk.say(officer, "hôm nay tôi cần làm gì?")[0].text)
        == truth.reported
    )
