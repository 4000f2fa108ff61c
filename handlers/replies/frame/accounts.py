"""The frame of a claim: [who] [when] đã [verb] xong [what] [how] [when] [to whom]. A done is believed inside it alone.

Open work has a frame of its own with more slots, but no name follows its "đang" and "chưa": there stands a verb of the
work. "Em đang trực" and "em gửi zalo rồi" are no report, whatever rule they look like.

The rules say what a clause claims; the frame says whether every word of the clause has a place in such a claim. The
small words of the language are a closed class: each has its slot below, and one without a slot (a condition, hearsay,
an exception, a comparison) may turn the claim round, known or not. Names are an open class: they may stand in the
place of who did it and of what was done, begun by a word that can begin such a name. What has no place makes a
question of the claim.
"""

import datetime as dt
import pathlib
import re

from catalog.text import strip_accents
from handlers.replies.dates import find_days
from handlers.replies.rules.life import OWN_LIFE

_Phrases = frozenset[tuple[str, ...]]


def _read_slots(name: str) -> dict[str, _Phrases]:
    """The phrases of each section of a file of slots, cut into words."""
    text = pathlib.Path(__file__).with_name(name).read_text("utf-8")
    _, *sections = re.split(r"^\[(.+)\]$", text, flags=re.MULTILINE)
    phrases = ((name, text.split("|")) for name, text in zip(sections[::2], sections[1::2], strict=True))
    return {name.partition(":")[0]: frozenset(tuple(one.split()) for one in several) for name, several in phrases}


def _words_of(section: str) -> frozenset[str]:
    return frozenset(word for phrase in _SECTIONS[section] for word in phrase)


def _phrases_of(sections: dict[str, _Phrases]) -> _Phrases:
    return frozenset(phrase for name, phrases in sections.items() if name not in _NO_SLOTS for phrase in phrases)


def _by_first_word(phrases: _Phrases) -> dict[str, list[list[str]]]:
    """The phrases that begin with each word, the longest first."""
    found: dict[str, list[list[str]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(list(phrase))
    return found


_SECTIONS, _OPEN_SECTIONS = _read_slots("slots.txt"), _read_slots("open_slots.txt")
_NO_VERB = "no verb of the work"
_MESSAGE = "what is done with a message, too"
_NAMES = ("begins a name", "a name follows", "no slot", "no slot, told with its accents alone")
_NO_SLOTS = (*_NAMES, _NO_VERB, _MESSAGE)
_BEGINS_A_NAME, _TAKES_A_NAME, _SMALL, _SMALL_WITH_ACCENTS = map(_words_of, _NAMES)
_CLAIM_PHRASES = _phrases_of(_SECTIONS)
_OPEN_PHRASES = _CLAIM_PHRASES | _phrases_of(_OPEN_SECTIONS)
_LICENSED, _LICENSED_OPEN = _by_first_word(_CLAIM_PHRASES), _by_first_word(_OPEN_PHRASES)
_DONE_TO = frozenset(" ".join(verb) for verb in _OPEN_SECTIONS["the verb of the work"] - _OPEN_SECTIONS[_MESSAGE])
_DONE_TO |= {" ".join(thing) for thing in _OPEN_SECTIONS["the thing of the work"] if len(thing) > 1}
_BUSY, _OF_OWN_LIFE = _by_first_word(_OPEN_SECTIONS[_NO_VERB]), _by_first_word(OWN_LIFE)
_SMALL_OPEN = _SMALL - {word for phrase in _OPEN_PHRASES for word in phrase}
_LINKS = ("ch_", "cho", "o", "de")  # "cho cán bộ": what follows must be able to begin a name
_LONGEST_NAME = 14
_WORDS_WITHIN, _OBJECT_WITHIN, _NAME_ENDED = 2, 4, 99  # words that have a slot of their own in the middle of a name
_ASPECT = ("dang", "dan_", "chua", "se", "sap")  # the verb of the work follows
_ENDS_A_NAME = frozenset(("xong", "hoan", "thanh", "roi", "da", ","))
_WORD = re.compile(r"[a-z_]+|[^a-z_\s]+")


def accounts_for(plain: str, marked: str, today: dt.date, *, open_state: bool = False) -> bool:
    """Whether every word of a clause that claims a done, or tells of open work, has a place in its frame.

    `plain` is the clause folded and without what only looks like a report, `marked` the same as typed;
    `open_state` = it says how far the work is, what holds it up or that more time is needed, and claims no done.
    """
    for said in find_days(plain, today):
        plain = plain[: said.begin] + "," * (said.end - said.begin) + plain[said.end :]
    words = _WORD.findall(plain)
    accented = set(re.findall(r"\w+", marked.lower())) & _SMALL_WITH_ACCENTS
    licensed = _LICENSED_OPEN if open_state else _LICENSED
    small = _SMALL_OPEN if open_state else _SMALL | {strip_accents(word) for word in accented}
    within = _OBJECT_WITHIN if open_state else _WORDS_WITHIN
    run: list[str] = []
    before, gap = "", _NAME_ENDED
    place = 0
    while place < len(words):
        took = _slot_at(words, place, licensed)
        if open_state and _slot_at(words, place, _OF_OWN_LIFE) >= max(took, 1) and words[place][0].isalpha():
            return False
        if open_state and before == "dang" and (busy := _slot_at(words, place, _BUSY)) and took <= busy:
            return False
        if not took:
            run.append(words[place])
            place += 1
            continue
        if run and not _is_a_name(run, before, small, goes_on=gap <= within):
            return False
        slot = words[place : place + took]
        gap = _NAME_ENDED if _ENDS_A_NAME.intersection(slot) else took if run else gap + took
        if open_state and slot[-1] not in _ASPECT and " ".join(slot) in _DONE_TO:
            gap = 0  # what follows is what it is done to
        run, before = [], slot[-1]
        place += took
    return not run or _is_a_name(run, before, small, goes_on=gap <= within)


def _slot_at(words: list[str], place: int, licensed: dict[str, list[list[str]]]) -> int:
    """How many words from a place on fill a slot, 0 where none does; figures and marks do."""
    if not words[place][0].isalpha() and words[place][0] != "_":
        return 1
    of_them = licensed.get(words[place], ())
    return next((len(one) for one in of_them if words[place : place + len(one)] == one), 0)


def _is_a_name(run: list[str], before: str, small: frozenset[str] | set[str], *, goes_on: bool) -> bool:
    """Whether words without a slot can be a name; `before` is the word before them, `goes_on` = a name just was there.

    "công khai thủ tục hành chính" has "thủ" in its middle, which alone is a word of days.
    """
    if run[0] in _LINKS and len(run) > 1:
        run = run[1:]
    begins = "_" in run[0].strip("_") or run[0] in _BEGINS_A_NAME or before in _TAKES_A_NAME or goes_on
    begins = begins or (before in _BEGINS_A_NAME and before not in (*_ENDS_A_NAME, *_ASPECT))
    return begins and len(run) <= _LONGEST_NAME and small.isdisjoint(run)
