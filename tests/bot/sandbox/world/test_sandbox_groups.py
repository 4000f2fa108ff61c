"""Groups, blocks, deep links and albums: what people do besides writing to the bot."""

import json

import pytest


async def updates(ask):
    """What waits, confirmed by fetching it."""
    waiting = (await ask("getUpdates"))["result"]
    if waiting:
        await ask("getUpdates", offset=waiting[-1]["update_id"] + 1)
    return waiting


def kinds(waiting):
    return [next(kind for kind in update if kind != "update_id") for update in waiting]


@pytest.fixture
def minh(sandbox):
    return sandbox.create_person("Trần Minh")


async def test_a_deep_link_starts_the_bot_with_its_payload(ask, sandbox, minh):
    sandbox.start(minh, "moi-4f7a")
    (update,) = await updates(ask)
    assert update["message"]["text"] == "/start moi-4f7a"
    with pytest.raises(ValueError, match="start payload"):
        sandbox.start(minh, "mời Lan")


async def test_a_block_is_told_refuses_with_403_and_ends_with_the_next_word(ask, sandbox, lan):
    sandbox.groups.block_bot(lan)
    (blocked,) = await updates(ask)
    change = blocked["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    refused = await ask("sendMessage", chat_id=lan, text="x")
    assert (refused["error_code"], refused["description"]) == (403, "Forbidden: bot was blocked by the user")
    sandbox.say(lan, "/start")
    assert kinds(await updates(ask)) == ["my_chat_member", "message"]
    assert (await ask("sendMessage", chat_id=lan, text="x"))["ok"]


async def test_the_bot_is_told_when_it_joins_and_leaves_a_group(ask, sandbox, lan, minh):
    group = sandbox.groups.create("Tổ cải cách hành chính", [lan, minh])
    joined, made = await updates(ask)
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert made["message"]["group_chat_created"] is True
    assert made["message"]["chat"] == {"id": group, "type": "group", "title": "Tổ cải cách hành chính"}
    sandbox.groups.remove_bot(group, minh)
    (left,) = await updates(ask)
    assert left["my_chat_member"]["from"]["id"] == minh
    refused = await ask("sendMessage", chat_id=group, text="x")
    assert refused["description"] == "Forbidden: bot was kicked from the group chat"
    sandbox.groups.add_bot(group, lan)
    assert kinds(await updates(ask)) == ["my_chat_member", "message"]
    assert (await ask("sendMessage", chat_id=group, text="x"))["ok"]


async def test_in_a_group_the_bot_sees_only_what_is_meant_for_it(ask, sandbox, lan, minh):
    group = sandbox.groups.create("Tổ", [lan, minh])
    await updates(ask)
    ours = (await ask("sendMessage", chat_id=group, text="Chào tổ"))["result"]["message_id"]
    for text in ("chuyện riêng", "/viec", "/viec@dondoc_bot", "/viec@bot_khac", "nhờ @dondoc_bot với"):
        sandbox.say(lan, text, chat_id=group)
    sandbox.say(minh, "xong rồi", ours, chat_id=group)
    seen = [update["message"]["text"] for update in await updates(ask)]
    assert seen == ["/viec", "/viec@dondoc_bot", "nhờ @dondoc_bot với", "xong rồi"]
    sandbox.groups.promote_bot(group, lan)
    sandbox.say(lan, "chuyện riêng", chat_id=group)
    assert kinds(await updates(ask)) == ["my_chat_member", "message"]


async def test_who_is_not_in_a_group_cannot_write_there(sandbox, lan, minh):
    group = sandbox.groups.create("Tổ", [lan])
    with pytest.raises(LookupError, match="is not in chat"):
        sandbox.say(minh, "x", chat_id=group)
    sandbox.groups.add_member(group, minh, lan)
    assert sandbox.say(minh, "/viec", chat_id=group).text == "/viec"


async def test_a_group_that_became_a_supergroup_refuses_with_its_new_id(ask, sandbox, lan):
    old = sandbox.groups.create("Tổ", [lan])
    await updates(ask)
    new = sandbox.groups.migrate(old, lan)
    gone, come = await updates(ask)
    assert (gone["message"]["chat"]["id"], gone["message"]["migrate_to_chat_id"]) == (old, new)
    assert (come["message"]["chat"]["id"], come["message"]["migrate_from_chat_id"]) == (new, old)
    refused = await ask("sendMessage", chat_id=old, text="x")
    assert refused["error_code"] == 400
    assert refused["parameters"] == {"migrate_to_chat_id": new}
    sent = await ask("sendMessage", chat_id=new, text="x")
    assert sent["result"]["chat"]["type"] == "supergroup"
    with pytest.raises(LookupError, match="supergroup"):
        sandbox.say(lan, "x", chat_id=old)


async def test_an_album_comes_as_one_update_a_picture_under_one_group_id(ask, sandbox, lan):
    sandbox.send_album(lan, [b"\x89PNG1", b"\x89PNG2", b"\x89PNG3"], "minh chứng")
    messages = [update["message"] for update in await updates(ask)]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["minh chứng", None, None]


async def test_a_media_group_sends_all_or_nothing(client, ask, sandbox, lan):
    def album(*names):
        media = [{"type": "document", "media": f"attach://{name}", "caption": name} for name in names]
        return {"chat_id": str(lan), "media": json.dumps(media)}

    url = f"/bot{sandbox.token}/sendMediaGroup"
    files = {"a": ("a.pdf", b"A"), "b": ("b.pdf", b"B")}
    sent = (await client.post(url, data=album("a", "b"), files=files)).json()["result"]
    assert [message["caption"] for message in sent] == ["a", "b"]
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]
    missing = (await client.post(url, data=album("a", "c"), files=files)).json()
    assert missing["description"] == "Bad Request: there is no document in the request"
    alone = (await client.post(url, data=album("a"), files=files)).json()
    assert alone["description"].endswith("media group must include 2-10 items")
    mixed = await ask("sendMediaGroup", chat_id=lan, media=[{"type": "photo"}, {"type": "document"}])
    assert mixed["description"] == "Bad Request: Document can't be mixed with other media types"
    assert len(sandbox.messages_to(lan)) == 2


async def test_chat_actions_are_those_of_the_api(ask, lan):
    assert (await ask("sendChatAction", chat_id=lan, action="typing"))["result"] is True
    refused = await ask("sendChatAction", chat_id=lan, action="thinking")
    assert refused["description"] == "Bad Request: wrong parameter action in request"


async def test_the_bot_reads_about_a_chat_and_leaves_a_group(ask, sandbox, lan):
    assert (await ask("getChat", chat_id=lan))["result"]["first_name"] == "Nguyễn Thị Lan"
    group = sandbox.groups.create("Tổ", [lan])
    assert (await ask("leaveChat", chat_id=group))["result"] is True
    refused = await ask("sendMessage", chat_id=group, text="x")
    assert refused["description"] == "Forbidden: bot is not a member of the group chat"
