"""The actors of a cell that holds names only, parted by the way names are built (no list of agencies is asked).

"Sở Văn hóa, Thể thao và Du lịch; các sở, ban, ngành" are one body and one group; "Các Sở: Nội vụ, Tài chính" are two.
"""

import re
from collections.abc import Iterator

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actor_groups import ABOVE, group_at
from catalog.plans.meaning.actors.actor_names import is_known
from catalog.plans.meaning.actors.body_words import HEAD, OFFICE, PLURAL, field_at, name_end, opens_body
from catalog.plans.meaning.actors.mention import Mention
from catalog.plans.meaning.dates.printed_dates import aligned, as_printed
from catalog.text import CAPITAL

_MARKER = re.compile(r"\s*(?:[-–—+•*●]\s*|\d{1,2}[.)]\s+|[a-zđ][.)]\s+)")

_JOINT = re.compile(r"[\s,;:.…/&+\n]*(?:(?:và|cùng|với|hoặc|&)\s+)*")
_SHARED = re.compile(
    r"(?:[Cc]ác\s+)?(?P<one>[Ss]ở|[Pp]hòng|[Kk]hoa|[Bb]an|[Bb]ộ|[Vv]ụ|[Cc]ục|[Tt]rường)\s*:\s*"
    rf"|(?:[Cc]ác\s+)(?P<many>[Ss]ở|[Bb]ộ|[Pp]hòng|[Kk]hoa|[Bb]an)\s+(?=[{CAPITAL}])"
    r"|(?P<committee>(?:UBND|[UỦ]y ban nhân dân|[Đđ]ảng ủy))\s+(?:các\s+)?(?P<place>xã|phường|đặc khu|huyện|thị xã"
    r"|thành phố)\s*:\s*"
    r"|(?P<committees>(?:UBND|[UỦ]y ban nhân dân|[Đđ]ảng ủy))\s+các\s+(?P<places>xã|phường|đặc khu|huyện|thị xã"
    rf"|thành phố)\s+(?=[{CAPITAL}])"
)
_BARE_NOUN = re.compile(
    r"(?:\s*,\s*|\s+và\s+)(?:Vụ|Cục|Ban|Viện|Phòng|Khoa|Trung tâm|Sở|Bộ|Chi cục|Trường|Trạm|Đội|Tổ)"
    r"(?=\s*(?:[,;.\n]|$|và\s))"
)
_CUT_SHORT = {"UBND", "Sở", "Ban", "Các", "Ủy ban", "Phòng", "Khoa"}  # what a page break left of a name
_COMMITTEES = re.compile(r"(?:UBND|[UỦ]y ban nhân dân|[Đđ]ảng ủy(?!\s+các\s+cơ quan))\s+(?:các|cấp)\s")
_ITEM_END = re.compile(r"\s*[,;\n(]\s*|\s+(?:và|&)\s+|(?<!TP)(?<!\bP)(?<!TX)\.\s|\.$")
_MAY_END = re.compile(r"(?P<sign>\s*,)?\s+")
_OWN_LEVEL = re.compile(rf"[{CAPITAL}][^,;\n]*\s(?:tỉnh|thành phố|xã|phường)(?=[,;\n]|$)")
_ASIDE = re.compile(r"\([^()\n]*\)?")


def listed(cell: str, registry: Registry) -> list[Mention]:
    """The bodies and groups of a cell in printed order; `cell` tidied, line breaks where the page has them."""
    text = _ASIDE.sub(lambda aside: " " * len(aside.group()), _unbroken(cell))
    return list(_mentions(text, registry))


_UNFINISHED = re.compile(
    r"(?:^|[;,]\s*)(?:[Bb]an [Tt]hường trực )?(?:Ủy ban|Ủy ban Mặt trận|Mặt trận|Bộ Chỉ huy|Ban Chỉ huy"
    r"|Ban Quản lý(?: dự án)?|Hội đồng"
    r"|Văn phòng Tỉnh|Trung tâm Kiểm soát|Ban Chấp hành|Ban Thường vụ)$|\b(?:và|của|thuộc)$|\s[-–]$"
)
"""The half of a name, by itself at the end of a line: the next one goes on with it."""
_NO_ITEM = re.compile(r"[-–]\s")


def _unbroken(cell: str) -> str:
    """Line breaks that only the width of the column made are blanks again."""
    lines: list[str] = []
    for line in cell.split("\n"):
        marker = _MARKER.match(line)
        goes_on = bool(lines) and not marker and not opens_body(line, 0) and not lines[-1].endswith(";")
        if lines and not marker and _UNFINISHED.search(lines[-1]):
            goes_on = True
        if (
            lines
            and marker
            and not _MARKER.match(lines[-1])
            and _NO_ITEM.match(line)
            and not opens_body(line, marker.end())
        ):
            goes_on = True  # "Phòng Văn hóa" / "- Xã hội"
        if goes_on:
            lines[-1] += " " + line
        else:
            lines.append(line)
    return "\n".join(lines)


def _mentions(text: str, registry: Registry) -> Iterator[Mention]:
    folded = aligned(text)
    place, prefix = 0, ""
    while place < len(text):
        place = _JOINT.match(text, place).end()  # type: ignore[union-attr]
        marker = _MARKER.match(text, place)
        if marker and (place == 0 or text[place - 1] == "\n"):
            place = marker.end()
        if place >= len(text):
            return
        shared = _SHARED.match(text, place)
        if shared:
            prefix, place = _singular(shared), shared.end()
            continue
        office = OFFICE.match(text, place)
        begin = place
        place = office.end() if office else place
        found = (
            _above(folded, text, place) or _group(folded, text, place, registry) or _body(text, place, prefix, registry)
        )
        if found is None:
            stop = _ITEM_END.search(text, place)
            place = max(stop.end() if stop else len(text), begin + 1)
            continue
        if HEAD.match(text, place):
            prefix = "Sở " if text[place : place + 3].lower() == "sở " else ""
        if found.label not in _CUT_SHORT:
            yield found
        place = max(found.end, begin + 1)


def _singular(shared: re.Match[str]) -> str:
    word = shared["one"] or shared["many"]
    if word:
        return f"{word[0].upper()}{word[1:]} "
    committee, place = shared["committee"] or shared["committees"], shared["place"] or shared["places"]
    return f"{committee} {place} "


def _above(folded: str, text: str, place: int) -> Mention | None:
    above = ABOVE.match(folded, place)
    if above is None or (text[above.end() :].strip() and re.match(r"\s+[^\W\d_]", text[above.end() :])):
        return None
    return Mention("above", as_printed(text[place : above.end()]), place, above.end())


def _group(folded: str, text: str, place: int, registry: Registry) -> Mention | None:
    found = group_at(folded, place, registry)
    if found is not None and (found[0] != ("others",) or not HEAD.match(text, place)):
        groups, end = found
        end = _qualified(text, end)
        return Mention("group", as_printed(text[place:end]), place, end, groups)
    if PLURAL.match(text, place) or _COMMITTEES.match(text, place):
        end = name_end(text, place, columns=True)
        end = min(end, _lower_list_end(text, place, end))
        while further := _BARE_NOUN.match(text, end):
            end = further.end()
        return Mention("group", as_printed(text[place:end]), place, end, ("others",))
    return None


def _qualified(text: str, end: int) -> int:
    """ "UBND các xã, phường ven biển", "... có di tích": what narrows a group belongs to it, up to the next sign."""
    if not re.match(r"\s+[^\W\d_]", text[end:]) or re.match(r"\s+(?:và|cùng|với)\s", text[end:]):
        return end
    if opens_body(text, end + 1):
        return end
    stop = re.compile(r"[,;:.\n]|\s+(?:và|cùng|với)\s+").search(text, end)
    return stop.start() if stop else len(text)


def _lower_list_end(text: str, place: int, end: int) -> int:
    """ "các thôn, Công an xã": a group of nouns in small letters ends where a capital begins an item."""
    for found in re.finditer(r"[,;]\s*", text[place:end]):
        if text[place + found.end() : place + found.end() + 1].isupper():
            return place + found.start()
    return end


def _body(text: str, place: int, prefix: str, registry: Registry) -> Mention | None:
    if HEAD.match(text, place):
        end = name_end(text, place, columns=True)
        end = _known_end(text, place, _list_of_fields(text, place, end), registry)
        return Mention("named", as_printed(text[place:end]).rstrip(" ,.-–"), place, end)
    if not text[place : place + 1].isupper():
        return None
    field = field_at(text, place)
    if prefix and (field or not prefix.startswith("Sở")):
        stop = _ITEM_END.search(text, place)
        end = field or (stop.start() if stop else len(text))
        return Mention("named", as_printed(prefix + text[place:end]), place, end)
    stop = _ITEM_END.search(text, place)
    end = stop.start() if stop else len(text)
    return Mention("named", as_printed(text[place:end]).rstrip(" ,.-–"), place, end)


def _known_end(text: str, place: int, end: int, registry: Registry) -> int:
    """A name the registry knows ends where another body begins, or a second item with a level of its own."""
    if is_known(as_printed(text[place:end]), registry):
        return end
    for found in _MAY_END.finditer(text, place + 1, end):
        opens = bool(HEAD.match(text, found.end())) or bool(found["sign"] and _OWN_LEVEL.match(text, found.end()))
        if opens and is_known(as_printed(text[place : found.start()]), registry):
            return found.start()
    return end


def _list_of_fields(text: str, place: int, end: int) -> int:
    """ "Sở Tài chính, Xây dựng": what follows the comma is the field of another department."""
    if text[place : place + 3].lower() != "sở ":
        return end
    field = field_at(text, place + 3)
    if field is None or field >= end:
        return end
    joint = re.compile(r"\s*,\s*|\s+và\s+").match(text, field)
    return field if joint and field_at(text, joint.end()) else end
