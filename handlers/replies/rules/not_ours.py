"""Somebody else's task: "việc này của Sở Y tế", "bên em chỉ phối hợp".

It starts handing the task over; it reports nothing.
"""

from handlers.replies.patterns import compiled

_BODY = (
    r"(?:so|ban|phong|ubnd|uy ban|xa|phuong|dac khu|cong an|chi cuc|cuc|trung tam|benh vien|truong|hoi|doan|mat tran"
    r"|thanh tra"
    r"|van phong|don vi|co quan|ben|kho bac|thue|hai quan|vien|toa an|quan su|bien phong|bql|bo(?! (?:tri|sung|cuc"
    r"|phan)))"
)
_US = (
    r"(?:em|minh|toi|tui|chau|con|chung em|chung toi|(?:ben|so|xa|phong|don vi|phuong|co quan|ban)"
    r" (?:em|minh|toi|tui|chau|chung em)|day|ben nay)"
)
_NO_NAME = r"(?:nao|may|qua|chua|da|dang|duoc|khong|ngheo|kho|dong|rong|nho|xa|it|ban)"
_OTHER = rf"(?:ben (?={_BODY}\b))?{_BODY}(?! (?:{_US}|nay|nao|gi)\b)(?: (?!{_NO_NAME}\b)[a-z]+)"
_NAME = r"(?!(?:chua|dang|da|duoc|khong|se|moi|con|bi|chi|xong|phoi)\b)[a-z]+"
_TASK = r"(?:viec|nhiem vu|cai|muc|noi dung|dau viec|cong viec|phan)"
_START = (
    rf"^(?:(?:d[a_]|vang|anh|chi|em|a|oi|hinh nhu|chac|theo em|{_TASK}|nay|do|kia|la|thi|cung|ma|da|duoc|bi"
    r"|hien|xin) )*"
)
_NOT_OURS = compiled(
    rf"\b(?:khong|dau|chua)(?: co)? (?:phai|thuoc|lien quan)(?: (?:la|cua|viec|nhiem vu|tham quyen|trach nhiem|phan"
    rf"|do|gi|den"
    rf"|toi|cai|chuc nang|linh vuc|quan ly))* (?:ben |cua )?{_US}\b"
    rf"|{_START}(?:cua|thuoc|thuoc ve|phan cua)(?: (?:tham quyen|chuc nang|trach nhiem|phan|phan viec"
    rf"|linh vuc|nhiem vu|cua|quan ly))* {_OTHER}"
    rf"|{_START}do {_OTHER}(?: {_NAME}){{0,5}}? (?:chu tri|phu trach|lam|thuc hien)\b(?! (?:cham|chua|xong))"
    rf"|{_START}{_OTHER}(?: {_NAME}){{0,4}}? (?:chu tri|phu trach|lam|lo|lo lieu|dam nhan|dam nhiem)"
    r"(?: (?:chu|ma|co ma|moi dung|a|anh|em))*$"
    rf"|{_START}{_US} (?:khong|dau)(?: co| phai| he)* (?:lam|phu trach|chu tri|quan ly|dam nhan|dam nhiem)"
    rf"(?: {_TASK}(?: (?:nay|do))?)?(?: (?:chu|ma|dau|a|anh|chi|em|nghen|nhe|nha))*$"
    rf"|(?<!da )\bgiao(?: cho| ch_)? {_OTHER}(?: {_NAME}){{0,4}}(?: (?:chu|ma|co ma|a|anh|em))+$"
    rf"|\b{_US}(?: thi| la)? chi(?: la)?(?: don vi)? phoi hop\b|\bla don vi phoi hop\b"
    rf"|\b(?:chu tri|phu trach) (?:la|thuoc ve|thuoc) (?:ben )?{_OTHER}"
    rf"|(?<!da )\bchuyen(?: (?:lai|giup|dum|ho|gium|em|minh|viec|nhiem vu|nay))* (?:qua|sang|cho|ch_|ve) {_OTHER}"
    rf"|^(?:(?:d[a_]|bao cao|anh|chi|em|a|thua) )*{_TASK}(?: (?:nay|do|kia|so))*(?: (?:thi|da|duoc|vua|moi"
    rf"|bi|dieu|ban))*"
    rf" (?:chuyen|giao)(?: (?:giao|han|lai|thang))* (?:qua|sang|cho|ch_|ve) {_OTHER}"
    rf"|^(?:(?:da|vua|duoc|thi|moi) )*(?:giao|chuyen|ban giao) (?:tra )?(?:lai|han|tra)(?: lai)? (?:cho|ch_|sang|qua"
    rf"|ve) {_OTHER}"
    rf"|\b(?:ban|chuyen) giao(?: lai| han)? (?:nhiem vu|viec|cong viec)(?: nay| do)?"
    rf" (?:cho|ch_|sang|qua|ve) {_OTHER}"
    rf"|\bnham (?:nguoi|don vi|xa|so|phong|co quan|dia chi)\b"
)
_REPORTS = compiled(
    r"\b(?:xong|hoan thanh|dang|chua|cho|doi|vuong|thieu|xin|gia han|lui|du kien|se|bao cao|gui|nop|trinh|ky"
    r"|duyet)\b|\d ?%|\?"
)


def is_somebody_elses(plain: str) -> bool:
    """Whether a clause (folded) says that the task belongs to another body, and reports nothing of it."""
    return _NOT_OURS.search(plain) is not None and _REPORTS.search(_NOT_OURS.sub(" ", plain)) is None
