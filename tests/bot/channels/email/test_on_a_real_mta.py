"""On a real MTA with a queue and reports of delivery of its own (OpenSMTPD), beside Dovecot."""

import pathlib

import pytest
from hostile_mail import OFFICE
from open_smtpd import missing, open_smtpd
from post import post, text_of
from servers import Dovecot

from catalog.clock import SetClock

pytestmark = pytest.mark.loopback


@pytest.mark.long
@pytest.mark.skipif(bool(missing()), reason=missing())
async def test_an_answer_comes_through_and_an_address_nobody_has_is_closed_by_its_report(
    mail_server: Dovecot, clock: SetClock, tmp_path: pathlib.Path
) -> None:
    async with post(tmp_path / "home", mail_server, clock, relay=open_smtpd) as office:
        office.plan("Ban hành kế hoạch", "Tập huấn")
        lan, gone = office.person("lan", "focal", OFFICE), office.person("cu", "focal", OFFICE)
        officer = office.person("mai", "officer", "Sở Khoa học và Công nghệ")
        office.server.refuses[gone] = "550 5.1.1 no such user"
        await office.app.sweep_now()
        office.app.delivery.wake()
        digest = await office.next_to(lan)
        assert "60%" in text_of(await office.answer(digest, lan, "1 được 60%"))

        def told() -> bool:
            return any("địa chỉ thư không nhận được" in text_of(one) for one in office.letters(officer))

        await office.until(told)
        assert sorted(office.verdicts()) == ["person", "returned"]
