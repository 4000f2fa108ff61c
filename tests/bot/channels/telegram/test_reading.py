"""What the Telegram channel makes of real updates, as the sandbox (checked against the Bot API) delivers them."""

import types
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.raw import chat_key
from bot.channels.telegram.reading import read_update
from bot.sandbox import Sandbox
from bot.sandbox.telegram.methods.table import METHODS
from bot.sandbox.telegram.params import Params
from bot.sandbox.world.pictures import SMALL_COPY
from catalog.text import storable
from handlers.conversation.context import Incoming, NotForUs

BOT: Any = types.SimpleNamespace(username="dondoc_bot", defaults=None)
PICTURE = SMALL_COPY[:16] + (640).to_bytes(4, "big") + (480).to_bytes(4, "big") + SMALL_COPY[24:]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def lan(sandbox: Sandbox) -> int:
    return sandbox.create_person("Nguyễn Thị Lan", started=True)


def taken(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The updates that wait, confirmed."""
    waiting = sandbox.world.updates.waiting()
    sandbox.world.updates.confirm_before(max((u["update_id"] for u in waiting), default=0) + 1)
    return waiting


def read(sandbox: Sandbox) -> list[Any]:
    return [read_update(Update.de_json(update, BOT)) for update in taken(sandbox)]


def bot_says(sandbox: Sandbox, chat: int, text: str, **more: Any) -> int:
    answer: Any = METHODS["sendmessage"].act(sandbox.world, Params({"chat_id": chat, "text": text, **more}))
    return int(answer["message_id"])


def test_words_in_a_private_chat(sandbox: Sandbox, lan: int) -> None:
    sandbox.say(lan, "1 xong")
    (update,) = sandbox.world.updates.waiting()
    assert chat_key(update) == str(lan)
    assert read(sandbox) == [Incoming("telegram", str(lan), str(lan), "Nguyễn Thị Lan", text="1 xong")]


def test_a_deep_link_brings_its_code(sandbox: Sandbox, lan: int) -> None:
    sandbox.start(lan, "ABCDE-23456")
    (incoming,) = read(sandbox)
    assert incoming is not None
    assert incoming.text == "/start ABCDE-23456"


def test_a_reply_names_the_message_it_answers(sandbox: Sandbox, lan: int) -> None:
    asked = bot_says(sandbox, lan, "Việc 1?")
    sandbox.say(lan, "xong", asked)
    (incoming,) = read(sandbox)
    assert incoming is not None
    assert incoming.reply_to == str(asked)


@pytest.mark.parametrize(
    ("data", "choice"),
    [
        ("812.3", (812, 3)),
        ("812", (0, 0)),
        ("x.1", (0, 0)),
        ("-1.2", (0, 0)),
        ("²³.¹", (0, 0)),
        ("9" * 30 + ".1", (0, 0)),
    ],
)
def test_a_tapped_button_is_the_message_and_the_place_of_the_button(
    sandbox: Sandbox, lan: int, data: str, choice: tuple[int, int]
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Xong", "callback_data": data}]]}
    sandbox.press(lan, bot_says(sandbox, lan, "?", reply_markup=keyboard), "Xong")
    (update,) = sandbox.world.updates.waiting()
    assert chat_key(update) == str(lan)
    (incoming,) = read(sandbox)
    assert incoming is not None
    assert incoming.choice == choice
    assert incoming.callback_id


def test_a_document_keeps_its_name_and_size(sandbox: Sandbox, lan: int) -> None:
    sandbox.send_file(lan, b"%PDF-1.7", "báo cáo.pdf", "application/pdf", caption="1 xong")
    (incoming,) = read(sandbox)
    assert incoming is not None
    assert (incoming.text, incoming.album) == ("1 xong", "")
    (file,) = incoming.attachments
    assert (file.name, file.size) == ("báo cáo.pdf", 8)


def test_an_album_is_one_number_and_every_photo_has_a_name_of_its_own(sandbox: Sandbox, lan: int) -> None:
    sandbox.send_album(lan, [PICTURE, PICTURE, PICTURE], "hiện trường")
    parts = read(sandbox)
    assert len({part.album for part in parts if part}) == 1
    assert all(part and part.album for part in parts)
    assert [part.text for part in parts if part] == ["hiện trường", "", ""]
    names = [part.attachments[0].name for part in parts if part]
    assert len(set(names)) == 3
    assert all(name.endswith(".jpg") for name in names)


def test_of_a_photo_the_largest_size_is_taken(sandbox: Sandbox, lan: int) -> None:
    message = sandbox.send_photo(lan, PICTURE)
    (incoming,) = read(sandbox)
    assert incoming is not None
    assert incoming.attachments[0].ref == max(message.photo, key=lambda size: size.width * size.height).file_id


def test_a_block_and_its_end_are_events_of_the_chat(sandbox: Sandbox, lan: int) -> None:
    sandbox.groups.block_bot(lan)
    sandbox.groups.unblock_bot(lan)
    blocked, unblocked = read(sandbox)
    assert blocked is not None
    assert unblocked is not None
    assert (blocked.event, blocked.chat_id, blocked.group) == ("blocked", str(lan), False)
    assert unblocked.event == "unblocked"


def test_in_a_group_the_sender_and_the_chat_are_two(sandbox: Sandbox, lan: int) -> None:
    group = sandbox.groups.create("Tổ tổng hợp", [lan])
    read(sandbox)
    sandbox.say(lan, "/viec@dondoc_bot", chat_id=group)
    assert read(sandbox) == [
        Incoming("telegram", str(group), str(lan), "Nguyễn Thị Lan", text="/viec@dondoc_bot", group=True)
    ]


def test_a_command_for_another_bot_of_the_group_is_not_ours(sandbox: Sandbox, lan: int) -> None:
    group = sandbox.groups.create("Tổ tổng hợp", [lan])
    sandbox.groups.promote_bot(group, lan)
    read(sandbox)
    sandbox.say(lan, "/viec@other_bot", chat_id=group)
    assert [type(one) for one in read(sandbox)] == [NotForUs]


def test_the_bot_is_told_when_it_joins_and_leaves_a_group(sandbox: Sandbox, lan: int) -> None:
    group = sandbox.groups.create("Tổ tổng hợp", [lan])
    sandbox.groups.promote_bot(group, lan)
    sandbox.groups.remove_bot(group, lan)
    told = [part for part in read(sandbox) if isinstance(part, Incoming)]
    assert [(part.event, part.chat_id, part.group) for part in told] == [
        ("unblocked", str(group), True),
        ("blocked", str(group), True),
    ], "being made an administrator is neither"


def test_what_happens_in_a_group_is_not_said_to_the_bot(sandbox: Sandbox, lan: int) -> None:
    group = sandbox.groups.create("Tổ tổng hợp", [lan])
    sandbox.groups.promote_bot(group, lan)
    read(sandbox)
    sandbox.groups.add_member(group, sandbox.create_person("Minh"), lan)
    assert [type(one) for one in read(sandbox)] == [NotForUs]


def test_a_sticker_is_unsupported_in_private_and_nothing_in_a_group(sandbox: Sandbox, lan: int) -> None:
    sticker = {
        "file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    }  # fmt: skip
    sender = sandbox.world.people[lan].to_json()
    private = {"message_id": 1, "date": 1, "chat": {"id": lan, "type": "private"}, "from": sender, "sticker": sticker}
    group = private | {"chat": {"id": -5, "type": "group", "title": "Tổ"}}
    one = read_update(Update.de_json({"update_id": 1, "message": private}, BOT))
    assert isinstance(one, Incoming)
    assert one.event == "unsupported"
    assert isinstance(read_update(Update.de_json({"update_id": 2, "message": group}, BOT)), NotForUs)


def test_an_edited_message_is_answered_in_private_and_a_live_location_is_none(sandbox: Sandbox, lan: int) -> None:
    sender = sandbox.world.people[lan].to_json()
    said = {"message_id": 1, "date": 1, "edit_date": 2, "chat": {"id": lan, "type": "private"}, "from": sender}
    edited = {"update_id": 1, "edited_message": said | {"text": "#1 chưa xong"}}
    assert chat_key(edited) == str(lan)
    one = read_update(Update.de_json(edited, BOT))
    assert isinstance(one, Incoming)
    assert one.event == "edited"
    walking = said | {"location": {"latitude": 12.2, "longitude": 109.1}}
    assert isinstance(read_update(Update.de_json({"update_id": 2, "edited_message": walking}, BOT)), NotForUs)


def test_other_bots_are_not_listened_to(sandbox: Sandbox, lan: int) -> None:
    sender = sandbox.world.people[lan].to_json() | {"is_bot": True}
    message = {"message_id": 1, "date": 1, "chat": {"id": lan, "type": "private"}, "from": sender, "text": "/viec"}
    assert isinstance(read_update(Update.de_json({"update_id": 1, "message": message}, BOT)), NotForUs)


@pytest.mark.parametrize(
    "update", [{}, {"message": None}, {"message": {"chat": []}}, {"message": {"chat": {"id": "x\ud800"}}}, {"poll": {}}]
)
def test_an_update_without_a_chat_belongs_to_no_chat(update: dict[str, Any]) -> None:
    assert chat_key(update) == ""


def test_text_is_kept_whole_but_for_what_no_database_takes() -> None:
    assert storable("Đã xong 😀\n") == "Đã xong 😀\n"
    assert "\0" not in storable("a\0b")
    storable("a\ud800b").encode()
