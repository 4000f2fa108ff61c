"""What one only promises to find out and tell: "để tôi hỏi lại anh em rồi báo cáo sau" leaves open how far a task is.

Its form: who finds out, finding out (no work of the task), then telling. The promise stands in a "để", a "sẽ" or a day
to come before it, or in a "sau", "lại" at its end. Each of its words is one of the work, too: no frame can tell them.
"""

from handlers.replies.patterns import compiled

_WHO = (
    r"(?:em|toi|tui|minh|chau|con|ben em|ben minh|chung em|chung toi|phong|don vi|ban|van phong|co quan)(?: toi| em)?"
)
_FINDS_OUT = (
    r"(?:hoi|xem|kiem tra|ra|ra soat|trao[ _]doi|tim hieu|lien he|nam|nam bat|xac minh|doi[ _]chieu|thong nhat|goi"
    r"|alo|xin y kien|bao cao (?:sep|lanh dao|truong phong|giam doc|chu tich)|doc|cap nhat)"
)
_TELLS = r"(?:bao|bao cao|tra loi|phan hoi|thong tin|thong bao|noi|nhan|cap nhat|goi)"
_TOLD = r"(?:lai|sau|ngay|luon|ch[o_]|voi|anh|chi|sep|a|nhe|nha|cap tren|lanh dao|so|ubnd|em|bac|co|chu)"
_PROMISED = compiled(
    rf"(?:(?:d_|da|vang|ok|thua|a|anh|chi|sep) )*(?P<to_come>(?:de|mai|ngay mai|lat nua|chieu|sang mai) )*{_WHO}"
    rf"(?P<will> se)? {_FINDS_OUT}(?: (?!(?:da|dang|chua|xong|hoan thanh)\b)\w+){{0,6}}? (?:roi|sau do|va|de)"
    rf"(?: em| toi| minh| se)* {_TELLS}(?: {_TOLD})*?(?P<later> (?:sau|lai)(?: {_TOLD})*)?"
)


def only_promised(plain: str) -> bool:
    """Whether a clause (folded) only promises to find out and to tell afterwards."""
    found = _PROMISED.fullmatch(plain)
    return found is not None and any(found[part] for part in ("to_come", "will", "later"))
