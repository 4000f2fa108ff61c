"""The Zalo channel against the sandbox: what a message becomes, and what each answer means. Only `ok` is believed."""

import asyncio
import contextlib
import datetime as dt
import pathlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.journal import Journal
from bot.channels.patience import Patience
from bot.channels.zalo.api import Refused, ZaloApi, ZaloProblem
from bot.channels.zalo.channel import QUOTA_PAUSE, Zalo, outcome_of, with_numbers
from bot.checkup import on_zalo
from bot.sandbox import Sandbox, serve
from bot.sandbox.telegram_forms.calls import Upload
from bot.sandbox.telegram_forms.errors import ApiError
from bot.sandbox.world import faults
from bot.sandbox.world.faults import Fault
from bot.settings import Settings, load_settings
from catalog.messaging.fit_to_channel import pieces
from catalog.messaging.inbox_and_outbox import Choice, Message
from scheduler.delivery.channel import FetchProblem, Parcel, ReadyFile
from scheduler.delivery.retry import Ambiguous, Blocked, NetworkBeforeSent, RateLimited, Rejected, Sent, ServerError

pytestmark = pytest.mark.loopback
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + b"\x08\x06\0\0\0"
CHOICES = ((Choice("Xong", "said", number="11"), Choice("3", "card", number="3")), (Choice("Chưa", "x", number="12"),))


class Bot:
    """A channel on a sandbox, with one person who has written to it."""

    def __init__(self, sandbox: Sandbox, url: str, base: str = "") -> None:
        self.sandbox, self.url = sandbox, url

        def link(parcel: Parcel, life: dt.timedelta) -> str:
            return f"{base}/files/{parcel.outbox_id}?{life.total_seconds():.0f}" if base else ""

        self.zalo = Zalo(sandbox.zalo_token, f"{url}/zalo", link, Patience(answer=60.0, poll=0, pause=0.01))
        self.lan = sandbox.create_person("Lan", channel="zalo")
        sandbox.say(self.lan, "chào")
        self.chat = sandbox.world.zalo.waiting[-1]["message"]["chat"]["id"]

    def parcel(self, text: str = "Chào", file: ReadyFile | None = None) -> Parcel:
        return Parcel(7, self.chat, text, CHOICES, file)

    def seen(self) -> list[str]:
        return [message.text for message in self.sandbox.messages_to(self.lan)]


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    sandbox = Sandbox()
    async with serve(sandbox) as url:
        bot = Bot(sandbox, url)
        yield bot
        await bot.zalo.close()


def test_choices_are_lines_with_the_numbers_that_answer_to_them() -> None:
    words = with_numbers(Parcel(1, "c", "Việc 3?", CHOICES))
    assert words == "Việc 3?\nTrả lời bằng số thứ tự:\n11. Xong\n12. Chưa"


def test_what_the_text_lists_under_a_number_is_not_printed_a_second_time() -> None:
    listed = tuple((Choice(f"#{n} Việc", "which", number=str(n), listed=True),) for n in (1, 2))
    words = "Việc nào?\n1. #1 Việc\n2. #2 Việc"
    asked = pieces("zalo", Message(words, (*listed, (Choice("Xem tiếp", "pick"),))))[-1]
    assert [choice.number for choice in asked.flat_choices()] == ["1", "2", "3"]
    assert with_numbers(Parcel(1, "c", words, asked.choices)) == f"{words}\nTrả lời bằng số thứ tự:\n3. Xem tiếp"
    assert with_numbers(Parcel(1, "c", words, listed)) == f"{words}\nTrả lời bằng số thứ tự."


async def test_a_taken_message_is_sent_with_zalos_id(bot: Bot) -> None:
    outcome = await bot.zalo.send(bot.parcel())
    assert isinstance(outcome, Sent)
    assert outcome.message_id == bot.sandbox.calls[-1].result["message_id"]
    assert bot.seen() == ["Chào\nTrả lời bằng số thứ tự:\n11. Xong\n12. Chưa"]


REFUSED = [
    (faults.too_many_requests(9), RateLimited(QUOTA_PAUSE)),
    (faults.blocked(), Blocked("403 Forbidden: bot was blocked by the user")),
    (faults.bad_request("chat not found"), Blocked("400 Bad Request: chat not found")),
    (faults.bad_request("text is too long"), Rejected("400 Bad Request: text is too long")),
    (faults.server_error(), ServerError(500)),
    (faults.bad_gateway(), ServerError(502)),
    (faults.connection_cut(), Ambiguous("RemoteProtocolError")),
    (faults.answer_lost(), Ambiguous("RemoteProtocolError")),
    (Fault("refuse", error=ApiError(408, "Request timeout")), Ambiguous("408 Request timeout")),
    (Fault("refuse", error=ApiError(401, "Unauthorized")), NetworkBeforeSent("401 Unauthorized")),
]


async def test_nothing_but_ok_with_an_id_is_sent(bot: Bot) -> None:
    for fault, expected in REFUSED:
        fault.method, fault.times = "sendMessage", 1
        bot.sandbox.faults.add(fault)
        assert await bot.zalo.send(bot.parcel()) == expected
    bot.sandbox.faults.add(faults.slow_answer(600, method="sendMessage"))
    hasty = Zalo(bot.sandbox.zalo_token, f"{bot.url}/zalo", lambda *_: "", Patience(answer=1.0))
    assert await hasty.answers()  # its connection stands
    assert await hasty.send(bot.parcel()) == Ambiguous("ReadTimeout")
    bot.sandbox.faults.clear()
    await hasty.close()
    assert len(bot.seen()) == 2  # the two that were taken and whose answer was lost or late
    assert [call.status for call in bot.sandbox.calls if call.answer and not call.answer["ok"]] == [200] * 7


async def test_an_unknown_person_and_a_bad_token_are_refused_with_200(bot: Bot) -> None:
    stranger = bot.sandbox.create_person("Khách", channel="zalo")
    unknown = await bot.zalo.send(Parcel(1, "0" * 20, "x"))
    assert isinstance(unknown, Blocked)
    assert bot.sandbox.messages_to(stranger) == []
    wrong = Zalo("5:wrong", f"{bot.url}/zalo", lambda *_: "", Patience(answer=60.0))
    assert await wrong.send(bot.parcel()) == NetworkBeforeSent("401 Unauthorized")
    with pytest.raises(Refused) as refusal:
        await wrong.open()
    assert refusal.value.code == 401
    assert "5:wrong" not in repr(refusal.value)
    await wrong.close()
    nowhere = Zalo("5:x", "http://127.0.0.1:1", lambda *_: "", Patience(answer=60.0))
    assert isinstance(await nowhere.send(bot.parcel()), NetworkBeforeSent)
    await nowhere.close()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"ok": True}), (200, {"ok": True, "result": {}}), (200, {"ok": True, "result": {"message_id": ""}}),
        (200, {"result": {"message_id": "1"}}), (200, "<html>"), (404, "<html>"), (504, "x"), (200, {"ok": "perhaps"}),
    ],
)  # fmt: skip
async def test_an_answer_that_proves_nothing_is_not_sent(status: int, body: Any) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, text=body) if isinstance(body, str) else httpx.Response(status, json=body)

    api = ZaloApi("5:x", "http://zalo.test")
    api._http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    with pytest.raises(ZaloProblem) as problem:
        await api.send_message("c", "x")
    assert isinstance(outcome_of(problem.value), Ambiguous)


async def test_a_403_of_zalo_closes_nobody_unless_it_speaks_of_the_person(bot: Bot) -> None:
    bot.sandbox.switches.zalo_internal_403 = True
    assert await bot.zalo.send(bot.parcel()) == ServerError(403)
    bot.sandbox.switches.zalo_internal_403 = False
    bot.sandbox.groups.block_bot(bot.lan)
    assert isinstance(await bot.zalo.send(bot.parcel()), Blocked)


@pytest.mark.parametrize("by_status", [False, True])
async def test_a_bot_that_never_had_a_webhook_asks_for_messages_from_its_first_minute(
    bot: Bot, by_status: bool
) -> None:
    bot.sandbox.switches.zalo_status = by_status
    stored: list[str] = []

    async def store(event_id: str, _chat: str, _payload: dict[str, Any]) -> bool:
        stored.append(event_id)
        return True

    task = asyncio.create_task(bot.zalo.poll(store))
    await bot.sandbox.wait_for(lambda: stored)
    task.cancel()
    asked = [call.method for call in bot.sandbox.calls if call.method != "zalo.getUpdates"]
    assert asked == ["zalo.getWebhookInfo"], "nothing to drop: nothing is dropped"


async def test_a_check_of_the_webhook_that_is_refused_keeps_nobody_from_asking(bot: Bot) -> None:
    bot.sandbox.faults.add(Fault("refuse", "getWebhookInfo", times=None, error=ApiError(400, "Bad Request")))
    stored: list[str] = []

    async def store(event_id: str, _chat: str, _payload: dict[str, Any]) -> bool:
        stored.append(event_id)
        return True

    task = asyncio.create_task(bot.zalo.poll(store))
    await bot.sandbox.wait_for(lambda: stored)
    task.cancel()


async def test_a_webhook_that_zalo_has_lost_is_set_anew(bot: Bot) -> None:
    url = "http://127.0.0.1:9/webhooks/zalo"
    keeping = asyncio.create_task(bot.zalo.keep_webhook(url, "s" * 8))
    await bot.sandbox.wait_for(lambda: bot.sandbox.world.zalo.hook)
    bot.sandbox.world.zalo.hook = None
    await bot.sandbox.wait_for(lambda: bot.sandbox.world.zalo.hook)
    keeping.cancel()


async def test_where_no_webhook_is_to_be_dropped_dropping_it_is_done(bot: Bot) -> None:
    bot.sandbox.faults.add(Fault("refuse", "deleteWebhook", error=ApiError(404, "Not Found")))
    await bot.zalo.api.delete_webhook()


@pytest.mark.long
async def test_a_picture_is_waited_for_longer_and_never_sent_twice() -> None:
    sandbox = Sandbox()
    async with serve(sandbox) as url:
        bot = Bot(sandbox, url, "https://dondoc.test")
        sandbox.world.web["https://dondoc.test/files/7?3600"] = Upload("b.png", "image/png", PNG)
        sandbox.switches.zalo_photo_seconds = 2.0
        chart = ReadyFile("b.png", PNG, picture=True)

        def link(_parcel: Parcel, _life: dt.timedelta) -> str:
            return "https://dondoc.test/files/7?3600"

        patient = Zalo(sandbox.zalo_token, f"{url}/zalo", link, Patience(answer=1.5, photo=60.0))
        assert isinstance(await patient.send(bot.parcel("Biểu đồ", chart)), Sent)
        hasty = Zalo(sandbox.zalo_token, f"{url}/zalo", link, Patience(answer=1.5, photo=1.0))
        assert await hasty.answers()  # its connection stands
        assert isinstance(await hasty.send(bot.parcel("Biểu đồ", chart)), Ambiguous)
        again = Parcel(7, bot.chat, "Biểu đồ", (), chart, maybe_there=True)
        assert isinstance(await patient.send(again), Sent)
        assert "Tải b.png" in sandbox.messages_to(bot.lan)[-1].text
        assert sum(bool(message.photo) for message in sandbox.messages_to(bot.lan)) <= 2
        for channel in (bot.zalo, patient, hasty):
            await channel.close()


async def test_what_a_stop_left_unstored_is_stored_by_the_next_run(bot: Bot, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "fetched.jsonl"
    reached = asyncio.Event()

    async def away(*_event: Any) -> bool:
        reached.set()
        raise OSError("the store is away")

    first = Zalo(bot.sandbox.zalo_token, f"{bot.url}/zalo", lambda *_: "", Patience(poll=0), Journal(file))
    stopped = asyncio.create_task(first.poll(away))
    await reached.wait()
    stopped.cancel()
    await first.close()
    file.write_text(file.read_text() + '{"event_name": "mess')  # and a line a power cut tore
    stored: list[str] = []

    async def store(_event: str, _chat: str, payload: dict[str, Any]) -> bool:
        stored.append(payload["message"]["text"])
        return True

    second = Zalo(bot.sandbox.zalo_token, f"{bot.url}/zalo", lambda *_: "", Patience(poll=0), Journal(file))
    task = asyncio.create_task(second.poll(store))
    await bot.sandbox.wait_for(lambda: stored and not file.exists())
    task.cancel()
    await second.close()
    assert stored == ["chào"]


async def test_a_quota_refused_again_and_again_is_asked_for_less_and_less(bot: Bot) -> None:
    bot.sandbox.switches.zalo_messages_left = 0
    waits = [await bot.zalo.send(bot.parcel()) for _ in range(8)]
    assert waits == [RateLimited(min(QUOTA_PAUSE * 2.0**n, 1800.0)) for n in range(8)]
    bot.sandbox.switches.zalo_messages_left = 1
    assert isinstance(await bot.zalo.send(bot.parcel()), Sent)
    assert await bot.zalo.send(bot.parcel()) == RateLimited(QUOTA_PAUSE)


async def test_a_quota_that_names_its_time_is_waited_for() -> None:
    api = ZaloApi("5:x", "http://zalo.test")
    refusal = {"ok": False, "error_code": 429, "description": "quota", "parameters": {"retry_after": 5}}
    api._http = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(429, json=refusal)))
    with pytest.raises(Refused) as problem:
        await api.send_message("c", "x")
    assert outcome_of(problem.value) == RateLimited(5.0)


async def test_pictures_go_by_address_and_documents_as_a_link() -> None:
    sandbox = Sandbox()
    async with serve(sandbox) as url:
        bot, poor = Bot(sandbox, url, "https://dondoc.test"), Bot(sandbox, url)
        sandbox.world.web["https://dondoc.test/files/7?3600"] = Upload("b.png", "image/png", PNG)
        assert isinstance(await bot.zalo.send(bot.parcel("Biểu đồ", ReadyFile("b.png", PNG, picture=True))), Sent)
        shown = sandbox.messages_to(bot.lan)[-1]
        assert shown.photo
        assert shown.text.startswith("Biểu đồ")
        assert isinstance(await bot.zalo.send(bot.parcel("Báo cáo", ReadyFile("bc.docx", b"PK"))), Sent)
        assert "Tải bc.docx (trong 24 giờ): https://dondoc.test/files/7?86400" in bot.seen()[-1]
        # A picture Zalo does not take goes as a link, too; without a public address the text says so.
        sandbox.world.web.clear()
        assert isinstance(await bot.zalo.send(bot.parcel("", ReadyFile("b.png", PNG, picture=True))), Sent)
        assert "Tải b.png" in bot.seen()[-1]
        assert isinstance(await poor.zalo.send(poor.parcel("Báo cáo", ReadyFile("bc.docx", b"PK"))), Sent)
        assert "Kênh này không gửi được tệp bc.docx" in poor.seen()[-1]
        await bot.zalo.close()
        await poor.zalo.close()


async def test_what_was_fetched_is_held_until_it_is_stored_and_known_by_its_id(bot: Bot) -> None:
    bot.sandbox.update_faults.duplicate = 1.0
    bot.sandbox.say(bot.lan, "hai")
    stored: list[tuple[str, str]] = []
    failures = 2

    async def store(event_id: str, chat: str, payload: dict[str, Any]) -> bool:
        nonlocal failures
        if failures:
            failures -= 1
            raise OSError("the store is away")
        stored.append((event_id, payload["message"]["text"]))
        return True

    bot.sandbox.faults.add(Fault("refuse", "getUpdates", error=ApiError(429, "quota")))
    bot.sandbox.faults.add(faults.bad_gateway(method="getUpdates"))
    bot.sandbox.world.zalo.hook = None
    task = asyncio.create_task(bot.zalo.poll(store))
    await bot.sandbox.wait_for(lambda: len(stored) == 4)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert sorted(text for _, text in stored) == ["chào", "chào", "hai", "hai"]
    assert len({event_id for event_id, _ in stored}) == 2


async def test_a_photo_is_fetched_only_from_zalo(bot: Bot) -> None:
    picture = b"\xff\xd8\xff\xe0" + b"0" * 40
    bot.sandbox.send_photo(bot.lan, picture)
    ref = bot.url + bot.sandbox.world.zalo.waiting[-1]["message"]["photo"]
    assert await bot.zalo.fetch(ref) == picture
    for wrong, permanent in ((f"{ref}x", True), ("http://10.0.0.1/a", True), ("file:///etc/passwd", True)):
        with pytest.raises(FetchProblem) as problem:
            await bot.zalo.fetch(wrong)
        assert problem.value.permanent is permanent


async def test_the_webhook_brings_each_event_with_the_secret_and_is_dropped_for_fetching(bot: Bot) -> None:
    url = "http://127.0.0.1:9/webhooks/zalo"
    keeping = asyncio.create_task(bot.zalo.keep_webhook(url, "s" * 8))
    await bot.sandbox.wait_for(lambda: bot.sandbox.world.zalo.hook)
    keeping.cancel()
    assert await bot.zalo.api.webhook_url() == url
    with pytest.raises(Refused):
        await bot.zalo.api.set_webhook(url, "short")
    await bot.zalo._drop_webhook()
    assert await bot.zalo.api.webhook_url() == ""


async def test_the_doctor_says_whether_zalo_takes_the_token_and_where_it_brings_events(bot: Bot) -> None:
    def asked(**more: object) -> Settings:
        return load_settings({"zalo_token": bot.sandbox.zalo_token, "zalo_api": f"{bot.url}/zalo", **more})

    fine, unhooked, poor = await on_zalo(asked())
    assert (fine.level, unhooked.level, poor.level) == ("ok", "ok", "warning")
    assert "Bot Đôn Đốc" in fine.text
    assert "Chưa đặt webhook" in unhooked.text
    bot.sandbox.faults.add(Fault("refuse", "getWebhookInfo", error=ApiError(403, "Internal server error")))
    fine, unsaid, _ = await on_zalo(asked())
    assert (fine.level, unsaid.level) == ("ok", "warning"), "the token is judged by getMe alone"
    await bot.zalo.api.set_webhook("https://elsewhere.test/hook", "s" * 8)
    elsewhere = (await on_zalo(asked(public_url="https://dondoc.test")))[1]
    assert "https://elsewhere.test/hook" in elsewhere.text
    (wrong,) = await on_zalo(asked(zalo_token="1:wrong"))
    (away,) = await on_zalo(asked(zalo_api="http://127.0.0.1:1"))
    assert (wrong.level, away.level) == ("error", "error")
    assert "DONDOC_ZALO_TOKEN" in wrong.text
    assert "DONDOC_ZALO_API" in away.text
    assert await on_zalo(load_settings()) == []


async def test_stickers_recordings_and_the_trial_of_a_webhook_are_asked_as_the_platform_wants_them(bot: Bot) -> None:
    api = ZaloApi(bot.sandbox.zalo_token, f"{bot.url}/zalo", 1.0)
    assert await api.send_sticker(bot.chat, "bfe458bf64fa8da4d4eb")
    assert await api.send_voice(bot.chat, "https://dondoc.vn/loi-nhan.aac")
    await api.set_webhook("https://dondoc.test/webhooks/zalo", "s" * 8)
    await api.test_webhook()
    with pytest.raises(Refused):
        await api.send_voice(bot.chat, "https://dondoc.vn/loi-nhan.mp3")
    await api.close()
    assert bot.seen() == ["[bfe458bf64fa8da4d4eb]", "[…]"]
