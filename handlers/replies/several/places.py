"""Where a row of tasks names them, one by one: bare numbers by their marks, their neighbours and each other."""

import itertools
import re

from handlers.replies.naming.refs import UNKNOWN, Named, find_groups, is_inside
from handlers.replies.numbers import COUNTED
from handlers.replies.patterns import compiled

_NOUN = r"(?:nhiem vu|(?<!bat )dau viec|cong viec|viec|muc|stt|so thu tu|cau|cai|task|noi dung|so|y)"
_REF = compiled(
    rf"(?<![\w./])(?:(?P<noun>(?:{_NOUN}|nv)(?: (?:so|thu|viec|nhiem vu))? ?:? ?))?(?P<sign># ?)?"
    r"\(?(?P<number>\d{1,6}(?:\.(?:\d{1,2}|[a-z])(?!\w))?)\)?"
    r"(?!\d|\.\d|/\d|,\d+ ?%| ?%|¤|-\d+ ?%)¦*(?P<mark>\s?[:)/=](?=\s|$|[a-z¤])|\.(?=\s|$|[a-z])|-(?=\s|[a-z]))?"
)
_COUNTED = compiled(r" ?(?:viec|nhiem vu|dau viec|cong viec)\b(?! ?(?:so |thu )?#?\d)(?! (?:so|thu)\b)")
_COUNTED_LIST = compiled(
    r" ?(?:viec|nhiem vu|dau viec|cong viec)(?: la)? (?P<list>#?\d+(?:(?:, ?| va | )#?\d+\b(?! ?%))*)"
)
_HEADING = compiled(r"[^,;.\n\d]*:[\s\-+*]*")
_BY_ONESELF = compiled(r" minh\b(?! (?:lam xong|xong|da|dang|chua))")  # "1 mình cháu làm hết"
_GOES_ON = compiled(r" (?:[a-z_]{2}|¤)(?!(?:\w| ){0,12}(?:nghi|om)\b)")
_WORD_BEFORE = compiled(r"\b([a-z]{2,}|r) ?$")
_COUNTING = compiled(
    r"luc|hom|thu|so|khoi|lop|phong|nhom|to|doi|lan|dot|phan|tang|khu|thon|xom|ap|ky|quy|nam|thang|ngay|gio|phien"
    r"|mau|quyet"
    r"|dinh|lenh|tu|cap|loai|hang|bieu|luc|dieu|khoan|muc|chuong|trang|cot|tuyen|duong|nha|cau|cong|tinh|truong"
    r"|giai|doan|buoc|khau|giao|moc|khoang|hon|gan|tam|con|mat|den|toi|moi|chi|co|phut|gui|diem|chia|them|duoc|ban"
    r"|vong|cuon|goi|xa|phuong|khoa|cum|tap|bai|mon|lo|hang"
)
_THEN = compiled(r"[\n.;,:!?] ?(?:con|rieng|va|voi)$")
_RISES = compiled(r" len\b")
# A bare number names a task where it opens or closes what is said, not where it counts what follows.
_BEHIND = compiled(
    r"\s*(?:$|[^\w\s]|#?\d|(?:xong|cac|phan mem|hoan|da|dang|chua|duoc|dat|moi|vuong|khong|cho(?! *$)|doi"
    r"|thieu|xin|lui|"
    r"gia han|can|gan|sap|se|bi|van|cung|deu|thi|vua|lam|trien|thuc|trinh|gui|roi|ok|tam|chac|du kien|het|kho|"
    r"hong|loi|nop|ky|hop|ban hanh|con|cham|ket|tuong tu|nhu|va|voi|a|nhe|nha|anh|chi|em|ben|minh|rieng|tru|"
    r"ngoai|den nay|hien|bat dau|tien|dung|huy|de nghi|keo dai|mai|cuoi|tuan|thang|khoi|soan|y|co ban|phan dau|"
    r"ra(?= (?:thi|con|la)\b)|toi|nv|nhiem vu|viec|muc|la|y vay|tat ca|cai|hoi|den(?= (?:nhiem vu |viec |so )?\d)"
    r"|hom|so|phong|xa|"
    r"phuong|bo|do|ne|len|khoang|hon|o|ty le|tien do|ch_|tran trong|cam on|hinh nhu|tuong|ke|day|lo|tre|"
    r"qua han)\b)"
)


_BEFORE = compiled(
    r"(?:^|\n|[^\w\s]|\d|\b(?:xong|hoan thanh|hoan tat|roi|lam|chua|trien khai|thuc hien|va|voi|con|rieng|tru|ngoai|lui"
    r"|gia han|bat dau|ii|iii|iv|anh|chi|em|oi|a|nhe|d[a_]|thi|nhung|ca|cho|tu|den|toi|phi|bang|thau|nguoi"
    r"|dan|vuong|dang|cua"
    r"|ban hanh|cao|duoc|thanh|khai|hien|dau|tien hanh|sap|gan|han))\s*$"
)
_COUNTED_NOUN = compiled(rf" (?:cac )?{COUNTED}\b")
_NEXT_OPENING = compiled(r"(?:[,;\n]|\. ) ?(\d{1,2})(?![\d/.%¤-]) ?(?=[a-z¤])")
_STATED_BEFORE = compiled(
    r"(?:^|[\n.;,:!?\d]|\b(?:anh|chi|em|oi|a|sep)) *(?:(?:em|ben em|minh|van|deu|con|da) )*"
    r"(?:dang|chua|cho|doi|moi|sap|gan)(?: [a-z_]+){0,2} (?P<last>[a-z_]+) $"
)
_SIGNED = frozenset(("ky", "den", "toi"))  # "trình ký 9", "chưa động đến 7"


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
    if len(found) > len(groups):
        known = {group.begin for group in groups}
        found += [rest for rest in find_groups(mask, numbered=True) if rest.begin not in known]
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
