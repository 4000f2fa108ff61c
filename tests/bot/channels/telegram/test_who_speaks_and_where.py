"""Topics, hidden senders, forwarded words, rights that were taken: what is easily mistaken in a Telegram update."""

import types
from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.reading import chat_key, read_update
from bot.sandbox import Sandbox
from bot.sandbox.telegram.spec_check import ApiDescription
from bot.sandbox.world.how_written import How
from handlers.conversation.context import Incoming, NotForUs, Unreadable

BOT: Any = types.SimpleNamespace(username="dondoc_bot", defaults=None)


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def lan(sandbox: Sandbox) -> int:
    return sandbox.create_person("Nguyễn Thị Lan", started=True)


@pytest.fixture
def forum(sandbox: Sandbox, lan: int) -> int:
    group = sandbox.groups.create("Các sở, ngành", [lan], forum=True)
    sandbox.groups.promote_bot(group, lan)
    taken(sandbox)
    return group


def taken(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The updates that wait, confirmed."""
    waiting = sandbox.world.updates.waiting()
    sandbox.world.updates.confirm_before(max((u["update_id"] for u in waiting), default=0) + 1)
    return waiting


def last(sandbox: Sandbox) -> Any:
    return read_update(Update.de_json(taken(sandbox)[-1], BOT))


def test_a_topic_is_a_chat_of_its_own_and_what_began_it_is_no_reply(sandbox: Sandbox, lan: int, forum: int) -> None:
    topic = sandbox.groups.open_topic(forum, "Sở Y tế", lan)
    sandbox.say(lan, "/viec", chat_id=forum, how=How(topic=topic))
    update = taken(sandbox)[-1]
    assert update["message"]["reply_to_message"]["message_id"] == topic
    said = read_update(Update.de_json(update, BOT))
    assert isinstance(said, Incoming)
    assert (said.thread, said.reply_to) == (str(topic), "")
    assert said.chat == chat_key(update) == f"{forum}/{topic}"
    sandbox.say(lan, "/viec", chat_id=forum)
    assert last(sandbox).chat == str(forum), "General is the group itself"


def test_a_chain_of_replies_in_a_plain_supergroup_is_no_topic(sandbox: Sandbox, lan: int) -> None:
    group = sandbox.groups.create("Tổ", [lan], supergroup=True)
    sandbox.groups.promote_bot(group, lan)
    first = sandbox.say(lan, "/viec", chat_id=group)
    taken(sandbox)
    sandbox.say(lan, "/tonghop", first.message_id, chat_id=group)
    update = taken(sandbox)[-1]
    update["message"]["message_thread_id"] = first.message_id  # Telegram numbers such chains, too
    said = read_update(Update.de_json(update, BOT))
    assert isinstance(said, Incoming)
    assert (said.thread, said.reply_to, chat_key(update)) == ("", str(first.message_id), str(group))


@pytest.mark.parametrize("hidden", ["admin", "channel"])
def test_a_hidden_sender_of_a_command_is_anonymous_and_never_a_person(sandbox, lan, forum, hidden) -> None:
    sandbox.say(lan, "/viec", chat_id=forum, how=How(hidden=hidden))
    said = last(sandbox)
    assert (said.event, said.sender_id, said.text) == ("anonymous", "", "")
    sandbox.say(lan, "chào cả nhà", chat_id=forum, how=How(hidden=hidden))
    assert isinstance(last(sandbox), NotForUs)


def test_a_post_handed_on_from_a_linked_channel_is_nobody_s_word(sandbox: Sandbox, lan: int, forum: int) -> None:
    sandbox.say(lan, "/viec", chat_id=forum, how=How(hidden="linked_channel"))
    assert isinstance(last(sandbox), NotForUs)


@pytest.mark.parametrize(
    ("how", "author"),
    [
        (How(forwarded_from="Trần Văn Minh"), "Trần Văn Minh"),
        (How(forwarded_from="?"), "Nguyễn Thị Lan"),
        (How(via="gif"), ""),
        (How(external_reply=True), ""),
    ],
)
def test_words_that_may_be_another_s_are_marked(sandbox: Sandbox, lan: int, how: How, author: str) -> None:
    sandbox.say(lan, "#4 xong", how=how)
    said = last(sandbox)
    assert (said.forwarded, said.author, said.text) == (True, author, "#4 xong")
    sandbox.say(lan, "#4 xong")
    assert not last(sandbox).forwarded


def test_the_right_to_write_taken_and_given_back_is_told(sandbox: Sandbox, lan: int, forum: int) -> None:
    sandbox.groups.mute_bot(forum, lan)
    assert (last(sandbox).event, last_of(sandbox)) == ("muted", [])
    sandbox.groups.unmute_bot(forum, lan)
    assert last(sandbox).event == "unmuted"


def last_of(sandbox: Sandbox) -> list[Any]:
    return sandbox.world.updates.waiting()


PRIVATE = {"id": 77, "type": "private"}
SENDER = {"id": 77, "is_bot": False, "first_name": "Lan"}


@pytest.mark.parametrize(
    "message",
    [
        {"from": {**SENDER, "id": -5}, "text": "x"},
        {"from": {**SENDER, "id": 0}, "text": "x"},
        {"from": {**SENDER, "id": "77"}, "text": "x"},
        {"text": "nobody said it"},
        {"chat": {"id": -77, "type": "private"}, "from": SENDER, "text": "x"},
        {"from": SENDER, "date": "yesterday", "text": "x"},
        {"from": 5, "text": "x"},
    ],
)
def test_a_torn_update_is_unreadable_and_still_knows_its_chat(message: dict[str, Any]) -> None:
    whole = {"message_id": 1, "date": 1, "chat": PRIVATE, **message}
    channel = Telegram("1:a", "http://127.0.0.1:9")
    found = channel.read({"update_id": 1, "message": whole})
    assert isinstance(found, Unreadable)
    assert found.chat_id == str(whole["chat"]["id"])
    assert found.why


def test_what_a_later_bot_api_brings_is_answered_and_service_notes_are_not() -> None:
    def read(**content: Any) -> Any:
        message = {"message_id": 1, "date": 1, "chat": PRIVATE, "from": SENDER, **content}
        return read_update(Update.de_json({"update_id": 1, "message": message}, BOT))

    assert read(hologram={"file_id": "h"}).event == "unsupported"
    assert read(voice={"file_id": "v", "file_unique_id": "v", "duration": 1}).event == "unsupported"
    for note in ({"pinned_message": {"message_id": 1, "date": 0, "chat": PRIVATE}}, {"chat_owner_left": {}},
                 {"new_chat_title": "Tổ"}):  # fmt: skip
        assert isinstance(read(**note), NotForUs)


def test_a_recording_with_words_keeps_both(sandbox: Sandbox) -> None:
    def read(**content: Any) -> Any:
        message = {"message_id": 1, "date": 1, "chat": PRIVATE, "from": SENDER, "caption": "nv 1 xong", **content}
        return read_update(Update.de_json({"update_id": 1, "message": message}, BOT))

    sound = {"file_id": "a", "file_unique_id": "a", "duration": 9, "file_name": "Báo cáo.m4a"}
    for content, name in (({"audio": sound}, "Báo cáo.m4a"), ({"voice": sound | {"file_name": None}}, "ghi-am.ogg"),
                          ({"video_note": sound | {"length": 5, "file_name": None}}, "video.mp4")):  # fmt: skip
        said = read(**content)
        assert (said.text, [file.name for file in said.attachments]) == ("nv 1 xong", [name])


def test_what_the_sandbox_plays_has_the_form_of_the_bot_api(sandbox: Sandbox, lan: int, forum: int, shared) -> None:
    description = ApiDescription(shared / "spec" / "telegram-bot-api-10.0.json")
    topic = sandbox.groups.open_topic(forum, "Sở Y tế", lan)
    for how in (How(topic=topic), How(forwarded_from="Minh"), How(forwarded_from="?"), How(hidden="admin"),
                How(hidden="channel"), How(hidden="linked_channel"), How(via="gif"), How(external_reply=True)):  # fmt: skip
        sandbox.say(lan, "/viec", chat_id=forum, how=how)
    sandbox.groups.mute_bot(forum, lan)
    updates = taken(sandbox)
    assert len(updates) == 10
    for update in updates:
        assert description.check_result("getUpdates", [update]) == []
