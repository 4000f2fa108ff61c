"""A list of actors inside a sentence: "Sở Tài chính, Công an tỉnh và UBND các xã, phường" up to what they shall do."""

import re

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actor_groups import ABOVE, group_at
from catalog.plans.meaning.actors.body_words import (
    HEAD,
    OFFICE,
    PLURAL,
    VERB,
    field_at,
    is_body,
    name_end,
    opens_body,
)
from catalog.plans.meaning.actors.mention import Mention
from catalog.plans.meaning.dates.printed_dates import aligned, as_printed
from catalog.text import CAPITAL

_JOINT = re.compile(r"\s*[,;]\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng|cùng với|với|&)\s+")

_COMMITTEES = re.compile(
    r"(?:UBND|[UỦ]y ban nhân dân|[Đđ]ảng ủy(?!\s+các\s+cơ quan)|Công an|Trạm Y tế)\s+(?:các|cấp)\s"
)
_OF_PLACES = re.compile(
    r"(?P<body>UBND|[UỦ]y ban nhân dân|[Đđ]ảng ủy|Công an|Trạm Y tế)\s+các\s+(?P<level>xã|phường|đặc khu|huyện)\s*:?\s+"
    rf"(?=[{CAPITAL}])"
)
_ORGANISES = re.compile(r"Tổ chức\s+(?!liên quan|có liên quan|khác|chính trị|xã hội|đoàn thể|cá nhân|tín dụng|đảng)\w")
"""The verb, not the noun: "Tổ chức đợt ra quân"."""
_PLACE = re.compile(rf"[{CAPITAL}][\w’']*(?:[ -][{CAPITAL}][\w’']*){{0,4}}")
_ONE_CASE = re.compile(rf"[{CAPITAL}]?[^\W{CAPITAL}]*|[{CAPITAL}]+")
_WORDS = re.compile(r"\s+[^\W\d_]+")
_EVERYWHERE = re.compile(
    r"\s+(?:của |tại |ở )?các (?:tỉnh|địa phương|thành phố|xã|phường|huyện)(?:,? (?:và )?(?:thành phố|phường|xã"
    r"|đặc khu))*(?: trực thuộc [Tt]rung ương)?"
)
_LONGEST_NAME = 120  # letters
_PERSON = re.compile(
    rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s+((?:[{CAPITAL}][\w]*\s*){{2,5}})(?:[,–-]\s*(?:[^,:;.]{{3,60}}?)(?=[,:]"
    r"|\s+(?:chủ trì|phụ trách|chỉ đạo)))?"
)


def actors_at(text: str, place: int, registry: Registry) -> tuple[list[Mention], int]:
    """The actors named from this place on, and where the list ends; ([], place) where none begins."""
    folded = aligned(text)
    found: list[Mention] = []
    end = place
    while True:
        several = _places(text, place)
        one = several[-1] if several else _one(text, folded, place, found[-1] if found else None, registry)
        if one is None:
            return found, end
        found += several or [one]
        end = one.end
        joint = _JOINT.match(text, end)
        if joint is None:
            return found, end
        further = opens_body(text, joint.end()) or _field_goes_on(text, joint.end(), one)
        if not further and (one.kind != "group" or group_at(folded, joint.end(), registry) is None):
            return found, end
        place = joint.end()


def _places(text: str, place: int) -> list[Mention]:
    """ "UBND các xã Ea Súp, Ea Bung": one body for each place; [] where none is named."""
    office = OFFICE.match(text, place)
    opening = _OF_PLACES.match(text, office.end() if office else place)
    found: list[Mention] = []
    at = opening.end() if opening else 0
    while opening:
        name = _PLACE.match(text, at)
        if name is None or HEAD.match(text, at):
            break
        label = f"{opening['body']} {opening['level']} {name.group()}"
        found.append(Mention("named", as_printed(label), place, name.end()))
        joint = _JOINT.match(text, name.end())
        if joint is None:
            break
        at = joint.end()
    return found


def _field_goes_on(text: str, place: int, before: Mention) -> bool:
    return before.label.lower().startswith("sở ") and field_at(text, place) is not None


def _one(text: str, folded: str, place: int, before: Mention | None, registry: Registry) -> Mention | None:
    person = _PERSON.match(text, place)
    if person:
        return Mention("named", as_printed(person.group()).strip(" ,"), place, person.end())
    begin = place
    office = OFFICE.match(text, place)
    place = office.end() if office else place
    above = ABOVE.match(folded, place)
    if above and not re.match(r"\s*,?\s*(?:phường|xã)\b", text[above.end() :]):
        return Mention("above", as_printed(text[begin : above.end()]), begin, above.end())
    group = None if _ORGANISES.match(text, place) else group_at(folded, place, registry)
    if group is not None and (group[0] != ("others",) or not HEAD.match(text, place)):
        end = _to_the_verb(text, group[1])
        return Mention("group", as_printed(text[begin:end]), begin, end, group[0])
    if PLURAL.match(text, place) or _COMMITTEES.match(text, place):
        end = name_end(text, place, columns=False)
        return Mention("group", as_printed(text[begin:end]), begin, end, ("others",)) if end > place else None
    if HEAD.match(text, place):
        end = _before_colon(text, place) or name_end(text, place, columns=False)
        label = as_printed(text[place:end]).rstrip(" ,.-–")
        everywhere = _EVERYWHERE.match(text, end)
        if everywhere and label:  # "Sở Y tế các tỉnh, thành phố": many of one kind
            end = everywhere.end()
            return Mention("group", as_printed(text[begin:end]), begin, end, ("others",))
        return Mention("named", label, begin, end) if label else None
    field = field_at(text, place) if before is not None and before.label.lower().startswith("sở ") else None
    return Mention("named", f"Sở {as_printed(text[place:field])}", place, field) if field else None


def _before_colon(text: str, place: int) -> int | None:
    """Where "Phòng Xây dựng và Kiểm tra văn bản:" ends: what opens a paragraph, with a colon behind, is one name."""
    colon = text.find(":", place, place + _LONGEST_NAME) if place == 0 else -1
    return colon if colon > 0 and is_body(text[:colon]) else None


def _to_the_verb(text: str, end: int) -> int:
    """ "các xã, phường ven biển kiểm đếm ...": what narrows a group goes up to what it shall do."""
    place = end
    for _ in range(7):
        if text[place : place + 1] == " " and VERB.match(text, place + 1):
            return place
        word = _WORDS.match(text, place)
        if word is None or not _ONE_CASE.fullmatch(word.group().strip()):
            return end if text[place : place + 1] not in (":", ",", "") or place == end else place
        place = word.end()
    return end
