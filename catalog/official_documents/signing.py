"""Who signed a document, from its foot: the name below an office in capitals, beside "Nơi nhận" or side by side."""

import re
from collections.abc import Sequence

from catalog.official_documents.lines import Line
from catalog.text import fold

_DEGREE = re.compile(
    r"(?i)^((?:gs|pgs|ts|ths|bs|ck[i12]+|bsck[i12]*|bscki+|ks|cn|luật sư|đại tá|thượng tá|trung tá|thiếu tá|đại úy"
    r"|thiếu tướng|trung tướng|thượng tướng|đại tướng|ông|bà)\.?\s*)+(?=\S)"
)
_NOT_A_NAME = re.compile(
    r"(?i)\b(nơi nhận|người ký|thời gian|cơ quan|chữ ký|đã ký|ký (bởi|tên|thay)|giám đốc|chủ tịch|chủ tọa|tổ chức"
    r"|trưởng (phòng|ban)|ủy ban|hội đồng|văn phòng|như (trên|điều)|ban hành|kèm theo|phụ lục|nhân dân|thư ký|bí thư)\b"
)
_LONGEST_NAME, _SHORTEST_NAME = 6, 2
_TAIL = 60


def signers(lines: Sequence[Line]) -> tuple[str, str]:
    """(names, offices) of who signed, each divided by "; " where several did; "" where it is left open.

    The first foot counts: a plan that a decision brings along has one of its own behind it.
    """
    to = next((at for at, line in enumerate(lines) if fold(line.text).startswith("noi nhan")), None)
    if to is None:
        return _side_by_side([line for line in lines[-_TAIL:] if line.side != "table"][-24:])
    start = to
    while start and lines[start - 1].side == "right":
        start -= 1
    foot = lines[start : to + _TAIL]
    right = [line.text for line in foot if line.side == "right"]
    if not _names(right):
        after = [line.text for line in foot if not line.text.startswith(("-", "+"))]
        before = [line.text for line in lines[max(0, to - 8) : to]]  # a plain text has the signer above or below
        right = [*right, *after[1:]] if _names(after[1:]) else right or before
    return "; ".join(_names(right)[:1]), _office(right)


def _side_by_side(tail: Sequence[Line]) -> tuple[str, str]:
    """Without "Nơi nhận" (minutes, contracts): a name in each column, the chair's first."""
    columns = [[line.text for line in tail if line.side == side] for side in ("left", "right")]
    found = [(_office(column), _names(column)) for column in columns]
    both = [(office, names[0]) for office, names in found if names]
    if not both:
        middle = [line.text for line in tail[-8:]]
        names = _names(middle)
        return ("; ".join(names[-1:]), _office(middle)) if names and _office(middle) else ("", "")
    both.sort(key=lambda one: not fold(one[0]).startswith("chu "))
    return "; ".join(name for _, name in both), "; ".join(office for office, _ in both if office)


def _names(texts: Sequence[str]) -> list[str]:
    """The names of persons among lines: two to six words, each with a capital."""
    found = []
    for text in texts:
        name = _DEGREE.sub("", re.sub(r"^(?:[^\s.]{1,7}\.\s*)+", "", text).strip()).strip()
        words = name.split()
        if (
            _SHORTEST_NAME <= len(words) <= _LONGEST_NAME
            and name != name.upper()
            and all(word[:1].isupper() and word.replace("-", "").isalpha() for word in words)
            and not _NOT_A_NAME.search(name)
        ):
            found.append(name)
    return found


def _office(texts: Sequence[str]) -> str:
    """The office right above the name: the last line in capitals."""
    offices = [text for text in texts if text == text.upper() and len(text) > 3 and re.search(r"[A-ZĐ]{2}", text)]
    kept = [text for text in offices if not text.startswith("-")]
    return kept[-1] if kept else ""
