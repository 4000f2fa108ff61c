"""The facts of an official document, from its lines: number, day, kind, subject, issuer, signer, whether a draft.

Where a thing stands is fixed by Decree 30/2020/NĐ-CP (Annex I, part II) and the Party's Regulation 399-QĐ/TW; nothing
is guessed: what is not found is "".
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from catalog.official_documents.kinds import KINDS, LETTER, kind_by_number
from catalog.official_documents.lines import MOTTO, PARTY_NAME, STATE_NAME, Line
from catalog.official_documents.names import issuer_of
from catalog.official_documents.signing import signers
from catalog.text import clean, fold

_HEAD_LINES = 45
_SUBJECT_LINES = 6
_SUBJECT_LENGTH = 400
_SHORT = 50

_LETTERS = r"[A-ZĐÂÊÔĂƠƯ][\wĐđÂâÊêÔôĂăƠơƯư]*"
_NUMBER = re.compile(
    rf"(?i:^(?:luật |pháp lệnh )?số)\s*[:.]?\s*(\d{{0,6}}[a-z]?)\s*"
    rf"((?:/\s*(?:19|20)\d\d\s*)?[/-]\s*{_LETTERS}(?:\s*[-/.&]\s*{_LETTERS}\d*)*)"
)
_DATED = re.compile(
    r"(?i)^(?P<place>[^,;]{2,60}),?\s*ngày\s*(?P<day>\d{1,2})?\s*tháng\s*(?P<month>\d{1,2})?\s*năm\s*(?P<year>\d{4})?"
)
_NO_PLACE = re.compile(r"(?i):|\b(?:số|của|quyết định|kế hoạch|giờ|phút|lúc|hồi|vào|từ|đến|hôm)\b")
_DATED_SHORT = re.compile(r"(?i)^[^,;]{2,60},\s*ngày\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_DAY_IN_TEXT = re.compile(r"(?i)ngày\s*(\d{1,2})\s*(?:tháng\s*(\d{1,2})\s*năm|[/.-]\s*(\d{1,2})\s*[/.-])\s*(\d{4})")
_DOTS = re.compile(r"[.…_]{2,}|…")
_DRAFT = re.compile(r"(?i)^\(?\s*(bản\s+)?dự thảo\b.{0,30}$")
_ABOUT = re.compile(r"(?i)^v/v\s*[:.]?\s*")
_TEXT_BEGINS = re.compile(
    r"(?i)^(căn cứ|kính gửi|theo (đề nghị|quy định|tinh thần|chỉ đạo)|thực hiện (nghị quyết|quyết định|kế hoạch"
    r"|công văn|chỉ đạo|ý kiến|chương trình|thông báo|văn bản|chỉ thị|kết luận|nhiệm vụ|luật|quy định)|hôm nay|điều \d"
    r"|phần (thứ )?[ivx\d]|chương [ivx\d]|[ivx]+\s*[.-]|\d+\s*[.)]|xét |vào (hồi|lúc)|để |ngày \d|nhằm |sau khi "
    r"|trong (quý|tháng|năm|thời gian)|qua |vừa qua|thời gian qua|\(?kèm theo|\(?ban hành kèm|trên cơ sở|tiếp theo"
    r"|nơi nhận)"
)
_RULE = re.compile(r"^[\s*_\-–—=~.…]+$")
_TITLED_ONLY = ("TÓM TẮT", "CHUYÊN ĐỀ", "ĐỘT XUẤT", "ĐỊNH KỲ", "KHẨN", "HỎA TỐC")
_BY_LENGTH = sorted(KINDS, key=len, reverse=True)
_SQUEEZED = {kind.replace(" ", ""): kind for kind in KINDS}


@dataclass(frozen=True)
class Facts:
    """What an official document says of itself. `kind` is in capitals, `number` without blanks ("125/KH-UBND"), "" if
    left open; `signer` several names divided by "; "; `draft` where number or day are left open, or it says so.
    """

    kind: str = ""
    number: str = ""
    day: dt.date | None = None
    subject: str = ""
    issuer: str = ""
    signer: str = ""
    office: str = ""
    draft: bool = False

    @property
    def known(self) -> bool:
        """Whether enough was found to call it an official document at all."""
        return bool(self.kind and (self.number or self.issuer or self.draft))

    def to_json(self) -> dict[str, Any]:
        """As it is stored; the day ISO or None."""
        return {**asdict(self), "day": self.day.isoformat() if self.day else None}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Facts":
        """What `to_json` gave; keys of later versions are left out."""
        kept = {key: stored[key] for key in cls.__dataclass_fields__ if key in stored}
        return cls(**{**kept, "day": dt.date.fromisoformat(kept["day"]) if kept.get("day") else None})


def facts_of(lines: Sequence[Line]) -> Facts:
    """The facts of a document's lines; `Facts()` of a text that is no official document."""
    lines = [line for line in lines if line.text]
    number_at, number, open_number = _number(lines)
    date_at, day, open_day = _date(lines)
    kind, kind_at, subject = _kind(lines, number_at, date_at)
    if not kind:
        kind, subject = _letter(lines, number_at, number)
    if kind == "CHƯƠNG TRÌNH" and re.match(r"(?i)hành động\b", subject):
        kind, subject = "CHƯƠNG TRÌNH HÀNH ĐỘNG", subject[len("hành động") :].strip()
    if day is None and not open_day:
        day = _day_of_meeting(lines)
    head = number_at if number_at is not None else kind_at
    signer, office = signers(lines[(kind_at or number_at or 0) :])
    said_draft = any(_DRAFT.match(line.text) and len(line.text) < 40 for line in lines[:_HEAD_LINES])
    return Facts(
        kind, number, day, subject, _issuer(lines, head), signer, office,
        draft=bool(kind) and (open_number or open_day or said_draft),
    )  # fmt: skip


def _number(lines: Sequence[Line]) -> tuple[int | None, str, bool]:
    """Where the number stands, the number, and whether it is left open."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        found = _NUMBER.match(_DOTS.sub(" ", line.text))
        if found:
            letters = re.sub(r"\s", "", found[2])
            return (at, found[1] + letters, False) if found[1] else (at, "", True)
        if re.match(r"(?i)^số\s*:\s*\d{0,6}\s*/?\s*$", _DOTS.sub(" ", line.text)):
            return at, "", True
    return None, "", False


def _date(lines: Sequence[Line]) -> tuple[int | None, dt.date | None, bool]:
    """Where the date stands, the day, and whether it is left open."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        text = _DOTS.sub(" ", line.text)
        if text.startswith("(") or len(text) > 90 or fold(text).startswith("can cu"):
            continue
        if short := _DATED_SHORT.match(text):
            return at, _day(*short.groups()), False
        found = _DATED.match(text)
        if found and not _NO_PLACE.search(found["place"]):
            if found["day"] and found["month"] and found["year"]:
                return at, _day(found["day"], found["month"], found["year"]), False
            return at, None, True
    return None, None, False


def _day(day: str, month: str, year: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _day_of_meeting(lines: Sequence[Line]) -> dt.date | None:
    """Minutes have their day in the first sentence."""
    for line in lines[:_HEAD_LINES]:
        found = _DAY_IN_TEXT.search(line.text)
        if found and re.match(r"(?i)(hôm nay|vào|thời gian|bắt đầu|\d*[.)]?\s*thời gian|lúc|hồi)", line.text):
            return _day(found[1], found[2] or found[3], found[4])
    return None


def _kind(lines: Sequence[Line], number_at: int | None, date_at: int | None) -> tuple[str, int | None, str]:
    """Kind, where it stands, and the subject below it."""
    after = min((at for at in (number_at, date_at) if at is not None), default=-1)
    for at, line in enumerate(lines[: _HEAD_LINES + 15]):
        text = line.text.rstrip(":. ")
        if line.side == "table" or at <= after or text != text.upper() or text.startswith(("-", "+")):
            continue
        squeezed = _SQUEEZED.get(text.replace(" ", ""))
        kind = squeezed or next((k for k in _BY_LENGTH if text.startswith(f"{k} ")), "")
        if not kind or _names_a_body(text, kind):
            continue
        rest = "" if squeezed else text[len(kind) :].strip()
        if rest in _TITLED_ONLY:
            rest = ""
        return kind, at, _subject(lines[at + 1 : at + 1 + _SUBJECT_LINES], rest)
    return "", None, ""


def _names_a_body(text: str, kind: str) -> bool:
    """Words of a kind that begin a body's name in a head ("CHƯƠNG TRÌNH QUỐC GIA ..." is a kind, "DỰ ÁN" a body)."""
    return kind in ("DỰ ÁN", "LỆNH", "LUẬT") and len(text) > len(kind)


def _subject(below: Sequence[Line], begun: str) -> str:
    """The lines below the kind that are its subject: up to where the text, a ground or the addressee begins."""
    kept: list[str] = [begun] if begun else []
    for line in below:
        text = line.text
        if _RULE.match(text):
            break
        if line.side == "table" or _ends_subject(text, kept, line):
            break
        kept.append(text)
        if len(" ".join(kept)) > _SUBJECT_LENGTH:
            break
    return clean(" ".join(kept)).rstrip(" .;:")


def _ends_subject(text: str, kept: Sequence[str], line: Line) -> bool:
    if re.match(r"(?i)(kính gửi|căn cứ|hôm nay|điều \d|\(?kèm theo|nơi nhận|thời gian\s*:|địa điểm\s*:)", text):
        return True
    if not kept:
        return False
    if text.endswith((";", ":", "./.")) or _DRAFT.match(text):
        return True
    if line.bold is not None:  # a page that shows faces and places: a subject is bold, or stands in the middle
        return not (line.bold or line.centred)
    if _TEXT_BEGINS.match(text) or text.endswith("."):
        return True
    goes_on = text[:1].islower() or text[:1].isdigit() or text[:1] == "(" or _breaks_off(kept[-1])
    if text == text.upper():  # "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH" begins the text of a decision
        return not (goes_on or kept[-1] == kept[-1].upper())
    return not (goes_on or len(text) <= _SHORT)  # paragraphs of the text are longer, or end like sentences


def _breaks_off(text: str) -> bool:
    """Whether a line cannot be the end of a subject."""
    return text.endswith((",", "-", "–")) or text.split()[-1].lower() in (
        "và", "của", "về", "tỉnh", "phố", "thành", "xã", "phường", "cho", "tại", "các", "trên", "theo", "năm", "số",
        "nghị", "quyết", "ban", "với", "do", "thực", "hiện",
    )  # fmt: skip


def _letter(lines: Sequence[Line], number_at: int | None, number: str) -> tuple[str, str]:
    """A document without a kind in its head: a letter, whose subject stands below the number."""
    at = next((i for i, line in enumerate(lines[:_HEAD_LINES]) if _ABOUT.match(line.text)), None)
    if at is None:
        kind = kind_by_number(number)
        if number_at is None or (kind and kind != LETTER):
            return kind, ""
        below = lines[number_at + 1 : number_at + 4]
        kept = []
        for line in _same_column(below, lines[number_at]) or [line for line in below[:2] if line.side == "middle"][:1]:
            if fold(line.text).startswith("kinh gui") or (line.side == "middle" and len(line.text) > 120):
                break
            kept.append(line.text)
        return (LETTER if kind or kept else "", clean(" ".join(kept)))
    first = lines[at]
    kept = [_ABOUT.sub("", first.text)]
    for line in _same_column(lines[at + 1 : at + 6], first):
        if re.match(r"(?i)(kính gửi|căn cứ)", line.text) or (first.side == "middle" and _TEXT_BEGINS.match(line.text)):
            break
        if first.side == "middle" and line.text[:1].isupper():
            break
        kept.append(line.text)
    return LETTER, clean(" ".join(kept)).rstrip(" .;:")


def _same_column(lines: Sequence[Line], first: Line) -> list[Line]:
    """The following lines of the column `first` stands in; the other column's, between them on the page, are not."""
    kept = []
    for line in lines:
        if line.side == first.side:
            kept.append(line)
        elif line.side != "right":
            break
    return kept


def _issuer(lines: Sequence[Line], head: int | None) -> str:
    """The body in the head above the number (or above the kind, where there is no number)."""
    if head is None:
        return ""
    above = [line for line in lines[:head] if line.side == "left" or line.side == "middle"]
    kept = []
    for line in above:
        text = line.text.strip("* ")
        if _RULE.match(line.text) or not text or text != text.upper() or len(text) < 3 or _DRAFT.match(text):
            continue
        if _DATED.match(text) or _ABOUT.match(text) or _NUMBER.match(text):
            continue
        if fold(text.replace("-", " ")).replace("  ", " ") in (STATE_NAME, MOTTO, PARTY_NAME):
            continue
        if re.match(r"(?i)(mật|tuyệt mật|tối mật|hỏa tốc|khẩn|thượng khẩn|mẫu số)\b", text):
            continue
        kept.append(text)
    return issuer_of(kept)
