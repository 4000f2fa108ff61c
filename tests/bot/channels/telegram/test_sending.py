"""The Telegram channel against the sandbox: what a message becomes, and what each answer means for it."""

import dataclasses
from collections.abc import AsyncIterator

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bot.channels.patience import Patience
from bot.channels.telegram.channel import Telegram, outcome_of
from bot.channels.telegram.transport import AnswerLost, NotSent, ServerFailed, TooFast
from bot.sandbox import Sandbox, serve
from bot.sandbox.telegram.spec_check import ApiDescription
from bot.sandbox.world import faults
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import Choice
from scheduler.delivery.channel import FetchProblem, Parcel, ReadyFile
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    Migrated,
    NetworkBeforeSent,
    RateLimited,
    Rejected,
    Sent,
    ServerError,
)

pytestmark = pytest.mark.loopback
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + b"\x08\x06\0\0\0"
BUTTONS = ((Choice("Xong " * 30, "said"), Choice("Chưa", "said")), (Choice("Xem tiếp", "list"),))


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def lan(sandbox: Sandbox) -> int:
    return sandbox.create_person("Lan", started=True)


@pytest.fixture
async def channel(sandbox: Sandbox) -> AsyncIterator[Telegram]:
    async with serve(sandbox) as url:
        channel = Telegram(sandbox.token, url, Patience(answer=60.0))
        await channel.open()
        yield channel
        await channel.close()


@pytest.mark.plans
async def test_every_kind_of_message_is_valid_by_the_bot_api(sandbox, channel, lan, shared) -> None:
    description = ApiDescription(shared / "spec" / "telegram-bot-api-10.0.json")
    parcels = [
        Parcel(1, str(lan), "Đ" * 4096, BUTTONS),
        Parcel(10**17, str(lan), "x", tuple((choice,) for row in BUTTONS for choice in row) * 33),
        Parcel(3, str(lan), "c" * 1024, BUTTONS, ReadyFile("Báo cáo quý I.docx", b"PK\x03\x04")),
        Parcel(4, str(lan), "", BUTTONS, ReadyFile("bieu-do.png", PNG, picture=True)),
        Parcel(5, str(lan), "Biểu đồ", (), ReadyFile("bieu-do.png", PNG, picture=True)),
    ]
    assert all([isinstance(await channel.send(parcel), Sent) for parcel in parcels])
    sent = [call for call in sandbox.calls if call.method.startswith("send")]
    assert [call.method for call in sent] == ["sendMessage"] * 2 + ["sendDocument"] + ["sendPhoto"] * 2
    for call in sandbox.calls:
        assert description.check_call(call.method, call.params, frozenset(call.uploads)) == []
        assert description.check_result(call.method, call.result) == []
    assert sent[2].uploads["document"].name == "Báo cáo quý I.docx"
    assert "caption" not in sent[3].params


async def test_a_picture_telegram_does_not_take_as_a_photo_goes_as_a_file(sandbox, channel, lan, monkeypatch) -> None:
    sandbox.faults.add(faults.bad_request("PHOTO_INVALID_DIMENSIONS", method="sendPhoto"))
    picture = Parcel(1, str(lan), "ảnh", (), ReadyFile("a.png", PNG, picture=True))
    assert isinstance(await channel.send(picture), Sent)
    assert [call.method for call in sandbox.calls][-2:] == ["sendPhoto", "sendDocument"]
    monkeypatch.setattr("bot.channels.telegram.channel._LARGEST_PHOTO", len(PNG) - 1)
    assert isinstance(await channel.send(picture), Sent)
    assert [call.method for call in sandbox.calls][-2:] == ["sendDocument", "sendDocument"]


async def test_a_large_file_goes_whole(sandbox, channel, lan) -> None:
    data = bytes(1_500_000)
    assert isinstance(await channel.send(Parcel(1, str(lan), "", (), ReadyFile("a.bin", data))), Sent)
    assert sandbox.calls[-1].uploads["document"].data == data


FAULTS = [
    (faults.too_many_requests(7), RateLimited(7.0)),
    (faults.blocked(), Blocked("Forbidden: bot was blocked by the user")),
    (faults.bad_request("chat not found"), Blocked("Chat not found")),
    (faults.bad_request("message is too long"), Rejected("Message is too long")),
    (faults.chat_migrated(-100123), Migrated("-100123")),
    (faults.server_error(), ServerError(500)),
    (faults.bad_gateway(), ServerError(502)),
    (faults.answer_lost(), Ambiguous("ServerDisconnectedError")),
    (faults.connection_cut(), Ambiguous("ServerDisconnectedError")),
]


@pytest.mark.parametrize(("fault", "outcome"), FAULTS, ids=lambda value: type(value).__name__)
async def test_what_a_fault_means_for_the_message(sandbox, channel, lan, fault, outcome) -> None:
    sandbox.faults.add(fault)
    fault.times = 1
    found = await channel.send(Parcel(1, str(lan), "x"))
    if isinstance(outcome, Ambiguous):
        assert isinstance(found, Ambiguous)
    else:
        assert found == outcome


async def test_an_answer_that_does_not_come_in_time_is_lost(sandbox, lan) -> None:
    sandbox.faults.add(faults.slow_answer(600, method="sendMessage"))
    async with serve(sandbox) as url:
        channel = Telegram(sandbox.token, url, Patience(answer=1.0))
        assert await channel.answers()  # its connection stands
        assert isinstance(await channel.send(Parcel(1, str(lan), "x")), Ambiguous)
        sandbox.faults.clear()
        await channel.close()


async def test_where_nobody_listens_nothing_left_this_machine(sandbox) -> None:
    channel = Telegram(sandbox.token, "http://127.0.0.1:9", Patience(answer=0.5))
    assert isinstance(await channel.send(Parcel(1, "5", "x")), NetworkBeforeSent)
    await channel.close()


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (TooFast(3.0), RateLimited),
        (Forbidden("bot was kicked from the group chat"), Blocked),
        (BadRequest("Request Entity Too Large"), Rejected),
        (InvalidToken(), NetworkBeforeSent),  # the operator's to mend: the messages wait
        (NotSent("x"), NetworkBeforeSent),
        (ServerFailed(503), ServerError),
        (AnswerLost("gateway timeout"), Ambiguous),
        (TimedOut(), Ambiguous),
        (NetworkError("x"), Ambiguous),
        (Conflict("x"), Rejected),
        (KeyError("result"), Ambiguous),  # an answer nobody can read: it may have been taken
    ],
)
def test_every_failure_has_a_meaning(problem: Exception, outcome: type) -> None:
    assert isinstance(outcome_of(problem), outcome)


async def test_a_file_that_is_larger_than_announced_is_not_read_to_its_end(sandbox, channel, lan, monkeypatch) -> None:
    sandbox.send_file(lan, b"%PDF-1.7" + bytes(300_000), "a.pdf")
    ref = sandbox.history(lan)[-1].document.file_id
    small = dataclasses.replace(CHANNELS["telegram"], file_in=100_000)
    monkeypatch.setitem(CHANNELS, "telegram", small)
    with pytest.raises(FetchProblem, match="too big") as refused:
        await channel.fetch(ref)
    assert refused.value.permanent


async def test_a_file_is_fetched_and_what_cannot_be_fetched_says_whether_to_try_again(sandbox, channel, lan) -> None:
    sandbox.send_file(lan, b"<html>an evidence file may look like a page</html>", "a.html")
    ref = sandbox.history(lan)[-1].document.file_id
    assert (await channel.fetch(ref)).startswith(b"<html>")
    sandbox.faults.add(faults.bad_gateway(method="getFile"))
    with pytest.raises(FetchProblem) as tried:
        await channel.fetch(ref)
    assert not tried.value.permanent
    with pytest.raises(FetchProblem) as gone:
        await channel.fetch("no such file")
    assert gone.value.permanent
