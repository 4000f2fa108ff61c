"""What a machine read is compared on the board with the picture of the paper, through the chat's own handlers."""

import datetime as dt
import html
import re
from dataclasses import replace

import pytest
from conversation import COORDINATOR, task
from scanned import pages_of, scan_of
from sqlmodel import select

from catalog.audit import SYSTEM
from catalog.people.people import end, memberships_of
from catalog.plans.keeping.scanned_pages import doubts_of, lines_of
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import ParsedPlan, PlanWarning
from catalog.tables import Contact, Inbox, PlanFile


@pytest.fixture
def scan(talk, store, clock):
    """An officer's scan that waits: (chat, the file's id)."""
    officer = talk.person("mai", "officer", COORDINATOR)
    return officer, store.write(lambda s: scan_of(s, officer, clock()))


def _first(store, file):
    with store.read() as session:
        page = pages_of(session, file)[0]
        return lines_of(page), [(look.spot.line, look.spot.column) for look in doubts_of(page)]


async def _press(visit, file, label):
    found = re.findall(r'<button form="settle"[^>]*?value="([^"]+)"[^>]*>([^<]+)', visit.page.text)
    value = next(html.unescape(value) for value, words in found if label in words)
    return await visit.post(f"/bang/doi-chieu-{file}", nut=value)


async def _correct(visit, path, words, which=0):
    sealed = re.findall(r'name="hoi" value="([^"]+)"', visit.page.text)
    return await visit.post(path, hoi=html.unescape(sealed[which]), loi=words)


async def test_a_scan_is_a_table_beside_its_picture_with_the_doubtful_cells_marked_in_both(board, scan) -> None:
    officer, file = scan
    visit = await board.opened(officer)
    await visit.get("/bang/doi-chieu")
    assert f'href="./doi-chieu-{file}"' in visit.page.text
    text = (await visit.get(f"/bang/doi-chieu-{file}")).text
    assert "trang 1/2" in text
    assert "<strong>4 ô chưa chắc</strong>" in text
    assert text.count("<rect ") == text.count('class="doubt"') == 4
    assert "&lt;b&gt;và&lt;/b&gt;" in text
    assert "<i>" not in text
    whole = await visit.get(f"/bang/doi-chieu-{file}-trang-1")
    assert whole.headers["content-type"] == "image/jpeg"
    assert whole.headers["cache-control"] == "no-store"
    piece = await visit.get(f"/bang/doi-chieu-{file}-trang-1?hang=3&cot=3")
    assert piece.content[:3] == b"\xff\xd8\xff"
    assert len(piece.content) < len(whole.content)
    for path in ("trang-2", "trang-1?hang=9&cot=9", "trang-99999999999"):
        assert (await visit.get(f"/bang/doi-chieu-{file}-{path}")).status_code == 404


async def test_one_cell_all_of_a_row_and_all_alike_are_confirmed_with_one_press_each(board, scan, store) -> None:
    officer, file = scan
    visit = await board.opened(officer)
    await visit.get(f"/bang/doi-chieu-{file}")
    assert _first(store, file)[1] == [(3, 3), (3, 4), (4, 3), (4, 4)]
    await _press(visit, file, "Đúng cả 2 ô như thế")
    assert _first(store, file)[1] == [(3, 4), (4, 4)]
    await _press(visit, file, "Đúng cả hàng này (4)")
    assert _first(store, file)[1] == [(3, 4)]
    await visit.get(f"/bang/doi-chieu-{file}")
    await _correct(visit, f"/bang/doi-chieu-{file}", "8/2026")
    assert "Không còn ô nào chưa chắc" in visit.page.text
    await _correct(visit, f"/bang/doi-chieu-{file}", "4, 2 = Sửa cống số 3", -1)
    lines, doubts = _first(store, file)
    assert (lines[2][3], lines[3][1], doubts) == ("8/2026", "Sửa cống số 3", [])
    await _press(visit, file, "Đúng cả trang")
    assert "trang 2/2" in visit.page.text
    await _press(visit, file, "Bỏ trang này")
    assert "Đã đối chiếu đủ các trang" in visit.page.text
    with store.read() as session:
        assert session.get_one(PlanFile, file).state == "waiting"  # to be read from what was confirmed


async def test_a_cell_of_a_page_that_the_chat_confirmed_meanwhile_changes_nothing_of_the_next(
    board, talk, scan, store
) -> None:
    officer, file = scan
    visit = await board.opened(officer)
    await visit.get(f"/bang/doi-chieu-{file}")
    talk.say(officer, "/kehoach")
    talk.tap(officer, "Đối chiếu")
    talk.tap(officer, "Đúng cả trang")
    with store.read() as session:
        before = [page.blocks for page in pages_of(session, file)]
    await _press(visit, file, "Đúng cả hàng này (3)")
    assert "trang 2/2" in visit.page.text
    with store.read() as session:
        assert [page.blocks for page in pages_of(session, file)] == before


async def test_a_scan_is_nobodys_but_whose_it_is_and_only_while_they_may_import(
    board, talk, scan, store, clock
) -> None:
    officer, file = scan
    owner = await board.opened(officer)
    page = (await owner.get(f"/bang/doi-chieu-{file}")).text
    sealed = html.unescape(re.search(r'form="settle"[^>]*?value="([^"]+)"', page)[1])
    other = await board.opened(talk.person("tam", "officer", COORDINATOR))
    leader = await board.opened(talk.person("an", "leader"))
    for visit in (other, leader):
        for path in (f"doi-chieu-{file}", f"doi-chieu-{file}-trang-1", "doi-chieu-99999999999"):
            assert (await visit.get(f"/bang/{path}")).status_code == 404, path
        await visit.get("/bang/")
        assert (await visit.post(f"/bang/doi-chieu-{file}", nut=sealed)).status_code == 403
    assert (await leader.get("/bang/doi-chieu")).status_code == 404

    def withdraw(session):
        person = session.exec(select(Contact.person_id).where(Contact.chat_id == officer)).one()
        for membership in memberships_of(session, person, clock()):
            end(session, membership, SYSTEM, clock())

    store.write(withdraw)
    assert (
        await owner.post(f"/bang/doi-chieu-{file}", nut=sealed, mark=re.search(r'name="mark" value="([^"]+)"', page)[1])
    ).status_code == 401
    assert (await owner.get(f"/bang/doi-chieu-{file}-trang-1")).status_code == 401
    with store.read() as session:
        assert not session.exec(select(Inbox.id).where(Inbox.event_id.startswith("board-"))).all()


async def test_cells_of_a_plan_in_doubt_are_accepted_corrected_or_left_open_beside_their_print(
    board, talk, store, clock
) -> None:
    officer = talk.person("mai", "officer", COORDINATOR)
    cells = [("lead_unclear", {"lead_raw": "Sở Côn <b>Thươn"}), ("deadline_unclear", {"deadline_raw": "khoảng 20/1"}),
             ("lead_unclear", {"lead_raw": "Sở ???"})]  # fmt: skip
    tasks = tuple(
        replace(task(f"Nội dung {n}", dt.date(2026, 1, 20)), warnings=(PlanWarning(kind, f"Chưa rõ {n}."),), **printed)
        for n, (kind, printed) in enumerate(cells, 1)
    )
    plan = ParsedPlan("7/KH", "Kế hoạch 7/KH", "UBND tỉnh", dt.date(2026, 1, 2), 2026, COORDINATOR, tasks)
    store.write(lambda s: import_plan(s, plan, SYSTEM, clock(), hold_doubtful=True))
    visit = await board.opened(officer, "/bang đối chiếu")
    assert "3 ô; chưa nhắc ai" in visit.page.text
    assert "“Sở Côn &lt;b&gt;Thươn”" in visit.page.text
    await _correct(visit, "/bang/doi-chieu", "Sở Nội vụ")
    assert "Đã ghi cơ quan chủ trì của #1: Sở Nội vụ." in visit.page.text
    for label, said in (("Đúng như đã đọc", "Đã ghi thời hạn của #2: 20/1/2026"), ("Để chưa phân công", "chưa có")):
        found = re.findall(r'value="([^"]+)"[^>]*>([^<]+)</button>', visit.page.text)
        await visit.post("/bang/doi-chieu", nut=html.unescape(next(v for v, words in found if words == label)))
        assert said in visit.page.text
    assert "Không còn ô nào chưa đọc chắc" in visit.page.text
    assert talk.assignment(3).state == "cancelled"
    assert (await visit.get("/bang/doi-chieu-hang-1")).status_code == 404  # no document with a picture
    assert (await visit.get("/bang/doi-chieu-hang-999")).status_code == 404
