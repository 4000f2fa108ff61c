"""A mail server that is away for a day: nothing is given up, nothing is doubled, and what came meanwhile is read."""

import asyncio
import datetime as dt

import pytest
from hostile_mail import OFFICE
from post import Post, text_of
from servers import restarted

from bot.channels.email.channel import Email

pytestmark = pytest.mark.loopback


@pytest.mark.long
async def test_letters_wait_for_servers_that_are_away_for_a_day(office: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    office.plan("Ban hành kế hoạch")
    lan = office.person("lan", "focal", OFFICE)
    office.server.stop()
    mail = office.app.channels["email"]
    assert isinstance(mail, Email)
    await mail._smtp.close()
    asked: list[dt.datetime] = []
    with monkeypatch.context() as away:  # neither way in nor out

        def closed() -> None:
            asked.append(office.clock())
            raise ConnectionRefusedError

        with mail._mailbox._turn:
            mail._mailbox._leave()
            away.setattr(mail._mailbox, "_opened", closed)
        await _a_day_without(office, mail, lan, asked)
    await restarted(office.server)
    await office.app.sweep_now()
    office.app.delivery.wake()
    await office.until(lambda: len(office.letters(lan)) >= 2)
    await asyncio.sleep(0.3)
    texts = [text_of(letter) for letter in office.letters(lan)]
    assert sum("Ban hành kế hoạch" in text for text in texts) == 1
    assert sum("chưa ghi nhận gì" in text for text in texts) == 1


async def _a_day_without(office: Post, mail: Email, lan: str, asked: list[dt.datetime]) -> None:
    await office.until(lambda: asked)  # what was being asked when the server went has ended
    read = mail.polls
    await office.app.sweep_now()
    office.app.delivery.wake()
    await office.until(office.held_up)
    assert office.letters(lan) == []
    await office.new_by_hand(lan, "Sao hôm nay chưa có thư nhắc?")
    office.clock.set(office.clock() + dt.timedelta(days=1))
    await office.until(lambda: asked[-1] == office.clock())
    assert (mail.polls, office.handled()) == (read, 0)
