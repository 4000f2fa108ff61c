"""The way into the board: a link that opens once, a session of one browser, rights asked at every request."""

import asyncio
import datetime as dt
import re

from conversation import COORDINATOR, task
from sqlmodel import select

from catalog.audit import SYSTEM
from catalog.people.people import contact_for, end, grant, memberships_of
from catalog.tables import Audit, BoardSession
from catalog.upkeep.verify_audit import verify_record
from handlers.conversation.context import Incoming

AGENCY = "Sở Công Thương"


async def test_a_link_is_used_up_by_its_button_and_by_nothing_else(board, talk, store) -> None:
    talk.plan(task("Ban hành kế hoạch 1"))
    officer = talk.person("mai", "officer", COORDINATOR)
    link = board.link(officer)
    for _ in range(3):  # a preview of the messenger, a scanner of mail, the person
        page = await board.stranger().get(link)
        assert page.status_code == 200
        assert "Liên kết này dành cho <strong>mai</strong>" in page.text
        assert "set-cookie" not in page.headers
    assert link.rpartition("/")[2] not in str([row.model_dump() for row in _sessions(store)])

    visits = [board.stranger() for _ in range(3)]
    answers = await asyncio.gather(*(visit._ask("POST", link) for visit in visits))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410]
    (mine,) = [visit for visit in visits if visit.cookie]
    assert "Đang làm việc: <strong>mai</strong> – cán bộ tổng hợp Sở Khoa học và Công nghệ" in mine.page.text
    assert "Ban hành kế hoạch 1" in mine.page.text

    forwarded = board.stranger()
    assert (await forwarded.get(link)).status_code == 410
    assert (await forwarded._ask("POST", link)).status_code == 410
    assert not forwarded.cookie
    assert (await mine.get(link)).status_code == 200  # in one's own browser it just leads on
    assert "Bảng theo dõi" in mine.page.text


async def test_pages_of_the_board_are_private(board, talk) -> None:
    officer = talk.person("mai", "officer", COORDINATOR)
    link, visit = board.link(officer), board.stranger()
    answer = await visit.web.ask("POST", link)
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/bot/"))
    visit.cookie = answer.cookies["dondoc_bang"]
    page = await visit.get("/bang/")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "http://" not in page.text
    assert "https://" not in page.text


async def test_nobody_gets_in_without_a_session(board, talk) -> None:
    (code,) = talk.plan(task("Ban hành kế hoạch 1"))
    one = talk.assignment(code).id
    paths = ["/bang/", f"/bang/viec-{one}", "/bang/xuat", "/bang/tep-1", "/bang/tep-1-trang-1", "/bang/tai?tep=a.b"]
    for cookie in ("", "x" * 43, "Ω"):
        visit = board.stranger()
        visit.cookie = cookie
        for path in paths:
            answer = await visit.web.ask("GET", path, headers=[(b"cookie", f"dondoc_bang={cookie}".encode())])
            assert answer.status_code == 401, path
            assert "Ban hành" not in answer.text
    assert (await board.stranger().get("/mo-bang/" + "a" * 43)).status_code == 404


async def test_a_session_ends_with_the_day_with_its_person_and_with_the_role(board, talk, clock, store) -> None:
    talk.plan(task("Ban hành kế hoạch 1"))
    officer = talk.person("mai", "officer", COORDINATOR)

    first, second = await board.opened(officer), await board.opened(officer)
    await first.get("/bang/")
    await first.post("/bang/ket-thuc")
    assert "Đã kết thúc phiên" in first.page.text
    assert (await first.get("/bang/")).status_code == 401
    assert (await second.get("/bang/")).status_code == 200

    talk.say(officer, "/bang đóng")
    assert (await second.get("/bang/")).status_code == 401

    third = await board.opened(officer)
    clock.set(clock() + dt.timedelta(hours=11))
    assert (await third.get("/bang/")).status_code == 200
    clock.set(clock() + dt.timedelta(hours=1, minutes=1))
    assert (await third.get("/bang/")).status_code == 401
    clock.set(clock() + dt.timedelta(hours=12))

    fourth = await board.opened(officer)
    page = fourth.page

    def leave(session):
        contact = contact_for(session, talk.channel, officer, "mai", clock())
        agency = memberships_of(session, contact.person_id, clock())[0].agency_id
        grant(session, contact.person_id, "leader", None, SYSTEM, clock())
        end(session, memberships_of(session, contact.person_id, clock())[0], SYSTEM, clock())
        return agency

    store.write(leave)
    assert (await fourth.get("/bang/")).status_code == 401  # a role held when it was opened has ended
    fourth.page = page
    assert (await fourth.post("/bang/duyet", chon=["1-1"], viec="chap-nhan")).status_code == 401
    assert {row.action for row in _audit(store)} >= {"board.opened", "board.ended"}


async def test_a_link_is_worth_nothing_when_the_role_has_ended_before_it_was_opened(board, talk, clock, store) -> None:
    officer = talk.person("mai", "officer", COORDINATOR)
    link = board.link(officer)

    def leave(session):
        contact = contact_for(session, talk.channel, officer, "mai", clock())
        end(session, memberships_of(session, contact.person_id, clock())[0], SYSTEM, clock())

    store.write(leave)
    visit = board.stranger()
    assert (await visit._ask("POST", link)).status_code == 403
    assert not visit.cookie


async def test_without_a_public_address_the_bot_says_what_to_set_and_sends_the_rows(talk_and_web) -> None:
    talk = talk_and_web(public=False)
    talk.plan(task("Ban hành kế hoạch 1"))
    officer = talk.person("mai", "officer", COORDINATOR)
    admin = talk.person("an", "admin")
    (heard,) = talk.say(officer, "/bang quá hạn")
    assert "đề nghị quản trị đặt địa chỉ công khai" in heard.text
    assert heard.files == ("bang-theo-doi-20260105.xlsx",)
    assert "không có quyền" in talk.say(admin, "/bang")[-1].text  # an admin sees no figures


async def test_a_group_gets_no_link(talk, store) -> None:
    talk.person("mai", "officer", COORDINATOR)
    incoming = Incoming(talk.channel, "nhom-1", "chat-mai", "mai", text="/bang", group=True)
    (heard,) = talk._send("nhom-1", incoming, [])
    assert "nhắn riêng" in heard.text
    assert _sessions(store) == []


def _sessions(store):
    with store.read() as session:
        return session.exec(select(BoardSession)).all()


def _audit(store):
    with store.read() as session:
        return session.exec(select(Audit)).all()


async def test_what_is_asked_for_on_paper_opens_the_printers_window_by_itself(board, talk, clock) -> None:
    talk.plan(task("Việc còn hạn", dt.date(2030, 1, 1)))
    talk.plan(task("Việc đã trễ", clock().date().replace(year=2025)), number="2/KH")
    officer = talk.person("mai", "officer", COORDINATOR)
    for words in ("/bang in quá hạn kế hoạch 2/KH", "in danh sách việc quá hạn của kế hoạch 2/KH"):
        link, visit = board.link(officer, words), board.stranger()
        assert "Bảng theo dõi để in của mai" in talk.last(officer).text
        assert "Mở bảng để in" in (await visit.get(link)).text
        await visit._ask("POST", link)
        assert re.search(r'id="print" data-now', visit.page.text)
        assert "Việc đã trễ" in visit.page.text
        assert "Việc còn hạn" not in visit.page.text
        assert "in=1" not in visit.page.text  # no further page prints by itself


async def test_what_is_over_for_a_month_is_forgotten_by_the_daily_upkeep(board, talk, clock, store) -> None:
    officer = talk.person("mai", "officer", COORDINATOR)
    used = await board.opened(officer)
    await used.post("/bang/ket-thuc")
    unopened = board.link(officer)
    clock.set(clock() + dt.timedelta(days=29))
    visit = await board.opened(officer)

    async def kept():
        await board.web.app.forget_old()
        with store.read() as session:
            return len(session.exec(select(BoardSession)).all())

    assert await kept() == 2  # an unopened link went with the next
    assert (await board.stranger().get(unopened)).status_code == 404
    clock.set(clock() + dt.timedelta(days=3))
    assert await kept() == 1
    clock.set(clock() + dt.timedelta(days=90))
    assert await kept() == 1  # its number is not given to another
    assert (await visit.get("/bang/")).status_code == 401
    with store.read() as session:
        assert len(session.exec(select(Audit).where(Audit.action == "board.opened")).all()) == 2
        assert list(verify_record(session)) == []
