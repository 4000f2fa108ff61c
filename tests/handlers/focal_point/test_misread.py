"""What was misread is listed from the records: corrections within the hour, and documents stored with other tasks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import col, select

from catalog.audit import SYSTEM
from catalog.tables import Update
from handlers.conversation.context import Context
from handlers.conversation.which_task import Bound
from handlers.focal_point import updates
from handlers.focal_point.misread import Mistake, mistakes, put_right, wrong_documents


@pytest.fixture
def focal(talk: Talk) -> str:
    chat = talk.person("Bình", "focal", "Sở Công Thương")
    talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(task("Cụm công nghiệp 1"), task("Chợ đầu mối 2"))
    return chat


def _mistakes(talk: Talk) -> list[Mistake]:
    with talk.store.read() as session:
        return mistakes(session, talk.clock() - dt.timedelta(days=1))


def test_what_is_taken_back_or_corrected_within_the_hour_is_an_example_without_names(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 xong nhé anh Hạnh, 0912345678")
    talk.say(focal, "/hoantac")
    talk.say(focal, "#2 được 40%")
    talk.say(focal, "#2 được 60%")
    assert {(one.typed, one.then) for one in _mistakes(talk)} == {
        ("#2 được 40%", "#2 được 60%"),
        ("#1 xong nhé anh …, …", "undone"),
    }


def test_a_store_in_which_nothing_was_said_yet_has_no_examples(talk: Talk, focal: str) -> None:
    assert _mistakes(talk) == []


def test_a_document_stored_with_another_task_is_found_and_put_right_as_a_new_record(
    talk: Talk, focal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_before(ctx: Context, part: Bound, documents: Sequence[str]) -> Bound:
        return replace(part, item=replace(part.item, documents=tuple(documents)))

    monkeypatch.setattr(updates, "_with_source", as_before)
    talk.say(focal, "#1 xong, đã ban hành QĐ 12/QĐ-SCT; #2 được 40%")
    with talk.store.read() as session:
        assert [(one.assignment_id, one.right) for one in wrong_documents(session)] == [(2, "")]
    assert talk.store.write(lambda session: put_right(session, SYSTEM, talk.clock())) == 1
    with talk.store.read() as session:
        assert wrong_documents(session) == []
        newest = session.exec(select(Update).where(Update.assignment_id == 2).order_by(col(Update.id).desc())).first()
        assert newest is not None
        assert (newest.kind, newest.document_number) == ("document_corrected", "")


def test_documents_kept_with_their_task_need_nothing(talk: Talk, focal: str) -> None:
    talk.say(focal, "#1 xong, đã ban hành QĐ 12/QĐ-SCT; #2 được 40%")
    with talk.store.read() as session:
        assert wrong_documents(session) == []
