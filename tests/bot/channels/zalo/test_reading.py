"""What events of the Zalo Bot Platform mean: both forms of the body, every kind of event, torn ones."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.channels.zalo.reading import read, understood
from bot.sandbox import Sandbox
from handlers.conversation.context import Attachment, Incoming, NotForUs, Unreadable

LAN = {"id": "6ede9afa66b88fe6d6a9", "display_name": "Lan", "is_bot": False}


def event(name: str = "message.text.received", **more: Any) -> dict[str, Any]:
    message = {"from": LAN, "chat": {"id": LAN["id"], "chat_type": "PRIVATE"}, "message_id": "2d758cb5e2",
               "date": 1750316131602, **more}  # fmt: skip
    return {"event_name": name, "message": message}


def test_an_event_is_the_same_alone_or_wrapped() -> None:
    alone, wrapped = read(event(text="1 xong")), read({"ok": True, "result": event(text="1 xong")})
    assert alone == wrapped
    assert (alone.event_id, alone.chat_key, alone.payload) == ("2d758cb5e2", LAN["id"], event(text="1 xong"))


@pytest.mark.parametrize("body", [None, [], "x", {}, {"ok": True}, {"ok": True, "result": [1]}, {"event_name": 5}])
def test_what_is_no_event_is_kept_and_cannot_be_read(body: Any) -> None:
    event = read(body)
    assert event == read(body), "ten deliveries are one"
    assert isinstance(understood(event.payload), Unreadable)


def test_an_event_without_an_id_is_known_by_its_content() -> None:
    one, two = event(message_id=None, text="a"), event(message_id=None, text="b")
    first, again, other = (read(body) for body in (one, one, two))
    assert first == again
    assert first.event_id != other.event_id


def test_each_kind_of_event_in_our_words() -> None:
    base = Incoming("zalo", LAN["id"], LAN["id"], "Lan")
    assert understood(event(text="1 xong")) == Incoming("zalo", LAN["id"], LAN["id"], "Lan", text="1 xong")
    for field in ("photo", "photo_url"):
        seen = understood(event("message.image.received", caption="2 xong", **{field: "https://z.vn/a.jpg"}))
        assert isinstance(seen, Incoming)
        # Milliseconds, in the province's time: 19/6/2025 13:55:31.
        assert seen.attachments == (Attachment("https://z.vn/a.jpg", "anh-20250619-135531-758cb5e2.jpg"),)
        assert seen.text == "2 xong"
    for name in ("sticker", "voice", "unsupported"):
        heard = understood(event(f"message.{name}.received"))
        assert heard == Incoming(**{**base.__dict__, "event": "unsupported"})
    assert isinstance(understood({"event_name": "user.followed.bot"}), NotForUs)
    bot = {**LAN, "is_bot": True}
    assert isinstance(understood(event(text="x", **{"from": bot})), NotForUs)
    assert isinstance(understood(event(text="x"), own_id=LAN["id"]), NotForUs), "our own words came back"
    group = understood(event(text="/viec", chat={"id": "g1", "chat_type": "GROUP"}))
    assert isinstance(group, Incoming)
    assert group.group


@pytest.mark.parametrize("torn", [{"from": 5}, {"chat": {"id": ""}}, {"chat": None}, {"text": ["x"]}])
def test_a_torn_event_is_refused_by_its_form(torn: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        understood(event(**torn))


def test_the_sandbox_speaks_the_documented_form() -> None:
    sandbox = Sandbox()
    lan = sandbox.create_person("Lan", channel="zalo")
    sandbox.say(lan, "1 xong")
    sandbox.send_photo(lan, b"\xff\xd8\xff\xe0" + b"0" * 40, "ảnh")
    sandbox.send_file(lan, b"%PDF-1.4", "a.pdf")
    said = [understood(one) for one in sandbox.world.zalo.waiting]
    assert [(one.text, one.event, bool(one.attachments)) for one in said if isinstance(one, Incoming)] == [
        ("1 xong", "message", False), ("ảnh", "message", True), ("", "unsupported", False),
    ]  # fmt: skip


def test_ids_that_no_store_takes_become_ids_it_takes() -> None:
    torn = event(message_id="a\ud800\0b", text="a")
    torn["message"]["chat"] = {"id": "c\0\udfff"}
    found = read(torn)
    assert found.event_id.encode() == "a\ufffdb".encode()
    assert found.chat_key.encode()
    nothing = read(event(message_id="\0", text="a"))
    assert nothing.event_id.startswith("sha256:")
