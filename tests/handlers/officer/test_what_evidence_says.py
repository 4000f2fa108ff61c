"""/duyet, the card of a task and the export show what a file says of itself, once it was read."""

import importlib
import pathlib
import sys

import pytest
from conversation import COORDINATOR, Talk, task
from sqlmodel import select

from bot.reading import evidence_reading
from bot.reading.evidence_reading import EvidenceReading
from catalog.official_documents.readings import unread
from catalog.tables import EvidenceReading as Row
from templates.documents.sample import sample_pdf

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "catalog" / "official_documents"))
typeset = importlib.import_module("typeset")

REPORT = typeset.Made(
    ("UBND TỈNH HÒA LẠC", "SỞ CÔNG THƯƠNG"), "Số: 87/BC-SCT", "Hòa Lạc, ngày 12 tháng 02 năm 2026",
    ("BÁO CÁO", "Kết quả phát triển thương mại điện tử"), signed=("GIÁM ĐỐC", "", "", "Lê Hoàng Nam"),
)  # fmt: skip


@pytest.fixture
def reader(talk: Talk) -> EvidenceReading:
    return EvidenceReading(talk.store, talk.evidence, talk.clock, ())


async def test_the_officer_sees_the_document_and_not_only_a_name(talk: Talk, reader: EvidenceReading) -> None:
    talk.plan(task("Thương mại điện tử", output="Báo cáo"))
    focal, officer = talk.person("Bình", "focal", "Sở Công Thương"), talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "#1 xong", ("van-ban.docx", typeset.as_docx(REPORT)))
    assert "📄 van-ban.docx" in talk.say(officer, "/duyet")[0].text
    assert await reader.work_off() == 1
    shown = talk.say(officer, "/duyet")[0].text
    assert "📄 Báo cáo 87/BC-SCT, 12/2/2026, Sở Công Thương, ký: Lê Hoàng Nam" in shown
    assert "⚠️" not in shown
    assert "📄 Báo cáo 87/BC-SCT" in talk.say(focal, "/viec #1")[0].text
    assert await reader.work_off() == 0


@pytest.mark.parametrize("talk", ["telegram"], indirect=True)  # each file is read by a process of its own
async def test_what_does_not_fit_or_was_used_already_is_told_to_the_officer_alone(
    talk: Talk, reader: EvidenceReading
) -> None:
    talk.plan(task("Thương mại điện tử", output="Kế hoạch của UBND tỉnh"), task("Khuyến công", output="Báo cáo"))
    focal, officer = talk.person("Bình", "focal", "Sở Công Thương"), talk.person("Hạnh", "officer", COORDINATOR)
    # The same document under two names and in two formats, for two tasks.
    talk.say(focal, "#2 xong", ("bao-cao.pdf", typeset.as_pdf(REPORT)))
    talk.say(focal, "#1 xong", ("van-ban.docx", typeset.as_docx(REPORT)))
    await reader.work_off()
    first = next(text for text in (talk.say(officer, "/viec #1")[0].text,))
    assert "⚠️ không đúng loại cần có (“Kế hoạch của UBND tỉnh”)" in first
    assert "⚠️ đã dùng cho #2" in first
    assert "⚠️" not in talk.say(focal, "/viec #1")[0].text


async def test_a_file_without_letters_and_one_that_is_gone_are_read_once_and_shown_by_name(
    talk: Talk, reader: EvidenceReading
) -> None:
    talk.plan(task("Việc"))
    focal, officer = talk.person("Bình", "focal", "Sở Công Thương"), talk.person("Hạnh", "officer", COORDINATOR)
    talk.say(focal, "#1 xong", ("scan.pdf", sample_pdf("một")))
    await reader.work_off()
    assert "📄 scan.pdf (không có lớp chữ)" in talk.say(officer, "/duyet")[0].text
    talk.say(focal, "#1", ("mat.pdf", sample_pdf("hai")))
    for path in (talk.home / "evidence").glob("*/*"):
        path.unlink()
    assert await reader.work_off() == 1
    with talk.store.read() as session:
        assert unread(session, 10) == []
        assert {row.reading["problem"] for row in session.exec(select(Row))} == {"unreadable"}


@pytest.mark.parametrize("talk", ["telegram"], indirect=True)
async def test_once_all_is_read_a_look_goes_through_what_is_new_and_a_restart_through_all(
    talk: Talk, reader: EvidenceReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_reading, "MARGIN", 0)
    talk.plan(task("Việc"))
    focal = talk.person("Bình", "focal", "Sở Công Thương")
    talk.say(focal, "#1 xong", ("cu.pdf", sample_pdf("cũ")))
    assert [await reader.work_off() for _ in range(2)] == [1, 0]
    talk.store.write(lambda session: session.delete(session.exec(select(Row)).one()))
    assert await reader.work_off() == 0
    talk.say(focal, "#1", ("moi.pdf", sample_pdf("mới")))
    assert await reader.work_off() == 1
    assert await EvidenceReading(talk.store, talk.evidence, talk.clock, ()).work_off() == 1


@pytest.mark.parametrize("talk", ["telegram"], indirect=True)
async def test_of_several_replicas_only_the_one_whose_turn_it_is_reads(talk: Talk) -> None:
    async def not_ours() -> bool:
        return False

    talk.plan(task("Việc"))
    talk.say(talk.person("Bình", "focal", "Sở Công Thương"), "#1 xong", ("mot.pdf", sample_pdf("một")))
    assert await EvidenceReading(talk.store, talk.evidence, talk.clock, (), not_ours).work_off() == 0
    assert await EvidenceReading(talk.store, talk.evidence, talk.clock, ()).work_off() == 1
