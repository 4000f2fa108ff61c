"""A unit is split: what it had waits for an officer, who says in chat which heir takes what; nobody waits unseen."""

import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_id, agency_name
from catalog.audit import Actor
from catalog.reorganisation.changes import Wish, decide
from catalog.tables import Assignment, Membership
from scheduler.digests.unit_changes import tell

OWN = "Sở Công Thương"
HEIRS = ("Sở Công nghiệp", "Sở Thương mại")


@pytest.fixture
def focal(talk: Talk) -> str:
    return talk.person("Bình", "focal", OWN)


@pytest.fixture
def officer(talk: Talk) -> str:
    return talk.person("Hạnh", "officer", COORDINATOR)


@pytest.fixture
def other(talk: Talk) -> str:
    return talk.person("Lan", "officer", "Sở Y tế")


@pytest.fixture
def split(talk: Talk, focal: str, officer: str, other: str) -> None:
    talk.plan(task("Chợ đầu mối 1"), task("Cụm công nghiệp 2"), task("Việc của Sở KHCN 3", None, COORDINATOR))

    def change(session: Session) -> None:
        wish = Wish("split", (agency_id(session, OWN) or 0,), HEIRS)
        day = talk.clock().date()
        tell(session, decide(session, wish, day, "5/NQ-HĐND", Actor(None, "cli"), talk.clock()), talk.clock())

    talk.store.write(change)


def leads(talk: Talk) -> list[tuple[str, str]]:
    with talk.store.read() as session:
        rows = session.exec(select(Assignment).order_by(col(Assignment.id))).all()
        return [(agency_name(session, row.agency_id), row.state) for row in rows if row.state != "cancelled"]


def test_the_officer_gives_each_task_to_an_heir_and_the_people_too(
    talk: Talk, split: None, focal: str, officer: str
) -> None:
    assert "2 nhiệm vụ đang mở chờ phân công" in talk.last(officer).text
    listed = talk.tap(officer, "Phân công")
    assert "CHỜ PHÂN CÔNG SAU CHIA TÁCH (2)" in listed[0].text
    talk.tap(officer, "#1", listed[0])
    given = talk.tap(officer, "Sở Thương mại")
    assert "Đã giao 1 nhiệm vụ cho Sở Thương mại" in given[0].text
    assert "Người chưa có đơn vị mới (1)" in given[1].labels
    rest = talk.tap(officer, "Cả 1 cho Sở Công nghiệp", given[1])
    assert leads(talk) == [
        (COORDINATOR, "not_started"), ("Sở Thương mại", "not_started"), ("Sở Công nghiệp", "not_started"),
    ]  # fmt: skip
    assert "• Bình (đầu mối, Sở Công Thương)" in rest[1].text
    talk.tap(officer, "Bình → Sở Thương mại")
    assert "anh/chị thuộc Sở Thương mại" in talk.last(focal).text
    assert "Chợ đầu mối" in talk.say(focal, "/viec")[0].text
    with talk.store.read() as session:
        held = session.exec(select(Membership).where(Membership.role == "focal", col(Membership.ended_at).is_(None)))
        assert [agency_name(session, row.agency_id) for row in held] == ["Sở Thương mại"]


def test_it_stands_on_the_plans_desk_at_once_and_on_every_desk_after_five_working_days(
    talk: Talk, split: None, officer: str, other: str
) -> None:
    assert "2 nhiệm vụ chờ phân công" in talk.say(officer, "việc của tôi hôm nay")[0].text
    assert "nhiệm vụ chờ phân công" not in talk.say(other, "việc của tôi hôm nay")[0].text
    talk.clock.set(talk.clock() + dt.timedelta(days=7))
    assert "🔴 Sở Công Thương đã chia tách: 2 nhiệm vụ đã chờ phân công 6 ngày làm việc" in (
        talk.say(other, "việc của tôi hôm nay")[0].text
    )


def test_nobody_but_an_officer_gives_out_what_waits(talk: Talk, split: None, focal: str, officer: str) -> None:
    assert [hand for hand in talk.seen(focal) if any("Phân công" in str(row) for row in hand.labels)] == []
