"""What is fetched twice is handled once: a mailbox whose letters get new numbers, a stop before what was read is noted.

`DONDOC_LETTERS=10000 pytest ...` is the whole form; the suite lays a few letters into the mailbox.
"""

import asyncio
import datetime as dt
import email.utils
import os
import time

import pytest
from hostile_mail import OFFICE
from post import Post, text_of
from sqlmodel import Session, func, select

from bot.channels.email import correspondence
from bot.channels.email.channel import Email
from bot.channels.email.mailbox import Place
from catalog.tables import Inbox, Update

pytestmark = pytest.mark.loopback
LETTERS = int(os.environ.get("DONDOC_LETTERS", "120"))


def counted(office: Post) -> tuple[int, int]:
    """Letters and updates in the store."""
    with office.app.store.read() as session:
        letters = session.exec(select(func.count()).select_from(Inbox)).one()
        return int(letters), int(session.exec(select(func.count()).select_from(Update)).one())


async def read_up_to(office: Post, mail: Email, last: int, not_of: int = 0) -> None:
    """Until the mailbox was read up to that number, in another numbering than `not_of`."""

    def done() -> bool:
        place = mail._place
        return place is not None and place.validity != not_of and place.last >= last

    await office.until(done, 180)


@pytest.mark.long
async def test_a_mailbox_numbered_anew_is_looked_through_and_nothing_is_handled_twice(office: Post) -> None:
    office.plan("Ban hành kế hoạch")
    lan = office.person("lan", "focal", OFFICE)
    await office.app.sweep_now()
    office.app.delivery.wake()
    await office.answer(await office.next_to(lan), lan, "1 được 40%")
    mail = office.app.channels["email"]
    assert isinstance(mail, Email)
    sent = email.utils.format_datetime(dt.datetime.now(dt.UTC))
    for n in range(LETTERS):
        office.own.put(f"From: a{n}@b.test\nTo: bot\nDate: {sent}\nMessage-ID: <old{n}@b>\n\nthư {n}\n".encode())
    await office.until(lambda: office.handled() >= LETTERS + 1, 300)
    before, answered = counted(office), len(office.letters(lan))

    numbered = mail._mailbox._validity
    with mail._mailbox._turn:  # no connection while the indexes go
        mail._mailbox._leave()
        await asyncio.sleep(1.1)  # the new numbering is named after the second
        office.own.number_anew()
    began = time.monotonic()
    await read_up_to(office, mail, LETTERS + 1, numbered)
    print(f"{LETTERS + 1} letters known again: {time.monotonic() - began:.1f} s")
    assert counted(office) == before
    assert len(office.letters(lan)) == answered
    await office.new(lan, "còn đó không?")
    assert "chưa ghi nhận gì" in text_of(await office.next_to(lan, answered))


async def test_a_stop_after_a_letter_is_stored_and_before_it_is_marked_reads_it_once(
    office: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.plan("Ban hành kế hoạch")
    lan = office.person("lan", "focal", OFFICE)
    await office.app.sweep_now()
    office.app.delivery.wake()
    digest = await office.next_to(lan)
    stops, plain = [1], correspondence.keep_place

    def stopped(session: Session, read: Place, now: dt.datetime) -> None:
        if stops:
            stops.pop()
            raise OSError("stopped here")
        plain(session, read, now)

    monkeypatch.setattr(correspondence, "keep_place", stopped)
    await office.answer(digest, lan, "1 được 40%")
    mail = office.app.channels["email"]
    assert isinstance(mail, Email)
    await read_up_to(office, mail, 1)
    assert not stops
    assert office.verdicts() == ["person"]
    assert len(office.letters(lan)) == 2
