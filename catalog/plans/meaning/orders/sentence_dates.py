"""When the work of a sentence is due: dates behind "trước", "trong", "hoàn thành", else what recurs."""

import re
from dataclasses import dataclass

from catalog.plans.meaning.dates import deadline_words as words
from catalog.plans.meaning.dates.deadline_anchors import Anchor, find_anchors
from catalog.plans.meaning.dates.deadlines import DeadlineReading, date_mentions, date_outside_deadline, read_deadlines
from catalog.plans.meaning.dates.printed_dates import aligned
from catalog.plans.model import PlanWarning

_DONE_ON = re.compile(
    r"\b(?:hoan\s+(?:thanh|tat)|xong|ket\s+thuc|to\s+chuc|trinh|bao\s+cao|ban\s+hanh|gui|truoc|khai\s+mac"
    r"|khoi\s+cong)(?:\s+(?:vao|trong|la|cac|ubnd\s+tinh))*\s*(?:ngay\s*)?$"
    r"|\b(?:trinh|gui|bao\s+cao)(?:\s+(?!hop\b|nghi\b|so\b|ngay\b|tai\b)[a-z]+){1,7}(?:\s+(?:vao|trong))?(?:\s+ngay)?\s*$"
    r"|\b(?:trong|vao)\s+(?:cac\s+)?ngay\s+(?:\d{1,2}\s*(?:,|va)\s*)+$"
)
_RECURRING = re.compile(
    r"(?:(?:định kỳ|thường xuyên)\s+)?(?:trước\s+ngày\s+\d{1,2}\s+)?(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý"
    r"|năm|đêm|giờ)\b"
    r"|(?<!giáo dục )\bthường xuyên\b|\bđịnh kỳ(?:\s+\d+\s+tháng(?:/lần| một lần)?)?|\b\d+\s+(?:tháng|tuần"
    r"|ngày|giờ)\s*/\s*lần",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,;]*(?:và\s+)?(?:phải\s+)?(?:hoàn (?:thành|tất)|xong|thời (?:gian|hạn)(?: hoàn thành| thực hiện)?\s*:?"
    r"|kết thúc)?[\s,;:]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SentenceDates:
    """The deadline as printed, what it means, and the sentence's work without it."""

    printed: str
    reading: DeadlineReading
    title: str


def dates_of(title: str, text: str, plan_year: int | None) -> SentenceDates:
    """The deadlines that the words of a piece of work name (`title`), `text` the whole sentence."""
    folded = aligned(title)
    anchors: list[Anchor] = []
    spans: list[tuple[int, int]] = []
    for anchor in find_anchors(title, plan_year).counting:
        listed = bool(anchors and words.LIST_JOINT.fullmatch(folded, anchors[-1].end, anchor.begin))
        if listed:  # "trong tháng 4, 5 và tháng 6/2026"
            spans[-1] = (spans[-1][0], anchor.end)
        elif _counts(folded, anchor):
            spans.append((anchor.begin, anchor.end))
        else:
            continue
        anchors.append(anchor)
    if anchors:
        printed = [title[begin:end].strip(" ,;:") for begin, end in spans]
        reading = read_deadlines("\n".join(printed), plan_year=plan_year)
        return SentenceDates("; ".join(printed), reading, _without_tail(title, spans[-1]))
    recurring = _RECURRING.search(title)
    if recurring:
        printed_once = recurring.group().strip()
        return SentenceDates(printed_once, read_deadlines(printed_once, plan_year=plan_year), title)
    warnings: tuple[PlanWarning, ...] = tuple(
        date_outside_deadline(one, "trong câu giao việc") for one in date_mentions(title, plan_year)
    )
    return SentenceDates("", DeadlineReading((), warnings), title)


def _counts(folded: str, anchor: Anchor) -> bool:
    """Whether a date of a sentence is when the work is due: said by the words before it, or the end of a clause."""
    before = folded[: anchor.date.begin]
    if anchor.coarse:
        return bool(
            re.search(r"\b(?:hoan\s+(?:thanh|tat)|xong|trong|het|cham\s+nhat)\s*(?:trong\s+|cuoi\s+|het\s+)*$", before)
        )
    if words.LEAD_IN.search(before):
        return True
    return bool(_DONE_ON.search(before))


def _without_tail(title: str, last: tuple[int, int]) -> str:
    """The work without the deadline that closes the sentence; `last` is where that stands."""
    begin, end = last
    if title[end:].strip(" .;/"):
        return title
    cut = title[:begin].rstrip()
    return _TAIL.sub("", cut) or title
