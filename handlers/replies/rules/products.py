"""That what a task is to bring about is out: "đã ban hành Kế hoạch số 12/KH-UBND", "đã tổ chức hội nghị".

The official way to say that it is done. What is only on its way ("đã trình", a draft, a letter that asks) is none.
"""

import re

from catalog.text import strip_accents
from handlers.replies.patterns import compiled

# An office speaks so of what a task was to bring out; with the number of the document there is no doubt of it.
_EVENT = (
    r"to chuc (?:(?!\d)\w+ ){0,3}?(?:hoi nghi|hoi thao|hoi thi|le|buoi le|cuoc thi|ngay hoi|dien dan|toa dam|giai"
    r"|hoi cho"
    r"|lien hoan|dai hoi|ky thi|phien cho|dien tap|so ket|tong ket|tap huan|ra quan|hoi dam)"
)
_OUT = (
    r"(?:ban hanh|phat hanh|cong bo|cong khai|ra mat|khanh thanh|thanh lap|kien toan|dang tai"
    rf"|dua vao (?:su dung|van hanh|khai thac|hoat dong)|{_EVENT})"
)
PAST = compiled(r"\b(?:da|vua)\b")
OUT_BARE = compiled(rf"(?:va |chinh thuc )*{_OUT}\b")  # "..., đưa vào sử dụng"
_SINCE = compiled(
    rf"\b(?:da|vua|vua moi)(?: (?:duoc|chinh thuc|ky))* ?{_OUT}\b"
    r"|\b(?:hoi nghi|hoi thao|hoi thi|le|cuoc thi|ngay hoi|dien dan|toa dam|hoi cho|lien hoan|dai hoi"
    r"|ky thi)(?: \w+){0,8}"
    r" (?:da(?: duoc)? (?:to chuc|dien ra)\b|(?:to chuc|dien ra)(?= (?:\S+ ){1,4}roi\b))"
    r"|\bda (?:duoc )?(?:giai quyet|xu ly|thuc hien|khac phuc)(?: \w+){0,3} (?:dut diem|triet de)\b"
    rf"|^(?:(?:em|ben em|so|xa|don vi|d[a_]|vang|anh|chi|a) )*{_OUT} roi\b"
    rf"|\bda(?: duoc)? (?:phe duyet|thong qua|ky)(?: (?!(?:chua|se|de)\b)\w+){{1,6}} va {_OUT}\b"
    r"|^(?:(?:da|va|nghiem thu|ban giao) )*(?:nghiem thu|ban giao)(?: va)?"
    r" dua vao (?:su dung|van hanh|khai thac|hoat dong)"
)
_NUMBERED = compiled(
    rf"\b(?:da|vua|vua moi)(?: (?!chua\b|se\b)\w+){{0,6}} (?:{_OUT}|phe duyet|thong qua|ky)\b"
    rf"|\b(?:{_OUT}|phe duyet|ky)\b.*\broi\b|^(?:\w+ ){{0,4}}(?:ban hanh|phe duyet|ky)\b"
    r"|\b(?:da|vua)(?: co| ky)+ (?:qd|quyet dinh|kh|ke hoach|nq|nghi quyet|bc|bao cao|chuong trinh|ctr|de an|quy che)\b"
)
_NOT_ALL = compiled(
    r"\b(?:du thao|ban thao|de cuong|lay y kien|xin y kien|y kien|gop y|tham gia|trinh|cho|doi|phan cong|don doc"
    r"|de nghi"
    r"|yeu cau|chuan bi|buoc|dot|vong|mot so|hau het|lan 1|dau tien|moi chi|(?<!ban )giao|mot phan|\d+/\d+"
    r"|se|sap|chua|khong|dang"
    r"|de trien khai|neu|tiep tuc|(?<!hanh )(?:cong van|cv|van ban|vb)"
    r"|(?:cong van|cv|van ban|vb)\b.* (?:chi dao|trien khai|huong dan|gui|xin|tra lo[i_]|moi|phoi hop"
    r"|thuc hien)|thong bao (?:moi|hop|ve viec)|giay moi|sau khi|hop)\b"
)


_DAY = compiled(
    r"(?:\b(?:hom|ngay|vao|sang|trua|chieu|toi|dem)(?: ngay| hom)? |(?<=hanh ))\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
)  # no count of what is out
_LETTER_OUT = compiled(  # "công văn đã phát hành": the letter itself is what is out
    r"\b(?:cong van|cv|van ban|vb)\b(?: so)?[^a-z]*(?:da|vua)(?: duoc)?(?: chinh thuc| ky)? (?:phat|ban) hanh\b"
)
KINDS: dict[str, str] = {
    "ke hoach": "Kế hoạch",
    "quyet dinh": "Quyết định",
    "bao cao": "Báo cáo",
    "to trinh": "Tờ trình",
    "nghi quyet": "Nghị quyết",
    "chuong trinh": "Chương trình",
    "de an": "Đề án",
    "quy che": "Quy chế",
    "quy dinh": "Quy định",
    "huong dan": "Hướng dẫn",
    "thong bao": "Thông báo",
    "chi thi": "Chỉ thị",
    "hoi nghi": "Hội nghị",
    "hoi thao": "Hội thảo",
    "tap huan": "Tập huấn",
    "danh muc": "Danh mục",
    "quy trinh": "Quy trình",
    "cong van": "Công văn",
    "van ban": "Văn bản",
    "phuong an": "Phương án",
}
"""What tasks are to bring out, folded and as printed."""

_LETTERS = {
    "KH": "Kế hoạch", "QĐ": "Quyết định", "QD": "Quyết định", "BC": "Báo cáo", "TTr": "Tờ trình", "NQ": "Nghị quyết",
    "CTr": "Chương trình", "CTR": "Chương trình", "ĐA": "Đề án", "HD": "Hướng dẫn", "TB": "Thông báo", "CT": "Chỉ thị",
}  # fmt: skip


def kind_of(plain: str, documents: tuple[str, ...] = ()) -> str:
    """The kind of product a clause (folded) or the letters of a document's number name, "" where neither does."""
    by_number = next((_LETTERS[part] for one in documents for part in re.split(r"[/-]", one) if part in _LETTERS), "")
    return by_number or next((name for folded, name in KINDS.items() if re.search(rf"\b{folded}\b", plain)), "")


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of product an expected output or a title names ("Kế hoạch; Báo cáo kết quả"), each once.

    Of what one part names the first counts: a report on a plan is a report.
    """
    found: list[str] = []
    for part in re.split(r"[;,\n+]| va ", strip_accents(text).lower()):
        named = [(at.start(), name) for folded, name in KINDS.items() if (at := re.search(rf"\b{folded}\b", part))]
        found += [min(named)[1]] if named else []
    return tuple(dict.fromkeys(found))


def brings_out(plain: str, *, numbered: bool) -> bool:
    """Whether a clause (folded) says that what a task is to bring about is out: "đã ban hành kế hoạch".

    `numbered` = it names a document by its number, which says of "đã ký" and "đã có" which document that is.
    """
    plain = _LETTER_OUT.sub(" da phat hanh", _DAY.sub(" ", plain))
    if _NOT_ALL.search(plain) is not None:
        return False
    return _SINCE.search(plain) is not None or (numbered and _NUMBERED.search(plain) is not None)
