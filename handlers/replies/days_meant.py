"""Which day a clause names: one asked for, one by which the work is to be done, one to come beside a "xong"."""

import datetime as dt
import re

from handlers.replies.dates import find_days
from handlers.replies.lengths import find_length
from handlers.replies.model import Doubt
from handlers.replies.patterns import compiled
from handlers.replies.rules import ASKING, EXTENSION, NO_EXTENSION, SAYS_DONE

_GONE_BY = compiled(r"\b(?:han(?: la)?|hom|(?<!bat dau )tu(?: hom)?)\s*$")  # "xong hôm thứ hai", "từ thứ ba"


def names_future_day(plain: str, today: dt.date) -> bool:
    """Whether a "xong" stands beside a day to come ("xong 30/6"); "đã xong báo cáo quý III" only names a report."""
    stated = re.search(r"\b(?:da|roi|vua)\b", plain) is not None
    for said in find_days(plain, dt.date(today.year, 1, 1)):
        period = re.match(r"(?:\w+ )?(?:thang|quy|tuan|nam)\b|\d{1,2}/20", plain[said.begin :]) is not None
        weekday = re.match(r"(?:thu (?:\d|[a-z]+)|chu nhat|cn)$", plain[said.begin : said.end]) is not None
        if _GONE_BY.search(plain[: said.begin]) or ((period or weekday) and stated):
            continue
        if said.day and said.day > today:
            return True
    return False


def expected_day(plain: str, today: dt.date) -> dt.date | None:
    """The day to come named beside a "xong" that is not yet: "dự kiến 20/3 xong"."""
    if SAYS_DONE.search(plain) is None:
        return None
    days = [said for said in find_days(plain, today) if not _GONE_BY.search(plain[: said.begin])]
    return next((said.day for said in days if said.day and said.day > today), None)


def extension_asked(plain: str, today: dt.date) -> tuple[bool, dt.date | None, str | None, Doubt | None]:
    """Whether more time is asked for, until which day, for how long, and what is wrong with the day."""
    if ASKING.search(plain) is None or NO_EXTENSION.pattern.search(plain):
        return False, None, None, None
    matches = [match for rule in EXTENSION if (match := rule.pattern.search(plain))]
    if not matches:
        return False, None, None, None
    start = min(match.start() for match in matches)
    days = [
        day
        for day in find_days(plain, today)
        if not re.search(r"\b(?:tu|ke tu|tinh tu)(?: ngay)?\s*$", plain[: day.begin])
    ]
    wanted = [day for day in days if day.begin >= start]
    moved_to = [
        day for day in wanted if re.search(r"\b(?:den|toi|sang|qua|thanh)(?: het| ngay)?\s*$", plain[: day.begin])
    ]
    wanted = moved_to or wanted
    chosen = wanted[0] if wanted else (days[0] if days else None)
    rest = plain[start:]
    if chosen:
        rest = plain[start : chosen.begin] + " " + plain[max(start, chosen.end) :]
    return True, chosen.day if chosen else None, find_length(rest), chosen.doubt if chosen else None
