"""Tasks that a stretch of a message names without reporting on them: "chờ nv 3 xong mới làm nv 4" is about 4 alone."""

from handlers.replies.naming.refs import UNKNOWN, Named
from handlers.replies.patterns import compiled
from handlers.replies.rules import DONE
from handlers.replies.spelling.normalise import Words

_FIRST_COMES = compiled(  # "phải xong 3 thì mới làm được" says nothing of 3
    rf"(?:.*\b)?(?:phai|cho|doi|sau khi|khi nao|khi|bao gio|neu|can)(?: (?:em|ben em|lam|co|{DONE}))*(?: cai)?\s*"
)
_ONLY_THEN = compiled(
    rf"\s*(?:(?:da|duoc|lam|roi|co ket qua|{DONE}) )*(?:moi|thi moi) (?:\w+ ){{0,3}}?(?:lam|trien khai|thuc hien"
    r"|bat dau|duoc|tong hop|trinh|tiep|tinh)\b"
)
_AMONG = compiled(r"\btrong(?: (?:so|cac|ca|nhom|tong so|may))*\s*$")  # "trong 3 nv 1, 2, 3 mới xong nv 1"
_NO_STATE = rf"(?!.*\b(?:{DONE}|chua|dang|roi|da|duoc|dat|vuong|lam (?!chung)|ok|cho|thieu|gui|trinh)\b)"
_TIED = compiled(
    rf"{_NO_STATE} *(?:[a-z_]+ )*(?:trung|giong|gop|ghep|long ghep|chung|kem|ket hop|nam trong|thuoc|chuyen|thay"
    r"|phu thuoc|nhu|tuong tu|lien quan|song song|theo|vao|qua|sang)"
    r"(?! (?:quy|thang|tuan|nam|ngay|dau|giua|cuoi|het|thu)\b)(?: [a-z_]+){0,2} *"
)
_EITHER = compiled(r"\s*(?:hoac|hay)(?: la)?\s*")


def reported_on(words: Words, begin: int, end: int, named: list[Named]) -> tuple[Words, list[Named]]:
    """`words` and the tasks of [begin, end) without those that are only a condition, a frame or another's like.

    Of "nv 3 hoặc nv 5" nobody can tell which is meant: one place that names the unknown task.
    """
    for index, place in enumerate(named):
        before = named[index - 1] if index else None
        start = before.end if before else begin
        if _ONLY_THEN.match(words.plain, place.end, end) and _FIRST_COMES.fullmatch(words.plain, start, place.begin):
            return _without(words, begin, end, named, place, place.begin)
        among = _AMONG.search(words.plain[start : place.begin]) if len(named) > 1 and before is None else None
        if among:
            return _without(words, begin, end, named, place, start + among.start())
        if before and _EITHER.fullmatch(words.plain, before.end, place.begin):
            either = Named(before.begin, place.end, (UNKNOWN,))
            return reported_on(words, begin, end, [*named[: index - 1], either, *named[index + 1 :]])
        if before and _TIED.fullmatch(words.plain, before.end, place.begin):
            comma = words.plain.find(",", place.begin, place.end)
            if comma < 0:
                return _without(words, begin, end, named, place, place.begin)
            behind = Named(comma + 1, place.end, place.refs[1:] or place.refs)  # "nv 3 trùng nv 5, nv 5 đã xong"
            return words.blank(place.begin, comma), [*named[:index], behind, *named[index + 1 :]]
    return words, named


def _without(
    words: Words, begin: int, end: int, named: list[Named], place: Named, start: int
) -> tuple[Words, list[Named]]:
    rest = [other for other in named if other is not place]
    return reported_on(words.blank(start, place.end), begin, end, rest)
