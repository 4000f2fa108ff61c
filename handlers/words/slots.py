"""The slots of an intent, from what a line names: only what was said, never a guess."""

import datetime as dt
import re
from typing import Any

from handlers.replies import first_day
from handlers.words.line import Line
from handlers.words.model import Period
from handlers.words.named import Said
from handlers.words.periods import day_of, month_of
from handlers.words.vocabulary import pattern

_FORMATS = (
    ("docx", r"\b(?:word|docx|doc)\b"),
    ("xlsx", r"\b(?:excel|xlsx|xls|bang tinh|ex+el)\b"),
    ("pdf", r"\bpdf\b"),
)
_BEST = re.compile(
    r"\b(?:tot|nhanh|gioi|cao|xuat sac|tich cuc|dau bang|dan dau|dung dau|hieu qua|"
    r"ngon|dung han|nghiem tuc|hoan thanh|di dau|khen|som|on) ?(?:\w+ )?(?:nhat|"
    r"bang|hang)?\b"
)
_WORST = re.compile(
    r"\b(?:cham|tre|kem|yeu|te|thap|be bet|bet|de|do|luoi|loi|it|cham chap|i ach|"
    r"qua han|tre han|chot|cuoi|tut hau|doi so|cuoi bang|ve chot)\b"
)
_TITLE = r"(?:anh|chi|ban|dong chi|co|chu|thay|ong|ba|bac|cau|em|ong ban|chau|can bo|chuyen vien)"
_PERSON = re.compile(
    rf"\b(?:cho|nho|la|cu|de|boi|uy quyen(?: cho)?|giao(?: lai)?(?: cho)?|bao_?|"
    rf"co|thi|,|:|sang|qua|thanh|gom|co the|nho co|moi_) {_TITLE} (?!AGENCY|GROUP|TASK)(\w+(?: \w+){{0,2}})"
    rf"|(?:^|\b){_TITLE} (?!AGENCY|GROUP|TASK)(\w+(?: \w+){{0,2}}?) (?=(?:AGENCY|"
    rf"thay|lam|nhan|phu trach|se|o|ben|phong|cung|truc|theo|tiep|lo|dam|ho tro|"
    rf"giup|len|,|trong|WHEN|DAY|quan ly)\b)"
)
_NO_NAME = frozenset(
    [
        "toi",
        "em",
        "minh",
        "anh",
        "chi",
        "giup",
        "thay",
        "lam",
        "tiep",
        "ai",
        "nao",
        "khac",
        "nguoi",
        "viec",
        "di",
        "nay",
        "do",
        "cung",
        "phong",
        "ben",
        "se",
        "nhan",
        "phu",
        "trach",
        "trong",
        "tu",
        "den",
        "truc",
        "theo",
        "luon",
        "a",
        "nhe",
        "thi",
        "roi",
        "lai",
        "ho",
        "dum",
        "het",
        "cho",
        "mot",
        "hai",
        "may",
        "dau",
        "moi",
        "cong",
        "tac",
        "nghi",
        "om",
        "le",
        "vang",
        "AGENCY",
        "GROUP",
        "WHEN",
        "DAY",
        "TASK",
        "PLAN",
        "DOC",
        "lanh",
        "dao",
        "nha",
        "duoc",
        "khong",
        "co",
        "o",
        "so",
        "xa",
        "phuong",
    ]
)
_REASON = re.compile(
    r"\b(?:vi|do|boi|ly do(?: la)?|tai|li do)\b|[,:;.]|\b(?=thieu|chua|sai|khong (?:dung|du|ro|dat)|con thieu)"
)
_WHAT = re.compile(
    r"\b(?:AGENCY|GROUP)\b(?: (?:phai|can|lam|thuc hien|chu tri|lo|nhiem vu|viec|nop|la|khan truong|,|:))*"
)
_SEARCH = re.compile(
    r"\b(?:tim kiem|tim|tra cuu|loc|search)\b(?: (?:giup|cho|ho|dum|em|toi|minh|"
    r"anh|e|lai|ra|het|cac|nhung|may|tat ca|toan bo|xem|thu|nhanh))*"
    r"(?: (?:viec|nhiem vu|dau viec|cong viec|task|ke hoach))?(?: (?:nao|gi|co|ma|dang))*"
    r"(?: (?:ve|lien quan(?: den| toi)?|noi ve|noi den|co chu|chu|co tu|tu khoa|"
    r"thuoc linh vuc|thuoc|linh vuc|dinh den|dinh toi|nhac den|mang tu|chua_? chu))* ?:?"
)
_ABOUT = re.compile(
    r"\b(?:lien quan(?: den| toi)?|noi ve|noi den|nhac den|nhac toi|co chu|co tu|"
    r"tu khoa|thuoc linh vuc|linh vuc|dinh den|dinh toi|ve|mang tu)\b ?:?"
)
_TAIL = re.compile(
    r"(?: (?:khong|chua|a|nhe|voi|di|giup|em|anh|chi|toi|minh|ban|vay|ha|the|"
    r"nao|roi|nha|cho|xem|coi|nua|luon|cai|nhi|thi|co|gi|dum|oi|day|\?|!|\.|"
    r",|sao|trong PLAN|cua AGENCY|PLAN|cua|trong))+$"
)


def slot(name: str, intent: str, said: Said, today: dt.date) -> Any:
    """What was said for one slot of `intent`; None where nothing was."""
    reader = _READERS.get(name)
    return reader(intent, said, today) if reader else None


def _plan(intent: str, said: Said, today: dt.date) -> str | None:
    return said.plan or None


def _agency(intent: str, said: Said, today: dt.date) -> Any:
    if not said.agencies:
        return None
    return said.agencies[0] if len(said.agencies) == 1 else said.agencies


def _task(intent: str, said: Said, today: dt.date) -> Any:
    if not said.tasks:
        return None
    return said.tasks[0] if len(said.tasks) == 1 else said.tasks


def _period(intent: str, said: Said, today: dt.date) -> Period | None:
    if not said.whens or (intent == "my_tasks" and said.whens[0].period.first == said.whens[0].period.last == today):
        return None
    first, last = said.whens[0], said.whens[-1]
    period = first.period
    if intent == "deputy" and last is not first and last.period.last >= period.first:
        return Period(period.first, last.period.last)
    if intent == "report" and period.first > today:
        return _last_year(first.period, said, first.first, first.last)
    if intent in ("due_within",) and period.last < today and not _year_said(said, first.first, first.last):
        return _next_year(period)
    return period


def _against(intent: str, said: Said, today: dt.date) -> Period | None:
    if not said.whens:
        return None
    spoken = said.plain
    when = said.whens[0]
    if len(said.whens) > 1 and re.search(r"\b(?:WHEN|DAY) .*\b(?:so voi|so sanh voi|voi|hon|so) (?:WHEN|DAY)", spoken):
        when = said.whens[-1]
    if when.period.first > today and not _year_said(said, when.first, when.last):
        return _last_year(when.period, said, when.first, when.last)
    typed = said.line.typed(when.first, when.last)
    if when.period.first == today and when.period.last > today and re.search(r"\d[/.-]\d", typed):
        return Period(when.period.last, when.period.last)
    return when.period


def _year_said(said: Said, first: int, last: int) -> bool:
    return re.search(r"20\d\d|/\d\d$", said.line.typed(first, last)) is not None


def _last_year(period: Period, said: Said, first: int, last: int) -> Period:
    if _year_said(said, first, last):
        return period
    if (period.last - period.first).days > 25:
        return Period(
            month_of(period.first.year - 1, period.first.month).first,
            month_of(period.last.year - 1, period.last.month).last,
        )
    return Period(*(day_of(day.day, day.month, str(day.year - 1), day) or day for day in (period.first, period.last)))


def _next_year(period: Period) -> Period:
    return (
        Period(period.first.replace(year=period.first.year + 1), month_of(period.last.year + 1, period.last.month).last)
        if period.first.day == 1
        else period
    )


def _due(intent: str, said: Said, today: dt.date) -> dt.date | None:
    for when in reversed(said.whens):
        return when.period.last
    return first_day(said.line.plain, today)


def _doc(intent: str, said: Said, today: dt.date) -> str | None:
    return said.documents[-1] if said.documents else None


def _group(intent: str, said: Said, today: dt.date) -> str | None:
    return said.group or None


def _only(intent: str, said: Said, today: dt.date) -> str | None:
    if intent not in ("remind", "invite"):
        return None
    plain = said.plain
    if pattern(r"\b{NOT}(?: \w+)? {CONNECTED}\b|\b(?:thieu|trong) dau moi\b").search(plain):
        return "unconnected"
    if intent == "invite":
        return None
    if pattern(r"{LATE}").search(plain):
        return "overdue"
    if pattern(r"\b{NOT}(?: (?:he|thay_|chiu|co|kip|duoc))* {ANSWER}\b|{SILENCE}").search(plain):
        return "silent"
    return None


def _state(intent: str, said: Said, today: dt.date) -> str | None:
    plain = said.plain
    if re.search(
        r"\b(?:chua xong|chua lam|dang mo|con lai|chua hoan thanh|dang lam|con (?:bao nhieu|"
        r"may|viec|nhung|lai|no|ton)|do dang)\b",
        plain,
    ):
        return "open"
    if re.search(r"\b(?:da xong|da hoan thanh|xong roi|da lam|hoan thanh roi|da nop)\b", plain):
        return "done"
    return "all" if re.search(r"\b(?:tat ca|toan bo|het|day du)\b", plain) else None


def _order(intent: str, said: Said, today: dt.date) -> str | None:
    plain = said.plain
    nearest = re.search(r"(\w+(?: \w+)?) nhat\b", plain)
    looked = nearest[1] if nearest else plain
    if _WORST.search(looked):
        return "worst"
    if _BEST.search(looked):
        return "best"
    if _WORST.search(plain):
        return "worst"
    return "best" if _BEST.search(plain) else None


def _format(intent: str, said: Said, today: dt.date) -> str | None:
    return next((name for name, form in _FORMATS if re.search(form, said.plain)), None)


def _person(intent: str, said: Said, today: dt.date) -> str | None:
    line = said.masked
    for match in _PERSON.finditer(line.plain):
        group = 1 if match.group(1) else 2
        first = line.place(match.start(group))
        last = line.place(match.end(group) - 1) + 1
        kept = first
        while (
            kept < last and line.tokens[kept].plain not in _NO_NAME and line.tokens[kept].typed not in ("thay", "làm")
        ):
            kept += 1
        if kept > first:
            title = line.typed(first - 1, first) if first else ""
            return f"{title} {line.typed(first, kept)}".strip()
    capital = re.search(r"(?<=[\w,] )((?:[A-ZĐÂÊÔƠƯĂÁÀẢÃẠ][^\W\d_]+ ?){2,4})", said.line.text)
    if capital and not said.agencies:
        return capital[1].strip()
    return None


def _reason(intent: str, said: Said, today: dt.date) -> str | None:
    line = said.masked
    at = line.plain.find("TASK")
    found = _REASON.search(line.plain, at + 4 if at >= 0 else 0)
    if found is None:
        return None
    first = (
        line.place(max(found.end(), found.start() + 1)) if found.end() > found.start() else line.place(found.start())
    )
    while first < len(line.tokens) and line.tokens[first].plain in (",", ":", ";", ".", "vi", "do", "la", "ly"):
        first += 1
    return line.typed(first, len(line.tokens)).strip(" .!,") or None


def _what(intent: str, said: Said, today: dt.date) -> str | None:
    line = said.masked
    found = _WHAT.search(line.plain)
    if found is None:
        return None
    first = line.place(min(found.end() + 1, len(line.plain)))
    last = len(line.tokens)
    while last > first and line.tokens[last - 1].plain in (
        "DAY",
        "WHEN",
        "truoc",
        "han",
        "den",
        "trong",
        ",",
        ".",
        "a",
        "nhe",
        "cham",
        "nhat",
        "xong",
    ):
        last -= 1
    return line.typed(first, last).strip(" ,.:") or None


def _query(intent: str, said: Said, today: dt.date) -> str | None:
    line: Line = said.line
    plain = line.plain
    found = _SEARCH.search(plain)
    if found is None or found.end() >= len(plain):
        found = _ABOUT.search(plain)
    if found is None:
        return None
    rest = plain[found.end() :]
    rest = re.sub(r"^(?: (?:ve|lien quan(?: den| toi)?|noi ve))+(?= )", "", rest)
    begin = len(plain) - len(rest)
    tail = _TAIL.search(rest)
    end = begin + (tail.start() if tail else len(rest))
    if end <= begin:
        return None
    first, last = line.place(begin + 1 if plain[begin : begin + 1] == " " else begin), line.place(end - 1) + 1
    return line.typed(first, last).strip(' ?.!,:"“”') or None


def _about(intent: str, said: Said, today: dt.date) -> str | None:
    return None


_READERS = {
    "plan": _plan, "agency": _agency, "task": _task, "period": _period, "against": _against, "due": _due, "doc": _doc,
    "group": _group, "only": _only, "state": _state, "order": _order, "format": _format, "person": _person,
    "reason": _reason, "what": _what, "query": _query, "about": _about,
}  # fmt: skip
