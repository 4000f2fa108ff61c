"""Numbers that name no task: days, counts, percents, amounts and the numbers of other things are hidden first."""

import datetime as dt
import functools
import re

from handlers.replies.dates import find_days
from handlers.replies.numbers import number_spans
from handlers.replies.patterns import compiled

WORK = r"(?:nhiem vu|viec|dau viec|cong viec|noi dung|muc|cau|task|cai|nv)"
NUMBER = r"\d{1,3}(?:\.(?:\d{1,2}|[a-e]\b(?! ?(?:oi|chi|em)\b)))?(?!\d)"
_ORDINALS = {"nhat": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
QUANTITY = compiled(
    r"\b(?=\d)(?<!nhiem vu )(?<!viec )(?<!muc )(?<!task )(?<!vu so )(?<!viec so )(?<!^so )(?<![\n,;.] so )"
    r"(?<!#)(?<!# )\d+(?:[.,]\d+)?(?:\s?[-,]\s?\d+)?\s?(?:xa|phuong|dac khu|thon"
    r"|don vi|co quan|dia phuong|truong"
    r"|ho so|van ban|thu tuc|tthc"
    r"|chi tieu|lop|cuoc|hoi nghi|du an|goi|hang muc|km|ho|nguoi|can bo|bao cao|ke hoach|quyet dinh|de an"
    r"|dich vu|co so"
    r"|buoi|tieu chi|buoc|phan(?! mem)|dot|quy trinh|cong trinh|ngay|hom(?! (?:qua|truoc|kia|no|ray|thu"
    r"|¤))(?! nay(?! ?(?:$|[,;.\n])))|tuan|thang"
    r"|quy|nam|gio|h|phut|ty|trieu"
    r"|nghin|dong|lan(?! \d)"
    r"|nganh|huyen|so nganh|thanh vien|bien che|vi tri|thon|gio|quyen|van de|y kien|diem|doanh nghiep"
    r"|mo hinh|hoc vien)\b"
    r"|\b(?:phong|hoi truong|tang|nha|cong|quay|xe) (?!(?:em|toi|minh|xin)\b)[a-z]+ so \d+"
    r"|\b(?:[a-z]+_[a-z]+|hoi truong|cong|diem cau|cau) so \d+"
    r"|\b(?:bao|to|doi|goi|goi thau|lo|thua|phieu|khu pho|thong tu|nghi dinh|quoc lo|bieu|mau|phu luc|phong|chi thi"
    r"|nghi quyet) so \d+"
    r"|\b(?:goi thau|san pham|du thao|ban thao|phuong an|hop dong|chuyen de|hop phan)"
    r"(?: so| lan| lan thu)? \d+(?:[.,]\d+)*\b"
    r"|(?<=con )\d+ \w+ (?=nu[a_]\b)|\b(?:(?<!\d )thang|(?<!\d )ngay|quy|nam|(?<!\d )lan|dot|giai doan|buoc"
    r"|(?<!mot )phan|khoi|mu[c_] do"
    r"|mu_|hang muc|goi|thon|do[i_]|xom|ap|khom|buon|co so|diem|truong|tram|cum|lo|tuyen|doan|chi bo|vong"
    r"|(?<!trinh )(?<!cho )(?<!dang )ky"
    r"|khoa|dieu|khoan"
    r"|phu luc|khoang|tam|hon|gan"
    r"|tren|duoi|duoc|dat|them|nhom|cap|phien ban|lop|khu|phuong|quoc lo|chi tieu|nguon|muc tieu|de an"
    r"|du an|nghi quyet"
    r"|(?<!con )(?<!ngoai )moi|mau|bieu|tang|level|version|to|len|lui han|gap) \d+(?:[.,]\d+)*[a-z]?\b"
    r"|\b\d{1,2}[h:g]\d{0,2}\b"
    # the number of another thing: "xã 1 xong", "quyết định 12 đã ban hành"
    r"|\b(?:xa|van ban|quyet dinh|khau|module|mo dun|modun|cot|trang|file|tep|bang|ho so|dia diem|block|buoi"
    r"|phieu) \d+\b"
    r"(?! ?[%/.]\d)(?! (?:viec|nhiem vu|xa|don vi)\b)"
    r"|(?<!#)(?<!# )\b\d{4,}\b"
)
_ORDINAL = compiled(rf"(?<=\b)({WORK}) (thu (?:\d{{1,2}}|{'|'.join(_ORDINALS)}))\b")


@functools.lru_cache(maxsize=256)
def masked(plain: str, today: dt.date) -> str:
    """`plain` with every number that is no task (day, count, percent, amount) replaced by "¤", length kept.

    A line break ends whatever a number belongs to.
    """
    return "\n".join(_line_masked(line, today) for line in plain.split("\n"))


def _line_masked(plain: str, today: dt.date) -> str:
    if not re.search(r"\d| thu | phan ", plain):
        return plain
    text = _ORDINAL.sub(_digits, plain)
    days = [(said.begin, said.end) for said in find_days(text, today) if re.search(r"\d", text[said.begin : said.end])]
    for begin, end in (*days, *number_spans(text)):
        text = text[:begin] + "¤" * (end - begin) + text[end:]
    if not re.search(r"\d", text):
        return text
    return QUANTITY.sub(lambda m: m.group() if re.fullmatch(NUMBER, m.group()) else "¤" * len(m.group()), text)


def _digits(match: re.Match[str]) -> str:
    """ "việc thứ ba" with a digit in the place of its words, filled to the same length with "¦"."""
    word = match.group(2).split()[1]
    number = word if word.isdigit() else str(_ORDINALS[word])
    return f"{match.group(1)} {number}".ljust(len(match.group()), "¦")
