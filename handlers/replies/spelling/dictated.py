"""Numbers said in words, as a phone writes what is dictated: "nhiệm vụ hai được ba mươi lăm phần trăm".

They become digits where a number stands: "ba mươi lăm" anywhere, a single word ("năm", "sáu", "ba") only behind a
task's noun, on both sides of "trên", behind "tháng" and before "phần trăm". In a text with accents they must be right.
"""

import re

from catalog.text import strip_accents
from handlers.replies.patterns import Guarded, compiled, without_digits

_DIGITS = ("", "một mốt", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy bẩy", "tám", "chín", "mười")
_VALUES = {word: digit for digit, words in enumerate(_DIGITS) for word in words.split()}
_VALUE = {strip_accents(word): value for word, value in _VALUES.items()}
_ORDINALS = {**_VALUE, "nhat": 1, "nhi": 2}
_RIGHT = frozenset(
    (*_VALUES, "thứ", "nhất", "nhì", "mươi", "chục", "trăm", "và", "với", "lẫn", "cùng", "việc", "nhiệm", "vụ")
)
_ONE = "(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)"
_UP_TO_NINE = "(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin)"
_ONES = "(?:mot|hai|ba|bon|tu|lam|sau|bay|tam|chin)"  # "hai mươi năm" are twenty years
_TASK = "(?:nhiem vu|viec|muc|cau)"
_NO_NUMBER = (  # "việc năm nay", "việc tư vấn"
    r"(?! (?:20\d\d|nay|sau|toi|truoc|cach|cua|thang|tuan|ngay|lan|phan (?!tram)|nua"
    r"|van (?!chua|con|dang|vuong))\b)"
)
_SAID = (  # what stands behind a task
    r"(?=\s*(?:$|[,.;:!?\n])|\s+\d{1,3} ?(?:%|phan tram)|\s+(?:xong|da|dang|chua|duoc|dat|moi|vuong|ben|em|minh|toi"
    r"|thi|van|con|lam|tam|khoang|xin"
    r"|cho|doi|do|roi|bi|hoan|gan|sap|va|voi|lan|phuong|xa|vi|nhe|a|anh|chi|ok|cung|deu|het|ket|thieu|khong|se)\b)"
)
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(  # each with letters it cannot do without
    (sign, compiled(form))
    for sign, form in (
        ("muoi ", rf"\b(?P<said>(?:{_ONE} muoi|muoi) {_ONES})\b"),
        ("chuc ", rf"\b(?P<said>{_ONE} chuc {_ONES})\b"),
        (" muoi", rf"\b(?P<said>{_ONE} muoi)\b"),
        (" chuc", rf"\b(?P<said>{_ONE} chuc)\b"),
        (" phan tram", rf"\b(?P<said>{_ONE} {_ONES}|mot tram|{_ONE})(?= phan tram\b)"),
        (" so ", rf"\b{_TASK} so (?P<said>{_ONE})\b{_NO_NUMBER}"),
        ("", rf"\b(?:{_TASK}|so) (?P<said>{_ONE}){_NO_NUMBER}{_SAID}"),
        (" tren ", rf"\b(?P<said>{_ONE})(?= tren (?:tong so |\d|{_ONE}\b))"),
        (" tren ", rf"(?<=\d tren )(?P<said>{_ONE})\b"),
        ("thang ", rf"(?<!\d )\bthang (?P<said>{_ONE})\b{_NO_NUMBER}"),
        (
            " thang ",
            rf"\b(?:ngay|mung|mong|den|toi|sang|qua|truoc|tu) \d{{1,2}} thang (?P<said>{_ONE})\b{_NO_NUMBER}",
        ),
        (" thang ", rf"\b(?:ngay|mung|mong) (?P<said>{_ONE})(?= thang \d)"),
        (" chuc ", r"\b(?:them|xin|khoang|tam|lui|han) (?P<said>chuc)(?= (?:ngay|hom|bua)\b)"),
    )
)
_JOINT = r"(?:(?: ?,| va| voi| lan| cung)? (?:viec |nhiem vu )?)"
_IN_A_ROW = Guarded(rf"\b{_TASK}(?: so)? (?P<said>{_UP_TO_NINE}(?:{_JOINT}{_UP_TO_NINE})+)\b{_NO_NUMBER}{_SAID}")
_STATED = r" (?:thi |da |cung |van )*(?:xong|chua|dang|duoc|dat|vuong|gan|sap|hoan)\b"
_OPENING = compiled(  # "việc một xong, hai chưa", "việc thứ nhất xong, thứ hai chưa"
    rf"(?:^|(?<=[,;.\n])|(?<=\bcon)|(?<=\brieng)) ?(?P<said>(?:thu )?(?:{_ONE}|nhat|nhi))(?={_STATED})"
)
_ORDINAL_NAMED = compiled(rf"\b{_TASK} thu {_ONE}(?={_STATED})|\b{_TASK} thu nhat\b")
_PERCENT = Guarded(r"(?<=\d) (?:phần trăm|phan tram)\b")
_NUMBERED = compiled(rf"\b{_TASK} \d")
_HINT = compiled(rf"\b(?:{_ONE}\b|mot tram|chuc\b|thu nhat\b)|phan tram")
_AMBIGUOUS = compiled(r"(?:viec|vu|muc|cau|thang) sau$|^sau m|^muoi$")  # "viec sau", "sau muoi ngay", "thuoc muoi"


def in_digits(text: str, plain: str, *, accented: bool) -> str:
    """`text` with the numbers said in words as digits; `plain` is the same text folded, letter under letter.

    `accented` = its writer types accents, so that words without the right ones are other words.
    """
    if _HINT.search(plain) is None:
        return text
    for match in reversed(list(_IN_A_ROW.pattern.finditer(plain))) if _IN_A_ROW.may_fit(without_digits(plain)) else ():
        said = [word for word in re.findall(r"[a-z]+", match.group("said")) if word in _VALUE]
        if _is_right(match, text, accented=accented):
            digits = ", ".join(str(_VALUE[word]) for word in said)
            text, plain = _put(text, match, digits), _put(plain, match, digits)
    for sign, form in _FORMS:
        for match in reversed(list(form.finditer(plain))) if sign in plain else ():
            if _is_right(match, text, accented=accented):
                digits = str(_value(match.group("said").split()))
                text, plain = _put(text, match, digits), _put(plain, match, digits)
    opening = list(_OPENING.finditer(plain))
    numbered = _NUMBERED.search(plain) or _ORDINAL_NAMED.search(plain)
    if numbered or (len(opening) > 1 and opening[0].start() == 0):  # "một xong, hai chưa"
        for match in reversed(opening):
            if _is_right(match, text, accented=accented):
                digits = str(_ORDINALS[match.group("said").removeprefix("thu ")])
                text, plain = _put(text, match, digits), _put(plain, match, digits)
    return _PERCENT.pattern.sub("%", text) if _PERCENT.may_fit(without_digits(text)) else text


def _is_right(match: re.Match[str], text: str, *, accented: bool) -> bool:
    """Whether the number said is one as typed, where its writer types accents; else whether it can be nothing else."""
    said = re.findall(r"[^\W\d_]+", text[match.start("said") : match.end("said")].lower())
    if accented:
        return all(word in _RIGHT for word in said)
    return _AMBIGUOUS.search(match.group()) is None


def _put(text: str, match: re.Match[str], digits: str) -> str:
    begin, end = match.span("said")
    return text[:begin] + digits + text[end:]


def _value(words: list[str]) -> int:
    """ "bay muoi lam", "bay lam", "muoi hai", "muoi", "nam"."""
    if words[-1] == "tram":
        return 100
    tens = [word for word in words if word not in ("muoi", "chuc")] if words[0] != "muoi" else words[1:]
    if words == ["chuc"]:
        return 10
    if words[0] == "muoi":
        return 10 + (_VALUE[words[1]] if len(words) > 1 else 0)
    if len(words) == 1:
        return _VALUE[words[0]]
    return 10 * _VALUE[tens[0]] + (_VALUE[tens[1]] if len(tens) > 1 else 0)
