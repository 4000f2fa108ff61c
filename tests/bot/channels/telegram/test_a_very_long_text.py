"""A text of ten million letters, as only somebody hostile or a fault sends it: kept, answered in a sentence, and cheap."""

import datetime as dt
import tracemalloc

import pytest
from sqlmodel import select

from bot.channels.telegram.channel import Telegram
from catalog.messaging.inbox_and_outbox import receive
from catalog.store.store import Store
from catalog.tables import Inbox, Outbox
from handlers import process

NOW = dt.datetime(2026, 3, 16, 1, 30, tzinfo=dt.UTC)
LARGE = 10_000_000


@pytest.mark.sqlite
def test_a_text_of_ten_megabytes_costs_a_few_times_its_size_and_is_answered(store: Store) -> None:
    words = "đã xong 12, "
    text = words * (LARGE // len(words.encode()))
    payload = {"update_id": 5, "message": {
        "message_id": 7, "date": 1, "chat": {"id": 42, "type": "private"}, "text": text,
        "from": {"id": 42, "is_bot": False, "first_name": "Lan"},
    }}  # fmt: skip
    channel = Telegram("1:a", "http://127.0.0.1:9")
    tracemalloc.start()
    try:
        event = store.write(lambda session: receive(session, "telegram", "5", "42", payload, NOW)) or 0
        said = channel.read(payload)
        store.write(lambda session: process.handle(session, event, said, [], NOW, 1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6 * LARGE, f"{peak / 1e6:.0f} MB"
    with store.read() as session:
        assert session.get_one(Inbox, event).state == "done"
        assert "4.000" in session.exec(select(Outbox)).one().payload["text"]
