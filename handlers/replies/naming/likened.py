"""A task told by another one: "2 như 1, đều xong" speaks of both, "2 như 1" behind what was said of 1 says the same.

Of any other the number likened to is no task that is reported on (`relations.py`), and is asked about.
"""

from handlers.replies.patterns import compiled
from handlers.replies.spelling.normalise import Words

_NOUN = r"(?:(?:nhiem vu|dau viec|cong viec|viec|muc)(?: so)? ?)?#?"
_ALIKE = compiled(
    rf"(?P<one>(?:(?<=[\n,;.])|(?<=[,;.] )|(?<=con )|(?<=va )|^) ?[-+*•(]*{_NOUN}(?P<first>\d{{1,3}}))(?P<mark>[.):]?)"
    r" ?(?:(?:cung|y|y chang|thi|la|van|deu|lam|tinh hinh) )*(?:giong nhu|giong|nhu|tuong tu nhu|tuong tu|y chang"
    rf"|cung voi) (?P<other>{_NOUN}(?P<second>\d{{1,3}}))(?![\d/%.]*[\d%])"
    r"(?P<both>,? ?(?:(?:ca hai|deu|cung) )+)?(?P<ends> ?(?:a|nhe|nha|anh|chi|luon)? ?(?=$|[,;.\n]))?"
)
_STATE = compiled(r"[ ,]*(?:da|dang|chua|xong|hoan|moi|van|con (?:dang|chua)|duoc|dat|sap|gan)\b")
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
    for match in reversed(list(_ALIKE.finditer(words.plain))):
        front, behind = words.part(0, match.start()), words.part(match.end(), len(words.plain))
        one, other = words.part(*match.span("one")), words.part(*match.span("other"))
        before = _TASKS.findall(front.plain)
        if match["both"]:
            said = one.next_to(Words(" va ", " và ")).next_to(other).next_to(Words(" deu ", " đều "))
        elif match["ends"] is not None and before[-1:] == [match["second"]] and not _says_more(behind):
            said = one.next_to(Words(" cung vay", " cũng vậy"))
        elif match["other"].isdigit():
            said = words.part(match.start(), match.start("other")).next_to(Words("viec ", "việc ")).next_to(other)
            if match["first"] == match["one"].strip():
                opening = len(said.plain) - len(said.plain.lstrip())
                said = Words("viec ", "việc ").next_to(said.part(opening, len(said.plain)))
        else:
            continue
        words = front.next_to(said).next_to(behind)
    return words


def _says_more(behind: Words) -> bool:
    """Whether a state of the task follows in the same breath: "2 như 1, đang làm"."""
    return _STATE.match(behind.plain) is not None
