"""What happened last, as the chat page's strip asks for it."""

import datetime as dt

from catalog.clock import SetClock
from catalog.messaging.inbox_and_outbox import Message, queue, receive
from catalog.people.people import contact_for
from catalog.store.store import Store
from catalog.upkeep.trace import newest, way_of


def test_the_last_event_is_a_message_that_came_in_or_a_newer_message_of_our_own(store: Store, clock: SetClock) -> None:
    with store.read() as session:
        assert newest(session) is None
    came = store.write(lambda s: receive(s, "telegram", "77", "9", {}, clock()))

    def answer_and_speak(minutes: int, inbox: int | None) -> str:
        def work(session):
            now = clock() + dt.timedelta(minutes=minutes)
            contact = contact_for(session, "telegram", "9", "Lan", now)
            return queue(session, contact, Message("xin chào"), now, inbox_id=inbox)

        store.write(work)
        with store.read() as session:
            name = newest(session)
            assert name is not None
            way = way_of(session, name)
            assert way is not None
            return f"{name}: {', '.join(step.what for step in way.steps)}"

    assert answer_and_speak(0, came) == f"i{came}: received, queued"
    assert answer_and_speak(5, None).startswith("o2: queued")
