"""Percent and counts: "50%", "8/10 xã", "được nửa", "còn 20% nữa". On the plain form of one clause."""

import functools
import re
from dataclasses import dataclass

from handlers.replies.patterns import compiled

# What is counted in "8/10 xã". "8/10" before anything else is a date (DESIGN section 7).
COUNTED = (
    r"(?:xa|phuong|dac khu|thon|xom|ap|khom|buon|to dan pho|to|khu|don vi|so|ban nganh|nganh|co quan|dia phuong|huyen"
    r"|truong|ho so|van ban"
    r"|thu tuc|tthc|nhiem vu|viec|dau viec|cong viec|noi dung|chi tieu|lop|cuoc|hoi nghi|du an|goi"
    r"|hang muc|km|ha|ho|nguoi"
    r"|can bo|cong chuc|hoc sinh|hoc vien|bao cao|ke hoach|quyet dinh|de an|dich vu|he thong|phan mem"
    r"|co so|diem|buoi"
    r"|tieu chi|muc|buoc|phan|dot|quy trinh|cong trinh|nha|can|may|bo|tram|doanh nghiep|hop tac xa|htx"
    r"|san pham|mo hinh"
    r"|khoi luong|quyen|phieu|trang|bai|tin|tram y te|cho(?! (?:chac|kip|em|anh|xong|dung|tron))|tuyen|cau|cum"
    r"|chuong trinh|chuyen de|lan|thua"
    r"|mau|phong|camera"
    r"|bien ban|y kien|nghi quyet|van de|thanh vien|dang vien|chi bo|mon|tai lieu|hop dong|tru so"
    r"|dot kiem tra|thiet bi)"
)
_SHARE = compiled(
    rf"(?<![\d/])(?<!ngay )(?P<part>\d{{1,5}})\s?(?:{COUNTED}\s?)?(?:/|tren(?: tong(?: so)?)?"
    r"|trong(?: tong)?(?: so)?)\s?(?:tong so\s)?"
    rf"(?P<whole>\d{{1,5}})(?:\s+(?:cac\s+)?|(?=(?:km|ha|ho)\b)){COUNTED}\b(?!\s?/)"
    r"(?! (?:so )?#?\d{1,3}(?:\.\w)?(?![\d/%]))"  # "đến 30/4 việc 3 xong" names a day
)
_NEAR = 80  # letters before a figure that can tell what it is
_OF_TASKS = compiled(r"(?:nhiem vu|(?:dau |cong )?viec)$")
# "1500/2000 tài khoản": no day has such numbers, so whatever word follows is what was counted.
_NO_DAY = compiled(
    r"(?<![\d/])(?!(?:0?[1-9]|1[0-2])\s?/\s?20[2-4]\d\b)(?P<part>\d{1,5})\s?/\s?(?P<whole>(?:3[2-9]|[4-9]\d"
    r"|[1-9]\d\d)(?=\s*$|\s*[,;.)])"
    r"|(?:1[3-9]|[2-9]\d|[1-9]\d{2,4})(?=\s+[a-z]{2}|(?:ha|m2|km|m|ho)\b))\s*(?!(?:xong|roi|nhe"
    r"|da|thi|nam)\b)"
)
_GOT = compiled(  # "xử lý được 8/12 kiến nghị": behind "được" whatever word follows was counted
    r"(?<=duoc )(?P<part>\d{1,4})\s?/\s?(?P<whole>\d{1,4})(?= (?!xong|roi|nhe|nha|thi|nam|em|anh|chi|khoi(?! ?$"
    r"| lop| \d)"
    r"|cong|gui|nop)[a-z]{3})"
)
_OF_ALL = compiled(  # "hoàn thành 1 trong 3 hợp phần", whatever the parts are called
    r"(?:(?<=duoc )|(?<=xong )|(?<=thanh )|(?<=tat )"
    r"|(?<=lam ))(?P<part>\d{1,4})(?: (?!trong\b)[a-z]{2,})? trong(?: tong)?"
    r"(?: so)? (?P<whole>\d{1,4})(?= (?!(?:viec|nhiem vu|dau viec|cong viec|task|ngay|tuan|thang|nam)\b)[a-z]{2})"
)
_WHOLE_FIRST = compiled(  # "5 xã xong 3"
    rf"(?<![\d/])(?P<whole>\d{{1,4}}) {COUNTED}(?: [a-z]+){{0,3}}?,? (?:xong|duoc|dat"
    rf"|hoan thanh)(?: duoc)? (?P<part>\d{{1,4}})"
    rf"(?= *(?:$|[,;.](?! ?\d)|(?:roi|a|nhe|nha|thoi|{COUNTED})\b))"
)
_PERCENT = compiled(
    r"(?<![\d.,/#])(?:(?P<low>\d{1,3})(?:-"
    r"|\s?%\s?-\s?))?(?P<sign>(?<![\d)])-)?(?P<n>\d{1,6})(?:[.,](?P<frac>\d+))?\s?%"
)
_REMAINING = compiled(r"\b(?:con|con lai|con thieu|chi con|thieu)(?: khoang| tam| lai| co| chung)?\s*$")
_NOT_PROGRESS = compiled(
    r"\b(?:cham|so voi (?:ke hoach|chi tieu|muc tieu)|tang|giam|hut|vuot|tang them|lai suat|thue|chiem"
    r"|hon so voi|phan dau|muc tieu|du kien|se|yeu cau"
    r"|de ra|(?:chi tieu|ke hoach|muc tieu|yeu cau)(?: duoc)?(?: giao| de ra)? la"
    r"|ke hoach la"
    r"|chi tieu(?: giao| de ra)?(?= ?$)|(?:chua|khong)(?: \w+){0,2})(?: phai| can)?(?: dat| duoc| la"
    r"| hoan thanh)?(?: khoang)?\s*$"
    r"|[±]\s*$|\b(?:xac suat|kha nang|sai so|rui ro)\b[^,;%]{0,40}$"
)
_LIKELIHOOD = compiled(r"\bkha nang\b[^,;.\n]*$")  # "khả năng kịp khoảng 50%"
_HALF = compiled(
    r"(?<!khong )(?<!chua )\b(?:duoc|dat|xong|lam|hoan thanh|khoang|moi|hon|gan|tam)(?: \w+)? (?:mot "
    r"|phan |1 )?nua\b(?! (?:thang|nam|ngay))"
    r"|\b(?:mot|phan|1) nua\b(?! (?:thang|nam|ngay))|\bnua (?:chang|chung)\b|\b50 50\b"
)
_ENDS = r"(?= *(?:$|[,;.](?!\d)(?! ?\d+ *(?:$|[,;.\n]|va\b|voi\b))|(?:roi|a|nhe|nha|thoi|em|anh|chi|ne|do|day)\b))"
_BARE = compiled(  # "2 đc 70, 3 xong": a round number alone after "được"; "được 70 hồ sơ" and "được 15/3" are others
    rf"\b(?:duoc|dat)(?: khoang| hon| tam| gan| chung)? (?P<n>[1-9][05]|100){_ENDS}"
    # "hthanh 100", "làm tới 60": no digest numbers its tasks so high; a smaller one may be a task
    rf"|(?:\b(?:hoan thanh|hoan tat|xong|lam(?: xong)? (?:den|toi)|len|(?:den|toi) (?=\d+ roi))(?: duoc| khoang| hon"
    rf"| tam"
    rf"| gan| den| toi)? (?P<high>[4-9][05]|100){_ENDS})"
)
_NO_HALF = compiled(  # "không làm được nữa"; "không phải xong mà mới được nửa" is a half
    r"\b(?:khong|chua|them|xiu|chut|lat|teo|it)\b(?:(?!\b(?:ma|moi|nhung)\b)[^,])*\bnua\b"
)


_SMALL = "mot|hai|ba|bon|tu|nam|sau|bay|tam|chin"
_THIRDS = compiled(
    rf"\b(?P<part>\d|{_SMALL}) phan (?P<whole>(?<=\d phan )(?:10|\d)|muoi|{_SMALL})\b"  # "một phần 9" names a task
    r"|(?:(?<=duoc )|(?<=xong )|(?<=thanh )|(?<=moi )|^)(?:khoang |hon |gan "
    r"|tam )?(?P<of>[1-4])/(?P<all>[2-5])\b(?![/\d])(?= *(?:$|[,;.]|roi|a\b|khoi"
    r"|cong|viec|so))"
)
NAMED = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}


@dataclass(frozen=True)
class Figure:
    """A share of the work. `percent` 0-100; `counted` when it came from a count; `wrong` when out of range.

    `of_tasks` = some of several tasks are counted, no part of one.
    """

    percent: float | None = None
    counted: bool = False
    wrong: bool = False
    of_tasks: bool = False


NO_FIGURE = Figure()
_HINT = compiled(r"\d|\b(?:phan|nua)\b")  # every form holds one of these
_COUNTS = compiled(r"\d(?s:.)*\d")  # a part, and the whole


_MONEY = compiled(  # "giải ngân 3,2/5 tỷ"
    r"(?P<part>\d+(?:[.,]\d+)?) ?(?:ty|trieu)?(?: dong)? ?(?:/"
    r"|tren(?: tong(?: so)?)?) ?(?P<whole>\d+(?:[.,]\d+)?) ?(?:ty|trieu)\b"
)


def find_figure(plain: str) -> Figure:
    """The progress a clause states in numbers; the last one where it says "từ 40% lên 60%"."""
    if _HINT.search(plain) is None:
        return NO_FIGURE
    share = (_SHARE.search(plain) or _NO_DAY.search(plain) or _got(plain)) if _COUNTS.search(plain) else None
    percents = [m for m in _PERCENT.finditer(plain) if not is_no_progress(plain[: m.start()])] if "%" in plain else []
    if percents and not (share and percents[-1].group("n") == "100"):  # "5/10 xã hoàn thành 100%" is a half
        return _percent(percents[-1], plain)
    if share:
        part, whole = int(share.group("part")), int(share.group("whole"))
        if whole == 0 or part > whole:
            return Figure(wrong=True)
        left = re.search(r"\bcon(?: lai)?\s*$", plain[: share.start()]) and re.search(r"\bchua\b", plain[share.end() :])
        tasks = part < whole and _OF_TASKS.search(share.group()) is not None
        return Figure(_share(whole - part if left else part, whole), counted=True, of_tasks=tasks)
    if money := _MONEY.search(plain):
        spent, given = (round(100 * float(money[side].replace(",", "."))) for side in ("part", "whole"))
        return Figure(_share(spent, given), counted=True) if 0 < spent <= given else Figure()
    if third := _THIRDS.search(plain):
        upper, lower = (NAMED.get(n) or int(n) for n in (third["part"] or third["of"], third["whole"] or third["all"]))
        return Figure(_share(upper, lower)) if upper < lower else Figure()
    if (bare := _BARE.search(plain)) and not is_no_progress(plain[: bare.start()]):
        return Figure(int(bare["n"] or bare["high"]))
    return Figure(50) if _HALF.search(plain) and not _NO_HALF.search(plain) else Figure()


def _got(plain: str) -> re.Match[str] | None:
    got = _GOT.search(plain) or _OF_ALL.search(plain) or _whole_first(plain)
    return got if got and 0 < int(got["part"]) <= int(got["whole"]) else None


def _whole_first(plain: str) -> re.Match[str] | None:
    said = _WHOLE_FIRST.search(plain)
    return said if said and _OF_TASKS.search(said.group().split(" xong")[0]) is None else None


def _percent(match: re.Match[str], plain: str) -> Figure:
    said = float(f"{match.group('n')}.{match.group('frac') or 0}")
    if said > 100 or match.group("sign"):
        return Figure(wrong=True)
    value = int(said) if said == int(said) else said
    if match.group("low"):
        low = int(match.group("low"))
        value = low * 10 if low < 10 and (low + 1) * 10 == said else low  # "7-80%" is seventy to eighty
    if _REMAINING.search(plain[: match.start()]):
        value = 100 - value
    covers = re.match(
        rf"\s+(?:so |cac )?(?!(?:ke hoach|khoi luong|cong viec|nhiem vu|viec)\b){COUNTED}\b", plain[match.end() :]
    )
    return Figure(value, counted=covers is not None)


def _share(part: int, whole: int) -> int:
    """Rounded to whole percent; not 100 before the last one, nor 0 after the first."""
    if part in (0, whole):
        return 100 * part // whole
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


def is_no_progress(before: str) -> bool:
    """Whether a figure behind these words is a target, a change or a promise."""
    return _NOT_PROGRESS.search(before[-_NEAR:]) is not None or _LIKELIHOOD.search(before[-_NEAR:]) is not None


@functools.lru_cache(maxsize=512)
def number_spans(plain: str) -> tuple[tuple[int, int], ...]:
    """Where percents and counts stand: digits there name no task."""
    if _HINT.search(plain) is None:
        return ()
    return tuple(
        _span(match) for signs, form in _FORMS if any(s in plain for s in signs) for match in form.finditer(plain)
    )


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Where the figure itself stands, without the "xong" it is said with."""
    return match.span("high") if match.re is _BARE and match["high"] else match.span()


_FORMS = (  # each with letters it cannot do without
    (("%",), _PERCENT),
    (("ty", "trieu"), _MONEY),
    (("/", "tren", "trong"), _SHARE),
    (("/",), _NO_DAY),
    (("duoc ",), _GOT),
    ((" trong ",), _OF_ALL),
    ((" xong ", " duoc ", " dat ", " thanh "), _WHOLE_FIRST),
    (("/", " phan "), _THIRDS),
    (("duoc", "dat", "thanh", "tat", "xong", "toi", "den", "len"), _BARE),
)


def without_numbers(plain: str) -> str:
    """`plain` with percents and counts blanked, length kept: "10/10 xã" is no day."""
    for begin, end in number_spans(plain):
        plain = plain[:begin] + " " * (end - begin) + plain[end:]
    return plain
