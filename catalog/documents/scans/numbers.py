"""A column of numbers: read as figures alone, and settled by their sequence where one is still unclear."""

import re
from collections import Counter
from collections.abc import Sequence

_ROMAN_SLIP = re.compile(r"\b(Quý|quý|QUÝ)\s*([IVHl1|!]{1,4})(?=\b|[/⁄\s-])[/⁄\s]*(?=(\d{4})?)")
_SEQUENCE = 3
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,3})*[.)]?")


def is_number(text: str) -> bool:
    """Whether a text is a row's number: "12", "3.1", "4."."""
    return _NUMBER.fullmatch(text) is not None


def are_numbers(texts: Sequence[str]) -> bool:
    """Whether the cells under a head are a column of row numbers: short, and mostly figures."""
    filled = [text for text in texts if text]
    return (
        len(filled) >= 2
        and all(len(text) <= 6 for text in filled)
        and sum(is_number(text) or len(text) <= 2 for text in filled) * 4 >= 3 * len(filled)
        and sum(is_number(text) for text in filled) * 3 >= len(filled)
    )


def in_sequence(numbers: Sequence[int | None]) -> list[int | None]:
    """Numbers of rows in their order, those that were not read put in where the ones beside them leave one way only.

    [3, None, 5] is 3, 4, 5, and so is [3, 4, None], where all the others go up by one; [8, None, 11] stays.
    """
    found = list(numbers)
    known = [(at, number) for at, number in enumerate(found) if number is not None]
    if len(known) >= _SEQUENCE and len({number - at for at, number in known}) == 1:
        return [at + known[0][1] - known[0][0] for at in range(len(found))]
    places = Counter(number - at for at, number in known)
    place, most = places.most_common(1)[0] if places else (0, 0)
    if most >= _SEQUENCE and 4 * most >= 3 * len(known):  # a figure lost or doubled: "1" for "17", "222" for "22"
        found = [
            at + place if number is not None and _is_part(str(number), str(at + place)) else number
            for at, number in enumerate(found)
        ]
    for at, number in enumerate(found):
        before = found[at - 1] if at else None
        after = found[at + 1] if at + 1 < len(found) else None
        if number is None and before is not None and after is not None and after - before == 2:
            found[at] = before + 1
    return found


def _is_part(one: str, other: str) -> bool:
    return one != other and (one in other or other in one)


def roman_settled(text: str) -> str:
    """ "Quý II1/2026" is "Quý III/2026": figures and strokes in the number of a quarter are the numeral one."""

    def settled(found: re.Match[str]) -> str:
        numeral = re.sub(r"[l1|!]", "I", found[2].replace("H", "II"))
        if numeral not in ("I", "II", "III", "IV"):
            return found[0]
        return f"{found[1]} {numeral}" + ("/" if found[3] else found[0][found.end(2) - found.start() :])

    return _ROMAN_SLIP.sub(settled, text.replace("⁄", "/").replace("//", "/"))
