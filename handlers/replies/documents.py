"""Document numbers in a message ("123/BC-SNV ngày 5/6"): taken out first, so that they are no counts, dates or tasks.

Works on `Words` (see normalise.py). What was found is blanked in place, its date of issue with it; one sign stands for
it (`marker_of`), so that whoever cuts the message into clauses knows in which of them it was said.
"""

import re

from handlers.replies.patterns import compiled
from handlers.replies.spelling.normalise import Words

_KINDS = r"(?:bc|qd|kh|cv|ttr|tb|nq|ct|ctr|hd|bb|gm|vb|dx|dt|cthd|tt|nd|kl|qc|de an|da)"
_ISSUED = r"(?: *,? *(?:(?:ban hanh|ky) +)?(?:ngay +)?\d{1,2} *[/.-] *\d{1,2}(?: *[/.-] *(?:20)?\d\d)?(?!\d| *%))?"
_NOUN = (
    r"(?:(?:bao cao|quyet dinh|ke hoach|cong van|to trinh|thong bao|nghi quyet|chi thi|van ban|huong dan|giay moi"
    r"|bien ban|chuong trinh|thong tu|nghi dinh|qd|cv|bc|kh|ttr|vb)[^\S\n]+)"
)
# number/KIND-ISSUER, number/year/KIND-ISSUER, number/ISSUER-UNIT; the party's number-KIND/ISSUER.
_STATE_NUMBER = compiled(
    rf"(?<![\w/])(?P<number>\d+[a-z]? ?/ ?(?:20\d\d ?/ ?)?(?:[a-z]+[a-z&]*(?: ?- ?[a-z][a-z0-9&]*)+"
    rf"|(?<=/){_KINDS}\b|(?<=\d/20\d\d/)[a-z]{{2,8}}\b))" + _ISSUED
)
_PARTY_NUMBER = compiled(rf"(?<![\w/])(?P<number>\d+ ?- ?{_KINDS} ?/ ?[a-z]+)\b" + _ISSUED)
_NOT_ITS_NAME = r"(?!(?:anh|chi|em|sep|bac|chu|co|ban|dong|viec|nhiem|nv|muc|task|cau)\b)"  # "báo cáo anh số 5 xong"
# "công văn số 456", "CV 456": a number without its letters.
_NAMED_NUMBER = compiled(
    rf"\b{_NOUN}(?:{_NOT_ITS_NAME}\w+[^\S\n]+){{0,1}}so[^\S\n]*:?[^\S\n]*(?P<number>\d+)\b(?![^\S\n]*(?:[/%.]\d"
    rf"|/[^\S\n]?[a-z]))"
    rf"|\b(?:qd|cv|bc|kh|ttr|vb|cong van|quyet dinh)[^\S\n]+(?P<bare>\d{{3,5}})\b(?![^\S\n]*[/%.])"
    # "CV 45/SYT": with its issuer, without the unit that drafted it
    rf"|\b{_NOUN}(?:so[^\S\n]*:?[^\S\n]*)?(?P<short>\d+[^\S\n]?/[^\S\n]?(?!(?:ngay|tuan|thang|quy|nam|xa"
    rf"|phuong)\b)[a-z]{{2,8}})\b(?![^\S\n]?-)"
)
_FIRST_MARKER, _MOST = 0xE000, 200  # signs of the private use area: no letters
ANY_SIGN = compiled(f"[{chr(_FIRST_MARKER)}-{chr(_FIRST_MARKER + _MOST)}]")
# Abbreviations that mean one thing however they are typed: "QD-UBND", "NQ-HDND".
_PRINTED = tuple(
    (compiled(letters), printed)
    for letters, printed in (
        (r"(?<=[/-])QDD?(?=[-/]|$)", "QĐ"),
        (r"HDD?ND", "HĐND"),
        (r"GDD?D?T(?=[-/]|$)", "GDĐT"),
        (r"(?<=[/-])DD?U(?=[-/]|$)", "ĐU"),
        (r"(?<=[/-])DDA(?=[-/]|$)", "ĐA"),
    )
)
_NUMBERED = compiled(r"\bso [1-9]\d?\b(?![/-])")
_ISSUE_DAY = compiled(_ISSUED)
# "QĐ số 15/QĐ-THPT ban hành 2/3" and no more: that it is out is what is said.
_SAID_OUT = compiled(r" *,? *(?:ban hanh|phat hanh|ky) +(?:ngay +)?[\d/.\- ]+$")
_ALONE_BEFORE = compiled(rf"(?:^|[\n;:.,)]|\d) *(?:(?:la|co|da co) )?{_NOUN}?(?:so *:? *)?$")
_ALONE_BEHIND = compiled(r" *(?:$|[,;.\n]|(?:roi|a|nhe|nha|anh|chi)\b)")


def take_documents(words: Words) -> tuple[tuple[str, ...], Words]:
    """The document numbers in order, each once, and the words with a sign in the place of each (`said_in`).

    A sign of ours that somebody typed stands for no document: a blank takes its place.
    """
    words = without_documents(words)
    found: list[tuple[int, str]] = []
    for pattern in (_STATE_NUMBER, _PARTY_NUMBER, _NAMED_NUMBER):
        for match in pattern.finditer(words.plain):
            group = next(name for name, said in match.groupdict().items() if said)
            if group == "number" and pattern is _NAMED_NUMBER and len(_NUMBERED.findall(words.plain)) > 1:
                continue  # "chờ hướng dẫn số 8, số 5 xong" names tasks
            found.append((match.start(group), _as_written(words.marked[match.start(group) : match.end(group)])))
            end = match.end()
            if pattern is _NAMED_NUMBER:
                tail = _ISSUE_DAY.match(words.plain, end)
                end = tail.end() if tail else end
            out = _SAID_OUT.search(words.plain, match.end(group), end)
            if (
                out
                and _ALONE_BEFORE.search(words.plain[: match.start(group)])
                and _ALONE_BEHIND.match(words.plain, end)
            ):
                end = out.start()
            words = words.blank(match.start(group), end)
    documents = tuple(dict.fromkeys(number for _, number in sorted(found)))
    for begin, number in found:
        if (place := documents.index(number)) < _MOST:
            words = words.put(begin, chr(_FIRST_MARKER + place))
    return documents, words


def said_in(plain: str, documents: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `documents` whose sign stands in a stretch of the words."""
    return tuple(documents[ord(sign) - _FIRST_MARKER] for sign in ANY_SIGN.findall(plain))


def names_document(plain: str) -> bool:
    """Whether the sign of any document stands in a stretch of the words."""
    return ANY_SIGN.search(plain) is not None


def without_documents(words: Words) -> Words:
    """`words` with the signs blanked."""
    return Words(ANY_SIGN.sub(" ", words.plain), ANY_SIGN.sub(" ", words.marked))


def _as_written(number: str) -> str:
    """Without inner blanks; letters in capitals as printed ("TTr", "CTr" keep their small r)."""
    tight = re.sub(r"\s+", "", number).upper()
    for letters, printed in _PRINTED:
        tight = letters.sub(printed, tight)
    return re.sub(r"(?<=[/-])(TT|CT)R(?=[-/]|$)", r"\1r", tight)
