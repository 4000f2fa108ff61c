"""A writer who corrects himself: "nv 2 xong. À nhầm, nv 3 mới xong". What stands behind the slip is what counts.

The message is parted at the word that owns up to a slip; both sides are read alike, then the second takes back what it
contradicts in the first.
"""

import re
from dataclasses import replace

from handlers.replies.numbers import NO_FIGURE
from handlers.replies.patterns import compiled
from handlers.replies.reading import Reading
from handlers.replies.spelling.normalise import Words

By = dict[str | None, list[Reading]]
"""What was said of each task, by its ref."""

_OH = r"(?:_|a|o|u|ui|oi|ua|ay|thoi|chet|em|minh|xin loi|sorry|d_|da|anh|chi|the|y)"
_SLIP = compiled(
    rf"(?:^|[,.;:!\n()-]|\b(?=(?:_|a|o|ui|ua|chet) )) *(?:{_OH} )*"
    r"(?:(?:(?:ghi|go|noi|viet|bao|bam|danh|nhap|nhan|em|minh) )?(?:nham|lon)|(?:xin |em )*dinh chinh(?: lai)?"
    r"|(?:sua|noi|bao) lai(?: la)?(?= ?[:,])|y (?:em|minh|toi) la|(?:em |noi )?(?:dua|gion)(?: (?:thoi|day|choi"
    r"|ti|chut|vui))+|thoi(?= (?:xin|cho em|ch_ em)\b)"
    # "À không, việc 5 mới đúng"; but "việc 4 xong, không phải 5" takes back nothing
    r"|(?:(?<=\b_ )|(?<=\ba )|(?<=\bo )|(?<=ua )|(?<=ui )|(?<=\by )|(?<=ay )|(?<=[.!;] ))khong(?: phai)?(?= ?[,.!])"
    r"|(?:(?<=\b_ )|(?<=\bo )|(?<=ua )|(?<=ui )|(?<=ay ))khong(?: phai)?(?= (?:viec|nhiem vu|so|\d)\b| #)"
    r"|quen(?=,? (?:(?:viec|nhiem vu|so) )*#?\d+ moi (?:xong|dung|la|hoan)))"
    r"(?: (?:roi|ti|chut|xiu|a|anh|chi|em|oi|nhe|nha|so|viec|cai))*"
    r" *(?:$|[,.;:!\n)]|(?= (?:nhiem vu|viec|so|#|phai|la|\d|chua|moi|da|xong|hoan|xin|den|toi|dang|han|ngay|thu|con"
    r"|chi|cho|ch_)\b|(?= #)))"
    # "nv 5 chưa… à xong rồi": who remembers, says it anew
    r"|[.,;!]+ *(?:(?:a|d_) )?(?:_|ua|ui|ay|quen)(?: (?:quen|khong|chet|thoi|mat))*,?"
    r"(?= (?:em |ben em |da |vua |lam |moi |thuc ra )*(?:xong|hoan thanh|hoan tat|chua|dang)\b)"
)


_HINT = compiled(r"\b(?:khong|nham|thoi|lon|chinh|lai|la|phai|dua|gion|ua|ui|ay|quen)\b|_")
_BARE_TASK = compiled(
    r"\s*(?:(?:sang|qua|voi|nhiem vu|viec|so) )*#?\d+(?:\.\d+)?(?:\W|\b(?:a|anh|chi|em|roi"
    r"|nhe|nha|oi)\b)*$"
)
_RIGHTED = compiled(r"\b(?:nhung|ma) (?:hom )?(?:nay|gio)\b")  # "hôm qua báo 60 nhưng nay mới 50, xin đính chính"
_RATHER = compiled(
    r"(?:^|[,.;!\n]) *(?:(?:_|a|o|ma|la) )*(?P<meant>[^,.;\n]{0,14}\d) (?:chu|ch[o_]) (?:khong|dau) (?:phai"
    r"|co) [^,.;\n]{0,14}\d *(?=$|[,.;\n])"
)


def parted(words: Words) -> tuple[Words, Words | None]:
    """The words before the last slip owned up to and those behind it; None where there is no slip."""
    if _HINT.search(words.plain) is None:
        return words, None
    if " ch" in words.plain and (rather := _RATHER.search(words.plain)):  # "nv 5 xong rồi, à nv 6 chứ không phải nv 5"
        return words.part(0, rather.start()), words.part(rather.start("meant"), rather.end("meant"))
    slips = [slip for slip in _SLIP.finditer(words.plain) if re.search(r"\w", words.plain[: slip.start()])]
    if not slips:
        return words, None
    slip, end = slips[-1], len(words.plain)
    if slip.end() == end and "chinh" in slip.group() and _RIGHTED.search(words.plain, 0, slip.start()):
        return words.part(0, slip.start()), None
    if not re.search(r"[,.;:!]\s*$|\b(?:la|phai)\s*$", slip.group()) and _BARE_TASK.match(words.plain, slip.end()):
        return words.part(0, slip.start()), words.part(end, end)  # "nhầm nv 9": taken for it, or meant? It is asked
    return words.part(0, slip.start()), words.part(slip.end(), end)


def corrected(said: By, by_now: By, last: tuple[str | None, ...]) -> By:
    """`said` with what `by_now` takes back, and `by_now` behind it; `last` = the tasks spoken of before the slip."""
    kept = {ref: _without(readings, by_now.get(ref, [])) for ref, readings in said.items()}
    told = any(_tells(reading) for readings in by_now.values() for reading in readings)
    meant = [ref for ref in by_now if ref and ref[-1].isdigit() and ref not in last]
    wrong = [ref for ref in last if ref in said and (ref not in by_now or not told)]
    if wrong and not told:  # "nv 2 xong, nhầm, nv 3"
        by_now = dict.fromkeys(meant, said[wrong[-1]])
    for ref in wrong if meant or not told else []:  # another task was meant, or nobody says what was
        kept[ref] = _taken_back(said[ref], named=ref is not None and bool(meant))
    return {ref: [*kept.get(ref, []), *by_now.get(ref, [])] for ref in dict.fromkeys((*kept, *by_now))}


def _taken_back(readings: list[Reading], *, named: bool) -> list[Reading]:
    """What was said of another task than the one meant is no word of it; a claim nobody corrects is asked about."""
    claimed = any(reading.means == "done" for reading in readings)
    open_ = [replace(reading, means=None, figure=NO_FIGURE, full=False) for reading in readings]
    if not claimed or named:  # "xong nv 2, à nhầm, nv 3": nothing was meant to be said of 2
        return open_
    return [*open_, Reading(doubt="unclear")]


def _tells(reading: Reading) -> bool:
    return bool(reading.means or reading.figure.percent is not None or reading.extends or reading.blocker)


def _without(readings: list[Reading], by_now: list[Reading]) -> list[Reading]:
    """What the later readings do not say anew."""
    if any(reading.means or reading.figure.percent is not None for reading in by_now):
        readings = [replace(reading, means=None, figure=NO_FIGURE, full=False) for reading in readings]
    if any(reading.extends for reading in by_now):
        readings = [replace(reading, extends=False, due=None, length=None, doubt=None) for reading in readings]
    return readings
