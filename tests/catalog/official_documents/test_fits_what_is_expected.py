"""A document against what a task asks for: yes, no, or not to be told."""

import pytest

from catalog.official_documents.facts import Facts
from catalog.official_documents.fits import fits

KH = Facts(
    "KẾ HOẠCH",
    "125/KH-UBND",
    None,
    "Phát triển thương mại điện tử trên địa bàn tỉnh năm 2026",
    "Ủy ban nhân dân tỉnh Bình Minh",
)
QD = Facts(
    "QUYẾT ĐỊNH",
    "12/QĐ-UBND",
    None,
    "Ban hành Kế hoạch cải cách hành chính tỉnh năm 2026",
    "Ủy ban nhân dân tỉnh Bình Minh",
)
QD2 = Facts(
    "QUYẾT ĐỊNH", "12/QĐ-UBND", None, "Về việc phê duyệt Đề án nhân lực số", "Ủy ban nhân dân thành phố Cửa Sông"
)
BC = Facts("BÁO CÁO", "9/BC-UBND", None, "Kết quả chuyển đổi số quý I năm 2026", "Ủy ban nhân dân xã Suối Đá")
CV = Facts("CÔNG VĂN", "9/SNV-CCHC", None, "hướng dẫn chấm điểm cải cách hành chính", "Sở Nội vụ")
CV2 = Facts("CÔNG VĂN", "9/SNV-CCHC", None, "triển khai nền tảng số", "Sở Nội vụ")
NQ = Facts("NGHỊ QUYẾT", "9/NQ-HĐND", None, "Quy định chính sách hỗ trợ", "Hội đồng nhân dân tỉnh Bình Minh")
TB = Facts(
    "THÔNG BÁO",
    "9/TB-VP",
    None,
    "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp",
    "Văn phòng Ủy ban nhân dân tỉnh Bình Minh",
)
CT = Facts("CHƯƠNG TRÌNH HÀNH ĐỘNG", "9-CTr/TU", None, "thực hiện Nghị quyết số 57-NQ/TW", "Tỉnh ủy Bình Minh")


@pytest.mark.parametrize(
    ("expected", "facts", "answer"),
    [
        ("Kế hoạch", KH, True),
        ("Kế hoạch của UBND tỉnh", KH, True),
        ("Kế hoạch của UBND xã", KH, False),
        ("Kế hoạch triển khai thực hiện. - Báo cáo định kỳ hàng năm", KH, True),
        ("- Kế hoạch triển khai thực hiện. - Báo cáo định kỳ hàng năm", BC, True),
        ("Đề án", QD2, True),
        ("Đề án", KH, False),
        ("Đề án được UBND tỉnh phê duyệt", QD2, False),
        ("Đề án được UBND thành phố phê duyệt", QD2, True),
        ("Văn bản triển khai", CV2, True),
        ("Văn bản hướng dẫn", CV, True),
        ("Văn bản hướng dẫn", CV2, None),
        ("Văn bản chỉ đạo, hướng dẫn, Quyết định", QD, True),
        ("Văn bản triển khai", BC, False),
        ("Nghị quyết của HĐND tỉnh", NQ, True),
        ("Nghị quyết HĐND tỉnh", NQ, True),
        ("Quyết định của Thủ tướng Chính phủ", QD, False),
        ("Quy chế, Quy định được UBND tỉnh ban hành", QD, False),
        ("Kế hoạch, văn bản triển khai", CV2, True),
        ("Công văn; Nghị quyết của HĐND tỉnh", CV, True),
        ("Thông báo kết luận", TB, True),
        ("Kết luận", TB, True),
        ("Chương trình hành động của Tỉnh ủy", CT, True),
        ("Nghị quyết", CT, False),
        ("Chương trình", CT, True),
        ("Hội nghị, hội thảo", KH, None),
        ("100% TTHC được công khai", KH, None),
        ("Kế hoạch kiểm tra cải cách hành chính năm 2026", QD, True),
        ("Kế hoạch phòng chống thiên tai", KH, None),
        ("Báo cáo của UBND tỉnh", BC, False),
        ("Báo cáo của UBND cấp xã", BC, True),
        ("Quyết định của Chủ tịch UBND tỉnh", QD, True),
        ("Báo cáo kết quả thực hiện của UBND tỉnh gửi Bộ Nội vụ", BC, False),
        ("Kế hoạch được UBND tỉnh ban hành", KH, True),
        ("Quyết định phê duyệt kế hoạch của UBND tỉnh", QD, True),
        ("Các văn bản của UBND tỉnh", KH, True),
        ("Quyết định của Bộ Nội vụ", QD, False),
        ("Công văn của Sở Nội vụ", CV, True),
        ("Tờ trình", KH, False),
        ("Hướng dẫn của Sở Nội vụ", CV, True),
        ("Kế hoạch của Sở Y tế", KH, False),
        ("Kế hoạch năm 2027", KH, None),
        ("Quyết định công bố danh mục", QD, None),
        ("", KH, None),
        ("Văn bản", KH, True),
        ("Kế hoạch/Văn bản triển khai", CV2, True),
        ("Dự thảo Nghị quyết của HĐND tỉnh", NQ, True),
        ("Biên bản kiểm tra", KH, False),
        ("Phương án cắt giảm, đơn giản hóa TTHC nội bộ được phê duyệt", QD, False),
    ],
)
def test_kind_issuer_and_subject_decide_and_doubt_is_no_refusal(expected, facts, answer):
    assert fits(expected, facts) is answer


def test_of_a_file_that_is_no_official_document_nothing_is_said():
    assert fits("Kế hoạch", Facts()) is None
