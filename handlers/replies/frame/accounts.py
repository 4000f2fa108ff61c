"""The frame of a claim: [who] [when] đã [verb] xong [what] [how] [when] [to whom]. A done is believed inside it alone.

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


def _read_slots() -> dict[str, frozenset[tuple[str, ...]]]:
    """The phrases of each section of `slots.txt`, cut into words."""
    text = pathlib.Path(__file__).with_name("slots.txt").read_text("utf-8")
    _, *sections = re.split(r"^\[(.+)\]$", text, flags=re.MULTILINE)
    phrases = ((name, text.split("|")) for name, text in zip(sections[::2], sections[1::2], strict=True))
    return {name.partition(":")[0]: frozenset(tuple(one.split()) for one in several) for name, several in phrases}


def _words_of(section: str) -> frozenset[str]:
    return frozenset(word for phrase in _SECTIONS[section] for word in phrase)


_SECTIONS = _read_slots()
_NO_SLOTS = ("begins a name", "a name follows", "no slot", "no slot, told with its accents alone")
_BEGINS_A_NAME, _TAKES_A_NAME, _SMALL, _SMALL_WITH_ACCENTS = map(_words_of, _NO_SLOTS)
_LICENSED = frozenset(phrase for name, phrases in _SECTIONS.items() if name not in _NO_SLOTS for phrase in phrases)
_LONGEST = max(map(len, _LICENSED))
_LINKS = ("ch_", "cho", "o", "de")  # "cho cán bộ": what follows must be able to begin a name
_LONGEST_NAME = 14
_WORDS_WITHIN, _NAME_ENDED = 2, 99  # words that have a slot of their own in the middle of a name
_ENDS_A_NAME = frozenset(("xong", "hoan", "thanh", "roi", "da", ","))
_WORD = re.compile(r"[a-z_]+|[^a-z_\s]+")


def accounts_for(plain: str, marked: str, today: dt.date) -> bool:
    """Whether every word of a clause that claims a done has a place in the frame.

    `plain` is the clause folded and without what only looks like a report, `marked` the same as typed.
    """
    for said in find_days(plain, today):
        plain = plain[: said.begin] + "," * (said.end - said.begin) + plain[said.end :]
    words = _WORD.findall(plain)
    accented = set(re.findall(r"\w+", marked.lower())) & _SMALL_WITH_ACCENTS
    small = _SMALL | {strip_accents(word) for word in accented}
    run: list[str] = []
    before, gap = "", _NAME_ENDED
    place = 0
    while place < len(words):
        took = _slot_at(words, place)
        if not took:
            run.append(words[place])
            place += 1
            continue
        if run and not _is_a_name(run, before, small, goes_on=gap <= _WORDS_WITHIN):
            return False
        slot = words[place : place + took]
        gap = _NAME_ENDED if _ENDS_A_NAME.intersection(slot) else took if run else gap + took
        run, before = [], slot[-1]
        place += took
    return not run or _is_a_name(run, before, small, goes_on=gap <= _WORDS_WITHIN)


def _slot_at(words: list[str], place: int) -> int:
    """How many words from a place on fill a slot, 0 where none does; figures and marks do."""
    if not re.match(r"[a-z_]", words[place]):
        return 1
    longest = min(_LONGEST, len(words) - place)
    return next((n for n in range(longest, 0, -1) if tuple(words[place : place + n]) in _LICENSED), 0)


def _is_a_name(run: list[str], before: str, small: frozenset[str] | set[str], *, goes_on: bool) -> bool:
    """Whether words without a slot can be a name; `before` is the word before them, `goes_on` = a name just was there.

    "công khai thủ tục hành chính" has "thủ" in its middle, which alone is a word of days.
    """
    if run[0] in _LINKS and len(run) > 1:
        run = run[1:]
    begins = "_" in run[0].strip("_") or run[0] in _BEGINS_A_NAME or before in _TAKES_A_NAME or goes_on
    begins = begins or (before in _BEGINS_A_NAME and before not in _ENDS_A_NAME)
    return begins and len(run) <= _LONGEST_NAME and small.isdisjoint(run)
