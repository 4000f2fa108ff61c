"""What is classified is kept out of every message and file: its words appear nowhere, only its code does."""

import datetime as dt
import json
import pathlib
import sys
from dataclasses import replace

import pytest
from sqlmodel import select

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from conversation import COORDINATOR, Talk, pdf, task

from catalog.plans.model import Actors, ParsedTask, PlanWarning
from catalog.tables import Outbox
from catalog.work.deadline import Deadline

WORD = "KÍNĐÁO"
"""Stands in every printed cell of the classified task, and nowhere else."""


def secret(number: str = "1", *lead: str) -> ParsedTask:
    due = dt.date(2026, 1, 4)
    return replace(
        task(f"{WORD} việc {number}", due, *lead),
        number=number, output=f"{WORD} kết quả", deadline_raw=f"{WORD} 04/01/2026", notes=f"{WORD} ghi chú",
        deadlines=(Deadline("date", f"{WORD} mốc", due=due), Deadline("date", f"{WORD} mốc hai", due=dt.date(2026, 3, 1))),
        actors=Actors(lead=lead or ("Sở Công Thương",), support_named=(f"{WORD} đơn vị",)), support_raw=f"{WORD} đơn vị",
        classified=True, warnings=(PlanWarning("date_elsewhere", f"{WORD} cảnh báo"),),
    )  # fmt: skip


def everything_said(talk: Talk) -> list[str]:
    with talk.store.read() as session:
        return [json.dumps(row.payload, ensure_ascii=False) for row in session.exec(select(Outbox))]


def said_with(talk: Talk, words: str) -> list[str]:
    """The messages with these words in them, texts, choices and files alike."""
    return [said for said in everything_said(talk) if words in said]


@pytest.fixture
def code(talk: Talk) -> int:
    return talk.plan(secret(), task("Việc thường 2", dt.date(2026, 1, 4)))[0]


def test_the_words_of_a_classified_task_are_in_no_message(talk: Talk, code: int) -> None:
    officer = talk.person("can-bo", "officer", COORDINATOR)
    focal = talk.person("dau-moi", "focal", "Sở Công Thương")
    leader = talk.person("lanh-dao", "leader")
    chief = talk.person("truong", "agency_leader", "Sở Công Thương")
    for day in range(5, 30, 3):
        talk.clock.set(dt.datetime(2026, 1, day, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7))))
        talk.sweep()
    for chat, words in (
        (focal, "/viec"), (focal, f"/viec {code}"), (focal, f"#{code} được 40%"), (focal, f"#{code} vướng kinh phí"),
        (focal, f"#{code} xin gia hạn đến 30/6/2026"), (focal, f"/vuongmac #{code}"), (focal, f"/giahan #{code}"),
        (focal, f"/capnhat #{code}"), (focal, "/minhchung"), (officer, f"/viec {code}"), (officer, "/duyet"),
        (officer, f"/giaoviec #{code}"), (officer, "/giaoviec"), (officer, "/kehoach"), (officer, "/tonghop"),
        (officer, "/nhac"), (leader, "/tonghop"), (leader, "/tonghop quá hạn"), (leader, "/tonghop chưa cập nhật"),
        (leader, "/tonghop Sở Công Thương"), (chief, "/viec"), (chief, "/tonghop"), (focal, f"#{code} xong"),
    ):  # fmt: skip
        talk.say(chat, words)
    for chat in (focal, officer):
        talk.say(chat, f"/viec {code}")
        talk.tap(chat, "Chi tiết, lịch sử")
    talk.say(focal, f"#{code}", ("giay.pdf", pdf("x")))
    talk.say(officer, "/duyet")
    assert said_with(talk, "Việc thường 2")
    found = said_with(talk, WORD)
    assert not found, "\n".join(found)


def test_a_classified_task_nobody_leads_is_not_listed(talk: Talk) -> None:
    talk.plan(secret("1", "Sở không có thật"), replace(task("Việc thường 2"), actors=Actors()))
    officer = talk.person("can-bo", "officer", COORDINATOR)
    talk.say(officer, "/giaoviec")
    talk.tap(officer, "Chưa giao")
    talk.say(officer, "/tonghop chưa giao")
    assert said_with(talk, "Việc thường 2")
    found = said_with(talk, WORD)
    assert not found, "\n".join(found)


def test_a_task_marked_later_disappears_from_what_is_said_after(talk: Talk) -> None:
    [code] = talk.plan(replace(secret(), classified=False))
    officer = talk.person("can-bo", "officer", COORDINATOR)
    focal = talk.person("dau-moi", "focal", "Sở Công Thương")
    talk.say(focal, f"/viec {code}")
    before = len(said_with(talk, WORD))
    assert before
    talk.say(officer, f"/giaoviec #{code}")
    seen = len(said_with(talk, WORD))
    talk.tap(officer, "Đánh dấu mật")
    talk.sweep()
    for words in ("/viec", f"/viec {code}", f"#{code} xong", f"#{code} xin gia hạn đến 30/6/2026"):
        talk.say(focal, words)
    assert len(said_with(talk, WORD)) == seen
