"""Stretches of time as people ask for them: "tuần này", "7 ngày tới", "từ 1/4 đến 30/9", "cùng kỳ".

A week runs from Monday to Sunday, a month from its first to its last day, both ends in. What a reply asks for as a
later day is read in `handlers.replies.dates`; here a stretch may lie in the past.
"""

import datetime as dt
import re
from dataclasses import dataclass

from handlers.words.line import Line
from handlers.words.model import Period
from handlers.words.names import stretches as of
from handlers.words.names.stretches import AGO, NEXT, NOW, NUMBERS, Read

_N = rf"(\d{{1,3}}|{'|'.join(number for number in NUMBERS if number != 'tu')})"
"""Four of something is "bốn": "từ tháng sau" begins with the next month."""
_DAY = (
    r"(?:ngay |hom |mung )?(\d{1,2})(?:[/.-]| thang )"
    r"(\d{1,2}|muoi hai|muoi mot|muoi|mot|hai|ba|tu|nam|bay|tam|chin)"
    r"(?:(?:[/.-]| nam )(20\d\d|\d\d))?(?![/.-]?\w)(?! (?:thang|ngay|tuan)\b)"
)


@dataclass(frozen=True)
class When:
    """A period said at tokens [first, last). `past` where the words say that it is over or running."""

    first: int
    last: int
    period: Period


def find_periods(line: Line, today: dt.date) -> list[When]:
    """Every stretch of time in the line, in its order, none overlapping."""
    found: list[When] = []
    if _ANY.search(line.plain) is None:
        return found
    for pattern, read in _FORMS:
        for first, last, match in line.spans(pattern):
            if any(first < other.last and other.first < last for other in found):
                continue
            period = read(match, today)
            if period is not None:
                found.append(When(first, last, period))
    return _of_their_year(sorted(found, key=lambda when: when.first), line, today)


_YEAR = re.compile(rf"nam (?:(ngoai|{AGO})|{NOW})")
_PRINTED = re.compile(r"\d|thang|quy")


def _of_their_year(found: list[When], line: Line, today: dt.date) -> list[When]:
    """ "20/3 năm ngoái", "quý 3 năm nay": one stretch, where the words of the year follow what has none."""
    together: list[When] = []
    for when in found:
        before = together[-1] if together else None
        year = _YEAR.fullmatch(_words(line, when))
        if before is None or year is None or before.last != when.first or not _PRINTED.search(_words(line, before)):
            together.append(when)
        elif (period := of.in_year(before.period, today.year - (1 if year[1] else 0))) is not None:
            together[-1] = When(before.first, when.last, period)
    return together


def _words(line: Line, when: When) -> str:
    return " ".join(token.plain for token in line.tokens[when.first : when.last])


_IN = r"(?:trong |o |cua )?"
_OVER = r"(?:sang|qua)"
""" "Sang tuần", "qua tháng": into the next one."""
_MONTH_WORD = r"(?:mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi)"
_AT_FIRST = "(?<!dung )(?<!di )(?<!dan )"
"""Not the "đầu" of "đứng đầu", "dẫn đầu"."""
_OTHER = rf"(?:{AGO}|{NEXT}|ngoai)\b"
"""Of another week, month, quarter or year than the running one."""
_SAME_DAY = r"(?:ngay|gio|luc|tam|khoang|thoi diem) (?:nay|hom nay)(?: cua)?"
""" "Ngày này tháng trước"."""
_TO_THE_END = r"(?:tu (?:nay|gio|bay gio|hom nay) )?(?:cho )?(?:den|toi) (?:het|cuoi)"
_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(rf"(?<![\w#/.-])(?:{form})(?![\w/])"), read)
    for form, read in (
        (rf"{_SAME_DAY} (tuan|thang|quy|nam) (?:ngoai|{AGO})", of.same_day),
        (rf"cung ky(?: (?:nam|thang) (?:ngoai|{AGO}))?", of.same_time),
        (r"(?:(?:tu|bat dau tu) )?(?:ngay )?(\d{1,2})(?:[/.]| thang )(\d{1,2})(?:(?:[/.]| nam )(20\d\d))? (?:den|"
r"toi|- |qua|-)(?: het)? ?(?:ngay )?"
         r"(\d{1,2})(?:[/.]| thang )(\d{1,2})(?:(?:[/.]| nam )(20\d\d))?", of.from_to),
        (rf"{_N} (ngay|hom|tuan|thang)(?: lien)? (?:(?:ke|bat dau) )?tu {_DAY}", of.length_from_day),
        (rf"{_N} (ngay|hom|tuan|thang)(?: lien)? (?:(?:ke|bat dau) )?tu {of.WEEKDAY}", of.length_from_weekday),
        (rf"(?:tu )?(?:ngay )?(?:mai|hom nay|nay)(?: (?:cho )?(?:den|toi))(?: het)? {_DAY}", of.from_near),
        (rf"tu {_DAY}(?: (?:den|toi) (?:nay|hom nay|gio|bay gio))?", of.since),
        (rf"{_IN}(?:den|toi)(?: het)? {_DAY}", of.until),
        (rf"truoc {_DAY}", of.before),
        (rf"(?:vao |trong |hoi |cua )?{_DAY}", of.the_day),
        (of.WEEKDAY, of.weekday),
        (rf"(truoc |(?:cho )?(?:den|toi)(?: het)? )?(?:ngay|mung) (\d{{1,2}})(?: thang ({NOW}|{NEXT}|{AGO}))?"
         r"(?! (?:thang|ngay|tuan|nam|quy)\b)(?![/.-]?\w)", of.day_of_month),
        (rf"(?:{_N} (?:ngay|hom) )?(?:ngay )?mai (?:va |voi |, )(?:ngay )?(?:mot|kia)", of.tomorrow_and_after),
        (rf"{_N} (ngay|hom|tuan|thang)(?: lien)?(?: (?:tu|ke tu|bat dau tu) (?:ngay )?(?:mai|"
rf"hom nay))", of.length_from_tomorrow),
        (rf"{_IN}(?:vong )?{_N} (ngay|hom|tuan|thang)(?: nua)? "
         r"(?:toi|sap toi|ke tiep|tiep theo|tiep|sau|nua)", of.ahead),
        (rf"(?:trong )?vong {_N} (ngay|tuan|thang)", of.ahead),
        (rf"{_N} (ngay|hom|tuan|thang) (?:qua|vua qua|vua roi|gan day|gan nhat|truoc|tro lai(?: day)?)", of.behind),
        (rf"{_N} (ngay|hom|tuan|thang) nua", of.ahead),
        (r"(?:6|sau) thang (dau|cuoi)(?: nam)?(?: (20\d\d))?", of.half_year),
        (rf"(?:dau |tu dau )?nam(?: {NOW})? (?:den|toi) (?:nay|gio|bay gio|hien nay)", of.year_to_date),
        (r"tu dau nam", of.year_to_date),
        (rf"(?:hoi |ngay |luc )?{_AT_FIRST}dau nam(?: nay)?(?! (?:\d|sau|toi|truoc|ngoai|hoc))", of.year_to_date),
        (rf"(?:hoi |tu |ngay |luc )?{_AT_FIRST}dau thang(?: nay)?"
         r"(?! (?:\d|sau|toi|truoc|mot|hai|ba|tu|nam|bay|tam|chin|muoi))", of.month_to_date),
        (rf"(?:hoi |tu |ngay |luc )?{_AT_FIRST}dau quy(?: nay)?(?! (?:\d|i|sau|toi|truoc))", of.quarter_to_date),
        (r"(?<!may )(?<!vai )hom nay|nay gio|(?<!may )(?<!vai )bua nay|"
         r"(?:sang|trua|chieu|toi|dem) nay|trong ngay|ngay hom nay", of.around(0)),
        (r"(?:ngay )?(?<!anh )(?<!chi )(?<!co )(?<!ba )(?<!ong )(?<!ban )mai(?! mot| kia)", of.around(1)),
        (r"ngay mot|ngay kia|hom kia(?= toi)", of.around(2)),
        (r"nua thang (?:nua|toi|sau)", of.half_month),
        (r"(?:ngay )?hom qua|bua qua", of.around(-1)),
        (r"hom kia|hom truoc|hom no", of.around(-2)),
        (rf"{_TO_THE_END} quy(?: {NOW})?(?! [i\d])(?! {_OTHER})", of.rest_of_quarter),
        (rf"{_TO_THE_END} nam(?: {NOW})?(?! \d)(?! {_OTHER})", of.rest_of_year),
        (rf"(?:{_TO_THE_END}|het|cuoi) tuan(?: {NOW})?(?! {_OTHER})", of.rest_of_week),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua )?tuan (?:{NEXT}) nua", of.week(2)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua |cuoi |het )?tuan {NEXT}|{_OVER} tuan", of.week(1)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua |cuoi |het )?tuan {AGO}", of.week(-1)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua )?tuan {NOW}|trong tuan", of.week(0)),
        (rf"(?:(?:tu )?(?:nay )?(?:cho )?(?:den|toi) )?(?:het|cuoi) thang(?: nay)?(?! \d| mot| hai| {_OTHER})",
         of.rest_of_month),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua |cuoi |het )?thang {NEXT}(?! nam \d)|"
         rf"{_OVER} (?:dau |giua |cuoi )?thang(?! (?:\d|{_MONTH_WORD})\b)", of.month(1)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua |cuoi |het )?thang {AGO}", of.month(-1)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua )?thang {NOW}|trong thang(?! \d)", of.month(0)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |giua |cuoi |het |hoi |den het |den cuoi )?thang (\d{{1,2}}|"
rf"mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi hai|muoi mot|muoi)"
         r"(?:(?: nam | ?/ ?)(20\d\d))?", of.printed_month),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |cuoi |het )?quy {NEXT}|{_OVER} (?:dau |cuoi )?quy(?! [i\d])", of.quarter(1)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |cuoi |het )?quy {AGO}", of.quarter(-1)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |cuoi |het |den het )?quy {NOW}|"
         r"trong quy(?! [i\d])|het quy(?! [i\d])", of.quarter(0)),
        (rf"{_IN}(?:ca |{_AT_FIRST}dau |cuoi |het )?quy (i{{1,3}}|iv|[1-4])"
         r"(?: ?/? ?(?:nam )?(20\d\d))?", of.named_quarter),
        (rf"{_IN}(?:ca |dau |giua |cuoi |het )?nam (?:ngoai|{AGO})", of.year(-1)),
        (rf"{_IN}nam (?:{NEXT}|sau)|sang nam", of.year(1)),
        (rf"{_IN}(?:ca |cuoi |het |den het )?nam {NOW}|ca nam|het nam|cuoi nam", of.year(0)),
        (r"(?:trong |ca )?nam (20\d\d)", of.year_printed),
    )
)  # fmt: skip
_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _FORMS))
"""Most sentences hold none of them: that is seen in one search instead of one a form."""
