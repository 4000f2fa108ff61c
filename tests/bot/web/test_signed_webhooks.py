"""What is brought to the webhook: believed by its signature alone, on disk before the answer, each event once."""

import datetime as dt
import hashlib
import json

import pytest
from sqlmodel import select

from bot.channels.zalo_oa.reading import read, understood
from bot.channels.zalo_oa.signature import HEADER, body_of, signed
from catalog.tables import Inbox
from handlers.conversation.context import Incoming, NotForUs, Unreadable

MONDAY = dt.datetime(2026, 3, 16, 1, 30, tzinfo=dt.UTC)
STAMP = str(int(MONDAY.timestamp() * 1000))
APP, SECRET, PERSON, OA = "app-1", "oa-secret", "5511", "77"


def event(name: str = "user_send_text", **more) -> dict:
    body = {"app_id": APP, "event_name": name, "timestamp": STAMP}
    if name in ("follow", "unfollow"):
        return body | {"oa_id": OA, "follower": {"id": PERSON}} | more
    message = {"msg_id": "m1", "text": "việc của tôi"} | more.pop("message", {})
    return body | {"sender": {"id": PERSON}, "recipient": {"id": OA}, "message": message} | more


def raw_of(body: dict) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def mac(raw: bytes, stamp: str = STAMP, app: str = APP, secret: str = SECRET) -> str:
    return hashlib.sha256(app.encode() + raw + stamp.encode() + secret.encode()).hexdigest()


@pytest.mark.parametrize("form", ["mac={}", "{}", "mac= {}", "MAC"])
def test_a_signature_over_the_bytes_as_received_is_believed_in_its_forms(form: str) -> None:
    raw = raw_of(event())
    given = mac(raw).upper() if form == "MAC" else form.format(mac(raw))
    assert signed(raw, body_of(raw) or {}, given, APP, (SECRET, "app-secret"), MONDAY)


@pytest.mark.parametrize(
    "given",
    ["", "mac=", mac(raw_of(event()), secret="another"), mac(raw_of(event()), app="app-2"), "é" * 64,
     mac(raw_of(event(message={"text": "khác"}))), mac(raw_of(event()), stamp="1")],
)  # fmt: skip
def test_nothing_else_is(given: str) -> None:
    raw = raw_of(event())
    assert not signed(raw, body_of(raw) or {}, given, APP, (SECRET,), MONDAY)


def test_an_old_one_is_not_believed_and_one_of_the_last_retry_is() -> None:
    raw = raw_of(event())
    for minutes, good in ((110, True), (121, False), (-121, False)):
        assert signed(raw, event(), mac(raw), APP, (SECRET,), MONDAY + dt.timedelta(minutes=minutes)) is good
    assert not signed(raw, event(timestamp=None), mac(raw), APP, (SECRET,), MONDAY)
    assert not signed(raw, event(), mac(raw, secret=""), APP, ("",), MONDAY), "without a secret nobody is believed"


@pytest.fixture
def account(make_web_with):
    return make_web_with(
        zalo_oa_app_id=APP, zalo_oa_app_secret="app-secret", zalo_oa_secret=SECRET, now=MONDAY.isoformat()
    )


@pytest.fixture
def kept(store):
    def rows() -> list[tuple[str, str, str]]:
        with store.read() as session:
            return [(row.channel, row.event_id, row.chat_key) for row in session.exec(select(Inbox))]

    return rows


async def brought(account, raw: bytes, given: str | None = None) -> int:
    headers = {HEADER: mac(raw) if given is None else given}
    return (await account.ask("POST", "/webhooks/zalo_oa", content=raw, headers=headers)).status_code


async def test_a_signed_event_is_stored_once_before_it_is_acknowledged(account, kept, clock) -> None:
    clock.set(MONDAY)
    for _ in range(10):
        assert await brought(account, raw_of(event())) == 200
    assert kept() == [("zalo_oa", "user_send_text:m1", PERSON)]


async def test_the_consoles_probe_and_whatever_is_not_signed_are_answered_alike_and_kept_nowhere(
    account, kept, clock
) -> None:
    clock.set(MONDAY)
    for raw, given in (
        (b"{}", ""), (b'{"event_name":"oa_webhook_verify"}', ""), (b"", ""), (b"[]", ""), (b"[" * 100_000, "mac=00"),
        (raw_of(event()), "mac=" + "0" * 64), (raw_of(event()), ""), (b" " * 1_000_001, "mac=00"), (b"\xff", "mac=00"),
    ):  # fmt: skip
        assert await brought(account, raw, given) == 200
    assert kept() == []


async def test_our_own_echo_and_another_account_of_the_app_are_kept_nowhere(account, kept, clock) -> None:
    clock.set(MONDAY)
    account.app.channels["zalo_oa"].own_id = OA
    for body in (
        event("oa_send_text", sender={"id": OA}, recipient={"id": PERSON}), event("user_seen_message"),
        event(recipient={"id": "78"}), event("follow", oa_id="78"),
    ):  # fmt: skip
        assert await brought(account, raw_of(body)) == 200
    assert kept() == []


async def test_what_the_store_does_not_take_waits_on_disk(account, kept, clock, monkeypatch) -> None:
    clock.set(MONDAY)
    channel, taken = account.app.channels["zalo_oa"], account.app.intake.take

    async def away(*_event) -> bool:
        raise OSError("disk full")

    async def store(*one) -> bool:
        return await taken("zalo_oa", *one)

    assert await channel.take_signed(raw_of(event()), mac(raw_of(event())), away) == ""
    assert kept() == []
    await channel._out_of_journal(store)
    assert kept() == [("zalo_oa", "user_send_text:m1", PERSON)]
    assert channel._journal.left() == []


def said(body: dict) -> Incoming:
    found = understood(body, OA)
    assert isinstance(found, Incoming)
    return found


def test_words_files_and_taps_are_read() -> None:
    plain = said(event(message={"quote_msg_id": "m0"}))
    assert (plain.chat_id, plain.text, plain.reply_to, plain.at) == (PERSON, "việc của tôi", "m0", MONDAY)
    assert said(event(message={"text": "#dd 12.3"})).choice == (12, 3)
    for typed in ("#dd 12", "#dd 12.3 xong", "#dd -1.2", "#dd 1.99999", "dd 12.3"):
        assert said(event(message={"text": typed})).choice is None
    file = {"type": "file", "payload": {"url": "https://f.zdn.vn/1", "name": "a.pdf", "size": "120"}}
    (got,) = said(event("user_send_file", message={"text": None, "attachments": [file]})).attachments
    assert (got.ref, got.name, got.size) == ("https://f.zdn.vn/1", "a.pdf", 120)
    picture = {"type": "image", "payload": {"url": "https://f.zdn.vn/2"}}
    (shown,) = said(event("user_send_image", message={"text": "đây", "attachments": [picture]})).attachments
    assert shown.name == "anh-20260316-083000-m1.jpg"
    link = {"type": "link", "payload": {"url": "https://tinh.gov.vn/kh", "description": "kế hoạch"}}
    assert said(event("user_send_link", message={"text": None, "attachments": [link]})).text == "https://tinh.gov.vn/kh"
    assert said(event("user_send_sticker", message={"text": None})).event == "unsupported"


def test_to_follow_is_to_begin_and_to_leave_closes_the_chat() -> None:
    assert said(event("follow")).text == "/start"
    assert said(event("unfollow")).event == "blocked"
    first, again = read(event("follow")), read(event("follow", timestamp=str(int(STAMP) + 1)))
    assert first is not None
    assert again is not None
    assert first.event_id != again.event_id


@pytest.mark.parametrize(
    "body",
    [event("user_click_chatnow"), event("user_submit_info"), event("change_template_status"),
     event("user_send_group_text"), event("oa_send_text", sender={"id": OA, "admin_id": "9"}),
     {"event_name": "user_send_text", "anonymous_id": "x", "message": {"msg_id": "1", "text": "?"}},
     event(sender={"id": OA})],
)  # fmt: skip
def test_what_asks_nothing_of_us_is_passed_over(body: dict) -> None:
    assert isinstance(understood(body, OA), NotForUs)


@pytest.mark.parametrize(
    "body",
    [{}, {"event_name": 7}, {"event_name": ["user_send_text"]}, event(message={"msg_id": ["x"]}), event("follow", follower={}),
     event("follow", follower=None), {"event_name": "user_send_text", "sender": {"id": "1"}},
     event("user_send_file", message={"attachments": "no"}), event(sender={"id": ""})],
)  # fmt: skip
def test_no_body_makes_the_reader_fall(account, body: dict) -> None:
    kept = read(body)
    assert kept is not None
    assert len(kept.event_id) <= 200
    reading = account.app.channels["zalo_oa"].read(body)
    assert isinstance(reading, Unreadable | NotForUs)


@pytest.mark.parametrize(
    ("url", "good"),
    [("https://f22-zpc.zdn.vn/a.jpg", True), ("https://zdn.vn/a", True), ("http://f.zdn.vn/a", False),
     ("https://zdn.vn.evil.example/a", False), ("https://evilzdn.vn/a", False), ("https://169.254.169.254/latest", False),
     ("file:///etc/passwd", False), ("https://user@zdn.vn@evil.example/", False)],
)  # fmt: skip
def test_files_are_fetched_from_zalo_alone(account, url: str, good: bool) -> None:
    assert account.app.channels["zalo_oa"]._is_of_zalo(url) is good
