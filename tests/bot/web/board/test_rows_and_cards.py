"""The table shows what the chat shows and does what the chat does: figures, rows, cards, decisions."""

import datetime as dt
import html
import re

import pytest
from conversation import COORDINATOR, pdf, task
from sqlmodel import select

from catalog.tables import Audit, Update

AGENCY = "Sở Công Thương"
OTHER = "Sở Nội vụ"


def _reported(talk, chat, *codes):
    for code in codes:
        talk.say(chat, f"#{code} xong, CV {code}/SCT-VP")


def _figures(page):
    return dict(re.findall(r'<dt>([^<]+)</dt><dd><a href="[^"]*">([\d.]+)</a>', page.text))


def _updates(store, *kinds):
    with store.read() as session:
        rows = session.exec(select(Update).order_by(Update.id)).all()
        return [row for row in rows if row.kind in kinds]


async def test_figures_are_those_of_the_chat_and_each_opens_as_many_rows(board, talk) -> None:
    codes = talk.plan(
        task("Ban hành kế hoạch 1"), task("Báo cáo tháng 12", dt.date(2025, 12, 30)), task("Rà soát", None),
        task("Tổ chức hội nghị", dt.date(2026, 3, 1), OTHER), task("Xây dựng đề án", dt.date(2026, 3, 1)),
    )  # fmt: skip
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    _reported(talk, focal, codes[0])
    visit = await board.opened(officer)
    figures = _figures(visit.page)
    said = talk.say(officer, "/tonghop")[-1].text
    assert figures["Tổng số"] == "5"
    assert "Tổng số: 5" in said
    for label, count in figures.items():
        link = re.search(rf'<dt>{label}</dt><dd><a href="([^"]+)"', visit.page.text)
        page = await visit.get(html.unescape(link[1]))
        assert f"<span>{count} dòng" in page.text, label
        await visit.get("/bang/")

    await visit.get("/bang/?tu-khoa=hoi nghi")
    assert "Tổ chức hội nghị" in visit.page.text
    assert "Xây dựng đề án" not in visit.page.text
    await visit.get(f"/bang/?tu-khoa=%23{codes[4]}&sap-xep=-agency&den-ngay=2026-03-01")
    assert "Xây dựng đề án" in visit.page.text
    for wrong in (
        "ke-hoach=99",
        "co-quan=abc",
        "tinh-trang=x",
        "sap-xep=1",
        "tu-ngay=hôm+qua",
        "trang=-1",
        "so-dong=5",
    ):
        assert (await visit.get(f"/bang/?{wrong}")).status_code == 404, wrong


async def test_an_agency_sees_its_own_rows_only(board, talk) -> None:
    mine, theirs = talk.plan(task("Ban hành kế hoạch 1"), task("Việc nội bộ", dt.date(2026, 3, 1), OTHER))
    focal = talk.person("lan", "focal", AGENCY)
    visit = await board.opened(focal)
    assert "Ban hành kế hoạch 1" in visit.page.text
    assert "Việc nội bộ" not in visit.page.text
    assert (await visit.get(f"/bang/viec-{talk.assignment(theirs).id}")).status_code == 404
    assert (await visit.get("/bang/viec-999999")).status_code == 404
    assert (await visit.get(f"/bang/viec-{10**30}")).status_code == 404
    other = talk.assignment(theirs).agency_id
    assert "Việc nội bộ" not in (await visit.get(f"/bang/?co-quan={other}")).text
    assert (await visit.get(f"/bang/viec-{talk.assignment(mine).id}")).status_code == 200


async def test_many_reports_are_accepted_with_one_press_and_once(board, talk, store) -> None:
    codes = talk.plan(*(task(f"Ban hành kế hoạch {n}") for n in range(1, 6)))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    _reported(talk, focal, *codes[:4])
    visit = await board.opened(officer, "/bang")
    await visit.get("/bang/?tinh-trang=reported")
    ticks = re.findall(r'name="chon" value="([^"]+)"', visit.page.text)
    assert len(ticks) == 4
    before, mark = len(talk.seen(focal)), visit.mark()
    await visit.post("/bang/duyet?tinh-trang=reported", chon=ticks[:3], viec="chap-nhan")
    assert "Đã chấp nhận 3 báo cáo" in visit.page.text
    assert "<span>1 dòng" in visit.page.text
    await visit.post("/bang/duyet", mark=mark, chon=ticks[:3], viec="chap-nhan")
    assert "đã được thực hiện trước đó" in visit.page.text
    accepted = _updates(store, "accept")
    assert [row.channel for row in accepted] == [talk.channel] * 3
    assert [talk.assignment(code).state for code in codes] == ["done"] * 3 + ["reported", "not_started"]
    assert len(talk.seen(focal)) == before + 1  # told once of all three, as in chat
    with store.read() as session:
        assert len(session.exec(select(Audit).where(Audit.action == "update.accept")).all()) == 3


async def test_reports_are_returned_with_their_reason_and_never_without(board, talk, store) -> None:
    codes = talk.plan(*(task(f"Ban hành kế hoạch {n}") for n in range(1, 4)))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    _reported(talk, focal, *codes)
    visit = await board.opened(officer)
    ticks = re.findall(r'name="chon" value="([^"]+)"', visit.page.text)
    assert (await visit.post("/bang/duyet", chon=ticks[:2], viec="tra-lai")).status_code == 422
    assert "cần ghi lý do" in visit.page.text
    assert (await visit.post("/bang/duyet", viec="tra-lai", ly_do="thiếu")).status_code == 422
    await visit.post("/bang/duyet", chon=ticks[:2], viec="tra-lai", ly_do="Thiếu <b>phụ lục</b> số 2")
    assert "&lt;b&gt;" in (await visit.get(f"/bang/viec-{talk.assignment(codes[0]).id}")).text
    assert {row.text for row in _updates(store, "return")} == {"Thiếu <b>phụ lục</b> số 2"}
    assert sum("Thiếu <b>phụ lục</b> số 2" in one.text for one in talk.seen(focal)) == 2


async def test_the_second_officer_on_a_row_is_told_and_nothing_is_lost(board, talk, store) -> None:
    (code,) = talk.plan(task("Ban hành kế hoạch 1"))
    mai, tam = talk.person("mai", "officer", COORDINATOR), talk.person("tam", "officer", COORDINATOR)
    focal = talk.person("lan", "focal", AGENCY)
    _reported(talk, focal, code)
    first, second = await board.opened(mai), await board.opened(tam)
    (tick,) = re.findall(r'name="chon" value="([^"]+)"', second.page.text)
    await first.post("/bang/duyet", chon=[tick], viec="tra-lai", ly_do="Thiếu phụ lục")
    await second.post("/bang/duyet", chon=[tick], viec="chap-nhan")
    assert "Đã chấp nhận" not in second.page.text or "0 báo cáo" in second.page.text
    assert talk.assignment(code).state == "in_progress"
    _reported(talk, focal, code)  # reported anew: the old tick decides nothing about the new report
    await second.get("/bang/")
    await second.post("/bang/duyet", chon=[tick], viec="chap-nhan")
    assert talk.assignment(code).state == "reported"
    assert [row.kind for row in _updates(store, "accept", "return")] == ["return"]


async def test_a_card_does_everything_its_card_in_chat_does(board, talk, store) -> None:
    (code,) = talk.plan(task("Ban hành kế hoạch 1"))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    one = talk.assignment(code).id
    visit = await board.opened(focal)
    await visit.get(f"/bang/viec-{one}")
    in_chat = list(talk.say(focal, f"/viec {code}")[-1].labels)
    on_page = [html.unescape(label) for label in re.findall(r'name="nut"[^>]*>([^<]+)', visit.page.text)]
    assert set(on_page) <= set(in_chat)
    assert len(on_page) >= 4

    talk.say(focal, "/giahan")  # a question is open in the chat
    await visit.press("Cập nhật")
    assert 'name="hoi"' in visit.page.text
    sealed = re.search(r'name="hoi" value="([^"]+)"', visit.page.text)[1]
    await visit.post(
        f"/bang/viec-{one}", hoi=sealed, loi="xong, CV 45/SCT-VP", files=[("tep", ("bao-cao.pdf", pdf("a"), "x/y"))]
    )
    assert talk.assignment(code).state == "reported"
    assert "bao-cao.pdf" in visit.page.text
    (report,) = _updates(store, "report")
    assert (report.text, report.document_number) == ("xong, CV 45/SCT-VP", "45/SCT-VP")

    judge = await board.opened(officer)
    await judge.get(f"/bang/viec-{one}")
    assert "trang-1" in judge.page.text
    picture = await judge.get(re.search(r'src="(\./tep-\d+-trang-1)"', judge.page.text)[1])
    assert picture.content.startswith(b"\x89PNG")
    await judge.get(f"/bang/viec-{one}")
    await judge.press("Trả lại")
    sealed = re.search(r'name="hoi" value="([^"]+)"', judge.page.text)[1]
    await judge.post(f"/bang/viec-{one}", hoi=sealed, loi="Thiếu phụ lục")
    assert talk.assignment(code).state == "in_progress"
    assert "Thiếu phụ lục" in talk.last(focal, "trả lại").text


async def test_forged_forms_do_nothing(board, talk, store) -> None:
    codes = talk.plan(task("Ban hành kế hoạch 1"), task("Việc khác", dt.date(2026, 3, 1), OTHER))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    _reported(talk, focal, codes[0])
    one, before = talk.assignment(codes[0]).id, len(_updates(store, "accept", "return", "report", "progress"))
    judge, agency = await board.opened(officer), await board.opened(focal)
    (tick,) = re.findall(r'name="chon" value="([^"]+)"', judge.page.text)
    await judge.get(f"/bang/viec-{one}")
    accept = judge.button("Chấp nhận")
    for mark in ("", "x", "a.b", agency.mark(), judge.mark()[:-1] + "g"):
        assert (await judge.post("/bang/duyet", mark=mark, chon=[tick], viec="chap-nhan")).status_code == 403
    # With a good mark of one's own: rows of others, buttons of others, buttons made up, ids that are not there.
    await agency.get("/bang/")
    await agency.post("/bang/duyet", chon=[tick], viec="chap-nhan")
    assert "không có quyền" in agency.page.text
    await agency.get("/bang/")
    for forged in (accept, accept.replace(".", ".0"), "e30.x", "", "Ω"):
        assert (await agency.post(f"/bang/viec-{one}", nut=forged)).status_code == 403
        await agency.get("/bang/")
    await judge.get("/bang/")
    await judge.post("/bang/duyet", chon=["999999-1", "1-999999"], viec="chap-nhan")
    assert judge.page.status_code in (200, 404)
    await judge.get("/bang/")
    assert (await judge.post("/bang/duyet", chon=["1", "-", "1-x", "a-1"], viec="chap-nhan")).status_code == 422
    assert len(_updates(store, "accept", "return", "report", "progress")) == before
    assert talk.assignment(codes[0]).state == "reported"


async def test_what_people_wrote_is_shown_and_never_obeyed(board, talk) -> None:
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    (code,) = talk.plan(task(f"Nhiệm vụ {nasty}", dt.date(2026, 3, 1), output=nasty))
    officer, focal = talk.person("mai <i>", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    talk.say(focal, f"#{code} đang làm {nasty}")
    talk.say(focal, f"#{code} xong", ("<b>.pdf", pdf("x")))
    visit = await board.opened(officer)
    one = talk.assignment(code).id
    for path in ("/bang/", f"/bang/viec-{one}", f"/bang/?tu-khoa={nasty.replace(' ', '+').replace('#', '')}"):
        page = await visit.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "<b>.pdf" not in page.text
        assert "mai <i>" not in page.text


async def test_a_classified_task_shows_neither_words_nor_files(board, talk) -> None:
    (code,) = talk.plan(task("Nhiệm vụ rất riêng"))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    talk.say(focal, f"#{code} xong, đã gửi tài liệu riêng", ("rieng.pdf", pdf("x")))
    visit = await board.opened(officer)
    one = talk.assignment(code).id
    await visit.get(f"/bang/viec-{one}")
    file = re.search(r'href="\./(tep-\d+)"', visit.page.text)[1]
    assert (await visit.get(f"/bang/{file}")).status_code == 200
    talk.say(officer, f"/giaoviec {code}")
    talk.tap(officer, "Đánh dấu mật")
    for path in ("/bang/", f"/bang/viec-{one}", "/bang/?tu-khoa=rieng"):
        page = await visit.get(path)
        assert "rất riêng" not in page.text
        assert "tài liệu riêng" not in page.text
        assert "rieng.pdf" not in page.text
    assert (await visit.get(f"/bang/{file}")).status_code == 404
    assert (await visit.get(f"/bang/{file}-trang-1")).status_code == 404


@pytest.mark.long
async def test_the_other_screens_of_the_chat_answer_on_the_page(board, talk, clock) -> None:
    (code,) = talk.plan(task("Ban hành kế hoạch 1"))
    officer, focal = talk.person("mai", "officer", COORDINATOR), talk.person("lan", "focal", AGENCY)
    talk.say(focal, f"#{code} xin gia hạn đến 15/3/2026 do chờ hướng dẫn")
    visit = await board.opened(officer)
    for label in ("Giao việc, thêm việc", "Mời cơ quan chưa kết nối", "Cảnh báo sớm", "Báo cáo"):
        await visit.get("/bang/khac")
        await visit.post("/bang/thao-tac", nut=visit.button(label))
        assert visit.page.status_code == 200, label
        assert "Kết quả" in visit.page.text
    await visit.get("/bang/khac")
    await visit.post("/bang/thao-tac", nut=visit.button("Chờ giải quyết"))
    await visit.post("/bang/thao-tac", nut=visit.button("Đồng ý gia hạn"))
    assert talk.assignment(code).due == dt.date(2026, 3, 15)
    await visit.get("/bang/khac")
    await visit.post("/bang/thao-tac", nut=visit.button("Báo cáo"))
    await visit.post("/bang/thao-tac", nut=visit.button("Văn bản Word"))
    file = html.unescape(re.search(r'href="(\./tai\?tep=[^"]+)"', visit.page.text)[1])
    report = await visit.get(f"/bang/{file[2:]}")
    assert report.content[:2] == b"PK"
    visit.path = "/bang/"
    agency = await board.opened(focal)
    await agency.get("/bang/khac")
    assert "Mời" not in agency.page.text
    assert (await agency.get(f"/bang/{file[2:]}")).status_code == 404  # sealed for another session


async def test_no_other_site_signs_anybody_in(board, talk) -> None:
    link = board.link(talk.person("mai", "officer", COORDINATOR))
    for said in ("cross-site", "same-site"):
        answer = await board.web.ask("POST", link, headers={"sec-fetch-site": said})
        assert "set-cookie" not in answer.headers
    assert (await board.web.ask("POST", link, headers={"sec-fetch-site": "same-origin"})).status_code == 303
