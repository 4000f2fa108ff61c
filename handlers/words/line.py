"""A typed sentence as the rules see it: folded words, short forms written out, and where each stood as typed.

Pure; nothing here knows an intent.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from catalog.agencies.typing_keys import undo
from catalog.text import clean, strip_accents
from handlers.words.slips import mended
from handlers.words.vocabulary import meanings

LONGEST = 400
"""So many characters are read: a question or an order is short."""

_TOKEN = re.compile(r"#?\d+(?:[/.-]\d+)*(?:[/-][^\W\d_][^\s,;:?!()]*)?|%|[^\W_]+(?:/[^\W_]+)?|[,;:?!()]|\.(?=\s|$)")
_BREAKS = frozenset(",;:?!().")
_BEFORE_WHAT = frozenset({"cai", "viec", "lam", "co", "gap", "can", "vu", "nhung", "noi"})
"""Behind these "chi" is the "gì" of Central Vietnam, not an elder sister."""

_SENT_TO = frozenset({"nhac", "cho", "toi", "den", "cac", "voi", "don"})
"""Before these "nt" is "nhắn tin", else "nghiệm thu"."""

_STRETCHED = re.compile(r"(?!iii$)([^\W\d_])\1{2,}")


@dataclass(frozen=True)
class Token:
    """One word: as the rules know it (`plain`, may be several words), as typed in lower case, and where."""

    plain: str
    typed: str
    begin: int
    end: int


@dataclass(frozen=True)
class Line:
    """`text` cleaned, its tokens, and `plain`: their plain forms with one blank between."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def plain(self) -> str:
        """All tokens, folded."""
        return " ".join(token.plain for token in self.tokens)

    def typed(self, first: int, last: int) -> str:
        """What was typed from token `first` to before `last`."""
        if first >= last:
            return ""
        return self.text[self.tokens[first].begin : self.tokens[last - 1].end]

    def place(self, offset: int) -> int:
        """The token that stands at a character of `plain`."""
        at = 0
        for number, token in enumerate(self.tokens):
            at += len(token.plain) + 1
            if offset < at:
                return number
        return len(self.tokens)

    def spans(self, pattern: re.Pattern[str], plain: str | None = None) -> Iterable[tuple[int, int, re.Match[str]]]:
        """Every match of `pattern` as (first token, token after the last, match)."""
        for found in pattern.finditer(self.plain if plain is None else plain):
            if found.end() > found.start():
                yield self.place(found.start()), self.place(found.end() - 1) + 1, found

    def masked(self, marks: Iterable[tuple[int, int, str]]) -> "Line":
        """The line with runs of tokens replaced by one word each ("AGENCY"); runs do not overlap."""
        tokens = list(self.tokens)
        for first, last, mark in sorted(marks, reverse=True):
            begin, end = tokens[first].begin, tokens[last - 1].end
            tokens[first:last] = [Token(mark, self.text[begin:end].lower(), begin, end)]
        return Line(self.text, tuple(tokens))


def read_line(text: str) -> Line:
    """`text` as a line; raw Telex or VNI keys are undone first. Never raises."""
    tidy = clean(text[:LONGEST])
    undone, method = undo(tidy) if tidy.isascii() else (tidy, "")
    tidy = undone if method else tidy
    found: list[Token] = []
    for match in _TOKEN.finditer(tidy):
        typed = match.group().lower()
        plain = "gi" if typed == "chi" and found and found[-1].plain in _BEFORE_WHAT else _plain(typed)
        if found and found[-1].typed == "nt" and plain in _SENT_TO:
            found[-1] = replace(found[-1], plain="nhan tin")
        if plain == "nghi_" and found and found[-1].plain == "de":
            plain = "nghi"  # "đề nghị" is neither leave nor thought
        found.append(Token(plain, typed, match.start(), match.end()))
    meant = mended([(token.plain, token.typed) for token in found])
    return Line(tidy, tuple(replace(token, plain=plain) for token, plain in zip(found, meant, strict=True)))


@lru_cache(maxsize=4096)  # people use the same few words
def _plain(typed: str) -> str:
    if typed in _BREAKS or not typed[-1:].isalnum() or typed[:1] == "#" or typed[:1].isdigit():
        return strip_accents(typed)
    typed = _STRETCHED.sub(r"\1", typed)
    for table in ("short", "regional", "look_alike"):
        if (meant := meanings(table).get(typed)) is not None:
            return meant
    plain = strip_accents(typed).lower()
    return meanings("plain_regional").get(plain, plain) if plain == typed else plain
