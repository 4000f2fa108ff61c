"""The column titles that plans print, and what each stands for: one table of words, the strong ones first.

A title says its role surely ("Cơ quan chủ trì"), weakly ("Thực hiện", "Nội dung": the cells must agree), or not at all.
"""

import re
from typing import Literal

from catalog.plans.reading.markup import plain
from catalog.text import fold

Role = Literal[
    "number",
    "title",
    "output",
    "deadline",
    "start",
    "lead",
    "support",
    "assignment",
    "notes",
    "unit",
    "target",
    "other",
]
"""What a column holds. "assignment": lead and support together; "start": when the work begins; "other": a note."""

SURE, WEAK = 1.0, 0.45

# On folded titles, the first that fits wins.
_SURE: tuple[tuple[Role, str], ...] = (
    ("number",
     r"^(?:tt|stt|s\.t\.t|so tt|so thu tu|so|ma (?:so |hieu )?(?:nhiem vu|cong viec|viec|nv)|ma so|ma nv)\.?$"),
    ("notes",
     r"^so (?:van ban|cong van|quyet dinh|thong bao)|^van ban (?:giao|chi dao)"
     r"|^ngay (?:giao|ban hanh|van ban|nhan|den)$"
     r"|^(?:lanh dao|dong chi|nguoi) .*(?:chi dao|theo doi)|(?:cap|co quan|noi|tham quyen) (?:ban hanh|phe duyet"
     r"|thong qua)"
     r"|^(?:tinh trang|trang thai|can cu|co so phap ly|kinh phi|nguon (?:von|kinh phi|luc))|cap trinh|noi nhan"
     r"|ket qua (?:thuc hien )?(?:nam 20\d\d|den nay|dat duoc den)|tinh hinh thuc hien"),
    ("lead", r"(?:trach nhiem|thuc hien|xu ly|phu trach) chinh\b"),
    ("assignment", r"chu tri.*phoi hop|phan cong(?! nhiem vu)|(?:co quan|don vi|bo phan|phong|khoa"
                   r"|to) thuc hien|trach nhiem"),
    ("lead", r"chu tri|dau moi|chiu trach nhiem chinh"),
    ("support", r"phoi hop|(?:co quan|don vi|bo phan|ban) (?:tham (?:tra|dinh)|gop y|kiem tra)"),
    ("start", r"bat dau|khoi dong$|^tu(?: (?:ngay|thang|thoi diem))?$|^tu (?:ngay|thang)"),
    ("deadline",
     r"tien do|thoi gian|thoi han|^han\b|\bhan (?:hoan thanh|xu ly|nop|trinh|bao cao|cuoi|chot)|thoi diem"
     r"|hoan thanh trong"
     r"|lo trinh|deadline|^ngay (?:hoan thanh|ket thuc|den han)|^(?:hoan thanh|ket thuc|moc|thang|quy)$"
     r"|^den(?: (?:ngay|thang|het|thoi diem))?$"),
    ("notes", r"ghi chu|luu y"),
    ("title",
     r"nhiem vu|noi dung|cong viec|ten chi tieu|giai phap|de an|hoat dong|danh muc|hang muc|dau viec|y kien chi dao"
     r"|viec can lam|ten (?:van ban|nhiem vu|du an|viec)"),
    ("output", r"ket qua|san pham|dau ra|minh chung|bang chung|yeu cau can dat|ho so (?:nop|hoan thanh)"),
    ("unit", r"^don vi(?: tinh)?$|^dvt$"),
    ("target", r"chi tieu|muc tieu|muc phan dau|gia tri"),
)  # fmt: skip
_WEAK: tuple[tuple[Role, str], ...] = (
    (
        "lead",
        r"tham muu|soan thao|phu trach|duoc giao|giao cho|xay dung|chuan bi|thuc hien|don vi|co quan|bo phan|to chuc"
        r"|trinh$|ai lam|nguoi (?:lam|nhan)|nhan viec|phong ban|khoa phong",
    ),
    ("support", r"ho tro|tham gia|cung (?:thuc hien|lam)|lien quan|phoi thuoc|dong hanh"),
    ("deadline", r"han\b|khi nao|xong|du kien|chot|ngay|thang|quy|nam 20\d\d|ky\b"),
    (
        "title",
        r"viec|hanh dong|chuyen de|van de|du an|chuong trinh|yeu cau|ke hoach|van ban|linh vuc|tieu chi|muc\b|ten\b",
    ),
    ("output", r"hinh thuc|muc tieu|chi so|chi tieu|dat duoc|hoan thanh|van ban"),
    ("number", r"\bma\b|ky hieu|\bso\b"),
    ("unit", r"\bdon vi\b"),
)
_SURE_CHECKS = tuple((role, re.compile(pattern)) for role, pattern in _SURE)
_WEAK_CHECKS = tuple((role, re.compile(pattern)) for role, pattern in _WEAK)


def role_of(title: str) -> Role:
    """What the column with this printed title surely holds; "other" for one that none of the sure titles fits."""
    folded = _folded(title)
    return next((role for role, pattern in _SURE_CHECKS if pattern.search(folded)), "other") if folded else "other"


def evidence(title: str) -> dict[Role, float]:
    """How much the title speaks for each role, 0-1."""
    folded = _folded(title)
    if not folded or len(folded) > 120:
        return {}
    sure = role_of(title)
    found: dict[Role, float] = {role: WEAK for role, pattern in _WEAK_CHECKS if pattern.search(folded)}
    if sure != "other":
        found[sure] = SURE
    return found


def _folded(title: str) -> str:
    return fold(plain(title)).strip("*: ").rstrip(" ¹²³⁴⁵⁶⁷⁸⁹")
