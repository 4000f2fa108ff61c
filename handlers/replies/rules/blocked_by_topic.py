"""How a topic is said to be what holds the work up: "vướng kinh phí", "kinh phí chưa có", "có kinh phí mới làm"."""

from handlers.replies.model import Blocker
from handlers.replies.rules.rule import Rule, rule

_STUCK = (
    r"(?:vuong|thieu|ket(?! (?:qua|noi|thuc|luan|hop))|kho khan|kho|(?<!cong )(?<!hop )(?<!dong )tac|chua co"
    r"|khong co|khong du"
    r"|chua du|het|chua|khong(?! (?:can|phai|lien quan))|chua duoc|chua nhan duoc|chua nhan"
    r"|chua bo tri|chua cap|chua xin|chua phan bo|can(?! (?:bo|cu))|ach|trac tro|cham"
    r"|(?<!thiet )(?<!trang )(?<!chuan )bi(?! thu)|(?<!tien )(?<!mu[c_] )(?<!che )do(?! thi)"
    r"|(?<!don )(?<!nhiem )vi(?! tri)|cho|doi|(?<!tra )(?<!thuan )(?<!quyen )loi|chua ro|chua chon"
    r"|chua thong nhat"
    r"|bat cap|nghen|mac)"
)
_LACKS = (
    r"(?:muon|han hep|eo hep|giam|cat|chua|khong|thieu|bi|loi|hong|cham|kho khan|het|vuong|qua it|it qua|han che"
    r"|con thieu|mong|ket"
    r"|hut|can kiet|treo|sap|chap chon|yeu|truc trac|trung)"
)
_ONLY_THEN = r"(?=(?: \w+){0,5} moi (?:\w+ ){0,2}(?:lam|trien khai|thuc hien|trinh)\b)"  # what is lacking


def blocked(
    kind: Blocker, topic: str, example: str, *, lacks: str = _LACKS, stuck: str = _STUCK, extra: str = ""
) -> Rule:
    """A topic behind a word of being stuck ("vướng kinh phí") or before one of lacking ("kinh phí chưa có")."""
    pattern = rf"\b{stuck}\b(?: \S+){{0,6}}? (?:{topic})\b|\b(?:{topic})(?: \S+){{0,5}}? {lacks}\b"
    pattern += rf"|\b(?:co|du)(?: du)? (?:{topic})\b{_ONLY_THEN}"
    return rule(kind, kind, pattern + (f"|{extra}" if extra else ""), example)
