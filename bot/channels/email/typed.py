"""What a person typed in an answer: without the letter it answers, without signature and footers.

Nothing new may be lost and nothing old may be taken for new, because what is left is read as a report. Where a quote is
told apart only by its words, the lines we sent (`ours`) decide: any program's way of quoting can be known by them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.channels.email.quoting import (
    CLOSING,
    CONTACT,
    DEVICE,
    FOOTER,
    HEADER,
    HEADERS_IN,
    HEADERS_OF,
    NUMBERED,
    POSTSCRIPT,
    REPORTS,
    RULE,
    SENDER,
    SPEAKS,
    THANKED,
    UNDERLINE,
    WHO_WROTE,
    WRAPPED_OVER,
    WROTE,
)
from catalog.text import fold

_MARKS = re.compile(r"^(?:\s?[>|])+\s?")
_CLAIM = re.compile(
    r"\b(?:xong|hoan thanh|vuong|\d+ ?%|gia han|chua (?:xong|lam|co|duoc|den|trinh|ban hanh)"
    r"|da (?:ban hanh|trinh|gui|nop))\b"
)
_LONGEST_SIGNATURE = 10
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class _Line:
    text: str
    folded: str
    depth: int

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def own(self) -> bool:
        return self.depth == 0 and not self.blank


def typed(body: str, ours: Sequence[str] = ()) -> str:
    """What is new in the plain text of a mail, lines as they were typed; "" where nothing is.

    An answer written under a numbered line of the quote begins with that line's number. `ours` are the lines of the
    message that is answered, as they were sent.
    """
    lines = [_line(text) for text in body.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")]
    lines = _without_footers(lines)
    lines = _without_quote(lines, {fold(one).strip() for one in ours if one.strip()})
    return _BLANKS.sub("\n\n", "\n".join(line.text.rstrip() for line in _without_signature(lines))).strip()


def _line(text: str) -> _Line:
    marks = _MARKS.match(text)
    bare = text[marks.end() :] if marks else text
    return _Line(bare, fold(bare).strip(), len(re.sub(r"\s", "", marks.group())) if marks else 0)


def _without_footers(lines: list[_Line]) -> list[_Line]:
    kept: list[_Line] = []
    for paragraph in _paragraphs(lines):
        first = next((line for line in paragraph if not line.blank), None)
        if first is None or first.depth or not FOOTER.match(first.folded.lstrip("*_ ")) or _claims(paragraph):
            kept += paragraph
    return kept


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Blocks of lines, each with the blank lines behind it."""
    block: list[_Line] = []
    for line in lines:
        if block and block[-1].blank and not line.blank:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _without_quote(lines: list[_Line], ours: set[str]) -> list[_Line]:
    marked = [i for i, line in enumerate(lines) if line.depth and not line.blank]
    start, end = _intro(lines)
    if marked and _answered_inside(lines, marked):
        return list(_bound(lines))
    if start is None:
        return [line for line in lines if not line.depth and line.folded not in ours]
    before = lines[:start]
    after = [line for line in lines[end:] if not line.depth and line.folded not in ours]
    below = marked and marked[0] >= end and any(line.own for line in after)
    new = [line for line in before if not line.depth]
    if not any(line.own for line in new):
        return after  # the answer stands under the quote
    return [*new, *after] if below and _claims(after) else new


def _intro(lines: Sequence[_Line]) -> tuple[int | None, int]:
    """Where the letter answered begins, and the line after what announces it; (None, 0) where nothing does."""
    for i, line in enumerate(lines):
        if line.blank:
            continue
        if RULE.fullmatch(line.folded):
            return i, i + 1
        if HEADER.fullmatch(line.folded):
            near = {m["field"] for one in lines[i : i + HEADERS_OF] if (m := HEADER.fullmatch(one.folded))}
            if len(near) >= HEADERS_IN and near & WHO_WROTE:
                drawn = i - 1 if i and UNDERLINE.fullmatch(lines[i - 1].folded) else i
                return drawn, i + HEADERS_OF
        for more in range(WRAPPED_OVER):
            part = lines[i : i + more + 1]
            if any(one.blank for one in part):
                break
            words = " ".join(one.folded for one in part)
            if WROTE.fullmatch(words) or ((begun := WROTE.match(words)) and SENDER.search(begun.group())):
                return i, i + more + 1
    return None, 0


def _answered_inside(lines: Sequence[_Line], marked: Sequence[int]) -> bool:
    """Whether something typed stands between two quoted lines, and no header of a second quote."""
    between = [line for i, line in enumerate(lines) if marked[0] < i < marked[-1] and line.own]
    return bool(between) and not any(WROTE.fullmatch(line.folded) for line in between)


def _bound(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The typed lines, each with the number of the quoted line it stands under, where it names none itself."""
    number = ""
    for line in lines:
        if line.depth:
            found = NUMBERED.match(line.folded)
            number = found["number"] if found else number
        elif line.own and not WROTE.fullmatch(line.folded):
            if DEVICE.fullmatch(line.folded) or CLOSING.fullmatch(line.folded):
                yield line
                number = ""
                continue
            says_itself = re.match(r"\s*(?:#|nv\b|viec\b|\d{1,3}\s*[.):]?\s)", line.folded)
            yield _line(f"{number} {line.text.strip()}") if number and not says_itself else line
        elif line.blank and not line.depth:
            continue


def _without_signature(lines: Sequence[_Line]) -> list[_Line]:
    kept: list[_Line] = []
    for i, line in enumerate(lines):
        if line.text.rstrip(" ") in {"--", "-- "} or line.text == "-- " or CLOSING.fullmatch(line.folded):
            return [*kept, *_postscript(lines[i + 1 :])]
        if THANKED.fullmatch(line.folded) and any(one.own for one in kept) and _is_name(lines[i + 1 :]):
            return kept
        if UNDERLINE.fullmatch(line.folded) and not _speaks(lines[i + 1 :]):
            return kept
        if DEVICE.fullmatch(line.folded):
            continue
        kept.append(line)
    return _without_card(kept)


def _without_card(lines: list[_Line]) -> list[_Line]:
    """The last paragraph where it is a visiting card: a few lines that claim nothing, one of them how to be reached."""
    paragraphs = list(_paragraphs(lines))
    while len(paragraphs) > 1:
        last = [line for line in paragraphs[-1] if not line.blank]
        if len(last) > _LONGEST_SIGNATURE or not any(CONTACT.search(line.folded) for line in last) or _claims(last):
            break
        if len(last) == 1 and not CONTACT.match(last[0].folded):
            break
        paragraphs.pop()
    return [line for paragraph in paragraphs for line in paragraph]


def _is_name(lines: Sequence[_Line]) -> bool:
    """Whether what follows is who signs: something, but nothing that is said."""
    own = [line for line in lines if not line.blank]
    return 0 < len(own) <= _LONGEST_SIGNATURE and not _speaks(own)


def _postscript(lines: Sequence[_Line]) -> Iterator[_Line]:
    """What is new after the closing: a postscript, or a line that says something."""
    for line in lines:
        if _says(line) or (_CLAIM.search(line.folded) and re.search(r"\d", line.folded)):
            yield line


def _speaks(lines: Sequence[_Line]) -> bool:
    return _claims(lines) or any(_says(line) for line in lines)


def _says(line: _Line) -> bool:
    return bool(POSTSCRIPT.fullmatch(line.folded) or REPORTS.fullmatch(line.folded) or SPEAKS.fullmatch(line.folded))


def _claims(lines: Sequence[_Line]) -> bool:
    return any(_CLAIM.search(line.folded) for line in lines if not line.blank)
