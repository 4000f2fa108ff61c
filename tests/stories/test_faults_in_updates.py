"""What goes wrong on the way in: updates twice, out of order, in no shape at all, files that do not come."""

import pytest
from sqlmodel import select

from bot.sandbox.telegram_forms.update_faults import MALFORMED_UPDATES
from bot.sandbox.world import faults
from catalog.audit import verify
from catalog.tables import Evidence, Membership
from templates.documents.sample import sample_pdf

pytestmark = [pytest.mark.loopback, pytest.mark.long]


def seen(stage, chat):
    return [message.text for message in stage.sandbox.messages_to(chat)]


def calls(stage, method):
    return [call for call in stage.sandbox.calls if call.method == method]


@pytest.fixture
def lan(stage):
    return stage.sandbox.create_person("Nguyễn Thị Lan")


async def test_an_update_that_comes_ten_times_has_one_effect_and_one_answer(stage, inbox, outbox, until, lan):
    stage.sandbox.say(lan, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await until(lambda: seen(stage, lan))
    await stage.quiet()
    for _ in range(9):
        stage.sandbox.redeliver()
        await stage.quiet()
    assert sum(len(call.result) for call in calls(stage, "getUpdates") if call.ok) >= 10
    assert [row.state for row in inbox()] == ["done"]
    assert [row.state for row in outbox()] == ["sent"]
    assert len(seen(stage, lan)) == 1
    with stage.app.store.read() as session:
        assert len(session.exec(select(Membership)).all()) == 1
        assert verify(session).broken_at is None


async def test_updates_doubled_within_a_batch_and_out_of_order_are_each_handled_once(stage, inbox, outbox, until, lan):
    stage.sandbox.update_faults.duplicate = stage.sandbox.update_faults.reorder = 1.0
    for number in range(5):
        stage.sandbox.say(lan, f"/lenh{number}")
    await until(lambda: len(seen(stage, lan)) == 5)
    await stage.quiet()
    answered = sorted(text for text in seen(stage, lan))
    assert [f"/lenh{number}" in text for number, text in enumerate(answered)] == [True] * 5
    assert [row.state for row in inbox()] == ["done"] * 5
    assert [row.state for row in outbox()] == ["sent"] * 5


async def test_malformed_updates_are_set_aside_and_hold_up_nobody(stage, inbox, outbox, until, lan):
    stage.sandbox.faults.add(faults.slow_answer(0.2, method="getUpdates"))
    for body in MALFORMED_UPDATES:
        stage.sandbox.raw_update(body)
    stage.sandbox.raw_update({"message": {"message_id": 5, "date": 1, "chat": {"id": "x\ud800", "type": "\ud800"}}})
    stage.sandbox.raw_update({"callback_query": {"id": "1", "from": {"id": 7}, "data": 5, "message": {"chat": []}}})
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: seen(stage, lan))
    await stage.quiet()
    assert {row.state for row in inbox()} == {"done", "unreadable"}
    assert len(inbox()) == len(MALFORMED_UPDATES) + 3
    assert {call.params["chat_id"] for call in calls(stage, "sendMessage") if call.ok} == {str(lan)}
    told = [row for row in outbox() if row.state != "sent"]
    assert all("chưa đọc được" in row.payload["text"] for row in told), "told where a chat was named that is none"


async def test_made_up_button_data_changes_nothing_and_is_answered(stage, outbox, until, lan):
    stage.sandbox.say(lan, "/start")
    asked = await stage.answer(stage.sandbox.history(lan)[0])
    await stage.quiet()
    before = len(seen(stage, lan))
    for data in ("1.0", "999999.0", "1.-1", "x", "²³.¹", "1" * 40 + ".0"):
        stage.sandbox.raw_update(
            {
                "callback_query": {
                    "id": f"q{data}",
                    "from": stage.sandbox.world.people[lan].to_json(),
                    "message": asked.to_json(),
                    "chat_instance": "1",
                    "data": data,
                }
            }
        )
    await until(lambda: len(seen(stage, lan)) == before + 6)
    await stage.quiet()
    assert {row.state for row in outbox()} == {"sent"}
    with stage.app.store.read() as session:
        assert session.exec(select(Membership)).all() == []


async def test_text_no_database_takes_is_read_without_what_it_cannot_take(stage, inbox, until, lan):
    person, chat = stage.sandbox.world.people[lan], {"id": lan, "type": "private", "first_name": "x"}
    sender = person.to_json() | {"first_name": "La\ud800n"}
    stage.sandbox.raw_update(
        {"message": {"message_id": 5, "date": 1, "chat": chat, "from": sender, "text": "/tro\0giup \udfff"}}
    )
    stage.sandbox.world.chats[lan].bot = "member"
    await until(lambda: seen(stage, lan))
    assert [row.state for row in inbox()] == ["done"]


@pytest.mark.parametrize("fault", [faults.answer_lost, faults.connection_cut, faults.server_error, faults.bad_gateway])
async def test_a_fetch_that_fails_loses_no_update(stage, inbox, until, lan, fault):
    stage.sandbox.faults.add(fault(method="getUpdates", times=3))
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: seen(stage, lan))
    stage.sandbox.say(lan, "/toi")
    await until(lambda: len(seen(stage, lan)) == 2)
    await stage.quiet()
    assert [row.state for row in inbox()] == ["done", "done"]
    assert len(seen(stage, lan)) == 2


async def test_a_store_that_fails_for_a_moment_loses_no_update(stage, inbox, until, lan, monkeypatch):
    take, failures = stage.app.intake.take, []

    async def failing(*event):
        if len(failures) < 3:
            failures.append(event)
            raise OSError("disk is full")
        return await take(*event)

    monkeypatch.setattr(stage.app.intake, "take", failing)
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: seen(stage, lan))
    assert len(failures) == 3
    assert [row.state for row in inbox()] == ["done"]


async def test_a_file_that_comes_at_the_third_try_is_kept(stage, inbox, until, lan):
    stage.sandbox.say(lan, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await until(lambda: seen(stage, lan))
    stage.sandbox.faults.add(faults.server_error(method="download"))
    stage.sandbox.faults.add(faults.bad_gateway(method="getFile"))
    stage.sandbox.send_file(lan, sample_pdf(), "a.pdf", "application/pdf")
    await until(lambda: len(seen(stage, lan)) == 2)
    assert "không tải được" not in seen(stage, lan)[1].lower()
    assert [row.state for row in inbox()] == ["done", "done"]
    assert [call.status for call in calls(stage, "getFile")] == [502, 200, 200]


async def test_a_file_that_never_comes_is_told_and_nothing_is_recorded(stage, inbox, until, lan):
    stage.sandbox.say(lan, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await until(lambda: seen(stage, lan))
    stage.sandbox.faults.add(faults.server_error(method="download", times=None))
    stage.sandbox.send_file(lan, sample_pdf(), "a.pdf", "application/pdf")
    await until(lambda: len(seen(stage, lan)) == 2)
    assert "a.pdf" in seen(stage, lan)[1]
    assert [row.state for row in inbox()] == ["done", "done"]
    with stage.app.store.read() as session:
        assert session.exec(select(Evidence)).all() == []


async def test_a_file_that_comes_slowly_holds_up_its_own_chat_only(stage, until, lan):
    minh = stage.sandbox.create_person("Minh")
    stage.sandbox.say(lan, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await until(lambda: seen(stage, lan))
    stage.sandbox.faults.add(faults.slow_answer(600, method="getFile"))
    stage.sandbox.send_file(lan, sample_pdf(), "a.pdf", "application/pdf")
    stage.sandbox.say(lan, "/toi")
    await until(lambda: stage.sandbox.faults.hits)
    stage.sandbox.say(minh, "/trogiup")
    await until(lambda: seen(stage, minh))
    assert len(seen(stage, lan)) == 1
    stage.sandbox.faults.clear()
    await until(lambda: len(seen(stage, lan)) == 3)
    assert "Nguyễn Thị Lan" in seen(stage, lan)[2]  # the later words are answered later


async def test_a_lost_answer_to_a_tap_only_leaves_the_button_busy(stage, outbox, until, lan):
    stage.sandbox.say(lan, "so cong thuong")
    asked = await until(lambda: next((m for m in stage.sandbox.messages_to(lan) if m.keyboard), None))
    stage.sandbox.faults.add(faults.connection_cut(method="answerCallbackQuery"))
    callback = stage.sandbox.press(lan, asked.message_id, asked.keyboard[0][0].text)
    await until(lambda: len(seen(stage, lan)) == 2)
    assert not callback.answered
    await stage.quiet()
    assert {row.state for row in outbox()} == {"sent"}


async def test_an_update_that_cannot_be_read_is_kept_and_its_sender_told(stage, inbox, until):
    lan = stage.sandbox.create_person("Nguyễn Thị Lan", started=True)
    torn = {"message_id": 7, "date": "hôm qua", "chat": {"id": lan, "type": "private"}, "text": "1 xong"}
    stage.sandbox.raw_update({"message": torn | {"from": {"id": lan, "is_bot": False, "first_name": "Lan"}}})
    stage.sandbox.raw_update({"message": torn | {"from": {"id": -lan, "is_bot": False, "first_name": "Lan"}}})
    await until(lambda: [row.state for row in inbox()] == ["unreadable"] * 2)
    await stage.quiet()
    assert ["chưa đọc được tin vừa rồi" in m.text for m in stage.sandbox.messages_to(lan)] == [True]
    assert inbox()[0].payload["message"]["text"] == "1 xong"
