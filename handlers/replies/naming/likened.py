"""A task told by another one: "2 như 1, đều xong" speaks of both, "2 như 1" behind what was said of 1 says the same.

Of any other the number likened to is no task that is reported on (`relations.py`), and is asked about.
"""

import re

from handlers.replies.patterns import compiled
from handlers.replies.spelling.normalise import Words

_NOUN = r"(?:(?:nhiem vu|dau viec|cong viec|viec|muc)(?: so)? ?)?#?"
_ALIKE = compiled(
    rf"(?P<one>(?:(?<=[\n,;.])|(?<=[,;.] )|(?<=con )|(?<=va )|^) ?[-+*•(]*{_NOUN}(?P<first>\d{{1,3}}))(?P<mark>[.):]?)"
    r" ?(?:(?:cung|y|y chang|thi|la|van|deu|lam|tinh hinh) )*(?:giong nhu|giong|nhu|tuong tu nhu|tuong tu|y chang"
    rf"|cung voi) (?P<other>{_NOUN}(?P<second>\d{{1,3}}))(?![\d/%.]*[\d%])"
    r"(?P<both>,? ?(?:(?:ca (?:hai|ba|bon|nam|[2-9])|tat ca|het thay|deu|cung) )+)?"
    r"(?P<ends> ?(?:a|nhe|nha|anh|chi|luon)? ?(?=$|[,;.\n]))?"
)
_STATE = compiled(r"[ ,]*(?:da|dang|chua|xong|hoan|moi|van|con (?:dang|chua)|duoc|dat|sap|gan)\b")
_IN_A_ROW = compiled(r" ?,? ?(?:va|con|roi|con lai)? ?")
_TASKS = compiled(r"(?<![\d/.,])\d{1,3}(?![\d/%.]*[\d%])")

_NOT_THAT = compiled(  # "nv 6 chứ không phải nv 5 xong", "nv 6 xong chứ không phải nv 5"
    rf"(?:(?<=\d) chu (?:khong|dau) phai(?: la)? {_NOUN}\d{{1,3}}(?=(?: (?:thi|moi|la))* (?:da|xong|hoan thanh|chua"
    rf"|dang|duoc|dat)\b)"
    rf"|(?:(?<=xong)|(?<=thanh)|(?<= roi)|(?<=\d%)) chu (?:khong|dau) phai(?: la)? {_NOUN}\d{{1,3}}(?= ?(?:$|[,;.\n]"
    rf"|(?:a|nhe|nha|dau|anh|chi)\b)))"
)


def told_alike(words: Words) -> Words:
    """`words` with each such task named beside the other, or said to be as it; one that is not meant is left out."""
    for match in _NOT_THAT.finditer(words.plain) if " chu " in words.plain else ():
        words = words.blank(*match.span())
    found = list(_ALIKE.finditer(words.plain))
    told, end = Words("", ""), 0
    for place, match in enumerate(found):
        told = told.next_to(words.part(end, match.start()))
        told = told.next_to(_told(words, match, told.plain, shared=_is_shared(words.plain, found[place:])))
        end = match.end()
    return told.next_to(words.part(end, len(words.plain)))


def _told(words: Words, match: re.Match[str], before: str, *, shared: bool) -> Words:
    """What one such stretch says; `before` stands before it, `shared` = a state behind is said of both tasks."""
    one, other = words.part(*match.span("one")), words.part(*match.span("other"))
    if shared:
        said = one.next_to(Words(" va ", " và ")).next_to(other)
        return said.next_to(Words(" deu ", " đều ")) if match["both"] else said
    if match["ends"] is not None and _TASKS.findall(before)[-1:] == [match["second"]] and not _says_more(words, match):
        return one.next_to(Words(" cung vay", " cũng vậy"))
    if not match["other"].isdigit():
        return words.part(*match.span())
    said = words.part(match.start(), match.start("other")).next_to(Words("viec ", "việc ")).next_to(other)
    if match["first"] == match["one"].strip():
        opening = len(said.plain) - len(said.plain.lstrip())
        said = Words("viec ", "việc ").next_to(said.part(opening, len(said.plain)))
    return said


def _is_shared(plain: str, found: list[re.Match[str]]) -> bool:
    """Whether the first of these begins a row that ends with a state of all: "2 như 1, 3 như 2, đều xong"."""
    for match, behind in zip(found, [*found[1:], None], strict=True):
        if match["both"]:
            return True
        if behind is None or _IN_A_ROW.fullmatch(plain, match.end(), behind.start()) is None:
            return False
    return False


def _says_more(words: Words, match: re.Match[str]) -> bool:
    """Whether a state of the task follows in the same breath: "2 như 1, đang làm"."""
    return _STATE.match(words.plain, match.end()) is not None
