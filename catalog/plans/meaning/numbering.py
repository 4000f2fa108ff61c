"""Sections and numbers as they should be: what the print repeats, splits or leaves out is repaired and said so.

Known slips: a section numeral twice ("I", "I"), a numeral with a blank in it ("VI I"), "I" printed for row 1, a number
twice, a gap, a row without one, sub-rows marked "-" in the number column or before the title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.plans.meaning.actors.body_words import is_body
from catalog.plans.meaning.numerals import letter, roman, to_roman
from catalog.plans.meaning.rows import Row
from catalog.plans.meaning.scopes import period_of
from catalog.plans.model import PlanWarning
from catalog.plans.reading.markup import items_apart, one_line

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_LETTER = re.compile(r"[a-zđ]")
_CODE = re.compile(r"[A-ZĐ]{1,6}[-._/]?\d{1,4}(?:[-._]\d{1,3})*")
_CAPITAL = re.compile(r"[A-ZĐ]")
_DASHED = re.compile(r"^[-–—+•*]\s+")
_LOOKS_LIKE_ONE = str.maketrans({"I": "1", "l": "1", "i": "1", "O": "0", "o": "0", " ": None})


@dataclass
class Placed:
    """A row with its place: section, number as it should be, the row it belongs under, and whether it only heads."""

    row: Row
    section: str
    section_title: str
    number: str
    title: str
    parent: str = ""
    heading_only: bool = False
    printed: str = ""
    warnings: list[PlanWarning] = field(default_factory=list)


def place(rows: Sequence[Row]) -> list[Placed]:
    """The rows with work in them (and those that head them), placed; section headings are taken up into the places."""
    numbering = _Numbering()
    for following, row in enumerate(rows, 1):
        numbering.take(row, rows[following] if following < len(rows) else None)
    if not any(one.printed for one in numbering.placed):  # a table that numbers nothing lacks no number
        for one in numbering.placed:
            one.warnings = [warning for warning in one.warnings if warning.kind != "numbering"]
    return _missing_numbers(_mended(numbering.placed))


class _Numbering:
    """The counters while going down a table."""

    def __init__(self) -> None:
        self.placed: list[Placed] = []
        self.section = 0
        self.big = ""  # the capital letter of a part that holds sections ("A. NHIỆM VỤ CHUNG")
        self.part = ""
        self.titles = ["", ""]
        self.last: int | None = None  # the last whole number in this section
        self.parent = ""  # the number that dashes and letters go under
        self.children: dict[str, int] = {}
        self.fresh = True  # nothing numbered in this section or part yet
        self.pending: list[PlanWarning] = []

    def take(self, row: Row, following: Row | None) -> None:
        printed = one_line(row["number"]).strip(" .()/:")
        title = one_line(row["title"])
        empty = not row.has_content
        if empty and roman(printed) is not None:
            self._open_section(printed, title)
        elif empty and _CAPITAL.fullmatch(printed) and row.is_heading:
            self._open_part(printed, title)
        elif (
            row.is_heading
            and (row.wide or (not self.section and (title.isupper() or period_or_body(title))))
            and not (printed and _is_child(following, printed))
        ):
            self._open_group(title)
        elif empty and not printed and title.isupper():
            self._open_section("", title)
        elif empty and _LETTER.fullmatch(printed) and not self._heads(self.placed[-1:]):
            self.part, self.titles[1], self.fresh, self.last, self.parent = printed, title, True, None, ""
        else:
            number, parent, warnings = self._number(printed, title)
            placed = Placed(
                row,
                (f"{self.big}." if self.big and self.section else self.big)
                + to_roman(self.section)
                + (f".{self.part}" if self.part else ""),
                " - ".join(part for part in self.titles if part),
                number,
                title if _lists(row["title"]) else _DASHED.sub("", title),
                parent,
                empty and bool(number) and _is_child(following, number),
                printed,
                [*self.pending, *warnings],
            )
            self.pending = []
            self.placed.append(placed)

    def _open_section(self, printed: str, title: str) -> None:
        value, expected = roman(printed), self.section + 1
        numeral = to_roman(expected)
        if value is None:
            self._warn(f"Mục “{title}” không có số; được đánh số {numeral}.")
        elif value <= self.section:
            self._warn(f"Số mục “{printed}” in lặp lại; mục “{title}” được sửa thành {numeral}.")
        else:
            if value > expected:
                self._warn(f"Số mục nhảy từ {to_roman(self.section) or '0'} đến {printed}: có thể thiếu mục {numeral}.")
            elif re.search(r"\s", printed):
                self._warn(f"Số mục in rời “{printed}” được đọc là {to_roman(value)}.")
            expected = value
        self.section, self.part, self.titles = expected, "", [title, ""]
        self.fresh, self.parent = True, ""

    def _open_part(self, letter: str, title: str) -> None:
        """A part above the sections: their numerals begin again."""
        self.big, self.section, self.part, self.titles = letter, 0, "", [title, ""]
        self.fresh, self.parent = True, ""

    def _open_group(self, title: str) -> None:
        """A heading without a number of a section (a month, an agency, a field): numbers may begin again or go on."""
        self.titles = [title, ""] if not self.section else [self.titles[0], title]
        self.fresh, self.parent = True, ""

    def _warn(self, text: str) -> None:
        self.pending.append(PlanWarning("numbering", text))

    def _number(self, printed: str, title: str) -> tuple[str, str, list[PlanWarning]]:
        if _NUMBER.fullmatch(printed):
            return self._dotted(printed) if "." in printed else self._whole(printed)
        if _CODE.fullmatch(printed):
            self.fresh, self.parent = False, printed
            return printed, "", []
        dashed = _DASHED.match(title) if not printed else printed in ("-", "–", "—", "+", "•", "*")
        if (dashed or _LETTER.fullmatch(printed)) and self.parent:
            place = self.children.get(self.parent, 0)
            self.children[self.parent] = place + 1
            return f"{self.parent}.{letter(place)}", self.parent, []
        if not printed or dashed:
            what = f"Dòng “{_short(title)}” không có số thứ tự trong văn bản."
            return "", "", [] if dashed else [PlanWarning("numbering", what)]
        return self._unreadable(printed)

    def _whole(self, printed: str) -> tuple[str, str, list[PlanWarning]]:
        """As printed: one odd number is told, and never changes those behind it (`_mended` corrects what is plain)."""
        value, expected = int(printed), (self.last or 0) + 1
        warnings: list[PlanWarning] = []
        if value not in ({expected, 1} if self.fresh else {expected}):
            if value < expected:
                text = f"Số {value} in lặp lại hoặc lùi so với dòng trên ({self.last})."
            else:
                text = f"Số thứ tự nhảy từ {self.last or 0} đến {value}: có thể thiếu dòng."
            warnings.append(PlanWarning("numbering", text))
        self._set(value)
        self.parent = printed
        return printed, "", warnings

    def _set(self, value: int) -> None:
        self.last, self.fresh, self.parent = value, False, str(value)
        self.children.pop(self.parent, None)

    def _dotted(self, printed: str) -> tuple[str, str, list[PlanWarning]]:
        parent, _, _ = printed.rpartition(".")
        warnings = []
        if parent.split(".")[0] != str(self.last):
            warnings.append(PlanWarning("numbering", f"Số {printed} không nằm dưới dòng {parent} nào ở ngay trên."))
        self.parent = printed
        self.children.pop(printed, None)
        return printed, parent, warnings

    def _unreadable(self, printed: str) -> tuple[str, str, list[PlanWarning]]:
        """A number cell that is no number: a slip for the next one ("I" for 1), or kept out with a warning."""
        expected = 1 if self.fresh else (self.last or 0) + 1
        meant = printed.translate(_LOOKS_LIKE_ONE)
        value = roman(printed)
        if (meant.isdigit() and int(meant) == expected) or value == expected:
            self._set(expected)
            return (
                str(expected),
                "",
                [PlanWarning("numbering", f"Số thứ tự in là “{printed}”; được đọc là {expected}.")],
            )
        return "", "", [PlanWarning("numbering", f"Không đọc được số thứ tự “{printed}”; dòng được để không số.")]

    @staticmethod
    def _heads(last: list[Placed]) -> bool:
        return bool(last) and last[0].heading_only


def period_or_body(title: str) -> bool:
    """Whether a heading is a period or a body's name: it opens a scope, not a section."""
    return period_of(title) or is_body(title)


def _lists(title: str) -> bool:
    """A task told in several dashed items keeps its dashes; the dash before a sub-row is its number."""
    return sum(_DASHED.match(line) is not None for line in items_apart(title).split("\n")) > 1


def _is_child(row: Row | None, number: str) -> bool:
    """True where `row` stands under the row of this number."""
    if row is None:
        return False
    printed = one_line(row["number"]).strip(" .)")
    if not printed:
        return _DASHED.match(row["title"]) is not None
    return printed in "-–—+•*" or printed.startswith(f"{number}.") or _LETTER.fullmatch(printed) is not None


def _mended(placed: list[Placed]) -> list[Placed]:
    """A number that repeats, or jumps between n and n+2, is n+1 where that is free: a slip of the print."""
    whole = [one for one in placed if one.number.isdigit()]
    for before, here, after in zip(whole, whole[1:], [*whole[2:], None], strict=False):
        value, printed = int(before.number) + 1, int(here.number)
        following = int(after.number) if after and after.section == here.section else None
        if before.section != here.section or before.section_title != here.section_title or printed == value:
            continue
        repeats = 1 < printed < value and (following is None or following > value)
        if repeats or following == value + 1:
            here.number = str(value)
            here.warnings = [w for w in here.warnings if w.kind != "numbering"]
            here.warnings.append(
                PlanWarning("numbering", f"Số {printed} in lặp lại hoặc sai thứ tự; được sửa thành {value}.")
            )
            if after is not None and following is not None:
                after.warnings = [w for w in after.warnings if w.kind != "numbering"]
                after.warnings += _gap(value, following)
    return placed


def _gap(before: int, number: int) -> list[PlanWarning]:
    if number <= before + 1:
        return []
    return [PlanWarning("numbering", f"Số thứ tự nhảy từ {before} đến {number}: có thể thiếu dòng.")]


def _missing_numbers(placed: list[Placed]) -> list[Placed]:
    """A row without a number between n and n+2 of one section is n+1; elsewhere it stays without."""
    for before, here, after in zip(placed, placed[1:], placed[2:], strict=False):
        whole = before.number.isdigit() and after.number.isdigit() and not here.number
        if whole and before.section == here.section == after.section:
            value = int(before.number) + 1
            if int(after.number) == value + 1:
                here.number = str(value)
                text = f"Dòng không có số thứ tự, nằm giữa {before.number} và {after.number}: được đánh số {value}."
                here.warnings = [w for w in here.warnings if w.kind != "numbering"]
                here.warnings.append(PlanWarning("numbering", text))
                after.warnings = [w for w in after.warnings if "nhảy từ" not in w.text]
    return placed


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
