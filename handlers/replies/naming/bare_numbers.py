"""Whether a list of numbers names tasks: by its noun or "#", or by where it stands among what is said."""

import re

from handlers.replies.naming.masking import QUANTITY
from handlers.replies.patterns import compiled

_NEAR = 90
NOUN = (
    r"(?:nhiem vu|cau|so thu tu|so|viec|muc|task|stt|y|(?<!bat )dau viec|cong viec|cv|noi dung|nd|cai)"
    r"(?: (?:so|thu|viec|nhiem vu))?"
)
_SAYS = (
    r"(?:xong|hoan|da|dang|chua|duoc|dat|moi|vuong|khong|cho(?! *$)|doi|thieu|xin|lui|gia han|can|gan|sap|se|co"
    r"|bi|van|cung|deu"
    r"|thi|vua|lam|trien|thuc|trinh|gui|roi|ok|tam|chac|du kien|het|kho|hong|loi|nop|ky|hop|ban hanh|tat"
    r"|ca|con(?! (?:viec )?\d)|cham|ket|tuong tu|nhu tren|y vay"
    r"|mai|ngay mai|tuan sau|cuoi|thang sau|chieu|sang mai|phan dau|de nghi|coi|hien|bao gio|sao|keo dai"
    r"|ve|nay|khoang|hom|xog)\b"
)
FOLLOWED = compiled(rf"\s*(?:[.)]?\s*: *)?\(?(?:{_SAYS})")  # "3.      : xong" was a title
_SOMEBODY = r"(?:em|ben em|ben minh|minh|toi)"
_FOLLOWED_BY_SOMEBODY = compiled(
    rf"\s*(?:{_SOMEBODY} {_SAYS}|(?:anh|chi|sep) (?:ch[o_]|gia han|lui)\b)"
)  # "1 với 3 em làm xong rồi"
_AFTER_WORDS = compiled(
    r"(?:^|[\n;,.:!?(¤|]|\b(?:con|rieng|va|nhung|thi|voi|d[a_]|vang|em|anh|chi|a|roi|tru"
    r"|cao))\s*$"
)
_NAMED_BEFORE = compiled(
    r"\d (?:(?:da|dang|moi|lam) )*(?:xong|hoan thanh|chua|lam)(?: xong| lam| roi)?\s*$"
)  # "1 xong 2 xong 3 80%"
LATER = compiled(r"(?:xong|thanh|tat|roi|lam|chua|tru|rieng|ngoai|voi|lui|gia han)(?: ca| cac)?\s*$")
_CLOSED = compiled(r"\s*(?:$|[,;.\n!?]|(?:roi|ra|a|nhe|con|va|anh|chi|em|thi|nhung|den|sang|them|toi)\b)")


def words_before(mask: str, at: int) -> str:
    """The words right before a place, enough for every pattern that ends there."""
    return mask[:at] if at <= _NEAR else "x" + mask[at - _NEAR : at]


def names_tasks(match: re.Match[str], mask: str) -> bool:
    """A noun or "#" settles it; a bare number must stand where a task can: before what is said of it, or after it."""
    noun = match.group("noun").strip()
    if "#" in match.group("list") or re.search(r"\b(?:nhiem vu|viec|muc|task)(?: so| thu)?$", noun):
        return True
    if re.search(rf"{NOUN}", noun):
        return not QUANTITY.match(mask, match.start("list"))
    before, after = words_before(mask, match.start()), mask[match.end() : match.end() + _NEAR]
    opens = _AFTER_WORDS.search(before) is not None
    numbered = match.group("mark") or match.group("list").startswith("(")
    if numbered and re.match(r"\s*¤", after) and (not before or before[-1] in " \n|"):
        return True
    if after.startswith(" ¤") and _NAMED_BEFORE.search(before):
        return True
    if opens and (match.group("mark") or after.startswith(" ¤") or _numbered_lines(mask, match)):
        return True
    if (
        opens
        and (_in_a_row(match, mask) or _FOLLOWED_BY_SOMEBODY.match(after))
        and not QUANTITY.match(match.group("list") + after[:12])
    ):
        return True
    return bool(FOLLOWED.match(after)) or bool(LATER.search(before) and _CLOSED.match(after))


def _in_a_row(match: re.Match[str], mask: str) -> bool:
    """Whether the number follows, or leads to, its neighbour at another opening: "1 xong, 2 sở chờ bộ, 3 sẽ xong"."""
    number = re.fullmatch(r"(\d{1,3}\.)?(\d{1,3})", match.group("list"))
    if number is None:
        return False
    head, last = re.escape(number.group(1) or ""), int(number.group(2))
    noun = f"(?:{NOUN} )?" if head else ""  # "1 mình cháu ôm 3 mảng, việc 2 đang làm" counts
    others = rf"{noun}{head}(?:{last - 1}|{last + 1})(?![\d./-]| ?[%¤])"
    return re.search(rf"(?:^|[,;\n]|\. |\bcon ) *{others} (?=[a-z])", mask) is not None


def _numbered_lines(mask: str, match: re.Match[str]) -> bool:
    """Whether the number opens a line of several that all open with one."""
    lines = [line for line in mask.split("\n") if line.strip()]
    at_line = match.start() == 0 or mask[match.start() - 1] == "\n"
    return at_line and len(lines) > 1 and all(re.match(r"\d{1,3}\b", line) for line in lines)
