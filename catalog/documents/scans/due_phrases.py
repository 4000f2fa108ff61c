"""What stands in a cell of time: a small grammar of phrases, figures and numerals aside; a slip leaves it in sight."""

import difflib
import re
from collections.abc import Sequence

from catalog.documents.scans.lexicon import bare

_PHRASES = (
    "thường xuyên", "hằng tháng", "hàng tháng", "hằng quý", "hàng quý", "hằng năm", "hàng năm", "hằng tuần", "cả năm",
    "ngày # hằng tháng", "ngày # hàng tháng", "ngày # hằng quý", "# tháng đầu năm #", "# tháng cuối năm #", "năm #",
    "trong năm #", "hết năm #", "đến hết năm #", "cuối năm #", "đầu năm #", "quý #", "quý # năm #", "trong quý #",
    "hoàn thành trong quý #", "hoàn thành trong năm #", "hoàn thành trong tháng #", "hoàn thành trước ngày #",
    "tháng #",
    "tháng # năm #", "trong tháng #", "trong tháng # năm #", "trước tháng #", "trước ngày #", "trước #", "xong trước #",
    "chậm nhất #", "chậm nhất ngày #", "ngày #", "đến ngày #", "từ tháng # đến tháng #", "từ # đến #", "# - #",
    "từ ngày # đến ngày #",
    "hằng năm, trước ngày #", "theo tiến độ", "theo kế hoạch", "theo quy định", "sau khi được phê duyệt",
)  # fmt: skip
_FIGURES = re.compile(r"\d[\d/.\-–]*\d|\d|\b[IV]{1,3}\b(?:/\d{4})?")
_LIKE, _LEAST, _NEXT = 0.84, 8, 0.03
"""A text of so many letters is a phrase that it is so much like, and no other one nearly as much."""


def phrases_settled(texts: Sequence[str]) -> list[str]:
    """The cells of a column: where at least half of them are phrases of time, those that nearly are one become it."""
    filled = [text for text in texts if text]
    known = sum(masked == "#" or masked in _PHRASES for masked in map(_masked, filled))
    return list(texts) if known < 2 or 2 * known < len(filled) else [phrase_settled(text) for text in texts]


def phrase_settled(text: str) -> str:
    """ "Ngày 05 hãng tháng" is "Ngày 05 hằng tháng"; a text that is no phrase of time, or is one already, stays."""
    figures, masked = _FIGURES.findall(text), _masked(text)
    if len(masked) < _LEAST or masked in _PHRASES:
        return text
    likely = [one for one in _PHRASES if one.count("#") == len(figures)]
    near = sorted(likely, key=lambda one: -_likeness(masked, one))  # of two spellings of one phrase the first listed
    others = [one for one in near[1:] if bare(one) != bare(near[0])]
    if not near or _likeness(masked, near[0]) < _LIKE:
        return text
    if others and _likeness(masked, near[0]) - _likeness(masked, others[0]) < _NEXT:
        return text
    rest = iter(figures)
    made = re.sub("#", lambda _: next(rest), near[0])
    return made[:1].upper() + made[1:] if text[:1].isupper() or not text[:1].isalpha() else made


def _masked(text: str) -> str:
    return " ".join(_FIGURES.sub(" # ", text).lower().split())


def _likeness(one: str, other: str) -> float:
    """Letters and marks: a slip of a mark is half a slip."""
    exact = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    return (exact + difflib.SequenceMatcher(None, bare(one), bare(other), autojunk=False).ratio()) / 2
