"""Cells edited by one document, answers for all rows at once, and the screens of figures and days."""

import asyncio
import datetime as dt
import html
import re

import pytest
from conversation import COORDINATOR, pdf, task
from sqlmodel import select

from bot.web.board import pictures
from bot.web.board.calendars import feed
from catalog.audit import SYSTEM
from catalog.people.people import contact_for, end, memberships_of
from catalog.tables import Audit, ShownDay, Slot, Task, Update
from handlers.leader.calendar_rows import Due

AGENCY = "Sở Công Thương"
OTHER = "Sở Nội vụ"


def _fields(page):
    """What the form of a page holds, as a browser would send it."""
    found = {}
    for tag in re.findall(r"<(?:input|select)[^>]*>", page.text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag and 'type="file"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    return {name: value for name, value in found.items() if name != "mark"}


def _due(talk, code):
    with talk.store.read() as session:
        return session.exec(select(Slot.due).where(Slot.assignment_id == talk.assignment(code).id)).first()


def _rows(store, table):
    with store.read() as session:
        return session.exec(select(table)).all()


async def _send(visit, path, fields):
    return await visit._ask("POST", path, data={**fields, "mark": visit.mark()})


async def test_ten_cells_are_edited_by_one_number_and_compared_before(board, talk, store) -> None:
    codes = talk.plan(*(task(f"Ban hành kế hoạch {n}") for n in range(1, 11)))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    visit = await board.opened(officer)
    await visit.get("/bang/sua")
    fields = {**_fields(visit.page), "viec": "xem"}
    for code in codes[:9]:
        fields[f"deadline-{code}"] = "15/6/2026"
    fields[f"lead-{codes[9]}"] = OTHER
    assert (await _send(visit, "/bang/sua", fields)).status_code == 422
    assert "Cần số văn bản" in visit.page.text
    assert 'value="15/6/2026"' in visit.page.text  # nothing that was typed is lost
    await _send(visit, "/bang/sua", {**fields, "so-van-ban": "CV 77/SKHCN-VP"})
    assert visit.page.text.count("<del>") == 10
    assert f"<ins>{OTHER}</ins>" in visit.page.text
    assert {_due(talk, code) for code in codes} == {dt.date(2026, 1, 30)}  # compared, and nothing recorded
    await _send(visit, "/bang/sua", {**_fields(visit.page), "viec": "ghi"})
    assert {_due(talk, code) for code in codes[:9]} == {dt.date(2026, 6, 15)}
    changed = [row for row in _rows(store, Audit) if row.action == "task.changed"]
    assert len(changed) == 10
    assert {row.detail["document"] for row in changed} == {"77/SKHCN-VP"}
    assert {row.document_number for row in _rows(store, Update) if row.kind == "plan_revised"} == {"77/SKHCN-VP"}
    assert talk.last(focal, "77/SKHCN-VP")


async def test_a_cell_that_somebody_else_changed_meanwhile_is_told_and_left(board, talk) -> None:
    codes = talk.plan(task("Ban hành kế hoạch 1"), task("Ban hành kế hoạch 2"))
    mai, tam = talk.person("mai", "officer", COORDINATOR), talk.person("tam", "officer", COORDINATOR)
    first, second = await board.opened(mai), await board.opened(tam)
    pages = {}
    for visit, day in ((first, "1/7/2026"), (second, "1/8/2026")):
        await visit.get("/bang/sua")
        pages[visit] = {**_fields(visit.page), "viec": "xem", "so-van-ban": "1/SKHCN-VP", f"deadline-{codes[0]}": day}
    for visit in (first, second):
        await _send(visit, "/bang/sua", pages[visit])
        assert "<ins>" in visit.page.text
    await _send(first, "/bang/sua", {**_fields(first.page), "viec": "ghi"})
    await _send(second, "/bang/sua", {**_fields(second.page), "viec": "ghi"})
    assert "người khác vừa sửa" in second.page.text
    assert _due(talk, codes[0]) == dt.date(2026, 7, 1)
    await second.get("/bang/sua")
    await _send(second, "/bang/sua", {**pages[second], f"deadline-{codes[1]}": "2/8/2026"})
    assert "người khác vừa sửa" in second.page.text  # the page of before, with a row that is good and one that is not
    assert "Ghi nhận 1 việc" in second.page.text


async def test_only_who_may_edit_a_task_edits_it(board, talk) -> None:
    (mine,) = talk.plan(task("Việc của tôi"))
    (theirs,) = talk.plan(task("Việc nơi khác"), number="2/KH", coordinator=OTHER)
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    visit, agency = await board.opened(officer), await board.opened(focal)
    await visit.get("/bang/sua")
    assert "Việc của tôi" in visit.page.text
    assert "Việc nơi khác" not in visit.page.text
    forged = {f"ban-{theirs}": "x", f"deadline-{theirs}": "1/7/2026", "so-van-ban": "1/SKHCN-VP", "viec": "xem"}
    assert (await _send(visit, "/bang/sua", forged)).status_code == 404
    assert (await agency.get("/bang/sua")).status_code == 404
    await agency.get("/bang/")
    assert (await _send(agency, "/bang/sua", {**forged, f"ban-{mine}": "x"})).status_code == 404
    await agency.get("/bang/")
    assert (await _send(agency, "/bang/sua", {"viec": "ghi", "thay-doi": "e30.x"})).status_code == 403
    assert _due(talk, theirs) == dt.date(2026, 1, 30)


async def test_a_focal_point_answers_all_rows_with_one_press(board, talk, store) -> None:
    codes = talk.plan(*(task(f"Ban hành kế hoạch {n}") for n in range(1, 7)))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    ids = [talk.assignment(code).id for code in codes]
    visit = await board.opened(focal)
    await visit.get("/bang/tra-loi")
    fields = _fields(visit.page)
    fields |= {f"trang-thai-{ids[0]}": "reported", f"loi-{ids[0]}": "đã ban hành, CV 12/SCT-VP"}
    fields |= {f"trang-thai-{ids[1]}": "in_progress", f"phan-tram-{ids[1]}": "45,5"}
    fields |= {f"loi-{ids[2]}": "vướng kinh phí"}
    fields |= {f"loi-{ids[3]}": "kính chuyển"}
    fields |= {f"trang-thai-{ids[4]}": "reported"}
    files = [(f"tep-{ids[4]}", ("bao-cao.pdf", pdf("a"), "x/y"))]
    await visit._ask("POST", "/bang/tra-loi", data={**fields, "mark": visit.mark()}, files=files)
    said = visit.page.text
    assert "chưa rõ tình trạng" in said
    assert "bao-cao.pdf" in said
    assert [talk.assignment(code).state for code in codes] == [
        "reported", "in_progress", "in_progress", "not_started", "reported", "not_started",
    ]  # fmt: skip
    assert talk.assignment(codes[1]).percent == 45.5
    reports = {row.assignment_id: row for row in _rows(store, Update) if row.kind == "report"}
    assert (reports[ids[0]].text, reports[ids[0]].document_number) == ("đã ban hành, CV 12/SCT-VP", "12/SCT-VP")
    assert reports[ids[4]].text == "Đã hoàn thành"
    assert any("đã ban hành, CV 12/SCT-VP" in one.text for one in talk.seen(officer))
    assert any(row.kind == "blocker" and row.assignment_id == ids[2] for row in _rows(store, Update))
    assert (await (await board.opened(officer)).get("/bang/tra-loi")).status_code == 404


async def test_rows_of_others_are_not_answered(board, talk) -> None:
    codes = talk.plan(task("Ban hành kế hoạch 1"), task("Việc khác", dt.date(2026, 3, 1), OTHER))
    focal = talk.person("lan", "focal", AGENCY)
    visit = await board.opened(focal)
    await visit.get("/bang/tra-loi")
    one, theirs = talk.assignment(codes[0]).id, talk.assignment(codes[1]).id
    await _send(visit, "/bang/tra-loi", {f"trang-thai-{one}": "reported", f"trang-thai-{theirs}": "reported"})
    assert "không có quyền" in visit.page.text
    assert {talk.assignment(code).state for code in codes} == {"not_started"}


@pytest.mark.long
async def test_the_screen_of_figures_shows_changes_and_each_number_opens_rows(board, talk, clock) -> None:
    codes = talk.plan(
        task("Việc một", dt.date(2026, 1, 8)), task("Việc hai", dt.date(2026, 1, 20), OTHER), task("Việc ba", None)
    )
    focal, leader = talk.person("lan", "focal", AGENCY), talk.person("an", "leader")
    clock.set(clock() + dt.timedelta(days=7))
    talk.say(focal, f"#{codes[2]} xong")
    visit = await board.opened(leader, "/bang toàn cảnh")
    assert "Toàn cảnh" in visit.page.text
    assert "+1" in visit.page.text
    assert "<svg" in visit.page.text
    assert "style=" not in visit.page.text
    for address in dict.fromkeys(re.findall(r'href="(\./\?[^"]+)"', visit.page.text)):
        assert (await visit.get(f"/bang/{html.unescape(address)[2:]}")).status_code == 200, address
    await visit.get("/bang/tong-hop")
    (day,) = re.findall(r'href="(\./\?[^"]+)" aria-label="1 việc đến hạn ngày 20/1/2026"', visit.page.text)
    await visit.get(f"/bang/{html.unescape(day)[2:]}")
    assert "Việc hai" in visit.page.text
    assert "<span>1 dòng" in visit.page.text


@pytest.mark.long
async def test_two_months_are_compared_by_agency(board, talk, clock) -> None:
    codes = talk.plan(task("Việc một", dt.date(2026, 1, 20)), task("Việc hai", dt.date(2026, 2, 20)))
    focal, officer = talk.person("lan", "focal", AGENCY), talk.person("mai", "officer", COORDINATOR)
    clock.set(dt.datetime(2026, 2, 10, 2, 0, tzinfo=dt.UTC))
    talk.say(focal, f"#{codes[1]} xong")
    clock.set(dt.datetime(2026, 3, 3, 2, 0, tzinfo=dt.UTC))
    visit = await board.opened(officer, "/bang so sánh")
    await visit.get("/bang/so-sanh?thang=2026-02&voi=2026-01")
    assert "So sánh: 31/1/2026 → 28/2/2026" in visit.page.text
    assert AGENCY in visit.page.text
    for wrong in ("thang=2026-13", "thang=2027-01", "voi=x", "thang=0001-01"):
        assert (await visit.get(f"/bang/so-sanh?{wrong}")).status_code == 404, wrong


async def test_a_calendar_has_a_secret_address_that_can_be_revoked(board, talk, store, clock) -> None:
    codes = talk.plan(task("Ban hành kế hoạch, đề án; 1"), task("Nhiệm vụ rất riêng", dt.date(2026, 2, 1)))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    talk.say(officer, f"/giaoviec {codes[1]}")
    talk.tap(officer, "Đánh dấu mật")
    visit = await board.opened(focal)
    await visit.get("/bang/lich")
    await visit.post("/bang/lich", viec="tao")
    address = re.search(r"<code>(https://[^<]+\.ics)</code>", visit.page.text)[1]
    program = board.stranger()
    calendar = (await program.get(address)).text
    assert "Ban hành kế hoạch\\, đề án\\; 1" in calendar.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260130" in calendar
    assert "rất riêng" not in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    await visit.post("/bang/lich", viec="tao")
    assert (await program.get(address)).status_code == 404  # the new address has taken its place
    address = re.search(r"<code>(https://[^<]+\.ics)</code>", visit.page.text)[1]
    assert (await program.get(address)).status_code == 200
    await visit.post("/bang/lich", viec="thu-hoi")
    assert (await program.get(address)).status_code == 404
    assert (await program.get("/lich/" + "a" * 43 + ".ics")).status_code == 404
    await visit.post("/bang/lich", viec="tao")
    address = re.search(r"<code>(https://[^<]+\.ics)</code>", visit.page.text)[1]

    def leave(session):
        contact = contact_for(session, talk.channel, focal, "lan", clock())
        end(session, memberships_of(session, contact.person_id, clock())[0], SYSTEM, clock())

    store.write(leave)
    assert (await program.get(address)).status_code == 404


def test_a_calendar_holds_long_words_and_line_ends_in_its_lines() -> None:
    due = Due(1, "Ưu tiên " * 40 + "\r\nEND:VCALENDAR\r\n", "1/KH", dt.date(2026, 1, 1), "Sở A", 3)
    lines = feed([due], dt.datetime(2026, 1, 1, tzinfo=dt.UTC)).split("\r\n")
    assert lines.count("END:VCALENDAR") == 1
    assert all(len(line.encode()) <= 75 for line in lines)


async def test_an_officer_ends_the_sessions_of_a_person(board, talk) -> None:
    talk.plan(task("Ban hành kế hoạch 1"))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    for n in range(4):
        talk.person(f"n{n}", "focal", AGENCY)
    visit = await board.opened(focal)
    talk.say(officer, f"/danhba {AGENCY}")
    talk.tap(officer, "1")
    (heard,) = talk.tap(officer, "Đóng phiên bảng trên web")
    assert "Đã đóng" in heard.text
    assert (await visit.get("/bang/")).status_code == 401
    assert "/bang" in talk.last(focal, "đóng các phiên").text


@pytest.mark.long
async def test_any_filter_is_a_sheet(board, talk) -> None:
    talk.plan(task("Ban hành kế hoạch 1"), task("Việc khác", dt.date(2026, 3, 1), OTHER))
    visit = await board.opened(talk.person("mai", "officer", COORDINATOR))
    book = await visit.get("/bang/xuat?tu-khoa=khac")
    assert book.content[:2] == b"PK"
    assert "attachment" in book.headers["Content-Disposition"]
    assert len(_rows(talk.store, Task)) == 2


async def test_a_month_that_nobody_kept_is_counted_beside_the_page_and_then_at_hand(
    board, talk, clock, store, monkeypatch
) -> None:
    codes = talk.plan(*(task(f"Ban hành kế hoạch {n}") for n in range(1, 4)))
    talk.say(talk.person("lan", "focal", AGENCY), f"#{codes[0]} xong")
    clock.set(clock() + dt.timedelta(days=40))
    visit = await board.opened(talk.person("an", "leader"))
    wanted = await visit.get("/bang/so-sanh")  # little work is counted while one waits
    assert "đang tính" not in wanted.text
    monkeypatch.setattr(pictures, "FEW", 0)
    for path in ("so-sanh", "so-sanh", "tong-hop"):
        assert "đang tính từ hồ sơ" in (await visit.get(f"/bang/{path}")).text
    async with asyncio.timeout(60):
        await asyncio.gather(*(one for one in asyncio.all_tasks() if one.get_name().startswith("figures of")))
    again = await visit.get("/bang/so-sanh")
    figures = re.compile(r"<table.*</table>", re.S)
    assert figures.search(again.text)[0] == figures.search(wanted.text)[0]
    assert "thay đổi so với" in (await visit.get("/bang/tong-hop")).text
    with store.read() as session:
        assert len(set(session.exec(select(ShownDay.day)))) == 2
