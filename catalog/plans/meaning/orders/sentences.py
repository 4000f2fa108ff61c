"""Work ordered in sentences: "Giao Sở X chủ trì, phối hợp với Sở Y rà soát ..., hoàn thành trước ngày ...".

Letters, conclusions, telegrams, decisions, minutes. A sentence is an order where an actor is told by name what to do:
after "giao", "yêu cầu", "đề nghị", as the subject, before a colon, or in the heading above.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.body_words import VERB
from catalog.plans.meaning.actors.mention import Mention
from catalog.plans.meaning.actors.running import actors_at
from catalog.plans.meaning.numerals import roman
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line
from catalog.text import CAPITAL, toned

_MARKER = re.compile(
    r"^(?:(?P<part>[IVX]{1,5}|[A-ZĐ])\s*[.)/]\s+|(?P<article>Điều \d+)\s*[.:]?\s*"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3})*)\s*[.)/]?\s+|(?P<letter>[a-zđ])\s*[.)]\s+"
    r"|(?P<dash>[-–—])\s*|(?P<plus>[+•*●])\s*)"
)

_LEVELS = ("part", "article", "number", "letter", "dash", "plus", "")
_ORDER = (
    r"(?:đồng ý\s+|thống nhất\s+|nhất trí\s+)?(?:giao(?:\s+(?:nhiệm vụ\s+)?cho)?|yêu cầu|đề nghị|phân công|chỉ đạo"
    r"|ủy quyền(?:\s+cho)?)"
)
_OPENS = re.compile(rf"(?:{_ORDER})\s+(?:trách nhiệm\s+)?", re.IGNORECASE)
_HANDS_ON = re.compile(r"(?:đồng ý\s+|thống nhất\s+|nhất trí\s+)?(?:giao|phân công|ủy quyền)\b", re.IGNORECASE)
_ONLY_OPENS = re.compile(rf"(?:{_ORDER})", re.IGNORECASE)
"""What leads to the orders below it: "Sở Y tế đề nghị:"."""
_INSIDE = re.compile(rf"(?:[,;:.]\s+|\s+)(?:và\s+|đồng thời,?\s+)?(?:{_ORDER})\s+(?=\S)", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"^(?:Để|Nhằm|Trên cơ sở|Căn cứ|Sau khi|Khi|Trong|Về|Đối với|Qua|Từ|Theo)\b[^.;]*?,\s+(?=[A-ZĐ\wỦ])"
)
_BASIS = re.compile(
    r"^\W*(?:Căn cứ|Xét|Theo đề nghị|Thực hiện (?:Nghị|Quyết|Kế|Công|Kết|Chỉ|Thông|Chương|Luật)|Nơi nhận|Kính gửi"
    r"|Lưu\b|Như trên|\(?Kèm theo|Ban hành kèm)"
)
_CLOSES = re.compile(r"^\W*(?:Nơi nhận|NƠI NHẬN|TM\.|T/M|KT\.|TL\.|TUQ\.)")
_CHAIRS = re.compile(
    r"[\s,:]*(?:làm (?:đơn vị|cơ quan) )?(?:chịu trách nhiệm\s+|có trách nhiệm\s+|là (?:cơ quan"
    r"|đơn vị) )?chủ trì\b(?:\s+(?:thực hiện|tham mưu)(?=[,:]))?[\s,:]*",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"[\s,:]*(?:và\s+)?(?:(?:chủ động\s+)?phối (?:kết )?hợp(?:\s+chặt chẽ)?(?:\s+(?:với|cùng))?|cùng(?:\s+với)?)\s+",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^(?:đã|đạt|có ý kiến|trình bày|kết luận|thông báo(?! (?:lịch|cho|đến|tới|rộng rãi|công khai|kết quả|việc))"
    r"|nhận (?:được|thấy)|vừa|đang|cơ bản|chưa|còn|được|tại|về"
    r"|hoạt động theo|làm việc theo|gồm|bao gồm|tự giải thể|giải thể|là cơ quan|và|thuộc|do|-|–|\(|\d)\b|^[-–(]"
)
_OPENS_A_LIST = re.compile(
    r"(?:như sau|sau đây|(?:nhiệm vụ|nội dung|việc|yêu cầu)(?: trọng tâm| cụ thể| chủ yếu| chính)? sau"
    r"|cụ thể(?: là)?)\s*:\s*$"
)
"""What only opens the orders below it: "... thực hiện các nhiệm vụ sau:"."""
_ONLY_TELLS = re.compile(
    r"\b(?:thông báo|báo cáo|kết luận|ban hành|hướng dẫn|quy định|xây dựng (?:kế hoạch"
    r"|chương trình))\b",
    re.I,
)
"""Who says so gives no work to itself by what stands below: "Sở Nội vụ thông báo lịch nghỉ như sau:"."""
_COURTESY = re.compile(
    r"\b(?:nếu|khi) (?:có |gặp |phát sinh )*(?:khó khăn|vướng mắc|vấn đề|phát sinh)"
    r"|\bliên hệ (?:về|với|trực tiếp|qua|theo)\b"
    r"|chịu trách nhiệm thi hành\b|\btrân trọng\b|\bcó tên tại\b",
    re.IGNORECASE,
)
"""Words a letter or a decision ends with: nobody is given work by them."""
_ASIDE = re.compile(r"(?:\s*\((?![^()]*(?:chủ trì|phối hợp))[^()]{2,80}\))?")
"""Whose it is, in brackets: "Phòng Tài chính (Sở Y tế) tổng hợp ..."."""
_BETWEEN = re.compile(r"\b(?:từ|tại|theo|trong|trước|là|trực thuộc|để)\b")
_EMPTY_ORDER = re.compile(
    r"(?:(?:căn cứ|theo|trên cơ sở)[^,]*(?:,|chức năng|nhiệm vụ|thẩm quyền)\s*)?(?:(?:nghiêm túc|khẩn trương|chủ động"
    r"|tích cực|kịp thời|tập trung|tổ chức|triển khai|thực hiện|thi hành|biết|quan tâm|phối hợp"
    r"|chỉ đạo|quán triệt|và|để|chịu trách nhiệm|có trách nhiệm|đạt hiệu quả|hiệu quả|các nội dung|các nhiệm vụ"
    r"|nhiệm vụ|nội dung|nêu trên|trên|này|theo quy định|đúng quy định|được giao"
    r"|(?:quyết định|thông báo|công văn|công điện|kế hoạch|chỉ thị|kết luận|văn bản|chương trình)(?: này)?|yêu cầu"
    r"|của|chủ tịch|ubnd|tỉnh|phó chủ tịch|tại|ý kiến)[\s,]*)+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    rf"(?<=[.])\s+(?=[{CAPITAL}])|;\s+(?=(?:đồng thời,?\s+)?(?:giao|yêu cầu|đề nghị)\s)|;\s+(?=(?:Sở|UBND|Công an"
    r"|Văn phòng)\s)"
)


@dataclass(frozen=True)
class OrderedWork:
    """One sentence that orders work: `title` what is to be done, `text` all of it with the heading it stands under."""

    line: int
    section: str
    number: str
    parent: str
    leads: tuple[Mention, ...]
    supports: tuple[Mention, ...]
    title: str
    text: str
    sure: bool = True


@dataclass
class _Open:
    """A heading in force: its level, its number, its words, and the actors it names (who do what stands below)."""

    level: int
    number: str
    text: str
    actors: tuple[Mention, ...] = ()


@dataclass
class _Place:
    section: str = ""
    open: list[_Open] = field(default_factory=list)

    def enter(self, level: int) -> None:
        """Headings as deep as this one or deeper are over."""
        self.open = [one for one in self.open if one.level < level]


def ordered_work(paragraphs: Sequence[Paragraph], registry: Registry) -> list[OrderedWork]:
    """The orders of a text in printed order, legal bases, addressees and courtesies left out."""
    found: list[OrderedWork] = []
    here = _Place()
    addressed = False
    for paragraph in paragraphs:
        text = toned(one_line(paragraph.text))
        if _CLOSES.match(text):
            break
        if text.startswith("Kính gửi") or re.search(r"\bđiện\s*:$", text, re.IGNORECASE):
            addressed = True
            continue
        marker = _MARKER.match(text)
        kind = (marker.lastgroup or "") if marker else ""
        if (
            addressed
            and kind in ("dash", "plus", "number")
            and text.rstrip().endswith((";", "."))
            and not VERB.search(_BETWEEN.sub(" ", text[2:]))
        ):
            continue
        addressed = False
        if not text or _BASIS.match(text) or (text.isupper() and not marker):
            continue
        found += _of_paragraph(paragraph.line, text, marker, kind, here, registry)
    return found


def _of_paragraph(
    line: int, text: str, marker: re.Match[str] | None, kind: str, here: _Place, registry: Registry
) -> Iterator[OrderedWork]:
    level = _LEVELS.index(kind)
    number = marker[kind].strip() if marker and kind in ("number", "letter") else ""
    here.enter(level)
    if kind == "part" and marker:
        here.section = marker["part"] if roman(marker["part"]) else here.section
    bare = text[marker.end() :] if marker else text
    actors, end = actors_at(bare, _after_order(bare), registry)
    rest = bare[end:].strip(" ./")
    if actors and rest in ("", ":"):
        here.open.append(_Open(level, number, text, tuple(actors)))
        return
    if bare.rstrip().endswith(":") and not actors:
        here.open.append(_Open(level, number, text))
        return
    if bare.rstrip().endswith(":") and _OPENS_A_LIST.search(bare):
        heirs = () if _ONLY_TELLS.search(bare) else tuple(one for one in actors if one.kind == "named")
        here.open.append(_Open(level, number, text, heirs))
        return
    if kind == "part" and len(bare) < 120 and not bare.rstrip().endswith("."):
        here.open.append(_Open(level, number, text))
        return
    parent = next((one.number for one in reversed(here.open) if one.number), "")
    above = " ".join(one.text for one in here.open if one.level > 0)
    if kind == "article" and marker:  # "Điều 2. Thời hạn báo cáo: Các cơ quan ..."
        bare = re.sub(r"^[A-ZĐ][^:.]{3,60}:\s+(?=[A-ZĐ])", "", bare)
    heir = next((one.actors for one in reversed(here.open) if one.actors), ())
    for sentence in _SENTENCE.split(bare):
        work = _order(sentence, heir, registry, listed=kind not in ("", "article"))
        if work is None:
            continue
        leads, supports, title, sure = work
        full = f"{above} {text}".strip()
        place = f"{parent}.{number}" if number and parent and kind == "letter" else number
        yield OrderedWork(
            line, here.section, place, parent if place != number else "", leads, supports, title, full, sure
        )


def _after_order(text: str) -> int:
    opening = _OPENS.match(text)
    return opening.end() if opening else 0


def _order(
    sentence: str, heir: tuple[Mention, ...], registry: Registry, *, listed: bool
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], str, bool] | None:
    """(leads, supports, work, sure) of one sentence; None where nobody is told to do anything.

    `listed`: it is an item of a list.
    """
    sentence = sentence.strip(" ./;")
    if _COURTESY.search(sentence):
        return None
    somebody = False
    for start, said in _starts(sentence, bool(heir) and listed):
        actors, end = actors_at(sentence, start, registry)
        if actors and actors[0].kind == "above":
            further = _OPENS.match(sentence[end:].lstrip(" ,"))
            if further is None:
                continue
            start = len(sentence) - len(sentence[end:].lstrip(" ,")) + further.end()
            actors, end = actors_at(sentence, start, registry)
        if not actors or all(one.kind == "above" for one in actors):
            continue
        somebody = True
        end = _ASIDE.match(sentence, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        made = _parts(sentence, end, [one for one in actors if one.kind != "above"], said, registry)
        if made is not None:
            return made
    if heir and not somebody and len(sentence.split()) > 2 and not _TOLD.match(sentence):
        chairs = _CHAIRS.match(sentence)
        supports, rest = _supports(sentence, chairs.end() if chairs else 0, registry)
        work = sentence[rest:].strip(" ,:")
        if work and not _EMPTY_ORDER.fullmatch(work):
            return heir, tuple(supports), work, True
    return None


def _starts(sentence: str, below_a_body: bool) -> Iterator[tuple[int, bool]]:
    """Where the actors may begin, and whether an order was said before them.

    `below_a_body`: under "1. Sở Y tế" the words "Chỉ đạo các bệnh viện ..." say what that body shall do.
    """
    opening = _OPENS.match(sentence)
    if opening and below_a_body and not _HANDS_ON.match(sentence):
        return
    if opening:
        yield opening.end(), True
        return
    yield 0, False
    for inside in _INSIDE.finditer(sentence):
        yield inside.end(), True
    adverbial = _ADVERBIAL.match(sentence)
    if adverbial:
        yield adverbial.end(), False


def _parts(
    sentence: str, end: int, actors: list[Mention], said: bool, registry: Registry
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], str, bool] | None:
    colon = bool(re.match(r"\s*:", sentence[end:]))
    chairs = _CHAIRS.match(sentence, end)
    supports, rest = _supports(sentence, chairs.end() if chairs else end, registry)
    work = sentence[rest:].strip(" ,:-–")
    work = re.sub(r"^(?:để|nhằm)\s+", "", work)
    bare = re.sub(r"^(?:có|chịu) trách nhiệm\s+", "", work, flags=re.IGNORECASE)
    if len(work.split()) < 2 or _TOLD.match(work) or _EMPTY_ORDER.fullmatch(bare) or _ONLY_OPENS.fullmatch(work):
        return None
    sure = bool(said or bare != work or colon or chairs or supports or VERB.match(bare[:1].lower() + bare[1:]))
    if not sure and not work[:1].islower():
        return None
    return tuple(actors), tuple(supports), work, sure


def _supports(sentence: str, place: int, registry: Registry) -> tuple[list[Mention], int]:
    joined = _WITH.match(sentence, place)
    if joined is None:
        return [], place
    found, end = actors_at(sentence, joined.end(), registry)
    if not found:
        return [], place
    return [one for one in found if one.kind != "above"], end
