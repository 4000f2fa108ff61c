"""What is read off official documents of many kinds, as Word files (with tables, with tabs) and as PDFs."""

import importlib
import pathlib
import sys

import pytest

from catalog.documents.model import NotReadable
from catalog.official_documents.facts import Facts
from catalog.official_documents.kinds import kind_by_number
from catalog.official_documents.names import issuer_of
from catalog.official_documents.reading import facts_in
from catalog.text import fold

sys.path.insert(0, str(pathlib.Path(__file__).parent))
typeset = importlib.import_module("typeset")
Made, PARTY = typeset.Made, typeset.PARTY

GAP = ("", "", "")
TWINS = [
    (
        Made(
            ("ỦY BAN NHÂN DÂN", "TỈNH HÒA LẠC"),
            "Số: 61/KH-UBND",
            "Hòa Lạc, ngày 08 tháng 01 năm 2026",
            ("KẾ HOẠCH", "Phát triển kinh tế số trên địa bàn", "Giai đoạn 2026 - 2030"),
            signed=("CHỦ TỊCH", *GAP, "Đỗ Văn Sở"),
        ),
        (
            "KẾ HOẠCH",
            "61/KH-UBND",
            "2026-01-08",
            "Phát triển kinh tế số trên địa bàn Giai đoạn 2026 - 2030",
            "Ủy ban nhân dân tỉnh Hòa Lạc",
            "Đỗ Văn Sở",
            False,
        ),
    ),
    (
        Made(
            ("ỦY BAN NHÂN DÂN", "PHƯỜNG 7"),
            "Số: 05/KH-UBND",
            "Phường 7, ngày 02 tháng 02 năm 2026",
            ("KẾ HOẠCH", "Triển khai phong trào bình dân học vụ số năm 2026"),
            signed=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", *GAP, "Lý Thị Kim Hoa"),
        ),
        (
            "KẾ HOẠCH",
            "05/KH-UBND",
            "2026-02-02",
            "Triển khai phong trào bình dân học vụ số năm 2026",
            "Ủy ban nhân dân Phường 7",
            "Lý Thị Kim Hoa",
            False,
        ),
    ),
    (
        Made(
            ("ỦY BAN NHÂN DÂN", "TỈNH HÒA LẠC"),
            "Số: 1290/QĐ-UBND",
            "Hòa Lạc, ngày 30 tháng 6 năm 2026",
            (
                "QUYẾT ĐỊNH",
                "Về việc phê duyệt Đề án phát triển nguồn nhân lực số của tỉnh",
                "Hòa Lạc giai đoạn 2026 - 2030",
            ),
            text=(
                "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
                "QUYẾT ĐỊNH:",
                "Điều 1. Phê duyệt Đề án.",
            ),
            signed=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", *GAP, "Phan Nhật Quang"),
            behind=("ĐỀ ÁN", "Phát triển nguồn nhân lực số"),
        ),
        (
            "QUYẾT ĐỊNH",
            "1290/QĐ-UBND",
            "2026-06-30",
            "Về việc phê duyệt Đề án phát triển nguồn nhân lực số của tỉnh Hòa Lạc giai đoạn 2026 - 2030",
            "Ủy ban nhân dân tỉnh Hòa Lạc",
            "Phan Nhật Quang",
            False,
        ),
    ),
    (
        Made(
            ("SỞ NỘI VỤ", "PHÒNG CẢI CÁCH HÀNH CHÍNH"),
            "",
            "",
            ("BIÊN BẢN", "Họp thống nhất nội dung kiểm tra công vụ quý II năm 2026"),
            text=(
                "Hôm nay, vào hồi 8 giờ 30 phút, ngày 12 tháng 5 năm 2026, tại Sở Nội vụ.",
                "I. THÀNH PHẦN",
                "Biên bản lập thành 02 bản./.",
            ),
            signed_left=("THƯ KÝ", *GAP, "Trịnh Thu Nga"),
            signed=("CHỦ TRÌ", *GAP, "Đoàn Văn Phúc"),
        ),
        (
            "BIÊN BẢN",
            "",
            "2026-05-12",
            "Họp thống nhất nội dung kiểm tra công vụ quý II năm 2026",
            "Phòng Cải cách hành chính",
            "Đoàn Văn Phúc; Trịnh Thu Nga",
            False,
        ),
    ),
    (
        Made(
            ("TỈNH ỦY HÒA LẠC", "*"),
            "Số 88-KL/TU",
            "Hòa Lạc, ngày 11 tháng 3 năm 2026",
            ("KẾT LUẬN", "của Ban Thường vụ Tỉnh ủy về công tác chuyển đổi số"),
            right=PARTY,
            signed=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", *GAP, "Cao Minh Triết"),
            signed_left=("Nơi nhận:", "- Các ban đảng;", "- Lưu Văn phòng Tỉnh ủy."),
        ),
        (
            "KẾT LUẬN",
            "88-KL/TU",
            "2026-03-11",
            "của Ban Thường vụ Tỉnh ủy về công tác chuyển đổi số",
            "Tỉnh ủy Hòa Lạc",
            "Cao Minh Triết",
            False,
        ),
    ),
    (
        Made(
            ("TỈNH ỦY HÒA LẠC", "BAN TỔ CHỨC", "*"),
            "Số 412-CV/BTCTU",
            "Hòa Lạc, ngày 20 tháng 4 năm 2026",
            about=("Đánh giá cán bộ năm 2026",),
            right=PARTY,
            before=("Kính gửi: Các đảng ủy trực thuộc",),
            signed=("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", *GAP, "Hà Thị Lan Anh"),
        ),
        (
            "CÔNG VĂN",
            "412-CV/BTCTU",
            "2026-04-20",
            "Đánh giá cán bộ năm 2026",
            "Ban Tổ chức Tỉnh ủy Hòa Lạc",
            "Hà Thị Lan Anh",
            False,
        ),
    ),
    (
        Made(
            ("ỦY BAN NHÂN DÂN", "TỈNH HÒA LẠC"),
            "Số: 14/CĐ-UBND",
            "Hòa Lạc, ngày 09 tháng 9 năm 2026",
            ("CÔNG ĐIỆN", "Về việc chủ động ứng phó bão số 6"),
            text=("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÒA LẠC điện:", "Các sở, ban, ngành tỉnh."),
            signed=("CHỦ TỊCH", *GAP, "Mai Xuân Trường"),
        ),
        (
            "CÔNG ĐIỆN",
            "14/CĐ-UBND",
            "2026-09-09",
            "Về việc chủ động ứng phó bão số 6",
            "Ủy ban nhân dân tỉnh Hòa Lạc",
            "Mai Xuân Trường",
            False,
        ),
    ),
    (
        Made(
            ("UBND TỈNH HÒA LẠC", "SỞ XÂY DỰNG"),
            "Số: ......./TTr-SXD",
            "Hòa Lạc, ngày ..... tháng ..... năm 2026",
            ("TỜ TRÌNH", "Về việc ban hành Quy định quản lý chiếu sáng đô thị"),
            before=("DỰ THẢO LẦN 2", "Kính gửi: Ủy ban nhân dân tỉnh"),
            signed=("GIÁM ĐỐC", *GAP, ""),
        ),
        ("TỜ TRÌNH", "", None, "Về việc ban hành Quy định quản lý chiếu sáng đô thị", "Sở Xây dựng", "", True),
    ),
    (
        Made(
            ("UBND TỈNH HÒA LẠC", "SỞ TƯ PHÁP"),
            "Số: 27/HD-STP",
            "Hòa Lạc, ngày 17 tháng 7 năm 2026",
            ("HƯỚNG DẪN", "Rà soát văn bản quy phạm pháp luật", "liên quan đến chính quyền địa phương 02 cấp"),
            signed=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", *GAP, "TS. Vi Thị Hồng"),
        ),
        (
            "HƯỚNG DẪN",
            "27/HD-STP",
            "2026-07-17",
            "Rà soát văn bản quy phạm pháp luật liên quan đến chính quyền địa phương 02 cấp",
            "Sở Tư pháp",
            "Vi Thị Hồng",
            False,
        ),
    ),
    (
        Made(
            ("BỘ NỘI VỤ",),
            "Số: 312/QĐ-BNV",
            "Hà Nội, ngày 04 tháng 3 năm 2026",
            ("QUYẾT ĐỊNH", "Công bố Chỉ số cải cách hành chính năm 2025"),
            text=("BỘ TRƯỞNG BỘ NỘI VỤ", "Căn cứ Nghị định số 25/2025/NĐ-CP ngày 21 tháng 02 năm 2025;"),
            signed=("BỘ TRƯỞNG", *GAP, "Đào Công Thành"),
        ),
        (
            "QUYẾT ĐỊNH",
            "312/QĐ-BNV",
            "2026-03-04",
            "Công bố Chỉ số cải cách hành chính năm 2025",
            "Bộ Nội vụ",
            "Đào Công Thành",
            False,
        ),
    ),
    (
        Made(
            ("SỞ Y TẾ HÒA LẠC", "BỆNH VIỆN ĐA KHOA", "KHU VỰC PHÍA NAM"),
            "Số: 233/BC-BVKV",
            "Hòa Lạc, ngày 28 tháng 02 năm 2026",
            ("BÁO CÁO", "Kết quả triển khai bệnh án điện tử quý I/2026"),
            before=("Kính gửi: Sở Y tế",),
            signed=("GIÁM ĐỐC", *GAP, "BSCKII. Lưu Đình Khôi"),
        ),
        (
            "BÁO CÁO",
            "233/BC-BVKV",
            "2026-02-28",
            "Kết quả triển khai bệnh án điện tử quý I/2026",
            "Bệnh viện Đa khoa Khu vực phía nam",
            "Lưu Đình Khôi",
            False,
        ),
    ),
    (
        Made(
            ("HỘI ĐỒNG NHÂN DÂN", "THÀNH PHỐ CỬA SÔNG"),
            "Số: 07/NQ-HĐND",
            "Cửa Sông, ngày 10 tháng 12 năm 2026",
            ("NGHỊ QUYẾT", "Về kế hoạch đầu tư công năm 2027"),
            text=(
                "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ CỬA SÔNG",
                "KHÓA II, KỲ HỌP THỨ 3",
                "Căn cứ Luật Đầu tư công ngày 29 tháng 11 năm 2024;",
            ),
            signed=("CHỦ TỊCH", *GAP, "Tạ Quang Bửu Long"),
        ),
        (
            "NGHỊ QUYẾT",
            "07/NQ-HĐND",
            "2026-12-10",
            "Về kế hoạch đầu tư công năm 2027",
            "Hội đồng nhân dân thành phố Cửa Sông",
            "Tạ Quang Bửu Long",
            False,
        ),
    ),
    (
        Made(
            ("CÔNG AN TỈNH HÒA LẠC", "PHÒNG CẢNH SÁT QLHC VỀ TTXH"),
            "Số: 901/BC-PC06",
            "Hòa Lạc, ngày 05 tháng 5 năm 2026",
            ("B Á O C Á O", "Kết quả cấp căn cước tháng 4 năm 2026"),
            signed=("TRƯỞNG PHÒNG", *GAP, "Thượng tá Nông Văn Hiếu"),
        ),
        (
            "BÁO CÁO",
            "901/BC-PC06",
            "2026-05-05",
            "Kết quả cấp căn cước tháng 4 năm 2026",
            "Phòng Cảnh sát qlhc về ttxh",
            "Nông Văn Hiếu",
            False,
        ),
    ),
    (
        Made(
            ("UBND XÃ SUỐI CẠN", "PHÒNG VĂN HÓA - XÃ HỘI"),
            "Số: 12/PVHXH",
            "Suối Cạn, ngày 06 tháng 01 năm 2026",
            about=("V/v rà soát hộ nghèo, hộ cận nghèo", "năm 2026"),
            before=("Kính gửi: Các thôn trưởng",),
            signed=("TRƯỞNG PHÒNG", *GAP, "Y Bhin Niê"),
        ),
        (
            "CÔNG VĂN",
            "12/PVHXH",
            "2026-01-06",
            "rà soát hộ nghèo, hộ cận nghèo năm 2026",
            "Phòng Văn hóa - Xã hội",
            "Y Bhin Niê",
            False,
        ),
    ),
    (
        Made(
            ("UBND TỈNH HÒA LẠC", "VĂN PHÒNG"),
            "Số: 77/GM-VP",
            "Hòa Lạc, ngày 21 tháng 8 năm 2026",
            ("GIẤY MỜI", "Dự họp về tiến độ giải phóng mặt bằng"),
            signed=("TL. CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG HÀNH CHÍNH", *GAP, "Âu Dương Minh"),
        ),
        (
            "GIẤY MỜI",
            "77/GM-VP",
            "2026-08-21",
            "Dự họp về tiến độ giải phóng mặt bằng",
            "Văn phòng Ủy ban nhân dân tỉnh Hòa Lạc",
            "Âu Dương Minh",
            False,
        ),
    ),
    (
        Made(
            ("UBND TỈNH HÒA LẠC", "SỞ TÀI CHÍNH"),
            "Số: 45/KH-STC",
            "Hòa Lạc, ngày 19 tháng 01 năm 2026",
            ("KẾ HOẠCH THỰC HIỆN", "công tác cải cách hành chính năm 2026"),
            signed=("GIÁM ĐỐC", *GAP, "Ngô Gia Tự"),
        ),
        (
            "KẾ HOẠCH",
            "45/KH-STC",
            "2026-01-19",
            "THỰC HIỆN công tác cải cách hành chính năm 2026",
            "Sở Tài chính",
            "Ngô Gia Tự",
            False,
        ),
    ),
    (
        Made(
            ("ĐẢNG BỘ TỈNH HÒA LẠC", "ĐẢNG ỦY XÃ SUỐI CẠN", "*"),
            "Số 03-CTr/ĐU",
            "Suối Cạn, ngày 15 tháng 01 năm 2026",
            ("CHƯƠNG TRÌNH", "kiểm tra, giám sát năm 2026"),
            right=PARTY,
            signed=("T/M BAN THƯỜNG VỤ", "BÍ THƯ", *GAP, "Kiều Văn Sáng"),
        ),
        (
            "CHƯƠNG TRÌNH",
            "03-CTr/ĐU",
            "2026-01-15",
            "kiểm tra, giám sát năm 2026",
            "Đảng ủy xã Suối Cạn",
            "Kiều Văn Sáng",
            False,
        ),
    ),
]

FORMS = {
    "word": typeset.as_docx,
    "word with tabs": lambda made: typeset.as_docx(made, tabs=True),
    "pdf": typeset.as_pdf,
}


def said(facts):
    return (facts.kind, facts.number, facts.day.isoformat() if facts.day else None, fold(facts.subject),
            fold(facts.issuer), facts.signer, facts.draft)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("made", "expected"), TWINS, ids=[wanted[1] or wanted[0] for _, wanted in TWINS])
def test_kind_number_day_subject_issuer_signer_and_draft_are_read(made, expected, form):
    kind, number, day, subject, issuer, signer, draft = expected
    facts = facts_in(FORMS[form](made), "x")
    assert said(facts) == (kind, number, day, fold(subject), fold(issuer), signer, draft)


@pytest.mark.parametrize("text", ["Báo cáo miệng: đã xong.", "STT\tViệc\n1\tRà soát kế hoạch", "KẾ HOẠCH"])
def test_a_text_that_is_no_official_document_is_called_none(text):
    assert not facts_in(text.encode(), "x.txt").known


def test_facts_come_back_from_the_store_as_they_went():
    facts = facts_in(typeset.as_docx(TWINS[0][0]), "x")
    assert Facts.from_json(facts.to_json()) == facts
    assert Facts.from_json({**facts.to_json(), "of a later version": 1}) == facts


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("UBND TỈNH HÒA LẠC", "SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"), "Sở Văn hóa, Thể thao và Du lịch"),
        (("VĂN PHÒNG", "ỦY BAN NHÂN DÂN TỈNH HÒA LẠC"), "Văn phòng Ủy ban nhân dân tỉnh Hòa Lạc"),
        (("UBND PHƯỜNG XUÂN THU - NAM SƠN",), "Ủy ban nhân dân phường Xuân Thu - Nam Sơn"),
        (("TỈNH ỦY HÒA LẠC", "VĂN PHÒNG"), "Văn phòng Tỉnh ủy Hòa Lạc"),
        (("BAN CHỈ ĐẠO", "CHUYỂN ĐỔI SỐ"), "Ban Chỉ đạo chuyển đổi số"),
        (("UBND XÃ SUỐI CẠN", "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"), "Ban Chỉ đạo chuyển đổi số Ủy ban nhân dân xã Suối Cạn"),
        ((), ""),
    ],
)
def test_the_issuer_is_the_lowest_body_of_the_head_as_a_sentence_writes_it(lines, issuer):
    assert issuer_of(lines) == issuer


@pytest.mark.parametrize(
    ("number", "kind"),
    [("125/KH-UBND", "KẾ HOẠCH"), ("15-CTr/TU", "CHƯƠNG TRÌNH"), ("1302/SKHCN-CĐS", "CÔNG VĂN"), ("412-CV/BTCTU", "CÔNG VĂN"),
     ("31/2026/NQ-HĐND", "NGHỊ QUYẾT"), ("14/CĐ-UBND", "CÔNG ĐIỆN"), ("", ""), ("abc", "")],
)  # fmt: skip
def test_the_letters_of_a_number_tell_the_kind(number, kind):
    assert kind_by_number(number) == kind


def lines_in_word(*lines: str) -> bytes:
    import io

    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_number_with_blanks_and_a_foot_set_with_tabs_are_read():
    data = lines_in_word(
        "UBND TỈNH HÒA LẠC\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TRUNG TÂM KHUYẾN NÔNG\tĐộc lập – Tự do – Hạnh phúc",
        "Số : 19 / QĐ - TTKN\tHòa Lạc, ngày 4 tháng 6 năm 2026", "QUYẾT ĐỊNH", "V/v thành lập Tổ tư vấn mùa vụ",
        "Căn cứ Quyết định số 2/QĐ-UBND ngày 5/1/2025;", "Điều 1. Thành lập Tổ tư vấn.", "Nơi nhận:\tGIÁM ĐỐC",
        "- Như Điều 3;\t(Đã ký)", "- Lưu: VT.\tCao Thị Bích Liên",
    )  # fmt: skip
    facts = facts_in(data, "x")
    assert (facts.number, str(facts.day), facts.signer) == ("19/QĐ-TTKN", "2026-06-04", "Cao Thị Bích Liên")


def test_minutes_that_say_where_and_when_below_their_title_are_minutes():
    text = """TRƯỜNG CAO ĐẲNG HÒA LẠC\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HỘI ĐỒNG NGHIỆM THU\tĐộc lập - Tự do - Hạnh phúc
BIÊN BẢN
Nghiệm thu phần mềm quản lý ký túc xá
Thời gian: 9 giờ 00 ngày 14 tháng 9 năm 2026
Địa điểm: phòng họp 3
THƯ KÝ\tCHỦ TỊCH HỘI ĐỒNG
Đào Thị Hạ\tMạc Văn Thu
"""
    facts = facts_in(lines_in_word(*text.splitlines()), "x")
    assert (facts.kind, facts.subject, str(facts.day)) == (
        "BIÊN BẢN", "Nghiệm thu phần mềm quản lý ký túc xá", "2026-09-14",
    )  # fmt: skip
    assert not facts.draft


def test_evidence_in_plain_text_and_old_word_is_read_and_a_picture_is_not():
    import shutil

    text = """UBND TỈNH HÒA LẠC                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ XÂY DỰNG                      Độc lập - Tự do - Hạnh phúc
Số: 12/TB-SXD                    Hòa Lạc, ngày 24 tháng 6 năm 2026
                 THÔNG BÁO
   Về việc lịch kiểm tra công trường

Sở Xây dựng thông báo lịch kiểm tra như sau.
Nơi nhận:                        GIÁM ĐỐC
- Như trên;
- Lưu: VT.
                                 Kiều Văn Đông
"""
    wanted = ("THÔNG BÁO", "12/TB-SXD", "Kiều Văn Đông")
    read = [facts_in(text.encode(), "a.txt")]
    if shutil.which("soffice"):  # LibreOffice takes a page of RTF under the old program's name as Word does
        rtf = (
            "{\\rtf1 "
            + "".join(f"\\u{ord(one)}?" if ord(one) > 127 else "\\par " if one == "\n" else one for one in text)
            + "}"
        )
        read.append(facts_in(rtf.encode(), "a.doc"))
    assert [(facts.kind, facts.number, facts.signer) for facts in read] == [wanted] * len(read)
    with pytest.raises(NotReadable, match="HEIC"):
        facts_in(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.heic")


def test_a_stamp_of_the_office_that_received_it_and_a_page_on_its_side_change_nothing():
    import io

    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    face = typeset.matplotlib.get_data_path() + "/fonts/ttf/DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("Stamped", face))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(842, 595))
    canvas.translate(842, 0)
    canvas.rotate(90)
    canvas.setFont("Stamped", 10)
    for up, left, right in (
        (800, "UBND TỈNH HÒA LẠC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (785, "SỞ XÂY DỰNG", "Độc lập - Tự do - Hạnh phúc"),
        (765, "Số: 31/BC-SXD", "Hòa Lạc, ngày 05 tháng 03 năm 2026"), (720, "", "BÁO CÁO"), (705, "", "Kết quả trồng cây năm 2025"),
        (680, "Sở Xây dựng báo cáo kết quả trồng cây, chăm sóc và thay thế cây xanh trên địa bàn.", ""),
        (600, "Nơi nhận:", "GIÁM ĐỐC"), (585, "- Như trên;", ""), (540, "", "Hà Văn Mười"),
    ):  # fmt: skip
        canvas.drawString(60, up, left)
        canvas.drawCentredString(300 if "BÁO CÁO" in right or "Kết quả" in right else 440, up, right)
    canvas.setFillColorRGB(0.9, 0, 0)
    for at, line in enumerate(("VĂN PHÒNG UBND TỈNH", "CÔNG VĂN ĐẾN", "Số: 812/VP", "Ngày: 9/3/2026")):
        canvas.drawString(60, 755 - 11 * at, line)
    canvas.save()
    facts = facts_in(out.getvalue(), "x.pdf")
    assert (facts.kind, facts.number, str(facts.day), facts.issuer, facts.signer) == (
        "BÁO CÁO", "31/BC-SXD", "2026-03-05", "Sở Xây dựng", "Hà Văn Mười",
    )  # fmt: skip
