"""What is kept as it was typed: a person, a reason, what is to be done. What is looked for: `sought`."""

import datetime as dt
import re
from collections.abc import Iterator

from handlers.words.line import Line, Token
from handlers.words.names.said import Said

_TITLE = (
    r"(?:anh|chi|ban(?! (?:giao|hanh|quan|chi)\b)|dong chi|co|chu|thay|ong|ba|bac|cau|em|ong ban|chau|can bo|"
    r"chuyen vien)"
)


_PERSON = re.compile(
    rf"\b(?:cho|nho|la|cu|de|boi|uy quyen(?: cho)?|giao(?: lai)?(?: cho)?|bao_?|"
    rf"co|thi|,|:|sang|qua|thanh|gom|co the|nho co|moi_) {_TITLE} (?!AGENCY|GROUP|TASK)(\w+(?: \w+){{0,3}})"
    rf"|(?:^|\b){_TITLE} (?!AGENCY|GROUP|TASK)(\w+(?: \w+){{0,3}}?) (?=(?:AGENCY|"
    rf"thay|duyet|xu ly|lam|nhan|phu trach|se|o|ben|phong|cung|truc|theo|tiep|lo|dam|ho tro|"
    rf"giup|len|,|trong|WHEN|DAY|quan ly)\b)"
)


_UNTITLED = re.compile(
    r"\b(?:nho|cu|uy quyen(?: cho)?|de) (\w+(?: \w+){0,3}?)(?= (?:thay|truc|tra loi|theo doi|"
    r"lam (?:thay|giup|ho)|nhan thay|lo)\b)"
)
""" "Nhờ Hạnh trực thay"."""

_NO_TITLE = ("có", "cơ", "bao", "em", "cố")
"""Typed so, these are no "cô", "bác" or other title before a name."""

_TITLES = frozenset(["anh", "chi", "ban", "co", "chu", "thay", "ong", "ba", "bac", "cau", "em"])
_LONGEST_NAME = 4

_SURNAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "truong",
        "dinh",
        "doan",
        "trinh",
        "cao",
        "mai",
        "ha",
    ]
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
        "duyet",
        "xu",
        "tra",
        "dam",
        "quan",
    ]
)


_REASON = re.compile(
    r"\b(?:vi|do|boi|ly do(?: la)?|tai|li do)\b|[,:;.]|\b(?=thieu|chua|sai|khong (?:dung|du|ro|dat)|con thieu)"
)


_WHAT = re.compile(
    r"\b(?:AGENCY|GROUP)(?:(?: (?:,|va|voi|cung))? AGENCY)*\b"
    r"(?: (?:phai|can|lam|thuc hien|chu tri|lo|nhiem vu|viec|nop|la|khan truong|,|:))*"
)


def _may_be_a_name(token: Token) -> bool:
    """ "Minh" is a name, "mình" is none."""
    return (token.plain not in _NO_NAME or token.typed == "minh") and token.typed not in ("thay", "làm")


def _every(pattern: re.Pattern[str], plain: str) -> Iterator[re.Match[str]]:
    """All matches, also those that overlap: "có gì anh Dũng" holds "anh Dũng"."""
    place = 0
    while (found := pattern.search(plain, place)) is not None:
        yield found
        place = found.start() + 1


def _middle_name(line: Line, first: int, place: int) -> bool:
    """The "thị" of "nguyen thi mai", which is no "thì"."""
    return line.tokens[place].plain == "thi" and place > first and line.tokens[place - 1].plain in _SURNAMES


def _in_capitals(line: Line) -> str | None:
    """ "đồng chí Nguyễn Thị Mai": the words in capitals behind a title, where the line is not all in capitals."""
    text, tokens = line.text, line.tokens
    for place in range(len(tokens) - 1):
        if tokens[place].plain not in _TITLES or tokens[place].typed in _NO_TITLE:
            continue
        last = place + 1
        while last < len(tokens) and last - place <= _LONGEST_NAME and _capital(line, last):
            last += 1
        if last > place + 1 and any(letter.islower() for letter in text[tokens[place].begin : tokens[last - 1].end]):
            first = place - 1 if place and tokens[place - 1].plain == "dong" else place
            return line.typed(first, last)
    return None


def _capital(line: Line, place: int) -> bool:
    token = line.tokens[place]
    return not token.plain.isupper() and line.text[token.begin].isupper()


def person(intent: str, said: Said, today: dt.date) -> str | None:
    """Who stands in or takes over, with the title said."""
    line = said.masked
    if (named := _in_capitals(line)) is not None:
        return named
    for match in _every(_PERSON, line.plain):
        group = 1 if match.group(1) else 2
        first = line.place(match.start(group))
        last = line.place(match.end(group) - 1) + 1
        if first and line.tokens[first - 1].typed in _NO_TITLE:
            continue
        kept = first
        while kept < last and (_may_be_a_name(line.tokens[kept]) or _middle_name(line, first, kept)):
            kept += 1
        if kept > first:
            titled = 2 if first > 1 and line.tokens[first - 2].plain == "dong" else 1
            title = line.typed(first - titled, first) if first else ""
            return f"{title} {line.typed(first, kept)}".strip()
    if (untitled := _UNTITLED.search(line.plain)) is not None:
        first, last = line.place(untitled.start(1)), line.place(untitled.end(1) - 1) + 1
        if all(_may_be_a_name(line.tokens[place]) for place in range(first, last)):
            return line.typed(first, last)
    capital = re.search(r"(?<=[\w,] )((?:[A-ZĐÂÊÔƠƯĂÁÀẢÃẠ][^\W\d_]+ ?){2,4})", said.line.text)
    if capital and not said.agencies:
        return capital[1].strip()
    return None


def reason(intent: str, said: Said, today: dt.date) -> str | None:
    """Why a report goes back: what stands behind "vì" or the comma after the task."""
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


def what(intent: str, said: Said, today: dt.date) -> str | None:
    """What an agency is to do."""
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
