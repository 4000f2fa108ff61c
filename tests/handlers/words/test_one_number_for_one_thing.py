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
    everyone = number(r"Chưa có đầu mối: (\d+)", listed.text)
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
    assert number(r"Chưa có đầu mối: (\d+) cơ quan đang có việc", opened.text) == len(without)

    # The figures, the number that opens their rows, and the rows.
    (figures,) = talk.say(leader, "/tonghop")
    linked, of_all = map(int, re.search(r"có người kết nối: (\d+)/(\d+)", figures.text).groups())
    assert (linked, of_all) == (len(AGENCIES) - len(with_nobody), len(AGENCIES))
    (numbers,) = talk.tap(leader, "Từng con số", figures)
    if with_nobody:
        (rows,) = talk.tap(leader, f"Cơ quan chưa có ai kết nối: {len(with_nobody)}", numbers)
        assert rows.text.startswith(f"CƠ QUAN CHƯA CÓ AI KẾT NỐI: {len(with_nobody)}")
        (warned,) = talk.say(leader, "/tonghop cảnh báo")
        assert f"Chưa có ai kết nối: {len(with_nobody)}" in warned.text
