"""The upload page: one link, one set of files, handled once and answered in the chat."""

import asyncio
import datetime as dt
import hashlib
import io
import re
import zipfile

import pytest
from conversation import COORDINATOR, pdf, task
from sqlmodel import select

from catalog.audit import SYSTEM
from catalog.messaging import upload_links
from catalog.people.people import contact_for, end, memberships_of
from catalog.tables import Evidence, Inbox, Outbox, Task, Update, UploadLink
from handlers.conversation.context import Incoming, Received

LINK = re.compile(r"https://\S+/minh-chung/\S+")
EXE = b"MZ\x90\x00" + b"\0" * 64
AGENCY = "Sở Công Thương"


def link_in(heard):
    (found,) = LINK.findall("\n".join(one.text for one in heard))
    return found


def files(*named):
    return [("files", (name, data, "application/octet-stream")) for name, data in named]


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return packed.getvalue()


def rows(store, table):
    with store.read() as session:
        return session.exec(select(table)).all()


async def test_files_sent_through_the_link_are_recorded_once_and_answered_in_the_chat(zalo, web, store) -> None:
    (code,) = zalo.plan(task("Ban hành kế hoạch 1"))
    lan = zalo.person("lan", "focal", AGENCY)
    heard = zalo.say(lan, "/minhchung")
    link = link_in(heard)
    assert "Đề nghị gửi ảnh ngay tại đây" in heard[-1].text
    assert link.rpartition("/")[2] not in str([dict(row) for row in rows(store, UploadLink)])

    page = await web.ask("GET", link)
    assert page.status_code == 200
    assert f"#{code} Ban hành kế hoạch 1" in page.text
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"

    sent = files(("bao-cao.pdf", pdf("a")), ("anh.pdf", pdf("b")), ("bao-cao.docx", EXE))
    posts = await asyncio.gather(*(
        web.ask("POST", link, files=sent, data={"words": "xong, CV 45/SCT-VP"}) for _ in range(2)
    ))  # fmt: skip
    assert [post.status_code for post in posts] == [303, 303]
    page = await web.ask("GET", link)
    assert "Đã nhận tệp" in page.text
    assert hashlib.sha256(pdf("a")).hexdigest()[:12] in page.text
    assert "bao-cao.docx" in page.text
    assert "loại tệp không nhận" in page.text
    assert rows(store, Evidence) == []  # nothing has happened yet: a bot killed here does it at the next start

    await web.handle()
    again = await web.ask("POST", link, files=sent)
    assert again.status_code == 303
    assert [event.event_id for event in rows(store, Inbox) if event.event_id.startswith("upload-")] == ["upload-1"]
    assert {row.name for row in rows(store, Evidence)} == {"bao-cao.pdf", "anh.pdf"}
    assert len({row.update_id for row in rows(store, Evidence)}) == 1
    assert zalo.assignment(code).state == "reported"
    assert "Không nhận bao-cao.docx" in zalo.last(lan, "Đã ghi nhận").text
    assert "45/SCT-VP" in {row.document_number for row in rows(store, Update)}


async def test_what_is_refused_leaves_the_link_as_good_as_before(zalo, web, store) -> None:
    zalo.plan(task("Ban hành kế hoạch 1"))
    link = link_in(zalo.say(zalo.person("lan", "focal", AGENCY), "/minhchung"))
    whole = 10 * 1_000_000 + 200_000
    wrong = [
        ({"files": files(("", b""))}, 422, "Chưa chọn tệp nào"),
        ({"files": files(("trong.pdf", b""))}, 422, "tệp trống"),
        ({"files": files(("to.pdf", b"%PDF-1.4" + b"0" * 1_000_000))}, 422, "lớn hơn 1,0 MB"),
        ({"files": files(("bom.docx", bomb()))}, 422, "tệp nén"),
        ({"files": files(("<b>x.pdf", EXE))}, 422, "&lt;b&gt;x.pdf: loại tệp không nhận"),
        ({"files": files(("a.pdf", pdf())), "data": {"words": "x" * 1001}}, 422, "Lời nhắn quá dài"),
        ({"files": files(*[(f"{n}.pdf", pdf(str(n))) for n in range(11)])}, 413, "tối đa 10 tệp"),
        ({"files": files(("to.pdf", b"0" * whole))}, 413, "10,0 MB"),
        ({"content": b"khong phai multipart"}, 400, "đường truyền bị ngắt"),
        ({"content": b"--x\r\nhong", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 422, "Chưa chọn"),
        ({"content": b"hong", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 400, "ngắt"),
    ]
    for given, status, said in wrong:
        answer = await web.ask("POST", link, **given)
        assert (answer.status_code, said in answer.text) == (status, True), (said, answer.text)
        assert '<form id="upload"' in answer.text
    assert not [event for event in rows(store, Inbox) if event.event_id.startswith("upload-")]
    assert (await web.ask("POST", link, files=files(("a.pdf", pdf())))).status_code == 303


async def test_a_link_dies_with_its_time_its_right_and_its_task(zalo, web, store, clock) -> None:
    _, secret = zalo.plan(task("Ban hành kế hoạch 1"), task("Rà soát danh mục 2"))
    lan, minh = zalo.person("lan", "focal", AGENCY), zalo.person("minh", "focal", AGENCY)

    def offered(chat, number):
        zalo.say(chat, "/minhchung")
        return link_in(zalo.tap(chat, str(number)))

    late, gone, hidden = offered(lan, 1), offered(minh, 1), offered(lan, 2)

    def change(session):
        person = contact_for(session, "zalo", minh, "minh", clock()).person_id
        for held in memberships_of(session, person, clock()):
            end(session, held, SYSTEM, clock())
        row = session.get_one(Task, secret)
        row.classified = True
        session.add(row)

    store.write(change)
    clock.set(clock() + dt.timedelta(hours=23))
    assert (await web.ask("GET", late)).status_code == 200
    clock.set(clock() + dt.timedelta(hours=1))
    for link, status, said in (
        (late, 410, "Liên kết đã hết hạn"),
        (gone, 403, "Liên kết không còn hiệu lực"),
        (late + "x", 404, "Liên kết không đúng"),
    ):
        for method in ("GET", "POST"):
            answer = await web.ask(method, link, **({"files": files(("a.pdf", pdf()))} if method == "POST" else {}))
            assert (answer.status_code, said in answer.text) == (status, True)
            assert "Ban hành" not in answer.text
    clock.set(clock() - dt.timedelta(hours=1))
    answer = await web.ask("GET", hidden)
    assert answer.status_code == 403
    assert "Rà soát danh mục" not in answer.text
    assert not [event for event in rows(store, Inbox) if event.event_id.startswith("upload-")]


async def test_what_a_channel_cannot_carry_gets_a_link_and_the_task_is_asked_afterwards(zalo, web) -> None:
    codes = zalo.plan(task("Ban hành kế hoạch 1"), task("Rà soát danh mục 2"))
    lan = zalo.person("lan", "focal", AGENCY)
    link = link_in(zalo._send(lan, Incoming("zalo", lan, lan, "lan", event="unsupported"), []))
    assert "sẽ hỏi trong chat" in (await web.ask("GET", link)).text
    assert (await web.ask("POST", link, files=files(("a.pdf", pdf())))).status_code == 303
    await web.handle()
    assert "Minh chứng này cho nhiệm vụ nào?" in zalo.last(lan).text
    assert f"#{codes[1]}" in zalo.tap(lan, "danh mục 2")[-1].text


@pytest.mark.parametrize("public", [True, False])
def test_a_file_too_large_for_the_platform_gets_a_link_where_there_is_a_page(talk_and_web, public) -> None:
    talk = talk_and_web(public)
    talk.plan(task("Ban hành kế hoạch 1"))
    lan = talk.person("lan", "focal", AGENCY)
    large = [Received("ban-do.pdf", refused="too_large_here")]
    heard = talk._send(lan, Incoming("telegram", lan, lan, "lan", text="#1"), large)
    text = heard[-1].text
    assert "Không nhận ban-do.pdf: lớn hơn 20,0 MB." in text
    assert bool(LINK.search(text)) is public
    assert ("trục liên thông văn bản" in text) is not public
    zalo = talk_and_web(public, "zalo")
    heard = zalo._send(lan, Incoming("zalo", "chat-an", "chat-an", "an", event="unsupported"), [])
    assert not LINK.search(zalo.last("chat-an").text)  # a stranger gets none


async def test_an_officer_on_a_channel_without_documents_brings_a_plan_in_through_the_page(zalo, web) -> None:
    officer = zalo.person("Hạnh", "officer", COORDINATOR)
    plan = "QUYẾT ĐỊNH\nSố: 3/QĐ-UBND\nKẾ HOẠCH\nCây xanh năm 2026"
    plan += "\nSTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tTrồng cây\tSở Xây dựng\t30/6/2026"
    unreadable = Incoming("zalo", officer, officer, "Hạnh", event="unsupported")
    for asks, words in (
        (lambda: zalo._send(officer, unreadable, []), "nhập kế hoạch này"),
        (lambda: zalo.tap(officer, "Nhập kế hoạch từ tệp", zalo.say(officer, "/kehoach")[0]), ""),
    ):
        link = link_in(asks())
        await web.ask("POST", link, files=files(("cay-xanh.txt", plan.encode())), data={"words": words})
        await web.handle()
        assert "cay-xanh.txt" in zalo.last(officer).text
        assert zalo.last(officer).labels == ()


def test_what_says_it_came_through_the_page_but_used_no_link_up_does_nothing(zalo, store, clock) -> None:
    lan = zalo.person("lan", "focal", AGENCY)
    zalo.plan(task("Ban hành kế hoạch 1"))
    assert zalo._send(lan, Incoming("zalo", lan, lan, "", text="xong", event="upload"), []) == []
    assert [row.kind for row in rows(store, Update)] == ["created"]
    assert rows(store, Outbox) == []


async def test_an_officer_sends_files_of_an_agency_by_link_in_its_name_and_says_so(zalo, web, store, clock) -> None:
    (code,) = zalo.plan(task("Ban hành kế hoạch 1"))
    hanh = zalo.person("hanh", "officer", COORDINATOR)
    agency = zalo.assignment(code).agency_id

    def offered(session, on_behalf):
        contact = contact_for(session, "zalo", hanh, "hanh", clock())
        return upload_links.offer(session, contact, contact.person_id, clock(), zalo.assignment(code).id, on_behalf)

    own, entered = store.write(lambda s: (offered(s, None), offered(s, agency)))
    assert (await web.ask("GET", own)).status_code == 403  # it is not the officer's own work
    assert (await web.ask("POST", entered, files=files(("cv.pdf", pdf())))).status_code == 303
    await web.handle()
    assert "minh chứng: cv.pdf" in zalo.last(hanh).text
    assert [row.on_behalf for row in rows(store, Update) if row.kind == "evidence"] == [True]
