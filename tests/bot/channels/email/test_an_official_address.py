"""An agency is connected by its mail address alone: invited by the officer, confirmed by its first answer."""

import pytest
from hostile_mail import OFFICE
from post import Post, text_of
from test_the_life_of_a_task import COORDINATOR, confirmed

pytestmark = pytest.mark.loopback


@pytest.mark.long
async def test_an_officer_adds_an_agencys_address_and_its_first_yes_connects_it(office: Post) -> None:
    office.plan("Ban hành kế hoạch")
    officer, desk = office.person("mai", "officer", COORDINATOR), office.someone("vanthu")
    await office.new(officer, "Chào bot")
    asked = await office.answer(await office.next_to(officer), officer, f"/moi {OFFICE} {desk}")
    before = len(office.letters(officer))
    await confirmed(text_of(asked))
    assert desk in text_of(await office.next_to(officer, before))
    invitation = await office.next_to(desk)
    assert "đồng ý" in text_of(invitation)

    # A machine confirms nothing, a question is answered, a yes connects.
    machine = office.answer_to(invitation, desk, "Đồng ý")
    machine["Auto-Submitted"] = "auto-replied"
    await office.write(machine, str(machine["To"]))
    await office.until(lambda: "away" in office.verdicts())
    welcome = await office.answer(invitation, desk, "Đồng ý.\n\nTrân trọng\nVăn thư Sở")
    assert OFFICE in text_of(welcome)
    before = len(office.letters(desk))
    await office.app.sweep_now()
    office.app.delivery.wake()
    assert "Ban hành kế hoạch" in text_of(await office.next_to(desk, before))
