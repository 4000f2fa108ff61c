"""Cells that only say "as above": "nt", "-nt-", "như trên", "〃"."""

import re

_DITTO = re.compile(
    r"[\s\-–—(.\"“”]*(?:n\s*[./]?\s*t|như\s+(?:ở\s+)?trên|(?:như|cùng)\s+(?:dòng|hàng|mục|nhiệm vụ|ô)\s+(?:ở\s+)?trên"
    r"|[〃″]|//|[\"”“]{1,2}|''|,,)[\s\-–—.)\"“”]*",
    re.IGNORECASE,
)


def is_ditto(cell: str) -> bool:
    """True for a cell that repeats the one above it."""
    return len(cell) <= 30 and bool(_DITTO.fullmatch(cell.strip())) and bool(cell.strip(" -–—.()"))
