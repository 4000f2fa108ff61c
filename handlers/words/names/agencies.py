"""Agencies in a line: by their full names and abbreviations, or by less than their name."""

import re
from collections.abc import Sequence

from catalog.agencies import forms
from catalog.agencies.index import index_of
from catalog.agencies.reading import Word, read_words
from catalog.agencies.registry import Registry
from catalog.agencies.typed.findings import names_in
from catalog.agencies.typed.matching import match
from catalog.text import fold
from handlers.words.line import Line
from handlers.words.names.said import Mark, free

_QUESTION_WORDS = re.compile(
    r"\b(?:nao|gi|dau|sao|bao nhieu|khong|chua|the nao|ra sao|roi|may|ai|vay|ha|nhi|den dau|toi dau)\b|[?!.]",
    re.IGNORECASE,
)


def agencies_in(line: Line, registry: Registry, marks: list[Mark]) -> tuple[str, ...]:
    """The agencies whose full names or abbreviations stand in the line, each once, where each is sure."""
    words = read_words(line.text)
    if len(words) < 1:
        return ()
    hits = names_in(words, index_of(registry)) or []
    places = _places(line, words)
    found: list[str] = []
    for hit in hits:
        if hit.entry.rank >= forms.BARE:
            continue
        if not hit.entry.sure or not hit.entry.agencies or hit.span.end > len(places):
            return ()
        first, last = places[hit.span.start][0], places[hit.span.end - 1][1]
        if free(marks, first, last):
            found.append(hit.entry.agencies[0])
            marks.append((first, last, "AGENCY"))
    return tuple(dict.fromkeys(found))


def _places(line: Line, words: Sequence[Word]) -> list[tuple[int, int]]:
    """For each word that the matcher read, the token(s) of the line it lies in."""
    found: list[tuple[int, int]] = []
    offset = 0
    for word in words:
        typed = word.typed
        at = line.text.lower().find(typed, offset)
        if at < 0:
            break
        offset = at + len(typed)
        inside = [n for n, token in enumerate(line.tokens) if token.begin < offset and at < token.end]
        found.append((inside[0], inside[-1] + 1) if inside else (0, 0))
    return found


def called(
    line: Line, registry: Registry, marks: list[Mark], *, barely: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An agency by less than its name, or mistyped: (sure ones, those it may be)."""
    names: list[str] = []
    doubtful: tuple[str, ...] = ()
    for begin, end in _parts(line, marks, barely=barely):
        typed = _QUESTION_WORDS.sub(" ", line.typed(begin, end))
        typed = " ".join(typed.split())
        if len(fold(typed)) < 3 or not _worth_asking(typed):
            continue
        answer = match(typed, registry)
        while (
            answer.decision == "none" and end - begin > _SHORTEST
        ):  # "sở giáo dục xây dựng đề án": the name ends earlier
            end -= 1
            answer = match(line.typed(begin, end), registry)
        if answer.decision == "match" and answer.agency:
            names.append(answer.agency)
            marks.append((begin, end, "AGENCY"))
        elif answer.decision == "ask" and answer.candidates:
            doubtful = doubtful or tuple(one.agency for one in answer.candidates[:3])
    return tuple(dict.fromkeys(names)), () if names else doubtful


_SHORTEST = 2
"""No name is looked for in fewer tokens of a run than these."""

_OF_ONE_WORD = ("so", "xa", "phuong", "ubnd")
"""What begins with one of these names an agency; of other heads only the whole run is looked at."""

_HEADS = re.compile(
    r"\b(?:so|xa|phuong|dac khu|ubnd|ban quan ly|bql|cong an|chi cuc|thanh tra|"
    r"van phong|quan su|bien phong|hoi|truong|benh vien|trung tam)\b"
)


def _worth_asking(typed: str) -> bool:
    """Only what has the head of an agency's name, or is so short that it may be one barely."""
    plain = fold(typed)
    return bool(_HEADS.search(plain)) or len(plain.split()) <= 4


_BEGINS: dict[str, tuple[str, ...]] = {
    "so": (), "xa": (), "phuong": (), "ubnd": (), "bql": (), "ban": (), "hoi": (), "truong": (), "ttr": (),
    "dac": ("khu",), "cong": ("an",), "chi": ("cuc",), "thanh": ("tra", "doan", "uy"), "van": ("phong",),
    "bo": ("chi", "doi"), "trung": ("tam",), "benh": ("vien",),
}  # fmt: skip
"""The first words of agencies' names, and what has to follow where the word alone means something else."""

_NONE = ("số", "bộ", "bạn", "bàn", "hỏi", "trường hợp")


def _heads_a_name(line: Line, place: int) -> bool:
    token = line.tokens[place]
    follows = _BEGINS.get(token.plain)
    if follows is None or token.typed in _NONE:
        return False
    return not follows or (place + 1 < len(line.tokens) and line.tokens[place + 1].plain in follows)


def _parts(line: Line, marks: Sequence[Mark], *, barely: bool) -> list[tuple[int, int]]:
    """Runs of tokens that may name an agency: from a head to the next break, else what is left of a short line."""
    taken = {place for first, last, _ in marks for place in range(first, last)}
    runs: list[tuple[int, int]] = []
    place = 0
    while place < len(line.tokens):
        if place not in taken and _heads_a_name(line, place):
            end = place + 1
            while (
                end < len(line.tokens)
                and end - place < 9
                and end not in taken
                and line.tokens[end].plain not in (",", ";", "?", ".", ":", "va", "voi")
            ):
                end += 1
            if end > place + 1:
                runs.append((place, end))
                place = end
                continue
        place += 1
    if not runs and barely:
        left = [n for n in range(len(line.tokens)) if n not in taken]
        if left and left[-1] - left[0] + 1 == len(left) and len(left) <= 5:
            runs.append((left[0], left[-1] + 1))
    return runs
