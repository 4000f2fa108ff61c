"""Plans by their number or by words of their printed name, and other documents by theirs."""

import re
from collections.abc import Sequence
from functools import lru_cache

from catalog.text import fold, strip_accents
from handlers.words.line import Line
from handlers.words.names.said import Known, KnownPlan, Mark, free

_DOCUMENT = re.compile(r"\d+(?:[./-]\d+)*/[^\W\d_][^\s]*(?:-[^\W_]+)*")


_PLAN_WORD = r"(?:ke hoach|chuong trinh|de an|quyet dinh|nghi_? quyet|ctr|khth)"


_PLAN_NUMBER = re.compile(rf"\b{_PLAN_WORD}(?: so)? (\d{{1,5}})(?![\w.-])")


_PLAN_NAME = re.compile(rf"\b{_PLAN_WORD}(?: (?:ve|so|cua|nam))?((?: [^\W\d_]+| ,| 20\d\d)+)")


_PLAN_ENDS = re.compile(
    r" (?:(?:lam |lam den |dang |thuc hien |trien khai |chay )?(?:den|toi) dau|"
r"the nao|nhu the nao|ra sao|sao|den muc|duoc bao|bao nhieu|co|con|may|dang"
    r"|tien do|qua han|tre|cham|thi|cua|cho|tuan|thang|quy|hom|roi|khong|chua|"
r"di|nhe|a|vay|ha|gi|nao|nay|giup|ra|bi|lam|moi_|trong|,|duoc)(?: |$)"
)  # fmt: skip


_NO_PLAN = frozenset([
    "moi_", "moi", "nay", "nao", "do", "cu", "khac", "gi", "dau", "vao", "len", "di", "may", "cong", "tac", "lam",
    "viec", "hom", "pdf", "word", "excel", "tep", "thi", "nhu", "kieu", "o", "cho", "den", "toi", "trong", "nua", "vua",
    "hien", "luc", "bay", "hom", "gio", "dot", "ky", "tat", "dang", "chung",
])  # fmt: skip


_HOW_MANY = 4


def documents_in(line: Line, known: Known, marks: list[Mark]) -> tuple[tuple[str, ...], str]:
    """Document numbers; one that is a plan's number is that plan."""
    found, plan = [], ""
    numbers = _numbers(tuple(known.plans))
    for place, token in enumerate(line.tokens):
        if _DOCUMENT.fullmatch(token.typed):
            named = fold(token.typed)
            first = place - 1 if place and line.tokens[place - 1].plain in ("so",) else place
            behind_plan = re.search(rf"{_PLAN_WORD}(?: so)?$", " ".join(t.plain for t in line.tokens[:place]))
            if named in numbers or behind_plan:
                plan = numbers.get(named, token.typed.partition("/")[0])
                marks.append((place, place + 1, "PLAN"))
            else:
                found.append(line.typed(place, place + 1))
                marks.append((first, place + 1, "DOC"))
    return tuple(found), plan


def plan_by_number(line: Line, known: Known, marks: list[Mark]) -> str:
    """ "kế hoạch 05": the number behind a word for plan; "" for none."""
    for first, last, match_ in line.spans(_PLAN_NUMBER):
        if free(marks, first, last) and not re.fullmatch(r"20\d\d", match_[1]):
            marks.append((first, last, "PLAN"))
            return match_[1]
    return ""


def bare_plan(line: Line, known: Known, marks: list[Mark], tasks: Sequence[str]) -> str:
    """ "quá hạn 2821": a number that is a plan's and nothing else's."""
    heads = {one.head for one in known.plans if one.head.isdigit() and len(one.head) > 2}
    for place, token in enumerate(line.tokens):
        if token.plain in heads and free(marks, place, place + 1):
            marks.append((place, place + 1, "PLAN"))
            return token.plain
    return ""


def plan_by_name(line: Line, known: Known, marks: list[Mark]) -> str:
    """ "kế hoạch cải cách hành chính": words of a plan's printed name, behind a word for plan or by themselves."""
    titles = _titles(known.plans)
    for first, _, match_ in line.spans(_PLAN_NAME):
        words = match_[1]
        ends = _PLAN_ENDS.search(words)
        words = words[: ends.start()] if ends else words
        words = words.replace(" ,", "").strip()
        if not words or words.split()[0] in _NO_PLAN or not free(marks, first, first + 1):
            continue
        begin = line.place(match_.start(1) + 1)
        size = len(words.split())
        while size and not _of_a_title(" ".join(words.split()[:size]), titles):
            size -= 1
        if not size and (len(words) < 3 or len(words.split()) > 8):
            continue
        end = _tokens_of(line, begin, size or len(words.split()))
        if not free(marks, first, end):
            continue
        marks.append((first, end, "PLAN"))
        whole = " ".join(token.plain for token in line.tokens[first:end])
        of_its_name = not whole.startswith("ke hoach") and any(f" {whole} " in title for title in titles)
        return line.typed(first if of_its_name else begin, end)
    plain = [token.plain for token in line.tokens]
    for size in range(min(len(plain), 10), 1, -1):
        for begin in range(len(plain) - size + 1):
            words = " ".join(plain[begin : begin + size])
            if (size >= _HOW_MANY and sum(f" {words} " in title for title in titles) == 1) and free(
                marks, begin, begin + size
            ):
                marks.append((begin, begin + size, "PLAN"))
                return line.typed(begin, begin + size)
    for place, word in enumerate(plain):
        if (
            len(word) >= 4
            and word.isalpha()
            and _of_a_title(word, titles, initials_only=True)
            and free(marks, place, place + 1)
        ):
            marks.append((place, place + 1, "PLAN"))
            return line.typed(place, place + 1)
    return ""


@lru_cache(maxsize=8)
def _numbers(plans: tuple[KnownPlan, ...]) -> dict[str, str]:
    """The numbers as they are compared -> without their letters."""
    return {fold(one.number): one.head for one in plans if one.number}


@lru_cache(maxsize=8)
def _titles(plans: tuple[KnownPlan, ...]) -> tuple[str, ...]:
    """The titles as plain words, a blank on either side."""
    return tuple(f" {re.sub(r'[^a-z0-9]+', ' ', strip_accents(one.title).lower())} " for one in plans)


def _of_a_title(words: str, titles: Sequence[str], *, initials_only: bool = False) -> bool:
    """Whether words stand in a title, or are the initials of words that do ("cchc")."""
    if not initials_only and any(f" {words} " in title for title in titles):
        return True
    if " " in words or len(words) < 3:
        return False
    return any(words in "".join(word[0] for word in title.split()) for title in titles)


def _tokens_of(line: Line, begin: int, words: int) -> int:
    """The token behind so many plain words, from `begin`."""
    place = begin
    while words > 0 and place < len(line.tokens):
        if line.tokens[place].plain != ",":
            words -= len(line.tokens[place].plain.split())
        place += 1
    return place
