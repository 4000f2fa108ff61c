"""Who is named in a piece of a plan: single bodies and groups, each with its place in the text.

Names end where the registry's longest known name ends; a body that the registry does not know ends at the next
separator, verb or other name. Groups are told by `catalog.plans.meaning.actors.actor_groups`.
Everything is matched without accents and case, so that OCR slips ("Khanh Hòa", "trên đại bàn") do not matter.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from catalog.agencies.printed import resolved
from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actor_groups import ABOVE, group_at
from catalog.plans.meaning.actors.body_words import HEAD, name_end
from catalog.plans.meaning.actors.mention import Mention
from catalog.plans.meaning.dates.printed_dates import aligned, as_printed
from catalog.text import CAPITAL

# A body that the registry does not know: one of these words, then a proper name.

_BODY = re.compile(
    r"\b(?:Sở|Ban|Văn phòng|Cục|Chi cục|Tổng cục|Trung tâm|Trường|Viện|Học viện|Đại học|Hội|Hiệp hội|Liên hiệp"
    r"|Liên đoàn|Liên minh|Quỹ|Báo|Đài|Ngân hàng|Kho bạc|Thanh tra|[UỦ][yỷ] ban|Tổng [Cc]ông ty|Công ty|Tập đoàn"
    r"|T[òo]a án|Bệnh viện|Tỉnh [đĐ]oàn|Đoàn|Mặt trận|Công đoàn|BQL|Bộ|Cổng|Công|Bưu điện|Điện lực|Hội đồng|Tổ|UBND"
    rf"|Chi nhánh|Cảng|Vườn|Bảo tàng|Thư viện|Nhà|Khu|Hợp tác xã|HTX|Phòng|Viễn thông)(?=\s+[{CAPITAL}\d])"
    r"|\bTỉnh [đĐ]oàn\b|\bMặt trận\b"
)
CUES = re.compile(
    r"\b(?:chu\s+tri|phoi\s+hop|thuc\s+hien|trien\s+khai|tham\s+muu|huong\s+dan|tham\s+dinh|tham\s+tra|tong\s+hop"
    r"|kiem\s+tra"
    r"|theo\s+doi|xay\s+dung|ra\s+soat|nghien\s+cuu|to\s+chuc|de\s+xuat|trinh|gui|bao\s+cao|xem\s+xet|co\s+y\s+kien"
    r"|ban\s+hanh"
    r"|don\s+d[oô](?:c|ng)|dong\s+doc|chiu\s+trach\s+nhiem|chu\s+dong|can\s+cu|theo|tai|cung\s+cap|khan\s+truong"
    r"|tiep\s+tuc)\b"
)
_END_OF_NAME = re.compile(
    r"[,;:\n(]|\.(?:\s|$)|\s+-\s+|\s+và\s+(?=[Cc]ác\b|[Cc]ơ quan|[Đđ]ơn vị|[Dd]oanh nghiệp|" + _BODY.pattern + ")"
)
_WORD = re.compile(r"[^\W_]+(?:[&.\-][^\W_]+)*")
_STOPS = re.compile(r"[;:\n()]")
_LINKING = {"va", "cac", "voi", "cung"}
_STRONG = {
    "so",
    "ban",
    "bql",
    "cong",
    "cuc",
    "chi",
    "van",
    "vp",
    "ubnd",
    "uy",
    "bo",
    "trung",
    "tong",
    "bao",
    "dai",
    "ngan",
    "kho",
}
_CUT_SHORT = {"UBND", "Sở", "Ban", "Các", "Ủy ban"}  # what a page break left of a name
_LONGEST = 16  # words in the longest name
_PLACE_LIST = re.compile(
    r"(?:ubnd|uy\s+ban\s+nhan\s+dan)\s+(?:cac\s+)?(huyen|thi\s+xa|thanh\s+pho|xa|phuong|dac\s+khu)\b\s*:?\s*"
)
_SHARED_PREFIX = (  # what a list leaves out from its second item on, and the words that open such a list
    ("Sở ", re.compile(r"(?:cac\s+)?so\s*:\s*")),
    ("UBND xã ", re.compile(r"(?:ubnd|uy\s+ban\s+nhan\s+dan)\s+cac\s+xa\s*:?\s+")),
    ("UBND phường ", re.compile(r"(?:ubnd|uy\s+ban\s+nhan\s+dan)\s+cac\s+phuong\s*:?\s+")),
    ("UBND huyện ", re.compile(r"(?:ubnd|uy\s+ban\s+nhan\s+dan)\s+cac\s+huyen\s*:?\s+")),
)
# A person's office before the body that is meant: "Giám đốc Sở Nội vụ", "Thủ trưởng các sở".
_OFFICE = re.compile(
    r"(?:thu\s+truong|lanh\s+dao|(?:pho\s+)?giam\s+doc|chanh(?=\s+(?:van\s+phong|thanh\s+tra))|nguoi\s+dung\s+dau"
    r"|truong(?=\s+ban\b))\s+"
)
# Behind a known name: it is another body of a lower tier or of a region.
_OF_COMMUNES = re.compile(
    r"\s+(?:cap\s+xa|cac\s+(?:xa|phuong)\b(?:\s*,\s*(?:xa|phuong|dac\s+khu)\b)*|(?:xa|phuong)\b(?:\s*,\s*(?:xa|phuong"
    r"|dac\s+khu)\b)+)"
)
_OF_ANOTHER_PLACE = re.compile(
    r"\s+(?:khu\s+vuc\s+[ivx\d]|huyen\b|thi\s+xa\b|thanh\s+pho\b|trung\s+uong\b|(?:xa|phuong)\b(?!\s*,\s*(?:xa|phuong"
    r"|dac)))"
)


def find_mentions(text: str, registry: Registry, *, columns: bool = False) -> list[Mention]:
    """Bodies of the registry and others, and groups, in printed order.

    `columns`: the text lists actors only, so that an item in capitals that is no known name ("VNPT") is one, too.
    """
    return list(_scan(_without_asides(text), text, registry, columns=columns))


def _without_asides(text: str) -> str:
    """Brackets blanked out: they hold examples and remarks, and an abbreviation at most."""
    return re.sub(r"\([^()\n]*\)?", lambda aside: " " * len(aside.group()), text)


def _scan(text: str, printed: str, registry: Registry, *, columns: bool) -> Iterator[Mention]:
    folded = aligned(text)
    cursor, prefix = 0, ""
    opened: int | None = None  # where "Các Sở:" stands, of which the next item is the first
    for word in _WORD.finditer(text):
        place = word.start()
        if place < cursor:
            continue
        if prefix and _STOPS.search(text, cursor, place):
            prefix = ""
        opening = _opening(text, folded, place)
        if opening:
            (prefix, cursor), opened = opening, place
            continue
        office = _OFFICE.match(folded, place)
        if office:
            cursor = office.end()
            continue
        found = _above_or_known(text, folded, place, registry) or _group(folded, text, place, registry)
        found = (
            found
            or _of_a_shared_prefix(text, folded, place, prefix, registry, after=cursor)
            or _unknown(text, folded, printed, place, registry)
        )
        if found is None and columns and _begins_an_item(text, place):
            found = _item(text, place, registry)
        if found is None:
            continue
        yield found if opened is None else replace(found, begin=opened)
        cursor, opened = found.end, None
        prefix = _prefix_of(found.label) or (prefix if found.kind == "named" else "")


def _opening(text: str, folded: str, place: int) -> tuple[str, int] | None:
    """The prefix of a list that begins here, and where its first item stands."""
    for prefix, form in _SHARED_PREFIX:
        match = form.match(folded, place)
        if match and text[match.end() : match.end() + 1].isupper():
            return prefix, match.end()
    return None


def _above_or_known(text: str, folded: str, place: int, registry: Registry) -> Mention | None:
    known = _known_end(text, folded, place, registry)
    above = ABOVE.match(folded, place)
    if above and (known is None or above.end() >= known):
        return Mention("above", as_printed(text[place : above.end()]), place, above.end())
    if known is None or _OF_ANOTHER_PLACE.match(folded, known):
        return None
    lower = _OF_COMMUNES.match(folded, known)
    if lower and folded[place:known].split()[0] not in ("so", "ubnd", "uy"):
        return Mention("group", as_printed(text[place : lower.end()]), place, lower.end(), ("communes",))
    return Mention("named", as_printed(text[place:known]), place, known)


def _known_end(text: str, folded: str, place: int, registry: Registry) -> int | None:
    """Where the longest name that the registry knows and that begins here ends."""
    if not (text[place].isupper() or folded.startswith(("so ", "ubnd "), place)):
        return None
    ends: list[int] = []
    for word in _WORD.finditer(text, place):
        between = text[ends[-1] if ends else place : word.start()]
        if _STOPS.search(between) or re.search(r"[^PXH]\.\s", between) or len(ends) == _LONGEST:
            break
        ends.append(word.end())
    if not ends or not _may_begin(text[place : ends[0]], registry):
        return None
    for count in range(len(ends), 0, -1):
        name = text[place : ends[count - 1]]
        if folded[place : ends[count - 1]].split()[-1].strip(",.") in _LINKING or not is_known(
            as_printed(name), registry
        ):
            continue
        strong = folded[place : ends[0]] in _STRONG or count > 2
        if strong or re.match(r"\s*(?:[,;.)\n/]|$|va\b|chu\s+tri|phoi\s+hop)", folded[ends[count - 1] :]):
            return ends[count - 1]
    return None


def is_known(name: str, registry: Registry) -> bool:
    """Whether the registry knows the name, as one of today or a former one."""
    return resolved(name, registry).kind not in ("unknown", "central")


@lru_cache(maxsize=4096)
def _may_begin(word: str, registry: Registry) -> bool:
    words = registry.words(word)
    return bool(words) and words[0] in registry.first_words


def _group(folded: str, text: str, place: int, registry: Registry) -> Mention | None:
    """A group, unless its noun begins a proper name: "Hiệp hội Du lịch" is one body, "Các Hiệp hội" are many."""
    found = group_at(folded, place, registry)
    if found is None or (found[0] == ("others",) and _BODY.match(text, place)):
        return None
    groups, end = found
    return Mention("group", as_printed(text[place:end]), place, end, groups)


def _of_a_shared_prefix(
    text: str, folded: str, place: int, prefix: str, registry: Registry, *, after: int
) -> Mention | None:
    """ "Các Sở: Tư pháp, Tài chính", "UBND huyện Cam Lâm, Diên Khánh": the item without its first words."""
    joint = folded[after:place].strip()
    if not prefix or joint not in ("", ",", "va", ", va") or not text[place].isupper():
        return None
    ends = [word.end() for word in _WORD.finditer(text, place)][:_LONGEST]
    for end in reversed(ends):
        if _STOPS.search(text, place, end) or folded[place:end].split()[-1] in _LINKING:
            continue
        label = prefix + as_printed(text[place:end])
        if is_known(label, registry) and re.match(r"\s*(?:[,;.)\n]|$|va\b)|\s+" + CUES.pattern, folded[end:]):
            return Mention("named", label, place, end)
    return None


def _prefix_of(label: str) -> str:
    folded = aligned(label)
    if folded.startswith("so "):
        return "Sở "
    place = _PLACE_LIST.match(folded)
    return label[: place.end()] if place else ""


def _unknown(text: str, folded: str, printed: str, place: int, registry: Registry) -> Mention | None:
    places = _PLACE_LIST.match(folded, place)
    if not _BODY.match(text, place) and not places and not HEAD.match(text, place):
        return None
    stop = _END_OF_NAME.search(text, place)
    end = stop.start() if stop else len(text)
    cue = CUES.search(folded, place, end)
    if cue and cue.start() > place:
        end = cue.start()
    if HEAD.match(text, place):
        end = max(end, name_end(text, place, columns=False))
    mirrored = _mirrored_ministry(text, folded, place, registry)
    for word in _WORD.finditer(text, place + 1):  # another body begins: "Sở Tư pháp Quỹ Đầu tư phát triển tỉnh"
        if word.start() >= end:
            break
        if word.start() > place and _another_begins(text, folded, word.start(), place, registry):
            end = word.start()
            break
    end = max(end, mirrored or 0)
    label = text[place:end].rstrip(" ,.-")
    if " " not in label and not text[place:].startswith("Mặt trận"):
        return None
    aside = re.match(r"\s*\([A-ZĐ&]{2,10}\)", printed[end - (end - place - len(label)) :])
    end = place + len(label) + (aside.end() if aside else 0)
    return Mention("named", as_printed(printed[place:end]), place, end)


def _mirrored_ministry(text: str, folded: str, place: int, registry: Registry) -> int | None:
    """The end of a ministry's name that has its department's words: "Bộ Văn hóa, Thể thao và Du lịch"."""
    if not folded.startswith("bo ", place):
        return None
    as_department = text[:place] + "Sở" + text[place + 2 :]
    return _known_end(as_department, aligned(as_department), place, registry)


def _another_begins(text: str, folded: str, place: int, begin: int, registry: Registry) -> bool:
    if folded.startswith(("tinh uy", *registry.home_begins), place):
        return False
    if folded.startswith("cac ", place) and text[place].isupper():
        return True
    before = folded[begin:place].split()
    if before and before[-1] in ("cua", "thuoc", "va", "cac") and before[-1] != "va":
        return False
    return _known_end(text, folded, place, registry) is not None and len(before) > 1


def _begins_an_item(text: str, place: int) -> bool:
    before = text[:place].rstrip()
    return text[place].isupper() and (not before.strip(" -•+") or before[-1] in ",;:\n")


def _item(text: str, place: int, registry: Registry) -> Mention | None:
    """An item of a list of actors by itself: "VNPT", "Thuế" (of "cơ quan Thuế, Hải quan"), "Tài chính"."""
    if not text[place].isupper():
        return None
    stop = re.compile(r"[,;:\n(.]|\s+và\s+").search(text, place)
    end = stop.start() if stop else len(text)
    label = as_printed(text[place:end])
    if label in _CUT_SHORT:
        return None
    if is_known("Sở " + label, registry):
        label = "Sở " + label
    return Mention("named", label, place, end)
