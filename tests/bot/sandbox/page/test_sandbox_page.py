"""What the web chat page asks for and does, without a browser."""

import asyncio

import httpx
import pytest

from bot.sandbox import Sandbox, serve
from bot.sandbox.app import build_app
from bot.sandbox.page.actions import CLOCK_STEPS
from bot.sandbox.world.pictures import SMALL_COPY
from templates.documents.sample import sample_letter

HEADER = {"X-Sandbox": "page"}


@pytest.fixture
def act(client):
    async def act(name, body=None, **form):
        return await client.post(f"/sandbox/{name}", json=body, headers=HEADER, **form)

    return act


async def test_the_page_and_its_parts_come_from_this_server_only(client):
    page = await client.get("/")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert '<html lang="vi">' in page.text
    assert "http://www.w3.org" in page.text.replace("xmlns=", "")  # the icon's namespace, the only address
    scripts = ("page", "pane", "composer", "bubble", "server", "element", "marks", "behind", "trials")
    for name in (*(f"{script}.js" for script in scripts), "page.css"):
        part = await client.get(f"/sandbox/static/{name}")
        assert part.status_code == 200
        assert "://" not in part.text.replace('"http://', "").replace("https?:\\/\\/", "")
    assert (await client.get("/sandbox/static/../page.html")).status_code == 404


async def test_nothing_is_changed_without_the_pages_own_header(client, sandbox, lan):
    for name in ("people", "send", "press", "block", "clock", "switch", "group"):
        assert (await client.post(f"/sandbox/{name}", json={"name": "x"})).status_code == 403
    assert (len(sandbox.world.people), sandbox.history(lan)) == (1, [])


async def test_a_visitor_becomes_a_person_with_an_invitation(act, sandbox):
    user_id = (await act("people", {"name": " Trần Minh ", "payload": "moi-4f"})).json()["id"]
    assert [message.text for message in sandbox.history(user_id)] == ["/start moi-4f"]
    assert sandbox.world.people[user_id].first_name == "Trần Minh"
    assert (await act("people", {"name": "  "})).status_code == 400
    assert (await act("people", {"name": "x", "payload": "mã lạ"})).status_code == 400
    assert len(sandbox.world.people) == 1


async def test_text_photo_and_file_are_sent_as_that_person(act, client, sandbox, lan):
    target = {"person": str(lan), "chat": str(lan)}
    first = sandbox.say(lan, "một")
    await act("send", data={**target, "text": "hai", "reply_to": str(first.message_id)})
    files = [("photo", ("a.png", SMALL_COPY)), ("photo", ("b.png", b"no picture")), ("file", ("c.pdf", b"%PDF"))]
    await act("send", data={**target, "text": "kèm"}, files=files)
    _, reply, photo, odd, document = sandbox.history(lan)
    assert reply.reply_to is first
    assert (photo.photo[-1].data, photo.text) == (SMALL_COPY, "kèm")
    assert (odd.document.name, document.document.data, document.text) == ("b.png", b"%PDF", "")
    assert (await act("send", data={**target, "text": "  "})).status_code == 400
    assert (await act("send", data={"person": str(lan), "chat": "5", "text": "x"})).status_code == 404
    shown = (await client.get(f"/sandbox/chats/{lan}")).json()["messages"]
    assert shown[1]["reply"] == {"id": first.message_id, "name": "Nguyễn Thị Lan", "text": "một"}
    assert [message.get("file", {}).get("picture") for message in shown] == [None, None, True, True, False]


async def test_pictures_are_shown_and_everything_else_only_downloaded(client, sandbox, lan):
    photo = sandbox.send_photo(lan, SMALL_COPY).photo[-1]
    page = sandbox.send_file(lan, b"<script>alert(1)</script>", "x.html", "text/html").document
    shown = await client.get(f"/sandbox/files/{photo.unique_id}")
    assert (shown.headers["content-type"], shown.headers["content-disposition"]) == ("image/png", "inline")
    loaded = await client.get(f"/sandbox/files/{page.unique_id}")
    assert loaded.headers["content-type"] == "application/octet-stream"
    assert loaded.headers["content-disposition"] == "attachment"
    assert (await client.get("/sandbox/files/none")).status_code == 404


async def test_a_pressed_button_brings_the_bots_answer(act, ask, sandbox, lan):
    keyboard = {"inline_keyboard": [[{"text": "Xong", "callback_data": "d"}]]}
    message_id = (await ask("sendMessage", chat_id=lan, text="x", reply_markup=keyboard))["result"]["message_id"]
    pressed = {"person": lan, "chat": lan, "message": message_id, "data": "d"}
    pressing = asyncio.create_task(act("press", pressed))
    (query_id,) = await sandbox.wait_for(lambda: list(sandbox.world.callbacks))
    await ask("answerCallbackQuery", callback_query_id=query_id, text="Đã ghi", show_alert=True)
    assert (await pressing).json() == {"answered": True, "text": "Đã ghi", "alert": True}
    assert (await act("press", {**pressed, "data": "no"})).status_code == 404


async def test_a_person_blocks_the_bot_and_takes_it_back(act, ask, client, lan):
    await act("block", {"person": lan, "blocked": True})
    assert (await client.get(f"/sandbox/chats/{lan}")).json()["bot"] == "kicked"
    assert (await ask("sendMessage", chat_id=lan, text="x"))["error_code"] == 403
    await act("block", {"person": lan, "blocked": False})
    assert (await ask("sendMessage", chat_id=lan, text="x"))["ok"]


async def test_the_clock_is_moved_by_the_host_program(clock):
    asked = []

    async def move(step):
        asked.append(step)

    with_clock, without = Sandbox(clock=clock, on_clock=move), Sandbox(clock=clock)
    for sandbox, status in ((with_clock, 200), (without, 404)):
        transport = httpx.ASGITransport(app=build_app(sandbox.world))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
            for step in CLOCK_STEPS:
                answer = await client.post("/sandbox/clock", json={"step": step}, headers=HEADER)
                assert answer.status_code == status
            bad = await client.post("/sandbox/clock", json={"step": "yesterday"}, headers=HEADER)
            assert bad.status_code == 404
            state = (await client.get("/sandbox/state")).json()
            assert (state["clock"], state["now"]) == (status == 200, "2026-03-02T08:00:00+07:00")
    assert asked == ["next_reminder", "tomorrow", "in_a_week"]


@pytest.mark.loopback
async def test_every_change_is_told_at_once_by_an_event(sandbox, lan):
    async with (
        serve(sandbox) as url,
        httpx.AsyncClient(timeout=60) as client,
        client.stream("GET", f"{url}/sandbox/events") as events,
    ):
        lines = events.aiter_lines()
        assert '"now": "2026-03-02T01:00:00+00:00"' in await anext(lines)
        await anext(lines)
        sandbox.say(lan, "chào")
        assert (await anext(lines)).startswith("data: ")


async def test_the_words_of_a_document_can_be_looked_at_and_a_broken_one_has_none(client, sandbox, lan):
    letter = sandbox.send_file(lan, sample_letter("Báo cáo kết quả"), "bao-cao.docx").document
    assert "Báo cáo kết quả" in " ".join((await client.get(f"/sandbox/files/{letter.unique_id}/words")).json()["lines"])
    for data, name in ((b"PK no office file", "hong.docx"), (b"%PDF-1.7", "a.pdf")):
        other = sandbox.send_file(lan, data, name).document
        assert (await client.get(f"/sandbox/files/{other.unique_id}/words")).status_code == 404
    shown = (await client.get(f"/sandbox/chats/{lan}")).json()["messages"]
    assert [message["file"]["preview"] for message in shown] == [True, True, False]


async def test_a_visitor_turns_the_switches_of_the_platforms(act, client, sandbox):
    for name, value, wanted in (
        ("zalo_internal_403", True, True), ("zalo_photo_seconds", "2.5", 2.5), ("zalo_messages_left", "7", 7),
        ("zalo_messages_left", "", None), ("instant_polls", False, False),
    ):  # fmt: skip
        assert (await act("switch", {"name": name, "value": value})).status_code == 200
        assert getattr(sandbox.switches, name) == wanted
    assert (await act("switch", {"name": "__class__", "value": 1})).status_code == 404
    assert (await act("switch", {"name": "zalo_photo_seconds", "value": "x"})).status_code == 400
    shown = (await client.get("/sandbox/state")).json()["switches"]
    assert {one["name"]: one["value"] for one in shown}["zalo_internal_403"] is True


async def test_a_visitor_makes_a_forum_and_writes_in_it_as_people_do(act, client, sandbox, lan):
    group = (await act("group", {"do": "create", "person": lan, "title": "Tổ"})).json()["id"]
    topic = (await act("group", {"do": "open_topic", "person": lan, "chat": group, "title": "Sở Y tế"})).json()["id"]
    shown = (await client.get("/sandbox/state")).json()["groups"]
    assert shown == [{"id": group, "title": "Tổ", "topics": [{"id": topic, "title": "Sở Y tế"}]}]
    said = {"person": str(lan), "chat": str(group), "text": "/viec", "topic": str(topic), "way": "admin"}
    assert (await client.post("/sandbox/send", data=said, headers=HEADER)).status_code == 200
    update = sandbox.world.updates.waiting()[-1]["message"]
    assert (update["message_thread_id"], update["from"]["username"]) == (topic, "GroupAnonymousBot")
    wrong = await client.post("/sandbox/send", data={**said, "way": "telepathy"}, headers=HEADER)
    assert wrong.status_code == 400
    for what in ("mute", "unmute", "lock_files", "unlock_files", "close_topic", "reopen_topic", "delete_topic"):
        assert (await act("group", {"do": what, "person": lan, "chat": group, "topic": topic})).status_code == 200
    assert (await act("group", {"do": "dance", "person": lan, "chat": group})).status_code == 404
