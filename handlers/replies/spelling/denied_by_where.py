"""A denial that has the form of a question: "dân đã nhận tiền đâu" says that nobody has ("chưa nhận tiền").

Its form: "đã", what was done, "đâu" where the clause ends or goes on with "mà". No denial is a "đâu" that asks for a
place ("đã gửi ở đâu", "việc đã đến đâu"), one in a sentence denied already ("không phải đã quên đâu"), or another word
typed without accents ("đã họp lần đầu").
"""

import re

_DENIED = re.compile(
    r"\b(?:đã|da)(?P<what>(?: [^\W\d_]+){1,8}?) (?:đâu|dau)(?:(?P<goes_on> (?:mà|ma)\b)|(?= ?(?:$|[,.;!)\n])))", re.I
)
_DENIED_ALREADY = re.compile(
    r"\b(?:không|khong|ko|k|chưa|chua|chẳng|chang|chả|cha|phải|phai)(?: [^\W\d_]+){0,3} $", re.I
)
_OTHERWISE = re.compile(  # "đã làm chứ có phải chưa đâu", "đã xong còn đâu"
    r" (?:không|khong|chưa|chua|chẳng|chang|phải|phai|biết|biet|chứ|chu|hay|còn|con)\b|(?<=\w) (?:có|co)\b", re.I
)
_OF_PLACE = re.compile(r" (?:ở|o|đi|di|từ|tu|chỗ|cho|nơi|noi|về|ve|đến|den|tới|toi|vào|vao|sang)$", re.I)
_OF_DAU = re.compile(r" (?:ban|buoc|lan|dot|ky|quy|thang|tuan|nam|khau|bat|hang|phong|giai doan|vong|gio|ngay)$", re.I)


def without_where(text: str) -> str:
    """`text` (any case, with or without accents) with such a denial in its plain form: "chưa" for "đã … đâu"."""
    return _DENIED.sub(_plainly, text) if "dau" in text or "đâu" in text else text


def _plainly(found: re.Match[str]) -> str:
    what, goes_on = found["what"], found["goes_on"] or ""
    asks = not goes_on and _OF_PLACE.search(what)
    denied = _OTHERWISE.search(what) or _DENIED_ALREADY.search(found.string, 0, found.start())
    return found.group() if asks or denied or _OF_DAU.search(what) else f"chưa{what}{goes_on}"
