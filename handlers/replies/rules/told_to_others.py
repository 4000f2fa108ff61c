"""What is told to somebody else: a duty, an urging, what the reader has not done. It says nothing of our work.

Every word of it is a word of the work, so that no frame can tell it from a report: who is meant to do it can.
"""

from handlers.replies.patterns import compiled
from handlers.replies.rules.rule import DONE

_TO_THE_READER = compiled(r"\b(?:anh|chi|sep) (?:van |con |moi )?(?:chua|dang) (?:\w+ ){1,2}(?:ch_ )?(?:em|minh|toi)\b")
_DUTY = compiled(  # "việc này phải xong trước 30/3 nha em": by nobody who says "em", it is told to somebody
    rf"(?!.*\b(?:chua|khong|dang|da|cho|doi|moi|roi|se|con|du kien)\b)"
    rf"(?:(?!(?:em|ben em|ben minh|minh|toi|tui|chung em|don vi|xa em|so em)\b)\w+ )*?(?:phai|can|cap bach)"
    rf"(?: (?:co|duoc|som|tap trung|khan truong))* {DONE}\b"
)
_URGED = compiled(
    r"(?:(?:kinh|d_) )*(?:de nghi|yeu cau|nhac)(?: \w+){0,3} (?:khan truong|tap trung|day nhanh|tich cuc|phan dau)\b"
)
_PASSED_ON = compiled(  # "Chủ tịch chỉ đạo: các xã phải ...": an order passed on, whoever gave it
    r"(?:\w+ ){0,5}?(?:chi dao|yeu cau|giao|nhac|quan triet|ket luan|don doc|lenh|thong bao) ?:? ?(?:\w+ ){0,2}?"
    r"(?:cac|tung|moi|toan the|tat ca|nhung) (?:\w+ ){1,3}?"
    r"(?:phai|can|khan truong|tap trung|som|chu dong|nghiem tuc)\b"
)


def is_told_to_others(plain: str) -> bool:
    """Whether a clause (folded) that looks like open work only tells somebody else what to do, or has not done."""
    return bool(_TO_THE_READER.search(plain) or _DUTY.match(plain) or _URGED.match(plain) or _PASSED_ON.match(plain))
