"""The name of the work itself, quoted or pasted: it says what was to be done, not what was done.

"Tháo gỡ vướng mắc về đất đai: chưa triển khai" reports no trouble with land. A name is blanked in place before the
message is cut into clauses, so that its commas, counts and topics are not read. What may be a name: what stands in
quotation marks or behind ">" among other words; from a verb or noun tasks begin with up to a colon, to the words that
report ("việc … bên em xong rồi"), or behind a plain "đã hoàn thành". A stretch with a word that reports is no name.
"""

import functools
import re

from handlers.replies.documents import ANY_SIGN
from handlers.replies.patterns import compiled
from handlers.replies.rules import DONE
from handlers.replies.spelling.normalise import Words

_NOUN = r"(?:viec|nhiem vu|noi dung|cong tac|hang muc|cong viec)"
_BEGINS = (
    r"(?:xay dung|ban hanh|trien khai|to chuc|ra soat|hoan thien|thuc hien|day manh|tang cuong|nang cao|phat trien"
    r"|quan triet|tiep tuc|cong bo|cong khai|cap nhat|so hoa|nghien cuu|dau tu|ho tro|thu hut|dao tao|boi duong"
    r"|tuyen truyen|de an|ke hoach|nghi quyet|chuong trinh|du an|sap xep|chuan hoa|cai thien|thanh lap|danh gia"
    r"|theo doi|bo tri|thi diem|van hanh|tap trung|kien toan|phan cap|doi_moi|chuyen_doi|mo rong|quan ly|khai thac"
    r"|lap moi|ung dung|ket noi|tong ket|so ket|kiem tra|khao sat|xac dinh|giai quyet|thao go|xu ly|tiep nhan"
    r"|tham muu"
    r"|quy hoach|cung cap|duy tri|bao dam|dam bao|thuc day|hinh thanh|lap dat|mua sam|tu van|tap huan|huong dan"
    r"|phoi hop|rut ngan|cat giam|don gian hoa|tai co cau|chinh ly|luu tru|cap giay|lap ke hoach|nang cap|sua chua"
    r"|kiem ke|cap(?= (?:can cuoc|so|the|ma|moi|doi)\b)|trong rung|tiem|xoa|chi tra|ra quan|don dep|bao ton|phat huy"
    r"|co cau lai|hien dai hoa|tham dinh|thong ke|dieu tra|tong hop|trong(?! (?:pham vi|ke hoach|bao cao|van ban"
    r"|cong van|he thong|tin|thang|tuan|nam|quy|ky|khi|ngay|do)\b)|giam|tang|cai cach)"
)
_REPORTS = (  # a name holds none of these
    r"(?:(?:thang|tuan|quy|nam) (?:toi|sau)|da|dang(?! ky)|chua|xong|hoan thanh|hoan tat|se|khong|xin"
    r"|gap (?:kho|vuong|tro ngai)|gia han|neu|roi"
    r"|(?<!thuc )(?<!bieu )hien(?! dai)|den nay|can(?! (?:bo|cu))"
    r"|phan dau|du kien|ben em|em|minh|\d+/\d+|(?:duoc|dat)(?: duoc| hon| gan| khoang| tren)* \d+|lui|vuong(?! mac)"
    r"|thieu|\d+\s?%"
    r"|(?:gan|gan nhu|sap|sap sua|suyt|co ban|coi nhu|hau nhu|tam|chac|hinh nhu|tuong|nghe|nghe noi|co le|tuong doi)"
    r"(?= (?:\w+ ){0,2}(?:xong|hoan thanh|hoan tat)\b))\b"  # "việc trồng cây làm sắp xong": the hedge is no name
)
_WORDS = rf"(?:(?!{_REPORTS})[^\s;:\n!?]+ )"
_NO_TASK = r"(?!(?:#|(?:so |viec |vu |tu |muc )?\d{1,3}[-,.]?\d* ))"  # "việc 2 với việc 3 xong" names tasks
_NAMED_TASK = r"(?:#|(?:nhiem vu|viec|muc|so|cau) (?:so )?#?\d)"
_BARE_NUMBER = r"(?<!thang )(?<!nam )(?<!quy )\d{1,2}(?: |$)"
_BEFORE_COLON = compiled(
    rf"(?:(?<=\n)|(?<=[;.] )|(?<=\d[.)] )|(?<=\d [-:] )|(?<=\d: )|(?<=\d )"
    rf"|^)(?:[-+*•] ?)*(?P<name>(?:{_NOUN} )?{_BEGINS} {_WORDS}{{1,60}}"
    rf"(?!{_REPORTS})[^\s;:\n!?]+) *(?::|- )(?= ?\S)"
)
_DUE_IN_TITLE = compiled(  # a row of the digest with its due day: "1. Ban hành kế hoạch – hạn 20/3: xong rồi"
    r"(?<=\w) ?[-(,] ?han(?: chot| nop| cuoi)?:? (?:ngay )?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\)?(?= ?:)"
)
_ADDRESSED = r"(?:(?<=\n)|(?<=[;.,] )|^)(?:(?:[-+*•]|d[a_]|vang|anh|chi|em|oi|thua|bao cao|ben em|don vi|ve) ?)*"
_NOT_POINTING = (
    r"(?!(?:nao|nay|do|kia|tren|tiep theo|so (?:\d|thu)"
    r"|thu (?:\d|nhat|hai|ba|tu|nam|sau|bay)|dau(?! tu)|cuoi|khac|con lai)\b)"
)
_BEFORE_REPORT = compiled(
    rf"{_ADDRESSED}{_NOUN} {_NOT_POINTING}(?P<name>(?=[a-z])(?:{_NO_TASK}{_WORDS}){{2,40}})"
    rf"(?=(?:thi |hien |den nay |ben em |em |ben \w+ |don vi |chung em )*{_REPORTS})"
)
_BEFORE_FIGURE = compiled(
    rf"{_ADDRESSED}(?P<name>(?!(?:phoi hop|bo tri|cung cap|huong dan|mua sam"
    rf"|tham dinh)\b){_BEGINS} (?:{_NO_TASK}{_WORDS}){{2,40}})"
    r"(?=(?:thi |den nay |hien |ben em )*(?:moi |da |dang )?(?:duoc|dat|lam|dang|chua"
    r"|da)\b(?! (?:\w+ ){0,8}(?:xong|hoan thanh)))"
)
_IN_BRACKETS = compiled(rf"\((?P<name>{_BEGINS}(?: (?!{_REPORTS})[^\s;:()\n!?]+){{1,30}})\)")
_TITLE_IN_BRACKETS = compiled(  # "nhiệm vụ 4 (tinh giản biên chế): đạt 60%"
    rf"(?<=\d )\((?P<name>(?!cho\b|doi\b|{_REPORTS})[^\s;:()\n!?]+(?: (?!{_REPORTS})[^\s;:()\n!?]+){{1,30}})\)(?= ?:)"
)
_CAUSE = r"(?:do|vi|nen|tai vi|boi|cho|doi|ma|nhung|vuong|den|toi|sang|qua|them)\b"
_NAMED_DONE = compiled(  # "Hoàn thành 100% số hóa: chưa triển khai", "việc hoàn thành đề án đang chờ ý kiến"
    rf"{_ADDRESSED}(?:{_NOUN} )?(?P<name>(?:{_BEGINS}(?: va)? ){{0,2}}hoan thanh (?!(?:het|ca|tat|roi"
    rf"|xong)\b)(?:{_NO_TASK}(?!(?:da|dang|chua"
    rf"|roi|xong)\b)"
    rf"[^\s;:\n!?]+ ){{1,40}}[^\s;:\n!?]*+)(?:: ?|(?=(?:dang|chua)\b))(?=\S)"
)
_AFTER_OPEN = compiled(
    rf"\b(?:chua (?:thuc hien|trien khai|to chuc)|dang(?: (?:thuc hien|trien khai|to chuc))?) (?:{_NOUN} )?"
    rf"(?P<name>{_BEGINS}(?! #?\d)(?: (?!{_REPORTS}|{_CAUSE}|{_NAMED_TASK}|{_BARE_NUMBER})[^\s;:,()\n!?.]+){{2,40}})"
)
_AFTER_ASK = compiled(
    rf"\b(?:gia han|lui han|lui|keo dai)(?: thoi gian| thoi han)?(?: thuc hien"
    rf"| hoan thanh)?(?: cho)? {_NOUN} {_NOT_POINTING}"
    rf"(?P<name>(?:{_NO_TASK}(?!{_CAUSE}|de nghi\b)[^\s;:\n!?]+ ){{2,40}})(?={_CAUSE})"
)
_AFTER_DONE = compiled(
    rf"\b(?:da|vua) (?:\w+ )?{DONE} (?:xong )?(?:{_NOUN} )?"
    rf"(?P<name>{_BEGINS}\b(?: (?!{_REPORTS})[^\s;:,()\n!?.]+){{2,40}})"
)
_BEFORE_DONE = compiled(
    r"\b(?:da|vua)(?: duoc)? (?P<name>(?:to chuc|ban hanh|trien khai|thuc hien|so hoa|cap nhat|lap dat|xu ly"
    r"|giai quyet"
    r"|cong bo|dao tao|boi duong|tuyen truyen|kien toan|sap xep|nang cap|sua chua|cong khai)"
    rf"(?: (?!{_REPORTS})[^\s;:,()\n!?.]+){{1,20}})(?= xong\b)"
)
_ONLY_PART = compiled(
    r"\b(?:du thao|ban thao|de cuong|buoc|giai doan|khau|dot|vong|hang muc|mot so|mot phan|mot nua|hau het|phan lon"
    r"|da so(?! hoa)"
    r"|so bo|vai|trinh|lay y kien|gop y|nhung|tuy nhien|chi con|con|cho|tru(?! so)|moi"
    r"|khao sat|tham dinh|chuan bi|hop|soan|kiem tra|tham muu|phoi hop|vuong mac|ho so)\b"
)
_AFTER_NUMBER = compiled(  # "việc 9 lắp đặt biển chỉ dẫn du lịch ok xong rồi"
    rf"{_NAMED_TASK}\d* (?:la |ve )?(?P<name>{_BEGINS} {_WORDS.replace('[^', '[^0-9')}{{3,40}})"
    rf"(?=(?:ok |thi |hien |den nay |ben \w+ |don vi )*{_REPORTS})"
)
_NUMBERED_TITLE = compiled(  # "1. đường nội đồng: xong"
    r"(?:(?<=\n)|^)[-+* ]*\d{1,3} ?[.)] ?(?P<name>(?!(?:muc tieu|phuong huong|yeu cau|ket qua|tong|con lai|han|ngay"
    r"|thoi|thu|lan|xa|phuong|thon|mong|nen|khung|tang|mai|hang muc|phan|nhom|ai|nao)\b)"
    rf"(?!\S ?:)(?:(?!{_REPORTS}|\d)[^\s;:,()\n!?]++ ?){{1,8}}+): ?(?=[a-z])"
)
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (  # each with a sign without which it cannot fit
    ("", _BEFORE_COLON),
    ("", _BEFORE_REPORT),
    ("", _BEFORE_FIGURE),
    ("hoan thanh", _NAMED_DONE),
    ("(", _IN_BRACKETS),
    ("", _AFTER_OPEN),
    ("", _AFTER_ASK),
    (":", _NUMBERED_TITLE),
    ("(", _TITLE_IN_BRACKETS),
    ("", _AFTER_NUMBER),
    ("", _AFTER_DONE),
    (" xong", _BEFORE_DONE),
)
_WHOLE_WORK = (_NUMBERED_TITLE, _TITLE_IN_BRACKETS, _AFTER_NUMBER, _AFTER_DONE, _BEFORE_DONE)
_STEP_NAMED = compiled(  # "công tác chuẩn bị đã xong": a step is no name of the whole work
    r"(?:chuan bi|khao sat|lay y kien|xin y kien|soan|du thao|tham dinh|gop y|hop|trinh)\b"
)
_QUOTED = compiled(r"[\"“”«]([^\"“”«»\n]{12,600})[\"“”»]")
_QUOTED_LINE = compiled(r"(?:(?<=\n)|^)> ?[^\n]*")
_FORWARDED = compiled(r"(?:(?<=\n)|^)(?:fwd?|forward(?:ed)?|chuyen tiep|tin chuyen tiep|fw)(?: message)? ?: ?[^\n]*")


_TASK_NUMBER = compiled(
    r"(?:(?:nhiem vu|viec) (?:so )?)?#\s?\d+(?:\.\d+)?|nhiem vu (?:so )?\d{1,3}(?:\.\d+)?(?!\d|/)"
    r"(?:(?: ?[,&+-] ?| va | voi | den | toi )(?:nhiem vu )?\d{1,3}(?!\d|/))*"
)


def _blanked(words: Words, begin: int, end: int) -> Words:
    """[begin, end) blanked but for the tasks and documents named in it: "việc rà soát thủ tục theo nhiệm vụ #118"."""
    kept = [*_TASK_NUMBER.finditer(words.plain, begin, end), *ANY_SIGN.finditer(words.plain, begin, end)]
    for number in sorted(kept, key=lambda match: match.start()):
        words, begin = words.blank(begin, number.start()), number.end()
    return words.blank(begin, max(begin, end))


@functools.lru_cache(maxsize=64)
def without_topics(words: Words) -> Words:
    """`words` with every name of work blanked in place."""
    for pattern in (_QUOTED, _QUOTED_LINE):
        for match in pattern.finditer(words.plain):
            rest = words.plain[: match.start()] + words.plain[match.end() :]
            if len(re.findall(r"\w+", rest)) >= 2:
                words = words.blank(*match.span())
    for match in _DUE_IN_TITLE.finditer(words.plain):
        words = words.blank(*match.span())
    for match in _FORWARDED.finditer(words.plain):
        words = words.blank(*match.span())
    for sign, pattern in _NAMES:
        if sign not in words.plain:
            continue
        for match in list(pattern.finditer(words.plain)):
            if pattern in _WHOLE_WORK and _ONLY_PART.search(match.group("name")):
                continue
            if pattern is _BEFORE_REPORT and _STEP_NAMED.match(match.group("name")):
                continue
            begin, end = match.span("name")
            verb = re.match(r"(?:thuc hien|trien khai|to chuc|tham muu)\b", match.group("name"))
            words = _blanked(words, begin + (verb.end() if verb and pattern is _AFTER_OPEN else 0), end)
    return words
