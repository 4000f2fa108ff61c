"""Tasks named in brackets behind their documents: "đã ban hành KH 12/KH-UBND (nv 1), QĐ 15/QĐ-UBND (nv 2)".

Each document is said of its own task, with the words before or behind the row: "việc 1 đã ban hành KH ...; việc 2 đã
ban hành QĐ ...".
"""

import itertools
import re

from handlers.replies.documents import ANY_SIGN, names_document
from handlers.replies.patterns import compiled
from handlers.replies.spelling.normalise import Words

_NOUN = (
    r"(?:(?:bao cao|quyet dinh|ke hoach|cong van|to trinh|thong bao|nghi quyet|chi thi|van ban|huong dan|chuong trinh"
    r"|de an|phuong an|qd|kh|ttr|cv|tb|nq|ct|vb)(?: so)? ?:? ?)?"
)
_DOCUMENT = compiled(
    rf"(?P<document>{_NOUN}{ANY_SIGN.pattern}) *"
    r"\( ?(?:(?:nhiem vu|viec|muc|task)(?: so)? ?)?(?P<task>#?\d{1,3}) ?\)"
)
_STATEMENT = compiled(r"[^\n.]+")
_JOINT = compiled(r" *(?:[,;&+]| va\b| voi\b) *")
_HEADING = compiled(r"(?:\b(?:cac|nhung|\d+) (?:van ban|tai lieu|san pham)(?: sau| gom)? ?)?:")
_NOTHING = Words("", "")


def told_of_its_task(words: Words) -> Words:
    """`words` with each row of documents and their tasks told one by one."""
    if "(" not in words.plain or not names_document(words.plain):
        return words
    for statement in reversed(list(_STATEMENT.finditer(words.plain))):
        found = list(_DOCUMENT.finditer(words.plain, *statement.span()))
        if len(found) > 1 and (told := _one_by_one(words, found, *statement.span())):
            front, behind = words.part(0, statement.start()), words.part(statement.end(), len(words.plain))
            words = front.next_to(told).next_to(behind)
    return words


def _one_by_one(words: Words, found: list[re.Match[str]], begin: int, end: int) -> Words | None:
    """The statement [begin, end) told of each task; None where nothing is said of one of them."""
    leads, tails = [words.part(begin, found[0].start())], list[Words]()
    for first, second in itertools.pairwise(found):
        gap = words.part(first.end(), second.start())
        if (joint := _JOINT.search(gap.plain)) is None:
            return None
        tails.append(gap.part(0, joint.start()))
        leads.append(gap.part(joint.end(), len(gap.plain)))
    behind = words.part(found[-1].end(), end)
    closed = behind.plain.lstrip()[:1] in ("", ",", ";")  # "..., nv 3 đang làm" is said of another one
    tails.append(_NOTHING if closed else behind)
    told = Words(" ", " ")
    for place, match in enumerate(found):
        lead, tail = leads[place], tails[place]
        if not _says(lead) and not _says(tail):
            lead = next((one for one in reversed(leads[:place]) if _says(one)), _NOTHING)
            tail = _NOTHING if _says(lead) else next((one for one in tails[place:] if _says(one)), _NOTHING)
        if not _says(lead) and not _says(tail):
            return None
        task = words.part(*match.span("task"))
        named = task if match["task"][0] == "#" else Words("viec", "việc").with_(task)
        one = named.with_(_without_heading(lead)).with_(words.part(*match.span("document"))).with_(tail)
        told = told.next_to(Words("; ", "; ") if place else _NOTHING).next_to(one)
    return told.next_to(behind) if closed else told


def _says(words: Words) -> bool:
    return any(letter.isalpha() for letter in words.plain)


def _without_heading(words: Words) -> Words:
    heading = _HEADING.search(words.plain)
    return words.blank(*heading.span()) if heading else words
