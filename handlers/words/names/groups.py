"""Groups of agencies in a line: "các xã", "sở nào", "toàn tỉnh"."""

import re

from handlers.words.line import Line
from handlers.words.names.said import Mark, free

_GROUPS = (
    ("communes", re.compile(
        r"\b(?:(?:tat ca|toan bo|cac|may|nhung|het|ca|65|moi_|tung|nhieu|khoi|bao nhieu|may cai|dam) )*"
        r"(?:(?:ubnd )?(?:xa|phuong)(?: ?[,/]? ?(?:va )?(?:xa|phuong|dac khu))+|"
r"cap xa|dia phuong|(?<=cac )(?:ubnd )?(?:xa|phuong)"
        r"|(?<=may )(?:xa|phuong)|(?<=tat ca )(?:xa|phuong)|(?<=nhung )(?:xa|phuong)|"
r"(?<=nhieu )(?:xa|phuong)|(?<=het )(?:xa|phuong)"
        r"|(?<=bo )(?:xa|phuong)|(?<=65 )(?:xa|phuong)|(?<=khoi )(?:xa|phuong)|(?<=ca )(?:xa|"
r"phuong)|(?:xa|phuong)(?= (?:nao|mo|gi|chua|khong|dang|bi|con|cham|tre|hay|toan)\b))"
        r"(?! (?:em|minh|toi|ben em)\b)")),
    ("departments", re.compile(
        r"\b(?:(?:tat ca|toan bo|cac|may|nhung|het|ca|moi_|tung|nhieu|khoi|bao nhieu) )*"
        r"(?:so ?,? ?(?:ban ?,? ?)?nganh|ban nganh|cap so|(?<=cac )so|(?<=may )so|"
r"(?<=tat ca )so|(?<=nhung )so|(?<=nhieu )so|(?<=khoi )so|(?<=\d )so"
        r"|(?<=bo )so|(?<=het )so|so(?= (?:nao|mo|chua|dang|bi|cham|tre)\b))(?! (?:lieu|em|minh|toi)\b)")),
    ("all", re.compile(
        r"\b(?:tat ca|toan bo|het|moi_|ca|toan the)(?: (?:cac|may|nhung|tat ca))* (?:don vi|"
r"co quan|noi|ben|dau moi|nguoi|dua|(?<!moi_ )cho)"
        r"|\bca tinh\b|\btoan tinh\b|\btat ca(?= (?:dang|bi|deu|chua|tre|qua|cham)\b)")),
)  # fmt: skip


_MY_OWN = re.compile(
    r"\b(?:so|xa|phuong|co quan|don vi|phong|ban|ben) (?:em|minh|toi|tui|chung (?:em|toi|minh)|tụi em|nha)\b"
)


def group_in(line: Line, marks: list[Mark]) -> str:
    """The group that is named, "" for none; one's own agency is no group."""
    if _MY_OWN.search(line.plain):
        return ""
    for name, pattern in _GROUPS:
        for first, last, _ in line.spans(pattern):
            if free(marks, first, last):
                marks.append((first, last, "GROUP"))
                return name
    return ""
