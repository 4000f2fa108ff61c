"""The printed nouns that stand for many bodies, and those that stand above all of them.

One row for each printed form, on folded text (no accents, lower case). DESIGN section 3, "Groups".
"""

import re

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.own_groups import own_group_at
from catalog.plans.model import Group

# Approvers and recipients: neither lead nor support (DESIGN section 3).
ABOVE = re.compile(
    r"(?:(?:thuong\s+truc|(?:pho\s+)?chu\s+tich|lanh\s+dao|dai\s+bieu|ban\s+thuong\s+vu|ban\s+chap\s+hanh)\s+)*"
    r"(?:(?:ubnd|uy\s+ban\s+nhan\s+dan|hdnd|hoi\s+dong\s+nhan\s+dan|tt\.?\s*hdnd)(?:\s*[/,]\s*(?:ubnd|hdnd))?\s+tinh\b"
    r"|tinh\s+uy\b|thu\s+tuong(?:\s+chinh\s+phu)?|chinh\s+phu\b|quoc\s+hoi\b|trung\s+uong\b)(?:\s+khanh\s+hoa\b)?"
)

_OF_COMMITTEE = (
    r"(?:(?:(?:lanh\s+dao|(?:pho\s+)?chu\s+tich|bi\s+thu)\s+)?(?:ubnd|uy\s+ban\s+nhan\s+dan|dang\s+uy)\s+)?(?:cac\s+)?"
)
_NOT_A_ROLE = r"(?!\s+(?:chu\s+tri|phoi\s+hop|thuong\s+truc|dau\s+moi|thuc\s+hien\s*:))"
_GROUP_NOUNS: tuple[tuple[Group, str], ...] = (
    (
        "districts",
        _OF_COMMITTEE + r"(?:huyen\s*,?\s*(?:va\s+)?thi\s+xa(?:\s*,?\s*(?:va\s+)?thanh\s+pho)?|cap\s+huyen)\b",
    ),
    (
        "districts",
        _OF_COMMITTEE + r"(?:huyen\s*,\s*thanh\s+pho|thanh\s+pho\s*,\s*thi\s+xa(?:\s*,?\s*(?:va\s+)?huyen)?)\b",
    ),
    (
        "communes",
        _OF_COMMITTEE
        + r"(?:xa\s*,?\s*(?:va\s+)?phuong|phuong\s*,?\s*(?:va\s+)?xa)(?:\s*,?\s*(?:va\s+)?(?:thi\s+tran|dac\s+khu))*\b",
    ),
    ("communes", _OF_COMMITTEE + r"(?:cap\s+xa|dia\s+phuong|cap\s+co\s+so)\b"),
    ("communes", r"(?:ubnd|uy\s+ban\s+nhan\s+dan|dang\s+uy)\s+cac\s+(?:xa|phuong)\b(?!\s*:)"),
    ("departments", r"so\s+(?:quan\s+ly\s+(?:chuyen\s+)?nganh|chuyen\s+nganh|chuyen\s+mon)\b"),
    (
        "departments",
        r"so\b(?=\s*(?:[,;./)]|$|\n|va\b|ban\b|nganh\b|co\s+lien|lien\s+quan|thuoc\b|tinh\b|cung\b|chu\s+tri|phoi\s+hop|thuc))"
        r"(?:\s*[,/]?\s*(?:va\s+)?(?:ban|nganh)\b(?!\s+quan\s+ly))*",
    ),
    (
        "departments",
        r"ban\s*,\s*nganh\b|co\s+quan\s+chuyen\s+mon(?:\s+thuoc\s+(?:ubnd|uy\s+ban\s+nhan\s+dan)\s+tinh)?\b",
    ),
    ("others", r"bo\s*,\s*(?:ban\s*,\s*)?nganh\b(?:\s+(?:trung\s+uong|tw)\b)?|(?<=cac )bo\b(?=\s*[,;])"),
    ("others", r"co\s+quan\s+quan\s+ly\b(?:(?!\bchu\s+tri|\bphoi\s+hop|\bthuc\s+hien)[^,;.:\n])*"),
    ("others", r"(?:co\s+quan|don\s+vi|to\s+chuc|ca\s+nhan)\b" + _NOT_A_ROLE),
    (
        "others",
        r"nganh\b|doan\s+the\b|hoi\b(?!\s+(?:nghi|thao|thi|cho|hop|dong|truong|dam|thoai|nhap|xuan|dien))|hiep\s+hoi\b|doanh\s+(?:nghiep|nhan)\b|nha\s+dau\s+tu\b|nha\s+thau\b|chu\s+dau\s+tu\b|benh\s+vien\b|phong\s+kham\b|hop\s+tac\s+xa\b|tap\s+doan\b",
    ),
    (
        "others",
        r"(?<=cac )(?:thon|to\s+dan\s+pho|khu\s+pho|ban|buon|ap|khom|chi\s+bo|khoa|phong|xi\s+nghiep"
        r"|bo\s+mon|vu|cuc|to|chi\s+cuc|cong\s+ty|truong|tram|doi|hoi|quan)"
        r"(?:\s*,\s*(?:phong|ban|vien|khoa|trung\s+tam|to|bo\s+mon|cuc|vu|buon|ap|khu\s+pho|to\s+dan\s+pho)\b)*"
        r"(?:\s+(?:chuyen\s+mon|nghiep\s+vu|chuc\s+nang|tham\s+muu|giup\s+viec|(?:can\s+)?lam\s+sang|dang|xay\s+dung\s+dang"
        r"|thanh\s+vien|truc\s+thuoc|co\s+lien\s+quan|doan\s+the|thuoc\s+(?:so|bo|truong|tinh|cuc|vien))\b)*"
        r"(?=\s*(?:[,;.)]|$|chu\s+tri|phoi\s+hop|truc\s+thuoc|lien\s+quan|thuc\s+hien))",
    ),
    (
        "others",
        r"(?:hoc\s+)?vien\b|truong\b(?:\s+(?:dai\s+hoc|cao\s+dang|thpt|thcs|pho\s+thong|nghe|hoc)\b|\s*,\s*cao\s+dang\b)*",
    ),
    (
        "others",
        r"(?:dai\s+hoc|cao\s+dang)\b|trung\s+tam\b|co\s+so\s+(?:giao\s+duc|dao\s+tao|y\s+te|kinh\s+doanh|san\s+xuat|nghien)\b",
    ),
    (
        "others",
        r"(?:cong\s+dong|nguoi\s+dan|nhan\s+dan|ho\s+gia\s+dinh|ngan\s+hang\s+thuong\s+mai|to\s+chuc\s+tin\s+dung)\b",
    ),
)
_GROUPS = tuple(
    (group, re.compile(r"\b(?:(?:tat\s+ca|toan\s+bo)\s+)?(?:cac\s+|moi\s+|nhung\s+)?(?:" + form + ")"))
    for group, form in _GROUP_NOUNS
)
_TAIL = re.compile(
    r"(?:\s+(?:(?:co\s+)?lien\s+quan|khac|co\s+lien)\b|\s+(?:truc\s+)?thuoc\s+(?:(?:ubnd|uy\s+ban\s+nhan\s+dan)\s+)?tinh\b"
    r"|\s+(?:cua\s+|cap\s+)?tinh\b(?!\s+khanh)|\s+(?:cua\s+)?tinh\s+khanh\s+hoa\b|\s+(?:dong\s+)?tren\s+da[i]?\s+ban"
    r"(?:\s+(?:toan\s+)?tinh)?(?:\s+khanh\s+hoa)?\b|\s+tren\s+dia\s+ban(?:\s+(?:toan\s+)?tinh)?\b|\s+cap\s+(?:tinh|xa)\b)*"
)


def group_at(folded: str, place: int, registry: Registry) -> tuple[tuple[Group, ...], int] | None:
    """The groups whose noun begins at `place`, and where it ends with its qualifiers ("liên quan").

    The organisation's own words come before those that every plan uses.
    """
    own = own_group_at(folded, place, registry)
    if own is not None:
        return own
    for group, form in _GROUPS:
        match = form.match(folded, place)
        if match is not None:
            tail = _TAIL.match(folded, match.end())
            return (group,), tail.end() if tail else match.end()
    return None
