"""Words as an official document writes them: days written out, no signs of a chat, nothing left to fill in."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

_DAY = re.compile(r"(?i)(\bngày\s+)?\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b(?![/-]?[A-ZĐ])")
_CODE = re.compile(r"(?<![\w&])#(\d+)")
_LEFT_OPEN = re.compile(r"…{2,}|\.{4,}|_{3,}")


def official_day(day: dt.date) -> str:
    """ "ngày 05 tháng 01 năm 2020": days below ten and months below three have a zero (Decree 30, II.4)."""
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}" if day.month < 3 else (
        f"ngày {day.day:02d} tháng {day.month} năm {day.year}"
    )  # fmt: skip


def days_written_out(text: str) -> str:
    """The text with "15/6/2026" as "ngày 15 tháng 6 năm 2026": so they stand in sentences, not in tables."""

    def said(match: re.Match[str]) -> str:
        try:
            return official_day(dt.date(int(match[4]), int(match[3]), int(match[2])))
        except ValueError:
            return match[0]

    return _DAY.sub(said, text)


def without_codes(text: str, named: Callable[[int], str]) -> str:
    """The text with the chat's "#12" as `named(12)` says it ("" for a task that is not known)."""
    return _CODE.sub(lambda match: named(int(match[1])) or f"nhiệm vụ mã {match[1]}", text)


def plain(value: Any) -> Any:
    """Values as a document can hold them: composed letters, no control characters, no pictographs, no rows of dots."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        kept = "".join(ch for ch in text if _prints(ch))
        return _LEFT_OPEN.sub("…", kept if kept == text else kept.strip())
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def _prints(ch: str) -> bool:
    if ch in "\n\t":
        return True
    # So: pictographs (🟢 ⚪ ✅), and what joins them; Cs and Cc cannot stand in XML; Co and Cn have no face.
    return unicodedata.category(ch) not in ("So", "Cc", "Cs", "Co", "Cn") and ch not in "\ufe0f\u200d\u20e3"
