"""Messages that are nothing but politeness: they want a kind word back, not a lesson in how to report."""

import re

from handlers.replies.model import Courtesy
from handlers.replies.spelling.normalise import Words, written_out

_WHO = (
    r"(?:a|anh|chi|em|e|ban|sep|bac|co|chu|thay|dong chi|minh|toi|ben em|don vi|ca nha|moi nguoi|nhe|nha|nhieu"
    r"|lam|qua"
    r"|d[a_]|vang|u|roi|da|ro|oi|thi|ma|nay|luon|cac|va|rat|xin|admin|bot|don doc|nhac|nhac viec|thong bao|thong tin"
    r"|ho tro|giup do|tin|ad)"
)
_THANKS = r"(?:cam on|biet on|da ta)"
_GREETING = (
    r"(?:chao|hello|hi|alo|chuc (?:\w+ ){1,8}?(?:vui ve|tot lanh|suc khoe|hanh phuc|thanh cong|may man)"
    r"|chuc mung nam moi"
    r"|chuc ngu ngon|buoi (?:sang|chieu|to[i_])|ngay moi)"
)
_NOTED = (
    r"(?:da nhan(?: duoc)?(?: roi)?|nhan duoc|da ro|ro|da biet|da nam|nam roi|biet roi|hieu roi|da xem|da doc"
    r"|da tiep thu|dong y"
    r"|nhat tri|ghi nhan|yes|uh|u|um|noted|roger|tot|tuyet|hay|gioi|chuan|haha|hihi|hehe|ok|vang|d[a_])"
)
_SPACE = r"[\W_]*"


def courtesy(text: str) -> Courtesy | None:
    """What a message of politeness is: thanks before a greeting before a nod; None where it says anything else.

    "signs" are emoji and marks alone: whoever sent them may have meant more.
    """
    plain = written_out(Words.of(text)).plain
    if not re.search(r"\w", plain):
        return "signs" if text.strip() else None
    words = rf"(?:{_THANKS}|{_GREETING}|{_NOTED}|{_WHO})"
    if not re.fullmatch(rf"{_SPACE}(?>{words}\b{_SPACE})++", plain):
        return None
    for kind, pattern in (("thanks", _THANKS), ("greeting", _GREETING), ("noted", _NOTED)):
        if re.search(rf"\b{pattern}\b", plain):
            return kind  # type: ignore[return-value]
    return None
