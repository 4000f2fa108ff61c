"""Tasks listed behind what is said of them: "Xong: 1, 2. Chưa: 3" is read as "việc 1, 2 xong. việc 3 chưa"."""

import re

from handlers.replies.patterns import compiled
from handlers.replies.rules import DONE, SAYS_DONE
from handlers.replies.spelling.normalise import Words

_ONE = r"(?:(?:nhiem vu|viec|so) )?#?\d{1,3}(?:\.\d{1,2})?(?![\d/.]*\d)"
_LIST = rf"{_ONE}(?:(?: ?[,&+] ?| va | voi | ?- ?| den | (?=#?\d)){_ONE})*"
_STATE = r"(?:xong|hoan thanh|hoan tat|chua|dang|vuong|cho|doi|thieu|xin|lui|gia han|do dang|ket)"
_HEADED = compiled(
    rf"(?:^|(?<=[\n;.,])) *(?:[-+*•] ?)?(?P<head>(?=[a-z_ ]*\b{_STATE}\b)(?:[a-z_]+ ){{0,6}}[a-z_]+) ?[:=] ?"
    rf"(?P<list>{_LIST})(?= ?(?:a|nhe|anh|chi|roi)? ?(?:$|[\n;.]|,(?= ?[a-z_ ]+[:=])))"
)
_NOUN = compiled(r"\b(?:(?:cac|nhung|may|nhom) )?(?:nhiem vu|viec|dau viec|cong viec|muc)\b|\b(?:cac|nhung|nhom)\b")
_COUNTS = compiled(r"\b(?:tong|so (?:viec|nhiem vu|luong|xa|ho|don vi)|ty le|ket qua)\b")


_POINTS = compiled(r"\bda ?: ?(?=\(1\))")
_POINT = compiled(r"\(\d\)(?P<state>(?= ?(?:da|dang|chua|se|khong)\b)|)")


_OPENING = compiled(
    r"^\W*(?:(?!(?:yeu cau|de nghi|ke hoach|muc tieu|phuong huong|chi dao|giao|ket luan)\b)[a-z_]+ ){0,9}?"
    r"(?:nhu sau|bao cao|cap nhat|tien do|ket qua|tong hop|tinh hinh)(?: [a-z_]+){0,5} ?:(?=\s)"
)
_STATED = compiled(rf"\b(?:{_STATE}|da|duoc|dat|moi|roi|muc tieu|ke hoach|du kien|phan dau)\b")


def without_opening(words: Words) -> Words:
    """`words` without what only says that a report follows ("Đơn vị xin báo cáo như sau:"), blanked in place."""
    opening = _OPENING.match(words.plain)
    if opening is None or _STATED.search(re.sub(r"\bxin\b", "", opening.group())):
        return words
    return words.blank(*opening.span())


_REMARK = compiled(  # says nothing of how far the work is: "hoàn thành (chậm 3 ngày so với hạn 5/3)", "100% (thật)"
    r"\((?:(?:nhung |co |bi |hoi |da )*(?:cham|tre|muon|som|dung|truoc|qua|tre)\b(?:(?!\b(?:nen|do|vi|xin|con|chua"
    r"|dang|moi)\b)"
    r"[^()\n;]){0,60}\b(?:han|tien do|ke hoach|ngay|tuan|thang|thoi gian|du kien)\b[^()\n;]{0,20}|(?:that|that day"
    r"|that su"
    r"|(?:thoi )?han(?: [a-z]+){0,2} ?:? ?\d[^()\n]{0,12}"
    r"|(?:kh|ke hoach|chi tieu|muc tieu|yeu cau|(?:tuan|thang|ky|hom"
    r"|lan) truoc)(?: [a-z]+){0,3} ?:? ?\d+(?:[.,]\d+)? ?%"
    r"|chac chan|nhu da bao|nhu tren|co (?:bao cao|file|van ban|minh chung|anh)(?: [a-z]+){0,3}"
    r"|(?:bao cao|file|van ban|minh chung|anh) (?:kem|dinh kem|kem theo|o duoi))(?: (?:a|nhe|nha|do|day))*)\)"
)


_WHOSE = compiled(  # "nhiệm vụ 3 (giao phòng Tài chính) xong", but not "(hạng mục đường)", which is a part
    r"(?<=\d )\((?:giao|do|phong|so|van phong|chi cuc|trung tam|xa|phuong|don vi)\b(?![^()\n]*\b(?:xong|hoan|chua"
    r"|dang|da|roi"
    r"|vuong|thieu|cho|doi|xin|lui|dat|duoc|se|con|khong|loi|trinh|ky|gui|nop|lam|cham|tre|gan|sap|tru|rieng)\b)"
    r"[a-z_ ]{2,60}\)(?= ?[a-z:])"
)


def without_remarks(words: Words) -> Words:
    """`words` without brackets that only say whose a task is, whether it was in time, or that it is meant so."""
    for remark in (*_REMARK.finditer(words.plain), *_WHOSE.finditer(words.plain)):
        words = words.blank(*remark.span())
    return words


def told_in_points(words: Words) -> Words:
    """ "Sở đã: (1) ban hành kế hoạch; (2) họp": "đã" is said of every point, and no point is a task."""
    if (points := _POINTS.search(words.plain)) is None:
        return words
    begin = points.start()
    told = SAYS_DONE.sub(lambda done: " " * len(done.group()), words.plain[begin:])  # of one point, not of the task
    return Words(words.plain[:begin] + _POINT.sub(_point_done, told), words.marked)


def _point_done(point: re.Match[str]) -> str:
    return "   " if point.group("state") else " da"


def before_what_is_said(words: Words) -> Words:
    """`words` with each such list in front of its head, as people say it in a sentence.

    A lone number may as well be a count ("Chưa xong: 3"): where no list of the message names two tasks or a noun, and
    the head no "các việc", nothing can be read, and it is blanked with its head.
    """
    if ":" not in words.plain and "=" not in words.plain:
        return words
    found = [match for match in _HEADED.finditer(words.plain) if not _COUNTS.search(match.group("head"))]
    listed = any(re.search(r"\D", match.group("list")) or _NOUN.search(match.group("head")) for match in found)
    for match in reversed(found):
        head, behind = match.span("head"), words.part(match.end(), len(words.plain))
        front = words.part(0, head[0])
        if not listed:
            words = words.blank(head[0], match.end())
            continue
        said, tasks = words.part(*head), words.part(*match.span("list"))
        for noun in reversed(list(_NOUN.finditer(said.plain))):
            said = said.blank(*noun.span())
        moved = tasks if tasks.plain[0] != "#" and not tasks.plain[0].isdigit() else Words("viec", "viec").with_(tasks)
        moved = moved.with_(said)
        words = Words(front.plain + moved.plain + behind.plain, front.marked + moved.marked + behind.marked)
    return words


_WHOLE = compiled(
    rf"\b(?:xong|hoan thanh|hoan tat)(?: roi)? (?:het|ca|tat|toan bo)\b|\b(?:tat ca|toan bo|cac)\b.*\b{DONE}\b"
)
_LEFT = compiled(
    rf"\b(?:chi con|con)(?: (?:lai|moi|mo[i_]|co|dung|duy nhat|moi co))* (?P<list>{_LIST})(?: (?:nu[a_]|thoi|la chua"
    rf"|a|anh|chi|nhe))*"
    r"(?= ?(?:$|[;.\n]|,(?! ?(?:\d|viec|nhiem vu))))"
)


def with_what_is_left(words: Words) -> Words:
    """ "xong hết còn 3 thôi": of the tasks left of the whole "chưa xong" is said, where nothing else is."""
    for match in reversed(list(_LEFT.finditer(words.plain))) if _WHOLE.search(words.plain) else ():
        if _WHOLE.search(words.plain, 0, match.start()) is None:
            continue
        behind = words.part(match.end(), len(words.plain))
        front = words.part(0, len(words.plain[: match.start()].rstrip(" ,")))
        tasks = words.part(*match.span("list"))
        apart = (
            Words(", rieng ", ", riêng ")
            if tasks.plain[0] not in "0123456789#"
            else Words(", rieng viec ", ", riêng việc ")
        )
        words = front.next_to(apart).next_to(tasks).next_to(Words(" chua xong", " chưa xong")).next_to(behind)
    return words
