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

_FOLLOWS = re.compile(
    r"\s*(?:$|[^\w\s]|\d)|\s*(?:va|cung|phai|se|duoc|chu\s+tri|phoi\s+hop|thuc\s+hien|trien\s+khai|tham\s+muu|bao\s+cao"
    r"|ra\s+soat|de\s+xuat|don\s+doc|chiu\s+trach\s+nhiem|chu\s+dong|tiep\s+tuc|khan\s+truong|nghiem\s+tuc|kip\s+thoi"
    r"|phan\s+cong|bao\s+dam|dam\s+bao|quan\s+triet)\b"
)
"""What may stand behind a beginning that means several groups: anything else may go on with the name of
another one ("khoa tai mũi họng", "phòng tổ chức"), and nobody is guessed."""


def own_group_at(folded: str, place: int, registry: Registry) -> tuple[tuple[Group, ...], int] | None:
    """The organisation's groups that a plural beginning at `place` means, and where it ends; None for none."""
    heads, whole = _heads(registry)
    plural = _PLURAL.match(folded, place)
    if not heads or plural is None:
        return None
    found: list[Group] = []
    end, begin = 0, plural.end()
    while True:
        head = next((one for one in heads if _is_meant(one, whole, folded, begin)), None)
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


def _is_meant(head: str, whole: frozenset[str], folded: str, place: int) -> bool:
    """Whether these words stand here and the name ends with them: "các khoa ngoại" is not said of "các khoa" where the
    registry has only "khoa nội".
    """
    end = place + len(head)
    if not folded.startswith(head, place) or folded[end : end + 1].isalnum():
        return False
    tail = _TAIL.match(folded, end)
    return head in whole or _FOLLOWS.match(folded, tail.end() if tail else end) is not None


@lru_cache(maxsize=16)
def _heads(registry: Registry) -> tuple[dict[str, tuple[Group, ...]], frozenset[str]]:
    """Folded words that stand for groups of this registry, the longest first, and which of them are whole groups and no
    beginning of one.
    """
    names = list(dict.fromkeys(group for agency in registry.agencies for group in agency.groups))
    found: dict[str, list[Group]] = {}
    whole: set[str] = set()
    for group in names:
        if group == "departments":
            forms: tuple[str, ...] = OF_OFFICES if registry.home.pack == "commune" else ()
        elif group == "communes":
            forms = ()
        else:
            words = fold(group).split()
            forms = tuple(" ".join(words[:count]) for count in range(1, len(words) + 1))
        whole |= {*OF_OFFICES} if group == "departments" else {*forms[-1:]}
        for form in forms:
            found.setdefault(form, []).append(group)
    return {form: tuple(found[form]) for form in sorted(found, key=lambda form: -len(form))}, frozenset(whole)
