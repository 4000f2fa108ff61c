"""Words that were read a little wrong: of what was read twice and what looks alike, the one that fits its neighbours.

What was seen clearly is left alone, right or wrong: a slip that stands on paper is the paper's. Every repair is told.
"""

import difflib
import math
import re
from collections.abc import Iterator, Sequence

from catalog.documents.scans.letter_size import alike
from catalog.documents.scans.letters import Word
from catalog.documents.scans.lexicon import EDGE, Lexicon, bare
from catalog.letters.syllables import is_syllable

_MARKS = r"[-–.,;:()/“”\"'%+…]*"
_CORE = re.compile(rf"^({_MARKS})([^\W\d_]+)({_MARKS})$")
_ALIKE = -1.8
_NEIGHBOUR = -3.2
_UNKNOWN = -1.5  # no syllable, and in no plan
_AGREED = 1.2  # read the same twice
_SHORT = 2  # letters: a shorter piece is like too many syllables
_CLEAR = 0.6  # so much better a candidate has to be
_ABBREVIATIONS = ("UBND", "HĐND", "MTTQ", "UBMTTQ", "THCS", "THPT", "TNCS", "CNTT", "BHXH", "PCCC", "KHCN", "VHXH")
_LIKE_ABBREVIATION = re.compile(r"[A-ZĐ0-9|!]{4,8}")
_BARS = str.maketrans("17I|!L", "TTTTTT")
_SHORTEST, _NEARLY = 4, 0.78
_LONG, _OFF, _NEAR, _BEFORE_NEXT = 7, 2, 0.86, 0.05
"""A name of so many letters is known with so many more or fewer, so like it, and so much more than the next."""
DOUBT = 0.82
"""Below this a word is read a second time."""


def is_doubtful(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a second look is worth its time: a word read unsurely, or one no plan has beside its neighbours."""
    if any(word.sure < DOUBT for word in words):
        return True
    cores = [_core(word.text) for word in words]
    return any(
        core
        and not lexicon.tells(_left(words, at), core.lower())
        and not lexicon.tells(core.lower(), _right(words, at))
        for at, core in enumerate(cores)
    )


def repaired(words: Sequence[Word], again: Sequence[Word], lexicon: Lexicon) -> list[str]:
    """The texts of words, repaired where another reading is clearly likelier; `again` is the second look."""
    second = _beside(words, again)
    texts = [word.text for word in words]
    for at, word in enumerate(words):
        texts[at] = _likeliest(texts, at, word.sure, second[at], lexicon)
    return texts


def _abbreviation(text: str, sure: float) -> str:
    """ "M11Q" is "MTTQ": what is nearly one of the abbreviations of offices, and was not read for certain."""
    if sure >= DOUBT or len(text) < _SHORTEST or not _LIKE_ABBREVIATION.fullmatch(text) or text in _ABBREVIATIONS:
        return text
    plain = text.translate(_BARS)
    near = [one for one in _ABBREVIATIONS if one.translate(_BARS) == plain]
    near = near or difflib.get_close_matches(text, _ABBREVIATIONS, n=2, cutoff=_NEARLY)
    return near[0] if len(near) == 1 else text


def _likeliest(texts: list[str], at: int, sure: float, second: Word | None, lexicon: Lexicon) -> str:
    text = texts[at]
    shortened = _abbreviation(text, sure)
    if shortened != text:
        return shortened
    found = _CORE.match(text)
    other = second.text if second is not None else ""
    if found is None:  # figures and signs: the surer reading
        return other if second is not None and len(other) >= len(text) and second.sure > sure + 0.1 else text
    left, right = _before(texts, at), _after(texts, at)

    def fits(core: str) -> float:
        low = core.lower()
        strange = _UNKNOWN if not lexicon.knows(low) and not is_syllable(low) else 0.0
        return lexicon.tells(left if not found[1] else EDGE, low) + lexicon.tells(low, right) + strange

    core = found[2]
    own = _odds(sure) + (_AGREED if other == text else 0.0) + fits(core)
    choices = [(own + _CLEAR, text)]
    other_core = _CORE.match(other)
    if second is not None and other != text and other_core is not None:
        choices.append((_odds(second.sure) + fits(other_core[2]), other))
    for base, agreed in ((core, other == text), *(((other_core[2], False),) if other_core is not None else ())):
        for one, odds in _alike(base, sure, lexicon):
            choices.append((odds - (_AGREED / 2 if agreed else 0) + fits(one), found[1] + _cased(one, core) + found[3]))
    best = max(choices, key=lambda choice: choice[0])[1]
    return _settled(best, texts, at)


def _alike(core: str, sure: float, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """Syllables that look like this one, with the odds of having been misread for it."""
    if core.isupper() and len(core) > 1 and core.isascii():  # an abbreviation
        return
    for one in lexicon.variants(core):
        if one != core.lower():
            yield one, _ALIKE
    if len(core) > _SHORT and not lexicon.knows(core.lower()) and (sure < 0.93 or not is_syllable(core)):
        for one in lexicon.neighbours(core):
            yield one, _NEIGHBOUR


def _settled(text: str, texts: list[str], at: int) -> str:
    """A short word in capitals among small ones is small: V and v differ by size alone."""
    found = _CORE.match(text)
    if found is None or len(found[2]) < 2 or not found[2].isupper() or found[2].isascii() or not is_syllable(found[2]):
        return text
    beside = [_core(texts[place]) for place in (at - 1, at + 1) if 0 <= place < len(texts)]
    if beside and all(one and not one.isupper() for one in beside):
        return text.lower()
    return text


def _odds(sure: float) -> float:
    held = min(0.97, max(0.04, sure))
    return math.log(held / (1 - held))


def _cased(syllable: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return syllable.upper()
    return syllable[:1].upper() + syllable[1:] if like[:1].isupper() else syllable


def _core(text: str) -> str:
    found = _CORE.match(text)
    return found[2] if found else ""


def _before(texts: Sequence[str], at: int) -> str:
    if at == 0:
        return EDGE
    found = _CORE.match(texts[at - 1])
    return EDGE if found is None or found[3] else found[2].lower()


def _after(texts: Sequence[str], at: int) -> str:
    own = _CORE.match(texts[at])
    if at + 1 == len(texts) or (own is not None and own[3]):
        return EDGE
    found = _CORE.match(texts[at + 1])
    return EDGE if found is None or found[1] else found[2].lower()


def _left(words: Sequence[Word], at: int) -> str:
    return _before([word.text for word in words[max(0, at - 1) : at + 1]], min(at, 1))


def _right(words: Sequence[Word], at: int) -> str:
    return _after([word.text for word in words[at : at + 2]], 0)


def _beside(words: Sequence[Word], again: Sequence[Word]) -> list[Word | None]:
    """For each word the one of the second look that stands in its place."""
    found: list[Word | None] = [None] * len(words)
    same = difflib.SequenceMatcher(
        None, [bare(word.text) for word in words], [bare(word.text) for word in again], autojunk=False
    )
    for _, start, end, first, last in same.get_opcodes():
        if end - start == last - first:
            for offset in range(end - start):
                found[start + offset] = again[first + offset]
    return found


def named(text: str, lexicon: Lexicon, sure: float = 1.0) -> str:
    """A cell in which names of units stand, each spelled as the organisation spells it where only marks differ; where
    the machine was not `sure`, also where a letter or two do and no other unit is called nearly so."""
    whole = _spelled(text, lexicon, sure)
    if whole != text:
        return whole
    return "".join(_spelled(piece, lexicon, sure) for piece in re.split(r"([;,\n]\s*)", text))


def _spelled(text: str, lexicon: Lexicon, sure: float) -> str:
    name = lexicon.names.get(bare(text))
    if name is None and sure < DOUBT and len(text) >= _LONG:
        name = _nearly(bare(text), lexicon)
        if name is not None:
            return name
    if name is None or len(name) != len(text):
        return text
    shouted = text.isupper()
    return "".join(
        letter
        if bare(letter) == bare(right)
        and letter.lower() == right.lower()
        and (shouted or at == 0 or right.isupper() or not alike(letter))
        else right
        for at, (letter, right) in enumerate(zip(text, name, strict=True))
    )


def _nearly(plain: str, lexicon: Lexicon) -> str | None:
    """The one name that a text nearly is; None where there is none, or two."""
    near = [one for one in lexicon.names if abs(len(one) - len(plain)) <= _OFF]
    best, *others = [*difflib.get_close_matches(plain, near, n=2, cutoff=_NEAR), None]
    if best is None or (re.sub(r"\D", "", best) != re.sub(r"\D", "", plain) and any(map(str.isdigit, best))):
        return None
    other = others[0] if others else None
    if other is not None and _likeness(plain, other) > _likeness(plain, best) - _BEFORE_NEXT:
        return None
    return lexicon.names[best]


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, one).ratio()
