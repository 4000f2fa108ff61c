"""By letter alone nothing is decided: what gives rights, accepts work, moves a date or changes a plan waits for a page.

`make by-letter` plays all conversations of this folder so; here are the kinds, and that no record is left unjudged.
"""

import datetime as dt
import pathlib
import re
from collections.abc import Callable

import pytest
from conversation import COORDINATOR, NOT_BY_LETTER, Talk, task
from sqlmodel import col, select

from catalog.clock import SetClock
from catalog.store.store import Store
from catalog.tables import Audit
from handlers.conversation.decided_by_letter import ON_PAGE

ROOT = pathlib.Path(__file__).parents[2]

NO_DECISION = frozenset(
    {
        "assignment.kept", "assignment.not_ours",
        "blocker.acted", "board.ended", "calendar.revoked", "delivery.waits", "oa.connected", "oa.consent_lost",
        "channel.added", "channel.gap", "channel.preferred", "clock",
        "code.refused", "confirmed.on_page", "contact.absent", "contact.blocked", "contact.moved",
        "delivery.elsewhere", "delivery.returned", "delivery.withheld", "duty.reported", "duty.taken_back",
        "erasure.asked", "evidence.kept", "flood", "group.bound", "group.unbound", "indicator.value", "join.asked",
        "notice.unreachable", "nudge.manual", "nudge.snoozed", "phone.kept", "prompts.moved", "proof",
        "refused.decide_join", "refused.import", "refused.join", "refused.remove_person", "report.drafted",
        "store.restored", "support.asked", "unit_change.refused", "upload.used", "mail.key_renewed",
        "update.blocker", "update.blocker_redirected", "update.blocker_resolved", "update.evidence",
        "update.extension_asked", "update.plan_revised", "update.report", "update.return", "update.taken_over",
        "update.progress", "update.undo",
    }
)  # fmt: skip
"""Records of what is said, sent or kept, of what a group is told, and of what no letter does."""


@pytest.fixture
def talk(store: Store, clock: SetClock, tmp_path: pathlib.Path) -> Talk:
    """People who write letters and press no button on a page."""
    talk = Talk(store, clock, tmp_path, "email")
    talk.confirms = False
    return talk


def test_every_kind_of_record_is_either_confirmed_on_a_page_or_decides_nothing() -> None:
    written = set[str]()
    for room in ("catalog", "handlers", "scheduler", "bot"):
        for file in (ROOT / room).rglob("*.py"):
            words = file.read_text("utf-8")
            written |= {f"update.{kind}" for kind in re.findall(r'assignments\.record\([^"()]*"([a-z_]+)"', words)}
            written |= set(re.findall(r'audit\.append\((?:[^"()]|\([^()]*\))*?"([a-z_.]+)"', words))
    assert len(written) > 40
    assert written - ON_PAGE - NO_DECISION == set()


def _reported(talk: Talk) -> tuple[str, str]:
    talk.plan(task("Ban hành quy chế 1"))
    focal, officer = talk.person("Bình", "focal", "Sở Công Thương"), talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "#1 xong")
    return focal, officer


def _accepts(talk: Talk) -> str:
    _, officer = _reported(talk)
    talk.say(officer, "/duyet")
    return talk.tap(officer, "Chấp nhận")[-1].text


def _accepts_in_words(talk: Talk) -> str:
    _, officer = _reported(talk)
    talk.say(officer, "chấp nhận #1")
    return talk.tap(officer, "Chấp nhận")[-1].text


def _grants_a_later_date(talk: Talk) -> str:
    talk.plan(task("Ban hành quy chế 1"))
    focal, officer = talk.person("Bình", "focal", "Sở Công Thương"), talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "xin gia hạn đến 30/5 vì chưa có kinh phí")
    talk.tap(officer, "Đồng ý ngày khác")
    return talk.say(officer, "15/5, CV 123/UBND-TH")[-1].text


def _lets_somebody_in(talk: Talk) -> str:
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say("chat-moi", "Sở Công Thương")
    talk.tap("chat-moi", "Sở Công Thương")
    return talk.tap(officer, "Đồng ý")[-1].text


def _invites(talk: Talk) -> str:
    return talk.say(talk.person("Hạnh", "officer", COORDINATOR), "/moi Sở Nội vụ")[-1].text


def _takes_another_channel(talk: Talk) -> str:
    return talk.say(talk.person("Bình", "focal", "Sở Công Thương"), "/lienket kênh khác")[-1].text


def _names_a_deputy(talk: Talk) -> str:
    return talk.say(talk.person("Bình", "focal", "Sở Công Thương"), "/lienket cử người thay đến 30/3")[-1].text


def _suspends(talk: Talk) -> str:
    talk.plan(task("Ban hành quy chế 1"))
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(officer, "/viec 1")
    talk.tap(officer, "Tạm dừng")
    return talk.say(officer, "Dừng theo công văn 77/UBND-TH")[-1].text


def _changes_a_date(talk: Talk) -> str:
    talk.plan(task("Ban hành quy chế 1"))
    officer = talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(officer, "/giaoviec #1")
    talk.tap(officer, "Đổi thời hạn")
    talk.say(officer, "15/3/2026 theo 99/QĐ-UBND")
    return talk.tap(officer, "Ghi nhận")[-1].text


def _marks_a_day_off(talk: Talk) -> str:
    return talk.say(talk.person("Tú", "admin"), "/lich nghỉ 20/2/2026 theo thông báo 123/TB-SNV")[-1].text


def _leaves(talk: Talk) -> str:
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, "/roi")
    return talk.tap(focal, "")[-1].text


@pytest.mark.parametrize(
    "decides",
    [
        _accepts, _accepts_in_words, _grants_a_later_date, _lets_somebody_in, _invites, _takes_another_channel,
        _names_a_deputy, _suspends, _changes_a_date, _marks_a_day_off, _leaves,
    ],
)  # fmt: skip
def test_a_letter_alone_does_not_decide(talk: Talk, decides: Callable[[Talk], str]) -> None:
    assert NOT_BY_LETTER in decides(talk)
    with talk.store.read() as session:
        by_letter = select(Audit.action).where(Audit.channel == "email").order_by(col(Audit.id))
        assert set(session.exec(by_letter)) & ON_PAGE == set()


def test_what_reports_and_asks_needs_no_page(talk: Talk) -> None:
    focal, officer = _reported(talk)
    talk.say(officer, "/duyet")
    assert "lý do" in talk.tap(officer, "Trả lại")[-1].text
    assert "Đã trả lại" in talk.say(officer, "thiếu số liệu")[0].text
    assert "50%" in talk.say(focal, "#1 được 50%")[-1].text
    assert dt.date(2026, 1, 30) == talk.assignment(1).due


def test_a_list_asked_for_by_letter_comes_whole(talk: Talk) -> None:
    talk.plan(*(task(f"Ban hành quy chế số {n}") for n in range(10, 40)))
    [heard] = talk.say(talk.person("Bình", "focal", "Sở Công Thương"), "/viec")
    assert all(f"số {n}" in heard.text for n in range(10, 40))
    assert not any("Xem tiếp" in label for label in heard.labels)
