"""Groups that are words of the organisation: "các khoa lâm sàng", "các khoa, phòng", "các phòng chuyên môn".

A plan names several heads after "các"; each means every group of the registry that begins so. On folded text.
"""

import re
from functools import lru_cache

from catalog.agencies.groups import OF_OFFICES
from catalog.agencies.registry import Registry
from catalog.plans.model import Group
from catalog.text import fold

_PLURAL = re.compile(r"(?:(?:thu\s+truong|lanh\s+dao|truong|tat\s+ca|toan\s+bo|toan\s+the)\s+)*(?:cac|moi|nhung)\s+")
_JOINT = re.compile(r"\s*(?:[,/;+-]|\bva\b)\s*(?:(?:cac|moi)\s+)?")
_TAIL = re.compile(
    r"(?:\s+(?:lien\s+quan|co\s+lien\s+quan|chuyen\s+mon|chuc\s+nang|nghiep\s+vu|tham\s+muu|giup\s+viec|dang|(?:tinh|thanh|dang)\s+uy|truc\s+thuoc|khac|thuoc\s+(?:bo|so|truong|benh\s+vien|dang\s+uy"
    r"|tinh\s+uy|thanh\s+uy|(?:ubnd\s+)?(?:xa|phuong|dac\s+khu))|cua\s+(?:bo|truong|benh\s+vien)"
    r"|(?:trong\s+)?toan\s+(?:vien|truong|bo))\b)*"
)


def own_group_at(folded: str, place: int, registry: Registry) -> tuple[tuple[Group, ...], int] | None:
    """The organisation's groups that a plural beginning at `place` means, and where it ends; None for none."""
    heads = _heads(registry)
    plural = _PLURAL.match(folded, place)
    if not heads or plural is None:
        return None
    found: list[Group] = []
    end, begin = 0, plural.end()
    while True:
        head = next((one for one in heads if _whole_word_at(one, folded, begin)), None)
        if head is None:
            break
        found += heads[head]
        end = begin + len(head)
        joint = _JOINT.match(folded, end)
        if joint is None:
            break
        begin = joint.end()
    if not end:
        return None
    tail = _TAIL.match(folded, end)
    return tuple(dict.fromkeys(found)), tail.end() if tail else end


def _whole_word_at(head: str, folded: str, place: int) -> bool:
    return folded.startswith(head, place) and not folded[place + len(head) : place + len(head) + 1].isalnum()


@lru_cache(maxsize=16)
def _heads(registry: Registry) -> dict[str, tuple[Group, ...]]:
    """Folded words that stand for groups of this registry, the longest first: whole groups and their beginnings."""
    names = list(dict.fromkeys(group for agency in registry.agencies for group in agency.groups))
    found: dict[str, list[Group]] = {}
    for group in names:
        if group == "departments":
            forms: tuple[str, ...] = OF_OFFICES if registry.home.pack == "commune" else ()
        elif group == "communes":
            forms = ()
        else:
            words = fold(group).split()
            forms = tuple(" ".join(words[:count]) for count in range(1, len(words) + 1))
        for form in forms:
            found.setdefault(form, []).append(group)
    return {form: tuple(found[form]) for form in sorted(found, key=lambda form: -len(form))}
