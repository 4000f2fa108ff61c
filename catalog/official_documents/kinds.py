"""Kinds of official documents and their letters in a number.

State bodies: Decree 30/2020/NĐ-CP, Annex III (table of letters), and Law 2015/QH13 for legal documents; the Party:
Regulation 399-QĐ/TW of 09/01/2026 and Guidance 36-HD/VPTW.
"""

import re

LETTER = "CÔNG VĂN"
"""A document without a kind in its head: its number bears the issuer's letters first."""

KINDS: dict[str, tuple[str, ...]] = {
    "QUYẾT ĐỊNH": ("QĐ",), "KẾ HOẠCH": ("KH",), "BÁO CÁO": ("BC",), "TỜ TRÌNH": ("TTr",), "THÔNG BÁO": ("TB",),
    "CHỈ THỊ": ("CT",), "CHƯƠNG TRÌNH HÀNH ĐỘNG": ("CTr", "CTrHĐ"), "CHƯƠNG TRÌNH": ("CTr",), "NGHỊ QUYẾT": ("NQ",),
    "NGHỊ QUYẾT LIÊN TỊCH": ("NQLT",), "HƯỚNG DẪN": ("HD",), "PHƯƠNG ÁN": ("PA",), "ĐỀ ÁN": ("ĐA",), "DỰ ÁN": ("DA",),
    "BIÊN BẢN": ("BB",), "GIẤY MỜI": ("GM",), "KẾT LUẬN": ("KL",), "QUY CHẾ": ("QC",), "QUY ĐỊNH": ("QyĐ", "QĐi"),
    "CÔNG ĐIỆN": ("CĐ",), "NGHỊ ĐỊNH": ("NĐ",), "THÔNG TƯ": ("TT",), "THÔNG TƯ LIÊN TỊCH": ("TTLT",),
    "HỢP ĐỒNG": ("HĐ",), "BẢN GHI NHỚ": ("BGN",), "BẢN THỎA THUẬN": ("BTT",), "GIẤY ỦY QUYỀN": ("GUQ",),
    "GIẤY GIỚI THIỆU": ("GGT",), "GIẤY NGHỈ PHÉP": ("GNP",), "PHIẾU GỬI": ("PG",), "PHIẾU CHUYỂN": ("PC",),
    "PHIẾU BÁO": ("PB",), "THÔNG CÁO": ("TC",), "LUẬT": ("QH",), "PHÁP LỆNH": ("PL",), "LỆNH": ("L",),
    "THƯ CÔNG": ("TC",), "TUYÊN BỐ": ("TB",), "LỜI KÊU GỌI": ("LKG",), "ĐỀ CƯƠNG": ("ĐC",), "NỘI QUY": ("NQ",),
    "DANH MỤC": ("DM",), "QUY TRÌNH": ("QTr",), "LỊCH CÔNG TÁC": ("LCT",), "GIẤY CHỨNG NHẬN": ("GCN",), "PHỤ LỤC": (),
}  # fmt: skip
"""Kind in capitals: its letters, the usual first."""

_BY_LETTERS = {
    letters: kind for kind, all_letters in reversed(KINDS.items()) for letters in all_letters
}  # the more usual kind of two with the same letters stands earlier above and wins

_LETTERS = re.compile(r"^\d*(?:/(?:19|20)\d\d)?\s*[/-]\s*([^/\s-]+)(?=[/-])")


def kind_by_number(number: str) -> str:
    """The kind the letters of a number tell: "125/KH-UBND" is a KẾ HOẠCH, "15-CTr/TU" a CHƯƠNG TRÌNH; a letter has
    the issuer's letters there ("1302/SKHCN-CĐS"); "" where the number tells nothing.
    """
    found = _LETTERS.match(number.replace(" ", ""))
    if found is None:
        return ""
    letters = found[1]
    if letters == "CTr":
        return "CHƯƠNG TRÌNH"
    if letters in _BY_LETTERS:
        return _BY_LETTERS[letters]
    return LETTER if letters.isupper() else ""
