"""How long: "10 ngày", "2 tuần", "một tháng rưỡi" as an ISO 8601 length. On the plain form (see normalise.py)."""

import re

from handlers.replies.numbers import NAMED
from handlers.replies.patterns import compiled

_N = rf"(?P<n>\d{{1,3}}|{'|'.join(NAMED)}|nua)"


def find_length(plain: str) -> str | None:
    """The length of time named in `plain` as "P<n>D" or "P<n>M", or None ("vài ngày" says no number)."""
    match = _LENGTH.search(plain)
    if match is None:
        one_more = re.search(r"\bthem (tuan|thang)\b", plain)
        return {"tuan": "P7D", "thang": "P1M"}[one_more.group(1)] if one_more else None
    unit, word = match.group("unit"), match.group("n")
    half_more = match.group("half") is not None
    if word == "nua":
        return {"thang": "P15D", "nam": "P6M"}.get(unit)
    count = int(word) if word.isdigit() else NAMED[word]
    if unit in ("ngay", "hom", "tuan"):
        return f"P{count * (7 if unit == 'tuan' else 1)}D" if count else None
    if half_more and unit == "thang":
        return f"P{count * 30 + 15}D"
    months = count * {"thang": 1, "quy": 3, "nam": 12}[unit] + (6 if half_more and unit == "nam" else 0)
    return f"P{months}M" if count else None


_LENGTH = compiled(
    rf"(?<![\w/.-])(?:\d{{1,3}}\s?-\s?)?{_N}\s*(?P<unit>ngay|hom|tuan|thang|quy|nam)\b"
    r"(?!\s+(?:i{1,3}|iv|dau|cuoi|sau|toi|nay|\d+)\b)(?P<half>\s+ruoi)?"
)
