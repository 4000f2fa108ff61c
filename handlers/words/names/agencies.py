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
    index = index_of(registry)
    hits = names_in(words, index) or []
    places = _places(line, words)
    elsewhere = {span.start: span.end for span in index.places_of_others.spans(words)}
    found: list[str] = []
    for hit in hits:
        if hit.entry.rank >= forms.BARE:
            continue
        if not hit.entry.sure or not hit.entry.agencies or hit.span.end > len(places):
            return ()
        first, last = places[hit.span.start][0], places[hit.span.end - 1][1]
        while line.tokens[last - 1].plain in _LINKS and last - 1 > first:
            last -= 1  # the "và" behind a name is passed over by the matcher, and begins the next of a list
        if first and line.tokens[first - 1].plain == "ubnd":
            first -= 1
        if not free(marks, first, last):
            continue
        strange = elsewhere.get(hit.span.end) or elsewhere.get(hit.span.end + 1)
        if strange and strange <= len(places):  # "Sở Y tế tỉnh Đắk Lắk" is none of ours
            marks.append((first, places[strange - 1][1], ELSEWHERE))
            continue
        found.append(hit.entry.agencies[0])
        marks.append((first, last, "AGENCY"))
        found += _listed_after(line, registry, marks, first, last)
    return tuple(dict.fromkeys(found))


def _listed_after(line: Line, registry: Registry, marks: list[Mark], first: int, last: int) -> list[str]:
    """ "Sở Y tế, Tài chính và Nội vụ": the word before a list is said once; what is no name ends the list."""
    head = line.tokens[first].plain
    if head not in _OF_ONE_WORD:
        return []
    found: list[str] = []
    place = last
    while place + 1 < len(line.tokens) and line.tokens[place].plain in _LINKS:
        begin = place + 1
        if _heads_a_name(line, begin) or not free(marks, begin, begin + 1):
            break
        end = begin
        while end < len(line.tokens) and end - begin < _LONGEST_LISTED and line.tokens[end].plain not in _BREAKS:
            end += 1
        while end > begin:
            answer = match(f"{line.typed(first, first + 1)} {line.typed(begin, end)}", registry)
            if answer.decision == "match" and answer.agency and free(marks, begin, end):
                break
            end -= 1
        if end == begin or answer.agency is None:
            break
        named = fold(answer.agency).split()
        while end - begin > 1 and fold(line.tokens[end - 1].typed) not in named:
            end -= 1  # the matcher bears words behind a name: they say what is to be done
        found.append(answer.agency)
        marks.append((begin, end, "AGENCY"))
        place = end
    return found


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
        aside = line.tokens[begin].plain in _ASIDE
        begin += aside
        typed = _QUESTION_WORDS.sub(" ", line.typed(begin, end))
        typed = " ".join(typed.split())
        if len(fold(typed)) < 3 or not (aside or _worth_asking(typed)):
            continue
        answer = match(typed, registry)
        while (
            answer.decision == "none" or (aside and answer.decision != "match")
        ) and end - begin > _SHORTEST:  # "sở giáo dục xây dựng đề án": the name ends earlier
            end -= 1
            answer = match(line.typed(begin, end), registry)
        if answer.decision == "match" and answer.agency:
            names.append(answer.agency)
            marks.append((begin, end, "AGENCY"))
        elif answer.decision == "ask" and answer.candidates and not aside:
            doubtful = doubtful or tuple(one.agency for one in answer.candidates[:3])
    return tuple(dict.fromkeys(names)), () if names else doubtful


ELSEWHERE = "ELSEWHERE"
"""Stands for an agency of another province: it is never asked about here."""

_LINKS = (",", "va", "voi", "cung", "&")
_BREAKS = (",", ";", "?", ".", ":", "va", "voi", "cung")
_LONGEST_LISTED = 5

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

_NO_NAME_WITH = {
    "xa": ("hoi",), "phuong": ("tien", "an", "phap", "thuc", "huong", "cham"), "truong": ("hop",),
    "so": ("lieu", "hoa", "luong", "voi", "du", "huu"), "hoi": ("nghi", "thao", "dong", "hop", "dap"),
    "ban": ("hanh", "giao", "do", "be", "dau", "ngay", "oi", "in"),
}  # fmt: skip
"""What makes another word of such a beginning: "xã hội", "phương tiện", "ban hành"."""

_ACCENTED = {
    "so": "sở", "xa": "xã", "phuong": "phường", "hoi": "hội", "truong": "trường", "dac": "đặc", "cong": "công",
    "van": "văn", "bo": "bộ", "benh": "bệnh",
}  # fmt: skip
"""With its accents such a word is only this one: "số", "bản", "hỏi" begin no name."""


def _heads_a_name(line: Line, place: int) -> bool:
    token = line.tokens[place]
    follows = _BEGINS.get(token.plain)
    if follows is None or token.typed not in (token.plain, _ACCENTED.get(token.plain, token.plain)):
        return False
    following = line.tokens[place + 1].plain if place + 1 < len(line.tokens) else ""
    return following in follows if follows else following not in _NO_NAME_WITH.get(token.plain, ())


_ASIDE = ("ben", "phia")


def _on_their_side(line: Line, place: int) -> bool:
    """ "Bên văn hóa thể thao": an agency by what it does; "bên em" is one's own."""
    following = line.tokens[place + 1].plain if place + 1 < len(line.tokens) else ""
    return line.tokens[place].plain in _ASIDE and bool(following) and following not in _OWN


_OWN = frozenset(
    [
        "em",
        "toi",
        "minh",
        "tui",
        "anh",
        "chi",
        "nay",
        "do",
        "kia",
        "nao",
        "ta",
        "chung",
        "ay",
        "ngoai",
        "trong",
        "tren",
        "duoi",
        "canh",
    ]
)


def _parts(line: Line, marks: Sequence[Mark], *, barely: bool) -> list[tuple[int, int]]:
    """Runs of tokens that may name an agency: from a head to the next break, else what is left of a short line."""
    taken = {place for first, last, _ in marks for place in range(first, last)}
    runs: list[tuple[int, int]] = []
    place = 0
    while place < len(line.tokens):
        if place not in taken and (_heads_a_name(line, place) or _on_their_side(line, place)):
            end = place + 1
            while (
                end < len(line.tokens)
                and end - place < 9
                and end not in taken
                and line.tokens[end].plain not in _BREAKS
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
