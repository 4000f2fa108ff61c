"""Who has to act, and who hears of it: blockers told once and passed on, the part of a supporting agency, old buttons."""

import dataclasses
import datetime as dt

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import col, select

from catalog.clock import SetClock
from catalog.plans.model import Actors
from catalog.tables import Assignment, Blocker, Update
from catalog.upkeep.privacy import forget_before

LATER = dt.timedelta(minutes=3)


@pytest.fixture
def focal(talk: Talk) -> str:
    return talk.person("Bình", "focal", "Sở Công Thương")


@pytest.fixture
def officer(talk: Talk) -> str:
    return talk.person("Hạnh", "officer", COORDINATOR)


def notices(talk: Talk, chat: str, words: str) -> list[str]:
    return [heard.text for heard in talk.seen(chat) if words in heard.text]


def hindered_by(talk: Talk, focal: str, kind: str) -> None:
    talk.say(focal, "/vuongmac")
    talk.tap(focal, kind)


def later(talk: Talk, clock: SetClock) -> None:
    """What waited for a sentence goes out."""
    clock.set(clock() + LATER)
    talk.sweep()


def test_a_tapped_blocker_and_the_sentence_about_it_are_one_notice(
    talk: Talk, clock: SetClock, focal: str, officer: str
) -> None:
    talk.plan(task("Việc 1"))
    hindered_by(talk, focal, "Kinh phí")
    talk.say(focal, "Sở Tài chính chưa cấp vốn đợt 2")
    later(talk, clock)
    told = notices(talk, officer, "báo vướng mắc")
    assert len(told) == 1
    assert "chưa cấp vốn đợt 2" in told[0]
    assert "Cần giải quyết: Sở Tài chính" in told[0]


def test_without_a_sentence_the_notice_goes_out_by_itself_and_not_at_all_when_taken_back(
    talk: Talk, clock: SetClock, focal: str, officer: str
) -> None:
    talk.plan(task("Việc 1"))
    hindered_by(talk, focal, "Nhân lực")
    talk.tap(focal, "Hủy")
    later(talk, clock)
    assert notices(talk, officer, "báo vướng mắc") == []
    hindered_by(talk, focal, "Nhân lực")
    talk.say(focal, "/huy")
    later(talk, clock)
    assert len(notices(talk, officer, "báo vướng mắc về nhân lực")) == 1


def test_an_officer_passes_a_blocker_on_to_the_agency_that_must_act(talk: Talk, focal: str, officer: str) -> None:
    finance = talk.person("Phúc", "focal", "Sở Tài chính")
    talk.plan(task("Việc 1"))
    talk.say(focal, "#1 vướng kinh phí, chưa có tiền mua máy")
    talk.tap(officer, "Chuyển nơi giải quyết")
    assert "Không" in talk.say(officer, "cơ quan trên trời")[0].text
    assert "Đã chuyển vướng mắc về kinh phí" in talk.say(officer, "sở tài chính")[0].text
    assert "cần cơ quan anh/chị giải quyết" in talk.last(finance).text
    assert "mua máy" in talk.last(finance).text
    assert "chuyển đến Sở Tài chính giải quyết" in talk.last(focal).text
    assert "cần Sở Tài chính" in talk.say(focal, "/viec 1")[0].text
    with talk.store.read() as session:
        assert session.exec(select(Update.kind).order_by(col(Update.id).desc())).first() == "blocker_redirected"
        assert session.exec(select(Blocker)).one().resolved_at is None


def test_the_agency_that_must_act_answers_with_one_tap_and_the_one_that_waits_confirms(
    talk: Talk, focal: str, officer: str
) -> None:
    finance, other = talk.person("Phúc", "focal", "Sở Tài chính"), talk.person("Yến", "focal", "Sở Y tế")
    talk.plan(task("Việc 1"))
    talk.say(focal, "#1 vướng kinh phí, cần Sở Tài chính cấp")
    assert "Đã báo Sở Công Thương và cán bộ tổng hợp" in talk.tap(finance, "Đã giải quyết")[0].text
    talk.tap(finance, "Đã giải quyết")  # an impatient second tap tells nobody again
    assert len(notices(talk, focal, "báo đã giải quyết")) == 1
    for chat in (focal, officer):
        assert "Sở Tài chính báo đã giải quyết vướng mắc về kinh phí: #1 Việc 1." in talk.last(chat).text
        assert talk.last(chat).labels == ("Đã tháo gỡ",)
    with talk.store.read() as session:  # its word changes nothing of another agency's task
        assert session.exec(select(Blocker)).one().resolved_at is None
    assert "Đã ghi nhận tháo gỡ" in talk.tap(focal, "Đã tháo gỡ")[0].text
    assert "Vướng mắc về kinh phí của Sở Công Thương đã được tháo gỡ" in talk.last(finance).text
    assert "đã được ghi nhận là tháo gỡ" in talk.tap(finance, "Đã giải quyết")[0].text
    assert talk.seen(other) == []


def test_relief_said_in_words_offers_what_is_open_and_closes_nothing_by_itself(
    talk: Talk, focal: str, officer: str
) -> None:
    talk.plan(task("Việc 1"))
    hindered_by(talk, focal, "Khác")
    assert "đã ghi nhận vướng mắc khác." in talk.last(focal).text
    assert "vướng mắc khác (đã báo cán bộ tổng hợp)" in talk.say(focal, "dân phản đối")[0].text
    said = talk.say(focal, "#1 đã được 60%, hết vướng rồi")[0]
    assert said.labels == ("Đã tháo gỡ: khác", "Sửa", "Hủy")
    assert "Đã ghi nhận tháo gỡ vướng mắc khác" in talk.tap(focal, "Đã tháo gỡ", said)[0].text
    assert talk.say(focal, "#1 được 70%, không còn vướng")[0].labels == ("Sửa", "Hủy")


def test_whoever_does_not_coordinate_the_plan_passes_nothing_on(talk: Talk, focal: str, officer: str) -> None:
    talk.plan(task("Việc 1"))
    talk.say(focal, "#1 vướng kinh phí")
    assert not any("Chuyển nơi giải quyết" in label for label in talk.say(focal, "/viec 1")[0].labels)
    stranger = talk.person("Yến", "officer", "Sở Y tế")
    assert not any("Chuyển" in label for heard in talk.seen(stranger) for label in heard.labels)


def test_the_done_of_a_supporting_agency_is_its_own_part_and_the_lead_hears_of_it(
    talk: Talk, focal: str, officer: str
) -> None:
    helper = talk.person("Yến", "focal", "Sở Y tế")
    one = dataclasses.replace(task("Việc 1"), actors=Actors(lead=("Sở Công Thương",), support=("Sở Y tế",)))
    talk.plan(one)
    heard = talk.say(helper, "#1 xong")[0].text
    assert "hoàn thành" in heard
    assert "đã báo cơ quan chủ trì Sở Công Thương" in heard
    assert "Sở Y tế báo đã xong phần phối hợp" in talk.last(focal).text
    assert notices(talk, officer, "báo cáo hoàn thành") == []
    assert "Phối hợp: Sở Y tế – đã xong phần việc" in talk.say(focal, "/viec 1")[0].text
    assert talk.assignment(1).state == "not_started"
    talk.say(helper, "#1 chưa xong, còn 40%")
    with talk.store.read() as session:
        part = session.exec(select(Assignment).where(Assignment.role == "support")).one()
        assert part.state == "in_progress"


def test_a_button_of_a_forgotten_message_is_told_to_be_too_old(talk: Talk, clock: SetClock, focal: str) -> None:
    talk.plan(task("Việc 1"))
    shown = talk.say(focal, "/viec 1")[0]
    if not shown.labels or talk.channel != "telegram":
        return  # where buttons are typed numbers nothing old can be tapped
    clock.set(clock() + dt.timedelta(days=1))
    talk.store.write(lambda s: forget_before(s, clock()))
    incoming = talk.tap(focal, shown.labels[0], shown)
    assert "quá cũ" in incoming[0].text
    assert "/viec" in incoming[0].text
