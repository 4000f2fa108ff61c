"""A finished product or event that a reply names without saying that the task is done: "đã ban hành KH 88/KH-UBND".

It is recorded as progress, because a task may want more than one product; whether that was all of it is asked.
"""

import datetime as dt

from handlers.replies.clauses import split
from handlers.replies.documents import take_documents
from handlers.replies.naming.topics import without_topics
from handlers.replies.patterns import compiled
from handlers.replies.reading import without_idle
from handlers.replies.rules import STATE
from handlers.replies.spelling.normalise import Words, as_meant, spelled_out

_BROUGHT_OUT = (
    r"(?:ban hanh|phat hanh|ky(?! (?:hop dong|ket|hop|giap))|phe duyet|duyet|thong qua|cong bo|cong khai"
    r"|nghiem thu|(?:xay dung|lap|viet|hoan thien) (?:\w+ )?xong"
    r"|ban giao|dan[g_] tai|thanh lap|giai quyet|gui|nop|bao cao|to chuc|tap huan|van hanh|tong hop|dua vao)"
)
_PRODUCT = compiled(
    rf"\b(?:da|vua|moi)(?: duoc| co|(?: \w+){{1,4}}?)? {_BROUGHT_OUT}\b|\b{_BROUGHT_OUT}\b(?: \w+){{0,6}} roi\b"
    r"|\bda co (?:qd|kh|ttr|nq|tb|van ban|cong van|to trinh|ke hoach|bao cao|quyet dinh|ket qua)\b"
)
_BEFORE_THE_END = compiled(
    r"\b(?:du thao|ban thao|de cuong|lay y kien|xin y kien|y kien|gop y|tham dinh|tham gia|trinh|cho|doi|phan cong"
    r"|(?<!ban )giao|don doc|de nghi|yeu cau|hoi(?! nghi| thao| thi)|chuan bi|khao sat|buoc|dot|vong|phan(?! mem)"
    r"|mot so|hau het|lan 1|dau tien)\b"
)
"""A product on its way ("đã gửi dự thảo", "đã ban hành công văn đôn đốc"), or a part of what is to be done."""


def finished_products(text: str, today: dt.date) -> frozenset[str | None]:
    """The refs (as in `Item.ref`, None for the task under discussion) of which a finished product is all that is said.

    Whatever else is said of the same task, that it goes on, waits or has not begun, takes it out. Never raises.
    """
    typed = Words.of(text)
    _, words = take_documents(as_meant(typed)[0])
    words = spelled_out(words, accented=typed.has_accents)
    found: dict[str | None, bool] = {}
    for clause in split(without_topics(words), today):
        plain = without_idle(clause.words.plain)
        means = next((rule.means for rule in STATE if rule.pattern.search(plain)), None)
        if means is None and not clause.asks:
            continue
        whole = means == "step" and not clause.asks and not clause.excepted
        whole = whole and _PRODUCT.search(plain) is not None and _BEFORE_THE_END.search(plain) is None
        for ref in clause.refs or (None,):
            found[ref] = found.get(ref, True) and whole
    return frozenset(ref for ref, whole in found.items() if whole)
