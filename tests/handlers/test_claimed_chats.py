"""Several processes share the inbox by chats: whoever has a chat's first event has what follows it, too."""

import datetime as dt

from sqlmodel import Session

from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import receive
from catalog.store.store import Store
from handlers.process import claim

NOW = dt.datetime(2026, 3, 16, 9, 0, tzinfo=PROVINCE_ZONE)


def _said(store: Store, *chats: str) -> None:
    """An event of each chat in turn: its chat and its number."""

    def work(session: Session) -> None:
        for number, chat in enumerate(chats):
            receive(session, "telegram", str(number), chat, {"n": f"{chat}{number}"}, NOW)

    store.write(work)


def _claimed(store: Store, limit: int, *without: str) -> list[object]:
    busy = [("telegram", chat) for chat in without]
    return [one.payload["n"] for one in store.write(lambda s: claim(s, 1, limit, busy))]


def test_each_chat_begins_with_its_first_event_and_what_follows_is_claimed_with_it_in_order(store):
    _said(store, "a", "a", "b", "a", "b")
    assert _claimed(store, 100) == ["a0", "b2", "a1", "a3", "b4"]


def test_nobody_waits_behind_one_who_writes_much_and_a_claim_is_never_larger_than_asked_for(store):
    _said(store, "a", "a", "a", "b", "c")
    assert _claimed(store, 3) == ["a0", "b3", "c4"]
    assert _claimed(store, 4) == ["a0", "b3", "c4", "a1"]


def test_a_chat_that_is_being_answered_is_left_alone_with_all_that_waits_in_it(store):
    _said(store, "a", "b", "a", "b")
    assert _claimed(store, 100, "a") == ["b1", "b3"]
