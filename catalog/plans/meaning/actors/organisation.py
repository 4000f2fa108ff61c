"""Who is told to do what in the body of a plan: paragraphs with the agency they speak to.

The agency is the heading above ("2. Sở Khoa học và Công nghệ" and its bullets), the head of a paragraph that goes on
after a colon ("3. Sở Tài chính: ..."), or the subject of the sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.agencies.printed import resolved
from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actor_names import find_mentions
from catalog.plans.reading.blocks import Paragraph

_ORGANISING = re.compile(r"tổ chức thực hiện|trách nhiệm thực hiện|phân công thực hiện|chế độ báo cáo", re.IGNORECASE)
_PART = re.compile(r"^(?:[IVX]{1,5}\.\s|Phần\b)")
_MARKER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[-–+•])\s*")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s*")
_ACTOR = (
    r"(?:(?:Thủ trưởng|Giám đốc|Chánh|Chủ tịch|Trưởng)\s+)?(?:các|Các|Sở|sở|UBND|Ủy ban|Ban|Văn phòng|Công an|Thanh tra"
    r"|Cục|Báo|Đảng ủy|đảng ủy|Tỉnh ủy|Trung tâm|Bộ Chỉ huy|Thuế|cơ quan|đơn vị|địa phương)\b"
)
_VERB = (
    r"(?:có trách nhiệm|chịu trách nhiệm|chủ trì|chủ động|căn cứ|tổ chức|tập trung|chỉ đạo|báo cáo|gửi|phối hợp"
    r"|thực hiện|triển khai|lãnh đạo|tham mưu|rà soát|xây dựng|xem xét|theo dõi|tổng hợp|phản ánh|đề xuất"
    r"|thường xuyên|nghiêm túc)"
)
_SUBJECT = re.compile(rf"(?:^|[,.;]\s+)((?i:{_ACTOR})[^.;:()]*?)\s+{_VERB}\b")
_COORDINATES = re.compile(r"theo dõi", re.IGNORECASE)
_COORDINATES_TOO = re.compile(r"đôn đốc|tổng hợp|kiểm tra", re.IGNORECASE)
_HELPED = re.compile(r"\bphối hợp\b", re.IGNORECASE)
_ONE_AGENCY = re.compile(
    r"^(?:Giám đốc |Chánh )?((?:Sở|Văn phòng|Ban|Công an|Thanh tra|Cục)\s[^,;:.]{3,60}?)(?=$|,|\s+(?:có|chủ|là)\b)"
)


@dataclass(frozen=True)
class Order:
    """A paragraph of the body, the agency it speaks to as printed ("" if it names none), and its position."""

    line: int
    owner: str
    text: str


def orders_of(body: Sequence[Paragraph]) -> Iterator[Order]:
    """The paragraphs from "Tổ chức thực hiện" on (of the whole body where it has no such part)."""
    starts = [i for i, one in enumerate(body) if _PART.match(one.text) and _ORGANISING.search(one.text)]
    owner = ""
    for paragraph in body[starts[-1] + 1 if starts else 0 :]:
        text = paragraph.text
        if text.startswith("Nơi nhận"):
            break
        bare = _MARKER.sub("", text)
        if _NUMBERED.match(text):
            named = _heading_actor(bare)
            owner = named
            if named and len(named) >= len(bare.rstrip(" :.")) - 1:
                continue
        elif not _MARKER.match(text):
            owner = owner if _subject(bare) == "" else ""
        yield Order(paragraph.line, owner or _subject(bare), bare)


def coordinator_of(body: Sequence[Paragraph], registry: Registry) -> str:
    """The one agency told to follow the plan up ("theo dõi, đôn đốc, tổng hợp"), as printed; "" if none is named.

    Whatever kind of unit it is: "Giao Phòng Tài chính theo dõi ..." names it as well as "Sở Tài chính theo dõi ...".
    """
    for order in orders_of(body):
        agency = _ONE_AGENCY.match(order.owner)
        follows = _COORDINATES.search(order.text)
        if follows is None or not _COORDINATES_TOO.search(order.text):
            continue
        if agency:
            return agency.group(1)
        told = _unit_ordered(order.owner, registry) or _unit_ordered(order.text[: follows.start()], registry)
        if told:
            return told
    return ""


def _unit_ordered(text: str, registry: Registry) -> str:
    """The one unit of the registry that stands before "phối hợp": it is told to do what follows."""
    named = [mention for mention in find_mentions(_HELPED.split(text)[0], registry) if mention.kind != "above"]
    own = [mention.label for mention in named if resolved(mention.label, registry).name]
    return own[0] if len(own) == 1 == len(named) else ""


def _heading_actor(text: str) -> str:
    """The actor that a numbered heading is, or that stands before its colon; "" for a heading in other words."""
    if not re.match(_ACTOR, text, re.IGNORECASE):
        return ""
    before, colon, _ = text.partition(":")
    if colon and not re.search(_VERB, before):
        return before.strip()
    if not re.search(rf"\s{_VERB}\b", text) and not text.endswith("."):
        return text.strip()
    return ""


def _subject(text: str) -> str:
    found = _SUBJECT.search(text)
    return found.group(1).strip(" ,") if found else ""
