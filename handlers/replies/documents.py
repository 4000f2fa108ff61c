"""Document numbers in a message ("123/BC-SNV ngày 5/6"): taken out first, so that they are no counts, dates or tasks.

Works on `Words` (see normalise.py). What was found is blanked in place, its date of issue with it.
"""

import re

from handlers.replies.normalise import Words

_KINDS = r"(?:bc|qd|kh|cv|ttr|tb|nq|ct|ctr|hd|bb|gm|vb|dx|dt|cthd|tt|nd|kl|qc|de an|da)"
_ISSUED = r"(?: *,? *(?:(?:ban hanh|ky) +)?(?:ngay +)?\d{1,2} *[/.-] *\d{1,2}(?: *[/.-] *(?:20)?\d\d)?(?!\d| *%))?"
_NOUN = (
    r"(?:(?:bao cao|quyet dinh|ke hoach|cong van|to trinh|thong bao|nghi quyet|chi thi|van ban|huong dan|giay moi"
    r"|bien ban|chuong trinh|thong tu|nghi dinh|qd|cv|bc|kh|ttr|vb)\s+)"
)
# number/KIND-ISSUER, number/year/KIND-ISSUER, number/ISSUER-UNIT; the party's number-KIND/ISSUER.
_STATE_NUMBER = re.compile(
    rf"(?<![\w/])(?P<number>\d+[a-z]? ?/ ?(?:20\d\d ?/ ?)?(?:[a-z]+[a-z&]*(?: ?- ?[a-z][a-z0-9&]*)+"
    rf"|(?<=/){_KINDS}\b|(?<=\d/20\d\d/)[a-z]{{2,8}}\b))" + _ISSUED
)
_PARTY_NUMBER = re.compile(rf"(?<![\w/])(?P<number>\d+ ?- ?{_KINDS} ?/ ?[a-z]+)\b" + _ISSUED)
# "công văn số 456", "CV 456": a number without its letters.
_NAMED_NUMBER = re.compile(
    rf"\b{_NOUN}(?:\w+\s+){{0,1}}so\s*:?\s*(?P<number>\d+)\b(?!\s*(?:[/%.]\d|/\s?[a-z]))"
    rf"|\b(?:qd|cv|bc|kh|ttr|vb|cong van|quyet dinh)\s+(?P<bare>\d{{3,5}})\b(?!\s*[/%.])"
    # "CV 45/SYT": with its issuer, without the unit that drafted it
    rf"|\b{_NOUN}(?:so\s*:?\s*)?(?P<short>\d+\s?/\s?(?!(?:ngay|tuan|thang|quy|nam|xa|phuong)\b)[a-z]{{2,8}})\b(?!\s?-)"
)
_ISSUE_DAY = re.compile(_ISSUED)


def take_documents(words: Words) -> tuple[tuple[str, ...], Words]:
    """The document numbers in order, each once, and the words with them blanked."""
    found: list[tuple[int, str]] = []
    for pattern in (_STATE_NUMBER, _PARTY_NUMBER, _NAMED_NUMBER):
        for match in pattern.finditer(words.plain):
            group = next(name for name, said in match.groupdict().items() if said)
            found.append((match.start(group), _as_written(words.marked[match.start(group) : match.end(group)])))
            end = match.end()
            if pattern is _NAMED_NUMBER:
                tail = _ISSUE_DAY.match(words.plain, end)
                end = tail.end() if tail else end
            words = words.blank(match.start(group), end)
    ordered = [number for _, number in sorted(found)]
    return tuple(dict.fromkeys(ordered)), words


def _as_written(number: str) -> str:
    """Without inner blanks; letters in capitals as printed ("TTr", "CTr" keep their small r)."""
    tight = re.sub(r"\s+", "", number).upper()
    return re.sub(r"(?<=[/-])(TT|CT)R(?=[-/]|$)", r"\1r", tight)
