"""Mail in the sandbox: people with a mailbox, letters over SMTP and IMAP, shown as a mail program shows them."""

import datetime as dt
import pathlib
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox.telegram_forms.text import formatted
from bot.sandbox.world.mail_desk import address_of, letter_of
from catalog.clock import PROVINCE_ZONE
from catalog.people.people import known_contact

pytestmark = pytest.mark.loopback


@pytest.fixture
async def stage(tmp_path: pathlib.Path) -> AsyncIterator[Rehearsal]:
    start = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
    async with rehearse(tmp_path, start, frozen=True, channel="email") as stage:
        stage.load([])
        yield stage


async def test_a_letter_is_answered_with_a_letter_and_stands_on_the_page_as_a_mail_program_shows_it(
    stage: Rehearsal,
) -> None:
    who = stage.sandbox.create_person("Đỗ Bình")
    first = stage.sandbox.say(who, "Kính gửi Đôn Đốc")
    told = await stage.answer(first)
    joined = await stage.answer(stage.sandbox.say(who, stage.invitation("focal", "Sở Công Thương")))
    assert "Đã kết nối: đầu mối – Sở Công Thương" in joined.text

    # What people write is cut out of a letter that quotes ours, and stays in one thread.
    desk = stage.sandbox.world.mail
    assert b"> ##- Tr" in desk.kept[-1].raw
    assert desk.letters[joined.message_id]["Subject"] == f"Re: {desk.letters[told.message_id]['Subject'][4:]}"

    async with httpx.AsyncClient(base_url=stage.url, timeout=60) as browser:
        shown = (await browser.get(f"/sandbox/chats/{who}")).json()["messages"]
        assert [("letter" in one, bool(one["letter"]["url"])) for one in shown] == [(True, False), (True, True)] * 2
        letter = await browser.get(shown[-1]["letter"]["url"])
        assert "Đã kết nối" in letter.text
        assert "sandbox; default-src 'none'" in letter.headers["content-security-policy"]
        assert (await browser.get("/sandbox/letters/99999")).status_code == 404


async def test_a_mailbox_that_is_closed_refuses_the_letter(stage: Rehearsal) -> None:
    sandbox, desk = stage.sandbox, stage.sandbox.world.mail
    who = sandbox.create_person("Lan")
    hello = await stage.answer(sandbox.say(who, "Kính gửi Đôn Đốc"))
    asked = sandbox.world.new_message(sandbox.world.chats[who], sandbox.world.people[who])
    asked.content = formatted(stage.invitation("focal", "Sở Công Thương"), None)
    sandbox.groups.block_bot(who)
    desk.add(bytes(letter_of(asked, desk.letters[hello.message_id])))
    await stage.quiet()
    assert sandbox.messages_to(who) == [hello]
    with stage.app.store.read() as session:
        contact = known_contact(session, "email", address_of(sandbox.world.people[who]))
        assert contact is not None
        assert contact.blocked_at is not None
