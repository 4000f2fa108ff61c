"""A message as a row of tasks and of things said of them, with the marks between.

"xong 1, 2; 3 đang"
" làm" is SAID TASK TASK SAID. Numbers that name no task (days, counts, percents, documents) were masked
before; what only greets or joins is no token.
"""

import itertools
import re
from dataclasses import dataclass

from handlers.replies.documents import names_document
from handlers.replies.naming.refs import MOST, UNKNOWN, Named, find_groups, is_inside
from handlers.replies.numbers import COUNTED
from handlers.replies.spelling.normalise import Words

NONE, COMMA, HARD = 0, 1, 2
"""What stands between two tokens: nothing, a comma, or a mark that ends what was said (";", ".", a line)."""

_NOUN = r"(?:nhiem vu|(?<!bat )dau viec|cong viec|viec|muc|stt|so thu tu|cau|cai|task|noi dung|so|y)"
_REF = re.compile(
    rf"(?<![\w./])(?:(?P<noun>(?:{_NOUN}|nv)(?: (?:so|thu|viec|nhiem vu))? ?:? ?))?(?P<sign># ?)?"
    r"\(?(?P<number>\d{1,6}(?:\.(?:\d{1,2}|[a-z])(?!\w))?)\)?"
    r"(?!\d|\.\d|/\d|,\d+ ?%| ?%|¤|-\d+ ?%)¦*(?P<mark>\s?[:)/=](?=\s|$|[a-z¤])|\.(?=\s|$|[a-z])|-(?=\s|[a-z]))?"
)
_SPAN = re.compile(r" *(?:->|-|~|den|toi) *")
_FROM = re.compile(r"[\s,]*(?:tu) *")
_JOINED = re.compile(r"\b(?:va|voi|cung|lan)\b|[&+]")
_COUNTED = re.compile(r" ?(?:viec|nhiem vu|dau viec|cong viec)\b(?! ?(?:so |thu )?#?\d)(?! (?:so|thu)\b)")
_COUNTED_LIST = re.compile(
    r" ?(?:viec|nhiem vu|dau viec|cong viec)(?: la)? (?P<list>#?\d+(?:(?:, ?| va | )#?\d+\b(?! ?%))*)"
)
_HEADING = re.compile(r"[^,;.\n\d]*:[\s\-+*]*")
_BY_ONESELF = re.compile(r" minh\b(?! (?:lam xong|xong|da|dang|chua))")  # "1 mình cháu làm hết"
_LED = re.compile(r" *(?:ra )?thi (?=\w)")
_LEADING = (")", ":", "=")  # "1) chuẩn bị xong, 2) xong": what stands behind is said of it
_LEADS_ON = re.compile(r"(?<=\w) (?:con|rieng|va|voi) *$")
_GOES_ON = re.compile(r" (?:[a-z_]{2}|¤)(?!(?:\w| ){0,12}(?:nghi|om)\b)")
_WORD_BEFORE = re.compile(r"\b([a-z]{2,}|r) ?$")
_COUNTING = re.compile(
    r"luc|hom|thu|so|khoi|lop|phong|nhom|to|doi|lan|dot|phan|tang|khu|thon|xom|ap|ky|quy|nam|thang|ngay|gio|phien|mau|quyet"
    r"|dinh|lenh|tu|cap|loai|hang|bieu|luc|dieu|khoan|muc|chuong|trang|cot|tuyen|duong|nha|cau|cong|tinh|truong"
    r"|giai|doan|buoc|khau|giao|moc|khoang|hon|gan|tam|con|mat|den|toi|moi|chi|co|phut|gui|diem|chia|them|duoc|ban|vong|cuon|goi|xa|phuong|khoa|cum|tap|bai|mon|lo|hang"
)
_THEN = re.compile(r"[\n.;,:!?] ?(?:con|rieng|va|voi)$")
_RISES = re.compile(r" len\b")
_TOLD = re.compile(r"\bcon do\b|\b(?:da (?:co|gui)|co (?:ket qua|roi))\b")
_YES = re.compile(
    r"(?:\W|\b(?:thi|da|deu|cung|la)\b)*\b(?:roi|oke?(?: roi)?)\b"
    r"(?:\W|\b(?:a|nhe|nha|anh|chi|em|oi|sep|ca|het|luon)\b)*"
)
_EXCEPT = re.compile(
    r"\b(?:tru|ngoai tru|ngoai|rieng|chi con|con mo[i_](?: minh)?|con dung|chi tru|tru ra)(?: (?:moi|mo[i_]|co|lai|cac"
    r"|cai))* *$"
)
_POLITE = (
    r"(?:bao cao(?: tien do| ket qua)?|kinh gui|kinh bao|thua|da|d[a_]|anh|chi|em|e|a|oi|sep|nhe|nha|nhen|vang|cam on"
    r"|xin cam on|ben|minh|thi|con|va|voi|la|ve|roi|xin chao|chao|tien do|cac|cap nhat|ok|oke|gui|nhieu|nua|luon"
    r"|ca nha|bac"
    r"|tran trong|kinh chao|than ai|thong cam|chao than ai|xin tran trong"
    r"|chu|co|dong chi|so em|xa em|phong em|don vi em|chung em|toi|hien|hien nay|den nay|tong hop|ket qua|nhu sau"
    r"|cu the|trong do|dot nay|tuan nay|thang nay|hom nay|day|do)"
)
_ADDRESSED = re.compile(  # what may stand between a task and the next one without being said of it
    r"(?:\W|\b(?:a|anh|chi|em|e|oi|sep|bac|co|chu|nhe|nha|nhen|da|d[a_]|vang|va|voi|con|rieng|thi|la"
    r"|cam on|xin cam on|nhieu"
    r"|tran trong|kinh chao|ben|minh|cung|lan|ca|roi|hai|ok|oke|ve|nu[a_]|luon|cac|xin|do|tien do)\b)*"
)
_EMPTY = re.compile(rf"(?:\W|\b{_POLITE}\b)*")
_PIECE = re.compile(r"[^,;.!?\n]*(?:[.,](?=\d)[^,;.!?\n]*)*[,;.!?\n]*")
_END = re.compile(r"[,;.!?\s]+$")
_HARD = re.compile(r"[;\n!?]|\.(?=\s|$)")
# A bare number names a task where it opens or closes what is said, not where it counts what follows.
_BEHIND = re.compile(
    r"\s*(?:$|[^\w\s]|#?\d|(?:xong|cac|phan mem|hoan|da|dang|chua|duoc|dat|moi|vuong|khong|cho(?! *$)|doi"
    r"|thieu|xin|lui|"
    r"gia han|can|gan|sap|se|bi|van|cung|deu|thi|vua|lam|trien|thuc|trinh|gui|roi|ok|tam|chac|du kien|het|kho|"
    r"hong|loi|nop|ky|hop|ban hanh|con|cham|ket|tuong tu|nhu|va|voi|a|nhe|nha|anh|chi|em|ben|minh|rieng|tru|"
    r"ngoai|den nay|hien|bat dau|tien|dung|huy|de nghi|keo dai|mai|cuoi|tuan|thang|khoi|soan|y|co ban|phan dau|"
    r"toi|nv|nhiem vu|viec|muc|la|y vay|tat ca|cai|hoi|den(?= (?:nhiem vu |viec |so )?\d)|hom|so|phong|xa|"
    r"phuong|bo|do|ne|len|khoang|hon|o|ty le|tien do|ch_|tran trong|cam on|hinh nhu|tuong|ke|day|lo|tre|"
    r"qua han)\b)"
)
_BEFORE = re.compile(
    r"(?:^|\n|[^\w\s]|\d|\b(?:xong|hoan thanh|hoan tat|roi|lam|chua|trien khai|thuc hien|va|voi|con|rieng|tru|ngoai|lui"
    r"|gia han|bat dau|ii|iii|iv|anh|chi|em|oi|a|nhe|d[a_]|thi|nhung|ca|cho|tu|den|toi|phi|bang|thau|nguoi"
    r"|dan|vuong|dang|cua"
    r"|ban hanh|cao|duoc|thanh|khai|hien|dau|tien hanh|sap|gan|han))\s*$"
)


_COUNTED_NOUN = re.compile(rf" (?:cac )?{COUNTED}\b")
_NEXT_OPENING = re.compile(r"(?:[,;\n]|\. ) ?(\d{1,2})(?![\d/.%¤-]) ?(?=[a-z¤])")
_STATED_BEFORE = re.compile(
    r"(?:^|[\n.;,:!?\d]|\b(?:anh|chi|em|oi|a|sep)) *(?:(?:em|ben em|minh|van|deu|con|da) )*"
    r"(?:dang|chua|cho|doi|moi|sap|gan)(?: [a-z_]+){0,2} (?P<last>[a-z_]+) $"
)
_SIGNED = frozenset(("ky", "den", "toi"))  # "trình ký 9", "chưa động đến 7"


@dataclass(frozen=True)
class Token:
    """A task (`refs`) or a thing said (`words`), with the mark before it.

    `joined` = "và" stands before it; `excepted` = "trừ", "riêng" or "chỉ còn" does; `leads` = "thì" or ")" stands
    behind it, so that what follows is said of it.
    """

    refs: tuple[str, ...]
    words: Words
    mark: int
    joined: bool = False
    excepted: bool = False
    leads: bool = False

    @property
    def is_task(self) -> bool:
        """Whether this names a task."""
        return bool(self.refs)


def tokens_of(words: Words, mask: str) -> list[Token]:
    """The tokens of a message; `mask` is `words.plain` with every number hidden that names no task."""
    row: list[Token] = []
    mark, end = HARD, 0
    for place in places_of(mask):
        gap = mask[end : place.begin]
        if _range_goes_on(row, gap, place):
            first, last = int(row[-1].refs[-1]), int(place.refs[-1])
            row[-1] = Token(tuple(map(str, (*map(int, row[-1].refs), *range(first + 1, last + 1)))), *_rest(row[-1]))
            end = place.end
            continue
        said, mark = _said(words, mask, (end, place.begin), mark, opened=_is_open(row))
        row += said
        excepted = _EXCEPT.search(gap) is not None
        joined = _JOINED.search(gap) is not None
        leads = _LED.match(mask, place.end) is not None or mask[place.begin : place.end].endswith(_LEADING)
        row.append(Token(place.refs, Words("", ""), mark, joined, excepted, leads))
        closes = mask[place.end - 1] == "." and _HARD.search(mask[max(0, place.begin - 2) : place.begin]) is None
        mark = HARD if closes and mask[: place.begin].strip(" -") else NONE
        end = place.end
    said, _ = _said(words, mask, (end, len(mask)), mark, opened=_is_open(row))
    return row + said


def _is_open(row: list[Token]) -> bool:
    """Whether the row ends with a task that no words stand right before: "xong 1 rồi 2 chưa" says "rồi" of nobody."""
    if not row or not row[-1].is_task:
        return False
    first = next((place for place in range(len(row) - 1, 0, -1) if not row[place - 1].is_task), 0)
    marked = row[-1].mark != NONE or row[first].mark != NONE
    return not first or marked or _YES.fullmatch(row[first - 1].words.plain) is not None


def _rest(token: Token) -> tuple[Words, int, bool, bool, bool]:
    return token.words, token.mark, token.joined, token.excepted, token.leads


def places_of(mask: str) -> list[Named]:
    """Where tasks are named, one by one, in order; groups ("còn lại", "cả hai") as they are."""
    groups = find_groups(mask)
    found = list(groups)
    for match in _REF.finditer(mask):
        if any(match.start() < group.end and group.begin < match.end() for group in groups):
            continue
        named = bool(match.group("noun") or match.group("sign"))
        behind = match.end("number")
        if not named and (listed := _COUNTED_LIST.match(mask, behind)):
            if len(re.findall(r"\d+", listed.group("list"))) == int(float(match.group("number"))):
                continue  # "xong 2 việc 1 và 3"
        elif not named and (counted := _COUNTED.match(mask, behind)):
            found.append(Named(match.start(), counted.end(), (UNKNOWN,)))
            continue
        if is_inside(mask, match.start()):
            continue
        if named or _is_a_task(match, mask, found):
            number = match.group("number").lstrip("0") or "0"
            found.append(Named(*match.span(), (("#" if match.group("sign") else "") + number,)))
    if any(mask[place.begin].isdigit() and place.refs[0].isdigit() for place in found):
        found += _beside_others(mask, found)
    found.sort(key=lambda place: place.begin)
    behind_each = itertools.chain(found[1:], [None])
    return [place for place, behind in zip(found, behind_each, strict=False) if not _is_heading(mask, place, behind)]


def _beside_others(mask: str, found: list[Named]) -> list[Named]:
    """Bare numbers that close what is said, or stand before a word that reports, in a message that numbers its tasks.

    "đang rà soát 5, xong 9": the words before them are any that count nothing.
    """
    more: list[Named] = []
    for match in _REF.finditer(mask):
        if (
            match.group("noun")
            or match.group("sign")
            or any(match.start() < n.end and n.begin < match.end() for n in found)
        ):
            continue
        if _COUNTED.match(mask, match.end()) or _COUNTED_LIST.match(mask, match.end()):
            continue
        before = _WORD_BEFORE.search(mask, max(0, match.start() - 20), match.start())
        if before and not _COUNTING.fullmatch(before.group(1)) and _BEHIND.match(mask, match.end()):
            more.append(Named(*match.span(), (match.group("number").lstrip("0") or "0",)))
    return more


def _is_a_task(match: re.Match[str], mask: str, found: list[Named]) -> bool:
    """Whether a bare number names a task: by its mark, by what stands around it, or by the number before it."""
    begin = match.start()
    before = mask[:begin].rstrip(" -+*")
    opens = not before or before[-1] in "\n.;,:!?)" or _THEN.search(before) is not None
    if opens and (match.group("mark") or match.group().endswith(")")):
        return True
    if _RISES.match(mask, match.end()) and before.endswith("tu"):  # "tăng từ 40 lên 55%"
        return False
    if _BY_ONESELF.match(mask, match.end()):
        return False
    last = next((place.refs[-1] for place in reversed(found) if place.end <= begin), "")
    head, _, number = last.rpartition(".")
    if opens and number.isdigit() and match.group("number") == f"{head}{'.' * bool(head)}{int(number) + 1}":
        return True
    counts = _COUNTED_NOUN.match(mask, match.end()) is not None
    if opens and not counts and _GOES_ON.match(mask, match.end()):  # "2 đấu thầu chưa xong, 4 hoàn thành rồi"
        behind = _NEXT_OPENING.search(mask, match.end())
        if behind and match.group("number").isdigit() and int(behind[1]) > int(match.group("number")):
            return True
    later = last.isdigit() and match.group("number").isdigit() and int(match.group("number")) > int(last)
    if opens and later and _GOES_ON.match(mask, match.end()):  # "4 sẽ xong, 9 đấu thầu chậm"
        return True
    if not _BEHIND.match(mask, match.end()):
        return False
    return bool(_BEFORE.search(mask, max(0, begin - 30), begin) or _is_stated_before(mask, begin))


def _is_stated_before(mask: str, begin: int) -> bool:
    """Whether a state of any words stands right before a bare number: "đang tổng hợp 7", "chờ ký 6"."""
    stated = _STATED_BEFORE.search(mask, max(0, begin - 40), begin)
    return stated is not None and (stated["last"] in _SIGNED or not _COUNTING.fullmatch(stated["last"]))


def _is_heading(mask: str, place: Named, behind: Named | None) -> bool:
    """ "các việc đã xong: 1, 2" speaks of these alone."""
    if place.refs != ("*",) or behind is None:
        return False
    return _HEADING.fullmatch(mask, place.end, behind.begin) is not None


def _range_goes_on(row: list[Token], gap: str, place: Named) -> bool:
    """Whether the number ends a range ("1-3", "từ 2 đến 5") that the token before began."""
    if not row or not row[-1].is_task or _SPAN.fullmatch(gap) is None or place.refs[0][0] == "#":
        return False
    first, last = row[-1].refs[-1], place.refs[0]
    return first.isdigit() and last.isdigit() and int(first) < int(last) <= int(first) + MOST


def _said(words: Words, mask: str, span: tuple[int, int], mark: int, *, opened: bool) -> tuple[list[Token], int]:
    """The things said in [begin, end), and the mark behind the last of them.

    `opened` = a task stands before them of which nothing has been said: there a "rồi" says something.
    """
    row: list[Token] = []
    begin = span[0]
    for match in _PIECE.finditer(mask[span[0] : span[1]]):
        ends = _END.search(match.group())
        tail = ends.group() if ends else ""
        piece = words.part(begin + match.start(), begin + match.end() - len(tail))
        led = _LED.match(piece.plain)  # "trừ 3 ra thì xong hết"
        piece = piece.part(led.end() if led else 0, len(piece.plain))
        led_on = _LEADS_ON.search(piece.plain)  # "nv 2 đến 8/12 còn nv 3 ..."
        piece = piece.part(0, led_on.start() if led_on else len(piece.plain))
        bare = _FROM.sub("", _EXCEPT.sub("", piece.plain))
        told: object = not _EMPTY.fullmatch(bare) or names_document(bare) or _TOLD.search(bare)
        told = told or (opened and not row and re.search(r"\w", bare) and not _ADDRESSED.fullmatch(bare))
        if told or (opened and not row and _YES.fullmatch(piece.plain)):
            asked = Words("?", "?") if "?" in tail else Words("", "")
            row.append(Token((), piece.part(0, len(_EXCEPT.sub("", piece.plain))).next_to(asked), mark))
            mark = NONE
        elif re.search(r"\bcon\b", piece.plain):
            mark = HARD
        if led_on:
            mark = max(mark, COMMA)
        if _HARD.search(tail):
            mark = HARD
        elif "," in tail:
            mark = max(mark, COMMA)
    return row, mark
