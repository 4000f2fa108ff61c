"""What a sentence does: it tells of one's own work, it asks or orders, or it does neither plainly.

All that speaks for either side is put on one account (`account`), each piece of evidence with its weight; nobody else
decides whether words are progress. The weights are few and coarse, so that one can do the sum by hand; where it comes
out near nothing, both are offered.
"""

import re
from dataclasses import dataclass
from typing import Literal

from handlers.replies import Item, Reply
from handlers.words.model import Role
from handlers.words.names.said import Said
from handlers.words.nearest import progress, small_talk
from handlers.words.restraints import SURE, SURE_TO_ACT
from handlers.words.weighing import ASKS as ASKED
from handlers.words.weighing import Scored

Act = Literal["tells", "either", "asks"]

TELLS, ASKS = 2, -3
"""From a balance of so much on it is progress, down to so much it is none; between them both are offered."""

PROVEN = 3
"""So much more is asked where an order was read to its last word."""

_AND = (
    r"(?: (?:a|ak|em|anh|chi|ban|sep|minh|vay|the|nhi|roi|ta|troi|nhe|nha|oi|day|do|bac|chu|co|hen|hi|dong chi|\?))*$"
)
_ASKED_FOR = re.compile(
    r"\b(?:(?<!khi )nao|(?:khi nao|(?<!biet )bao gio)(?!.*\b(?:thi|moi_?|em bao|em nhan)\b)|(?<!uoc )gi|ai|"
    r"bao nhieu|bao lau|lam sao|tai sao|vi sao|ra sao|may gio|(?:duoc|con|co|da|ngay|thu) may|"
    r"(?:o|vao|den|toi|qua|tu|cho) dau|sao)\b"
)
"""Words that ask for something, where nothing before them denies it and nothing behind them takes in all."""

_ALWAYS_ASKED = re.compile(
    r"\b(?:thi|la) (?:sao|lam gi|the nao)\b|\bnhung (?:\w+ )?(?:gi|nao|ai)\b(?! cung)|"
    r"\b(?:chua|khong)(?: \w+){0,3} (?:ha|a_)$"
)
_DENIES = re.compile(r"\b(?:khong|chua|chang|cha|khoi|dung|dau co|het|lam gi co)\b")
_ALL_OF_THEM = re.compile(r" (?:cung|ca|het|dau|deu|do|day|khac|co chuyen)\b")
_WHETHER = re.compile(
    rf"\b(?:co|da)(?: \w+){{0,4}} (?:chua|khong){_AND}|\b(?:phai|dung_?) khong\b|"
    rf"\w chua{_AND}|"
    rf"(?<!thi )(?<!chua )(?<![,:;] )(?<!hay )\bkhong{_AND}|\b(?:ha|nhi|u)(?: (?:a|anh|chi|em|ban))*(?: \?)?$|\?$"
)
_THE_REST = re.compile(
    rf"(?:^|[,.;:] |\b(?:con|thi) )(?:(?:AGENCY|GROUP|TASK|thi|em|minh|toi|da|van|con|sau|cung|la|ma|\d+) )+chua{_AND}|"
    r"(?:\d|con)(?: \w+){1,3} chua\b|\b(?:xong|duoc|roi)\b.*[,;.] .*\bchua\b"
)
""" "3 xã xong, 2 xã chưa": no question."""

_WHERE = re.compile(rf"\bdau{_AND}")
_MAY_I = re.compile(r"\b(?:co )?duoc (?:khong|chu)\b")
_SHOWS = re.compile(
    r"^(?:(?:da|anh|em|chi|toi|minh|can|muon|ban|oi|a|nho|giup|,|cho|vui long|bot) )*(?:xem(?! nhu)|mo|tim|liet ke|"
    r"danh sach|loc|xuat|in|lap|thong ke|tra cuu|tinh (?:giup|ho|dum|gium|thu|toan)|cach|"
    r"cho (?:em|toi|minh|anh|chi) (?:xem|biet|hoi|danh sach|muon))\b"
)
_LISTED = re.compile(
    r"^(?:cac|nhung|danh sach|toan bo|tat ca) (?:viec|nhiem vu|dau viec|cong viec)\b"
    r"(?!.*\b(?:roi|deu|ca|het|xong|duoc)\b)"
)
_FOR_ME = re.compile(r"\b(?:giup|ho|dum|gium)(?: (?:em|toi|minh|tui|anh|chi|voi|a|nhe|di|cai))*$")
_HAPPENS = re.compile(
    r"\b(?:da|dang|chua|moi_?|vua|sap|gan|se|roi|con|duoc|van|xong|du kien|nen|khong (?:kip|du|co(?! gi)))\b"
)
_WELCOME = re.compile(rf"^(?:da )?khong (?:co )?(?:gi|chi|sao)(?: dau)?{_AND}")
"""Answers thanks as often as "anything in the way?"."""

_SENT = re.compile(
    r"\b(?:gui|nop|trinh|ban hanh|bao cao|ky|phat hanh)(?: \w+){0,4} (?:roi|xong|DOC)|"
    r"\bda (?:gui|nop|trinh|ban hanh|ky|bao cao)\b"
)
_DISPUTED = re.compile(
    r"^(?:(?:da|em|anh|chi|oi|a|cai|TASK|so|muc|dong|\d+|viec|nay|do|bi|la|thi|co ve|hinh nhu|,) )*"
    rf"(?:khong dung_?|chua dung_?|sai|nham|lon|khong phai)(?: (?:roi|day|ma|het|luon))*{_AND}"
)
""" "Số 3 không đúng": the report, the agency or the task may be meant."""

_LATER = re.compile(r"\b(?:xin|gia han|lui|doi|doi lai|gian|hoan|them|keo dai|han|kip|de nghi|dieu chinh)\b")


@dataclass(frozen=True)
class Account:
    """How much speaks for progress (`told`) and for a question or an order (`asked`)."""

    told: int
    asked: int

    @property
    def act(self) -> Act:
        """What the balance comes to."""
        balance = self.told - self.asked
        return "tells" if balance >= TELLS else "asks" if balance <= ASKS else "either"


def account(said: Said, reply: Reply, role: Role, best: Scored | None, *, ordered: bool = False) -> Account:
    """The evidence in `said`, of which the reply reader made `reply`.

    `best` is the rule that is surest of it; `ordered`: it is an order of which every word was read.
    """
    return Account(_told(said, reply, role), _asked(said, reply, role, best) + (PROVEN if ordered else 0))


def _told(said: Said, reply: Reply, role: Role) -> int:
    items = reply.items
    named = any(item.ref and item.ref != "*" for item in items)
    told = 0
    if sent(said) or any(_measured(item, said, role) for item in items):
        told += 4
    elif any(item.state or item.blocker for item in items):
        told += 1 + bool(_HAPPENS.search(said.plain))
    if named:
        told += 2
    if _WELCOME.search(said.plain):
        told -= 2
    if not named and told < 4 and small_talk(said, role):
        told -= 2
    like = progress(said)
    told += 2 if like >= 4 else 1 if like >= 0 else 0 if like > -4 else -1 if like > -10 else -3
    if role != "focal" and not named:
        told -= 2 if said.agencies and role == "officer" else 4
    return told


def _measured(item: Item, said: Said, role: Role) -> bool:
    """A share, a claim, a document; a later day asked for in so many words, which an officer asks of nobody."""
    return bool(
        item.percent is not None
        or item.state == "reported"
        or item.documents
        or (role == "focal" and item.asks_extension and _LATER.search(said.plain))
    )


_CLAIMED_BACK = re.compile(r"\b(?:xong|roi|hoan thanh|da \w+)\b.*\b(?:phai|dung_?) khong\b")


def claimed_back(said: Said) -> bool:
    """ "làm xong rồi, vậy là được phải không anh": asked, and yet told; so is what is said done of a named task."""
    return _CLAIMED_BACK.search(said.plain) is not None or claimed_of_a_task(said)


_CLAIMED = re.compile(
    r"\b(?:da|vua|moi_)(?: \w+)? (?:xong|hoan thanh)\b(?! (?:\w+ )?(?:chua|khong)\b)|"
    r"\b(?:xong|hoan thanh)(?: \w+){0,2} (?:roi|tu (?:WHEN|DAY|lau))\b|\bhoan thanh (?:WHEN|DAY)\b|"
    r"\bTASK (?:\w+ ){0,2}(?:vuong|thieu|ket|chua co|cho)(?! (?:gi|nao|ai|sao|chua|dau)\b)"
)


def claimed_of_a_task(said: Said) -> bool:
    """ "Việc 5 đã xong rồi mà sao vẫn báo đỏ?": whatever is asked, it is said done, or to be in trouble."""
    return bool(said.tasks) and _CLAIMED.search(said.plain) is not None


def claimed_of_all(said: Said, reply: Reply) -> bool:
    """ "Mấy việc của đơn vị em xong cả rồi": a claim whose tasks are asked back, and no question."""
    return "which_task" in reply.doubts and _CLAIMED.search(said.plain) is not None and not questions(said)


def sent(said: Said) -> bool:
    """ "gửi rồi nha, công văn 215/SNV-VP": a document that was sent is news of a task."""
    return bool(said.documents) and _SENT.search(said.plain) is not None and not ASKED.search(said.plain)


def _asked(said: Said, reply: Reply, role: Role, best: Scored | None) -> int:
    asked = 0
    if questions(said, reply.items):
        asked += 5
    if _SHOWS.search(said.plain):
        asked += 6
    elif _LISTED.search(said.plain):
        asked += 3
    elif _FOR_ME.search(said.plain):
        asked += 1
    if _DISPUTED.search(said.plain):
        asked += 5
    if role != "focal" and any(item.asks_extension and item.state is None for item in reply.items):
        asked += 4
    if best is not None and best.acts and best.score >= SURE_TO_ACT:
        asked += 2 if role == "focal" else 7
    elif best is not None and best.acts and role != "focal":
        asked += 4
    elif best is not None and best.score >= SURE:
        asked += 1
    return asked


def questions(said: Said, items: tuple[Item, ...] = ()) -> bool:
    """Whether something is asked: who, what, where, how much, or whether."""
    plain = said.plain
    if any(item.asks_extension for item in items):
        plain = _MAY_I.sub("", plain).rstrip(" ?")
    if _ALWAYS_ASKED.search(plain):
        return True
    for found in _ASKED_FOR.finditer(plain):
        clause = re.split(r"[,;.:]", plain[: found.start()])[-1]
        if not _DENIES.search(clause) and not _ALL_OF_THEM.match(plain[found.end() :]):
            return True
    if (where := _WHERE.search(plain)) and not _DENIES.search(plain[: where.start()]) and "xong" not in plain:
        token = said.masked.tokens[said.masked.place(where.start())]
        if token.typed in ("dau", "đâu"):
            return True
    return _WHETHER.search(plain) is not None and (plain.endswith("?") or not _THE_REST.search(plain))
