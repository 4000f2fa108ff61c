"""A message brought into the form the rules speak about: lower case, without accents, phone spellings written out.

`Words` keeps the same text twice, letter under letter: `plain`, on which all rules work (so that a message with and
without accents means the same), and `marked`, with accents as typed, for the few places where accents decide.
"""

import functools
import itertools
import re
from dataclasses import dataclass

from catalog.agencies.typing_keys import undo_telex, undo_vni
from catalog.letters import read
from catalog.text import strip_accents
from handlers.replies.patterns import without_digits
from handlers.replies.spelling.compounds import joined
from handlers.replies.spelling.denied_by_where import without_where
from handlers.replies.spelling.dictated import in_digits
from handlers.replies.spelling.glued import GLUED
from handlers.replies.spelling.signs import in_words
from handlers.replies.spelling.spellings import LETTERS, NOT_TELEX, OTHER_WORDS, SPELLINGS
from handlers.replies.syllables import load_pairs, repaired

LONGEST = 4000  # characters read; a longer message is cut, no reply needs more

_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "→": "-", "％": "%", "…": ".", "\u00a0": " "})
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ufe0f\u20e3\u0000]")
_SIGNS = re.compile(  # "✅ xong" is "xong"; a cross may be a no and stays, so that nothing beside it is taken for done
    "(?![\u274c\u274e\u2716-\u2718\U0001f6ab])[\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_BLANKS = re.compile(r"(?! (?=\S|\n|$))[^\S\n]+")
_FACES = re.compile(r"(?<!\S)(?:[:=;]['-]?[()DPpvV]+|\^[_.-]?\^+|<3+|T[_.]T)(?!\S)")  # ":)", "^^"
_BEFORE_MARK = re.compile(r" +([,;:])(?=[ \w])")  # "1 :xong ,2 chưa"
_AFTER_MARK = re.compile(r"(?<=[^\W\d])([,;:])(?=\w)")
_LINES = re.compile(r" ?\n[ \n]*")
_APART = re.compile(  # "1 xong / 2 chưa", "nv 1 xong - nv 2 chưa", "1 90%,2 chưa", but not "8 / 10 xã"
    r"(?<=[^\s\d]) +[/|] +(?=\S)|(?<=%),(?=\d{1,2} [^\W\d])"
    r"|(?<=[^\s\d]) +- +(?=(?:(?:nv|nvụ|nhiệm vụ|việc|viec|v|cv|task|mục|muc|số|so) ?)?#?\d{1,2} [^\W\d])",
    re.I,
)
_WORD = re.compile(r"[^\W_]+")
_WORD_APART = re.compile(r"([^\W_]+)")
_GLUED_NUMBER = re.compile(r"(?P<word>[A-Za-z]{3,})(?P<number>\d{1,2})")
_PAIR = re.compile(
    r"(?:(?<=[,;:\n])|^)( ?(?:(?:nhiệm vụ|nv|việc|viec|số|so) )?#?\d{1,2} ?[ :).-] ?)([1-9]?[05]"
    r"|100)(?!,\d)(?= ?(?:[,;\n]|$))",
    re.I,
)
_STATED = re.compile(r"(?:(?<=[,;:\n])|^) ?#?\d{1,2} ?[:.)-]? ?(?=[^\W\d])")  # "1 xong", "2) chưa"
_SLASHED = re.compile(r"(?<![\w/.,-])\d{1,2}(?:/\d{1,2}){2,}(?![\w/-])")  # "1/2/3 xong": numbers one after another
_DASHED = re.compile(  # "1-xong, 2-50%, 3-chưa làm": no range of percents
    r"((?:(?<=[,;\n])|^) ?(?:(?:nhiệm vụ|nhiem vu|việc|viec) )?#?\d{1,2}) ?- ?(?=[^\W\d]|\d{1,3}(?:[.,]\d+)? ?%)"
)
_GIVEN_TO = re.compile(  # "gui cho so", "tap huan cho cac to" wait for nobody
    r"\b((?:gui|nop|trinh|chuyen|cap|giao|tap huan|huong dan|ho tro|dao tao|boi duong|trang bi|cung cap|pho bien|mua)"
    r"(?: (?!(?:dang|van|con|phai)\b)[^\s,;.:]+){0,6}? )cho\b(?! (?:phe )?(?:duyet|ky|y kien|tra loi))"
)
_GIVING = re.compile(  # "cho em" is no "chờ em", nor is "đề nghị cho chi cục lùi"
    r"\bcho(?= (?:em|minh|toi|chung em|lui|gia han|keo dai|phep|biet|hoi|xin|(?:so|xa|phuong|phong|don vi"
    r"|truong) (?:em )?xin)\b)"
    r"|(?<=de nghi )cho\b|(?<=han )cho\b|(?<=lui )cho\b"
    r"|\bcho(?= (?:hs|hoc sinh|sinh vien"
    r"|ba con|phu huynh|doan vien"
    r"|hoi vien|tre em|nguoi (?:dan|cao tuoi|ngheo|lao dong)|\d)\b| \d+ ?(?:%|/ ?\d))|(?<=kien nghi )cho\b"
    r"|(?<=xin )cho\b"
)
_BREATH = re.compile(r"[^,;.:!?()\n]+|[,;.:!?()\n]")
_WHAT_IS_LEFT = re.compile(r"con (?:(?:lai|thieu|khoang|tam|chung|co|hon|gan) )*\d{1,2}(?:[.,]\d+)? ?%")
_STRETCHED = re.compile(r"(?!(?<!\w)iii\b)([^\W\d_])\1{2,}", re.I)  # "xonggg", "rồiiii", but not "quý III"

# Each of them holds a figure, a quarter in Roman ones, or a month or a week cut short.
_GLUED_HINT = re.compile(r"\d|qu[yý]i|\bqi|\bt(?:hg|g|h|n|un|hag|hág)\b")
_OF_NO_NUMBER = re.compile(r"(?<![/\w-])[^\W_]+")  # "12/BC-STTTT" is no stretched word


@dataclass(frozen=True)
class Words:
    """One text in two aligned forms of equal length: `plain` (folded) and `marked` (NFC, accents and case kept)."""

    plain: str
    marked: str

    @staticmethod
    def of(text: str) -> "Words":
        """`text` (any form) as words; white space squeezed, line breaks kept as "\\n"."""
        tidy = _INVISIBLE.sub("", read(text[:LONGEST]).text.translate(_DASHES))
        tidy = _FACES.sub(" ", tidy)
        tidy = _SIGNS.sub(" ", in_words(tidy))
        tidy = _LINES.sub("\n", _BLANKS.sub(" ", tidy.replace("\r", "\n"))).strip()
        tidy = _APART.sub("; ", tidy)
        tidy = _BLANKS.sub(" ", _AFTER_MARK.sub(r"\1 ", _BEFORE_MARK.sub(r"\1 ", tidy)))
        return _aligned(tidy)

    def blank(self, begin: int, end: int) -> "Words":
        """The same words with [begin, end) blanked in place."""
        gap = " " * (end - begin)
        return Words(self.plain[:begin] + gap + self.plain[end:], self.marked[:begin] + gap + self.marked[end:])

    def put(self, place: int, sign: str) -> "Words":
        """The same words with one sign in the place of a letter."""
        return Words(*(text[:place] + sign + text[place + 1 :] for text in (self.plain, self.marked)))

    def part(self, begin: int, end: int) -> "Words":
        """The words of [begin, end)."""
        return Words(self.plain[begin:end], self.marked[begin:end])

    def with_(self, other: "Words") -> "Words":
        """These words and then the other ones."""
        return Words(f"{self.plain} {other.plain}", f"{self.marked} {other.marked}")

    def next_to(self, other: "Words") -> "Words":
        """These words and right behind them the other ones."""
        return Words(self.plain + other.plain, self.marked + other.marked)

    @property
    def has_accents(self) -> bool:
        """Whether any letter carries a mark: only then may a missing accent mean something."""
        return self.plain != self.marked.lower()


def written_out(words: Words) -> Words:
    """Raw keys and slips undone and phone spellings written out: "k xog dc" gives "không xong được"."""
    return spelled_out(as_meant(words)[0], accented=words.has_accents)


def as_meant(words: Words) -> tuple[Words, tuple[tuple[str, str], ...]]:
    """`words` in small letters with raw keys and slips undone, and these slips: (typed, meant), in order.

    Before anything else: a document's "nngày 5/3" and "QDd" are slips too.
    """
    text = words.marked
    if _STRETCHED.search(text):
        text = _OF_NO_NUMBER.sub(lambda found: _STRETCHED.sub(r"\1", found.group()), text)
    parts = _WORD_APART.split(text)
    parts[1::2] = map(_typed_word, parts[1::2])
    meant = repaired("".join(parts))
    return _aligned(meant.text), meant.changes


def spelled_out(words: Words, *, accented: bool) -> Words:
    """`words` with phone spellings written out and numbers in figures; `accented` = their writer types accents."""
    text = words.marked
    shape = without_digits(text)
    for glued, full in GLUED if _GLUED_HINT.search(text) else ():
        if glued.may_fit(shape):
            text = glued.pattern.sub(full, text)
            shape = without_digits(text)
    present = set(LETTERS.findall(text))
    for spelled in SPELLINGS:
        if not spelled.words.isdisjoint(present) and spelled.spelling.may_fit(shape):
            text = spelled.spelling.pattern.sub(spelled.full, text)
            shape = without_digits(text)
            present.update(spelled.full.split())
    text = without_where(in_digits(text, _aligned(text).plain, accented=accented))
    text = _PAIR.sub(r"\1\2%", text) if _is_paired(text) else text  # "1 50, 2 70"
    text = _DASHED.sub(r"\1: ", text) if _is_dashed(text) else text
    text = _SLASHED.sub(_in_a_row, text) if "/" in text else text
    apart = _told_apart(_aligned(_BLANKS.sub(" ", text).strip()), accented)
    return Words(joined(apart.plain, apart.marked), apart.marked)


def _is_paired(text: str) -> bool:
    """Whether a number behind a task's is a share: of several tasks, or of one among others that are told of."""
    shares = [int(match.group(2)) for match in _PAIR.finditer(text)]
    return len(shares) > 1 or (len(shares) == 1 and shares[0] >= 10 and _STATED.search(text) is not None)


def _is_dashed(text: str) -> bool:
    """Whether several tasks have a dash behind their number: words behind one dash at least, or numbers that rise."""
    found = list(_DASHED.finditer(text))
    numbers = [int(re.sub(r"\D", "", match.group(1))) for match in found]
    rising = all(second == first + 1 for first, second in itertools.pairwise(numbers))
    return len(found) > 1 and (rising or any(text[match.end()].isalpha() for match in found))


def _in_a_row(found: re.Match[str]) -> str:
    """Numbers between slashes as a list, where each is the next one: others are a day."""
    numbers = [int(number) for number in found.group().split("/")]
    rising = all(second == first + 1 for first, second in itertools.pairwise(numbers))
    return ", ".join(map(str, numbers)) if rising else found.group()


def _told_apart(words: Words, has_accents: bool) -> Words:
    """A word that only looks like a word of the rules gets "_" as its last letter.

    One without accents is another word only where it is right so ("cho") and its writer does type accents: all that is
    said in one breath, for many type them in one clause and not in the next ("làm gần hết, con 5%").
    """
    breaths = (words.part(*found.span()) for found in _BREATH.finditer(words.plain))
    told = (_told_apart_in(said, accented=has_accents and said.has_accents) for said in breaths)
    return Words("".join(told), words.marked)


def _told_apart_in(words: Words, *, accented: bool) -> str:
    """The folded words of one breath, told apart."""
    plain = words.plain if accented else _GIVEN_TO.sub(r"\1ch_", _GIVING.sub("ch_", words.plain))
    for match in _WORD.finditer(words.marked):
        if (others := OTHER_WORDS.get(plain[match.start() : match.end()])) is None:
            continue
        typed = match.group().lower()
        if _WHAT_IS_LEFT.match(plain, match.start()):  # "nhập được nhiều, con 5% nữa": no child
            continue
        if typed in others and (accented or not typed.isascii()):
            plain = plain[: match.end() - 1] + "_" + plain[match.end() :]
    return plain


@functools.lru_cache(maxsize=8192)  # people use the same few words
def _typed_word(word: str) -> str:
    """A word without any accent may be raw keystrokes; "nv1" and "t8" are not, a digit must stand inside."""
    if not word.isascii() or word.lower() in NOT_TELEX:
        return word
    if glued := _GLUED_NUMBER.fullmatch(word):  # "vieejc8"
        meant = undo_telex(glued["word"])
        if not meant.isascii() and load_pairs().knows(meant.lower()):
            return f"{meant} {glued['number']}"
    if re.fullmatch(r"[A-Za-z]+\d+[A-Za-z\d]+", word):
        meant = undo_vni(word)
        return meant if load_pairs().knows(meant.lower()) or meant.isascii() else word  # "viec12" is no "vièc"
    meant = undo_telex(word) if word.isalpha() else word
    return meant if load_pairs().knows(meant.lower()) else word  # "hosn" is a slip, no "hón"


class _PlainLetters(dict[int, str]):
    """Letter to plain letter for `str.translate`, filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = letter if letter == "\n" else strip_accents(letter).lower()[:1] or " "
        self[code] = plain
        return plain


_PLAIN_LETTERS = _PlainLetters()


def _aligned(text: str) -> Words:
    return Words(text.translate(_PLAIN_LETTERS), text)
