"""Which task: "#12", "nv 12", "1, 2 và 4", "1-3", "tất cả", "còn lại", "3 việc đầu".

`find_refs` gives the places of a message that name tasks; `clauses.py` decides which words belong to which place.
Works on the plain form (see normalise.py).
"""

import datetime as dt
import re
from dataclasses import dataclass

from handlers.replies.dates import find_days
from handlers.replies.numbers import COUNTED, number_spans

MOST = 200  # tasks named by one range; a wider one is a slip
UNKNOWN = "?"  # tasks were meant, but nobody can tell which ("2 việc chưa xong")

_NOUN = (
    r"(?:nhiem vu|cau|so thu tu|so|viec|muc|task|stt|y|dau viec|cong viec|cv|noi dung|nd|cai)"
    r"(?: (?:so|thu|viec|nhiem vu))?"
)
_NUMBER = r"\d{1,3}(?:\.\d{1,2})?(?!\d)"
_ONE = rf"(?:#\s?\d{{1,6}}(?:\.\d{{1,2}})?|\({_NUMBER}\)|{_NUMBER})"
_JOINT = r"(?: ?(?:,|va|voi|&|\+|cung|lan|, ?va) ?| ?(?:->|-|~) ?| (?:den|toi) | )"
_LIST = re.compile(
    rf"(?<![\w#])(?<!\d[.,/-])(?:\+|-)?(?P<noun>(?:(?:ca|cac|nhung|may|rieng|tu) )*(?:{_NOUN} ?:? ?)?)"
    rf"(?P<list>{_ONE}(?:{_JOINT}(?:{_NOUN} )?{_ONE})*)(?![\d/%]*[\d%])¦*(?P<mark>\s?[:)=]"
    r"|\s?[./_-](?=\s*[a-z¤]))?"
)
_COUNTED_LIST = re.compile(rf"\d{{1,2}} {_NOUN} (?=\d)")
_RANGE = re.compile(r"(\d{1,3})\s?(?:->|-|~|\bden\b|\btoi\b)\s?(?:[a-z ]+ )?(\d{1,3})(?![\d.])")
_REF = re.compile(r"(#)?\s?(\d{1,6}(?:\.\d{1,2})?)")

_WORK = r"(?:nhiem vu|viec|dau viec|cong viec|noi dung|muc|cau|task|cai|nv)"
_TASK = r"(?:nhiem vu|viec|dau viec|cong viec|cau|muc|task|cai|nv)"
_COUNT = r"(?:\d{1,3}|hai|ba|bon|nam|sau|bay|tam)"
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_ORDINALS = {"nhat": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_NOT_WORK = rf"(?! (?:cac |so )?(?!{_WORK}\b){COUNTED}\b)"
_FIRST = re.compile(rf"\b(?:(?P<n>{_COUNT}) )?{_WORK} dau(?: tien)?\b(?! (?:viec|thau|tu|moi))")
_REST = re.compile(
    rf"\b(?:(?:tat ca |cac |may |nhung |so )*(?<!\d )(?:{_WORK}) (?:khac|con lai|kia)|{_TASK} con lai"
    r"|(?<!phan )(?<!xa )(?<!vi )(?<!noi dung )(?<!muc )con lai(?! (?:\d|¤))(?: thi)?)\b"
)
_LONE_REST = ("muc con lai", "noi dung con lai", "viec con lai")  # of a count, not of a digest
_ALL = re.compile(
    rf"\b(?:tat ca|toan bo|het thay|all)(?: (?:cac|nhung|deu|so|(?!tam (?:\w+ ){{0,2}}(?:xong|hoan)){_COUNT}"
    rf"|{_WORK}))*\b{_NOT_WORK}"
    rf"|\b(?:cac|moi|nhung) {_TASK}(?: (?:tren|nay|duoc giao|cua \w+))*\b(?! ¤| \d)"
    rf"|\b{_COUNT} {_WORK}(?: tren(?: day)?| nay| do)?(?= deu\b)|\bmay {_TASK}(?: nay| kia| tren)?(?= deu\b)"
    rf"|\bmay {_TASK}(?: nay| kia| tren| cua \w+(?: em| minh)?)?(?= (?:deu |da )?(?:xong|hoan thanh) (?:het|ca))"
    rf"|\b{_COUNT} {_TASK} (?:tren(?: day)?|nay|do)\b"
)
_WHOLLY = re.compile(
    r"(?:(?<=xong )|(?<=thanh )|(?<=hoan tat ))(?:roi )?(?:het|ca|tat ca|toan bo)(?: roi| ca)*(?= a\b"
    r"| nhe\b| tru\b| ngoai\b| anh\b| chi\b| em\b(?! (?:bao|gui|se|lam|nop|trinh))|$|[,.;!\n])"
)
_EXCEPTED = re.compile(r"\b(?:tru|ngoai)\s*$")
_HEDGED = re.compile(r"\b(?:gan nhu|hau nhu|gan|hau het|phan lon)\s*$")  # "gần như tất cả đã xong" is a part
_DENIED = re.compile(r"\b(?:chua|khong|gi|cha|chang)\b[^,;.\n]*$")
_BOTH = re.compile(
    rf"\b(?:ca (?!tam (?:\w+ ){{0,2}}(?:xong|hoan)){_COUNT}(?: {_WORK})?|(?:het|tat ca) {_COUNT} {_TASK})\b(?! ?(?:va"
    rf"|voi|lan|,|-|den"
    rf"|toi|\d) ?\d){_NOT_WORK}(?: deu\b)?"
)
_SOME = re.compile(rf"\b(?:{_COUNT} {_TASK}(?: cuoi)?|{_TASK} cuoi(?: cung)?|may {_TASK}|mot so {_TASK})\b")
_DEU = re.compile(r"\bdeu\b")

_SAYS = (
    r"(?:xong|hoan|da|dang|chua|duoc|dat|moi|vuong|khong|cho|doi|thieu|xin|lui|gia han|can|gan|sap|se|co"
    r"|bi|van|cung|deu"
    r"|thi|vua|lam|trien|thuc|trinh|gui|roi|ok|tam|chac|du kien|het|kho|hong|loi|nop|ky|hop|ban hanh|tat"
    r"|ca|con(?! (?:viec )?\d)|cham|ket"
    r"|mai|ngay mai|tuan sau|cuoi|thang sau|chieu|sang mai|phan dau|de nghi|coi|hien|bao gio|sao|keo dai"
    r"|ve|nay|khoang|hom|xog)\b"
)
_FOLLOWED = re.compile(rf"\s*(?:{_SAYS})")
# "được 60%, còn lại chờ ký": the rest of that task; "60%, còn lại xong": the other tasks.
_REST_OF_ONE = re.compile(
    r"con lai(?! (?:thi )?(?:xong|da|deu|hoan thanh|chua xong|chua lam|chua trien khai|dang lam|ok)\b)"
)
_PLAINLY = re.compile(r"#\d|\b(?:nhiem vu|viec|task)(?: so)? \d")
_INSIDE = re.compile(
    r"(?<=[a-z] )(?<!va )(?<!con )(?<!rieng )(?<!voi )(?<!thi )(?:tu )?(?:muc|cau|y|so|nd|noi dung|cai)(?: so)? \d"
)
"""Once a task is named by its own noun, "mức 2" or "mẫu số 3" among other words names none."""
_SOMEBODY = r"(?:em|ben em|ben minh|minh|toi)"
_FOLLOWED_BY_SOMEBODY = re.compile(rf"\s*{_SOMEBODY} {_SAYS}")  # "1 với 3 em làm xong rồi"
_AFTER_WORDS = re.compile(
    r"(?:^|[\n;,.:!?(¤|]|\b(?:con|rieng|va|nhung|thi|voi|d[a_]|vang|em|anh|chi|a|roi|tru"
    r"|cao))\s*$"
)
_LATER = re.compile(r"(?:xong|thanh|tat|roi|lam|chua|tru|rieng|ngoai|voi|lui|gia han)(?: ca| cac)?\s*$")
_CLOSED = re.compile(r"\s*(?:$|[,;.\n!?]|(?:roi|ra|a|nhe|con|va|anh|chi|em|thi|nhung|den|sang|them|toi)\b)")
_QUANTITY = re.compile(
    r"(?<!nhiem vu )(?<!viec )(?<!muc )(?<!task )(?<!vu so )(?<!viec so )(?<!^so )(?<![\n,;.] so )"
    r"\b\d+(?:[.,]\d+)?(?:\s?[-,]\s?\d+)?\s?(?:xa|phuong|dac khu|thon"
    r"|don vi|co quan|dia phuong|truong"
    r"|ho so|van ban|thu tuc|tthc"
    r"|chi tieu|lop|cuoc|hoi nghi|du an|goi|hang muc|km|ho|nguoi|can bo|bao cao|ke hoach|quyet dinh|de an"
    r"|dich vu|co so"
    r"|buoi|tieu chi|buoc|phan(?! mem)|dot|quy trinh|cong trinh|ngay|hom(?! (?:qua|truoc|kia|no|thu"
    r"|¤))(?! nay(?! ?(?:$|[,;.\n])))|tuan|thang"
    r"|quy|nam|gio|h|phut|ty|trieu"
    r"|nghin|dong|lan(?! \d)"
    r"|nganh|huyen|so nganh|thanh vien|bien che|vi tri|thon|gio|quyen|van de|y kien|diem|doanh nghiep"
    r"|mo hinh|hoc vien)\b"
    r"|\b(?:bao|to|doi|khu pho|thong tu|nghi dinh|quoc lo|bieu|mau|phu luc|phong|chi thi|nghi quyet) so \d+"
    r"|(?<=con )\d+ \w+ (?=nu[a_]\b)|\b(?:thang|ngay|quy|nam|(?<!\d )lan|dot|giai doan|buoc|phan|khoi|mu[c_] do"
    r"|mu_|vong|ky|khoa|dieu|khoan"
    r"|phu luc|khoang|tam|hon|gan"
    r"|tren|duoi|duoc|dat|them|nhom|cap|phien ban|lop|khu|phuong|quoc lo|chi tieu|nguon|muc tieu|de an"
    r"|du an|nghi quyet"
    r"|moi|mau|bieu|tang|level|version|to|len|lui han|gap) \d+(?:[.,]\d+)*[a-z]?\b|\b\d{1,2}[h:g]\d{0,2}\b"
    r"|(?<!#)(?<!# )\b\d{4,}\b"
)
_ORDINAL = re.compile(rf"(?<=\b)({_WORK}) (thu (?:\d{{1,2}}|{'|'.join(_ORDINALS)}))\b")


@dataclass(frozen=True)
class Named:
    """[begin, end) of the text names `refs`."""

    begin: int
    end: int
    refs: tuple[str, ...]


def masked(plain: str, today: dt.date) -> str:
    """`plain` with every number that is no task (day, count, percent, amount) replaced by "¤", length kept."""
    if not re.search(r"\d| thu | phan ", plain):
        return plain
    text = _ORDINAL.sub(_digits, plain)
    days = [(said.begin, said.end) for said in find_days(text, today) if re.search(r"\d", text[said.begin : said.end])]
    for begin, end in (*days, *number_spans(text)):
        text = text[:begin] + "¤" * (end - begin) + text[end:]
    return _QUANTITY.sub(lambda m: m.group() if re.fullmatch(_NUMBER, m.group()) else "¤" * len(m.group()), text)


def find_refs(mask: str) -> list[Named]:
    """Every place of a masked text that names tasks, in order."""
    found: list[Named] = []
    for pattern, read in ((_FIRST, _first), (_REST, _every), (_BOTH, _every)):
        found += [Named(m.start(), m.end(), read(m)) for m in pattern.finditer(mask)]
    for match in _LIST.finditer(mask):
        if not _overlaps(match, found) and _names_tasks(match, mask):
            found += _listed(match, mask)
    found = [n for n in found if not (_INSIDE.match(mask, n.begin) and _PLAINLY.search(mask, 0, n.begin))]
    found = [n for n in found if not (_REST_OF_ONE.match(mask, n.begin) and _figure_before(n, found, mask))]
    listed = list(found)
    for pattern, refs in ((_ALL, ("*",)), (_SOME, (UNKNOWN,)), (_WHOLLY, ("*",))):
        for match in pattern.finditer(mask):
            if _overlaps(match, found) or any(0 <= n.begin - match.end() <= 1 for n in listed):
                continue
            if (
                _HEDGED.search(mask[: match.start()])
                or _already_named(match, mask, listed)
                or (pattern is _WHOLLY and _DENIED.search(mask[: match.start()]))
            ):
                continue
            found.append(Named(match.start(), match.end(), refs))
    if not found and "¤" not in mask and not re.search(rf"\b{COUNTED}\b.*\bdeu", mask):
        found += [Named(m.start(), m.end(), ("*",)) for m in _DEU.finditer(mask)]
    if not any(set(n.refs) - {"*"} for n in found):
        found = [n for n in found if mask[n.begin : n.end].strip() not in ("con lai", "con lai thi", *_LONE_REST)]
    return sorted(found, key=lambda named: named.begin)


def _figure_before(rest: Named, found: list[Named], mask: str) -> bool:
    """Whether a figure of the task named last (or of the one under discussion) stands before "còn lại"."""
    last = max((n.end for n in found if n.end <= rest.begin), default=0)
    return "¤" in re.split(r"[;\n]|\. ", mask[last : rest.begin])[-1]


def _listed(match: re.Match[str], mask: str) -> list[Named]:
    """The tasks of one list; "xong nv 1, nv 2 đang làm" is cut at its last comma."""
    begin, end = match.span("list")
    if not match.group("noun").strip() and (counted := _COUNTED_LIST.match(mask, begin, end)):
        begin = counted.end()  # "2 việc 1 và 3": the first number counts the others
    comma = mask.rfind(",", begin, end)
    if comma > 0 and _LATER.search(mask[: match.start()]) and _FOLLOWED.match(mask[match.end() :]):
        first, second = mask[begin:comma], mask[comma + 1 : end]
        return [Named(match.start(), comma, _read_list(first)), Named(comma + 1, match.end(), _read_list(second))]
    return [Named(match.start(), match.end(), _read_list(mask[begin:end]))]


def _already_named(match: re.Match[str], mask: str, listed: list[Named]) -> bool:
    """Whether tasks were named just before in the same stretch: "1, 2, 3 xong hết" speaks of these alone."""
    return any(
        n.end <= match.start()
        and not _EXCEPTED.search(mask[: n.begin])
        and not re.search(r"[,;.\n]", mask[n.end : match.start()])
        for n in listed
    )


def _overlaps(match: re.Match[str], found: list[Named]) -> bool:
    return any(match.start() < n.end and n.begin < match.end() for n in found)


def _names_tasks(match: re.Match[str], mask: str) -> bool:
    """A noun or "#" settles it; a bare number must stand where a task can: before what is said of it, or after it."""
    noun = match.group("noun").strip()
    if "#" in match.group("list") or re.search(r"\b(?:nhiem vu|viec|muc|task)(?: so| thu)?$", noun):
        return True
    if re.search(rf"{_NOUN}", noun):
        return not _QUANTITY.match(mask, match.start("list"))
    before, after = mask[: match.start()], mask[match.end() :]
    opens = _AFTER_WORDS.search(before) is not None
    numbered = match.group("mark") or match.group("list").startswith("(")
    if numbered and re.match(r"\s*¤", after) and (not before or before[-1] in " \n|"):
        return True
    if opens and (match.group("mark") or after.startswith(" ¤") or _numbered_lines(mask, match)):
        return True
    if opens and _FOLLOWED_BY_SOMEBODY.match(after) and not _QUANTITY.match(match.group("list") + after[:12]):
        return True
    return bool(_FOLLOWED.match(after)) or bool(_LATER.search(before) and _CLOSED.match(after))


def _numbered_lines(mask: str, match: re.Match[str]) -> bool:
    """Whether the number opens a line of several that all open with one."""
    lines = [line for line in mask.split("\n") if line.strip()]
    at_line = match.start() == 0 or mask[match.start() - 1] == "\n"
    return at_line and len(lines) > 1 and all(re.match(r"\d{1,3}\b", line) for line in lines)


def _first(match: re.Match[str]) -> tuple[str, ...]:
    word = match.group("n") or "1"
    count = int(word) if word.isdigit() else _COUNTS[word]
    return tuple(str(n) for n in range(1, min(count, MOST) + 1))


def _every(_: re.Match[str]) -> tuple[str, ...]:
    return ("*",)


def _read_list(text: str) -> tuple[str, ...]:
    """The refs of "1, 2 và 4" or "1-3", each once; "#" before the first of a list holds for that one only."""
    spread = _RANGE.sub(_range, text)
    refs = [f"{mark}{number.lstrip('0') or '0'}" for mark, number in _REF.findall(spread)]
    return tuple(dict.fromkeys(refs))


def _range(match: re.Match[str]) -> str:
    first, last = int(match.group(1)), int(match.group(2))
    if first < last <= first + MOST:
        return " ".join(str(n) for n in range(first, last + 1))
    return match.group()


def _digits(match: re.Match[str]) -> str:
    """ "việc thứ ba" with a digit in the place of its words, filled to the same length with "¦"."""
    word = match.group(2).split()[1]
    number = word if word.isdigit() else str(_ORDINALS[word])
    return f"{match.group(1)} {number}".ljust(len(match.group()), "¦")
