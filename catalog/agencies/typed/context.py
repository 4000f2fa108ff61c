"""What the words around a name change: someone else's agency, a former workplace, a question.

The names themselves are found by `catalog.agencies.typed.findings`.
"""

from dataclasses import dataclass
from itertools import pairwise

from catalog.agencies import forms
from catalog.agencies.entries import Entry
from catalog.agencies.index import Index
from catalog.agencies.reading import Span, Word, phrases
from catalog.agencies.surroundings import own_tails
from catalog.text import fold

_DIRECTIONS = {"bac", "nam", "dong", "tay"}
_SUBUNIT_HEADS = ("vanphong", "vp", "trungtam", "tt", "hanhchinhcong", "ubnd", "uyban")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the index standing in a line."""

    span: Span
    entry: Entry


def stranger(line: tuple[Word, ...], named: list[Span], index: Index, *, guessed: str = "") -> str:
    """Why the line is about someone outside, "" if it is not: another province, a ministry, a company.

    Words within `named` do not count; where the name is only `guessed`, they do unless its key has them too.
    """

    def free(span: Span) -> bool:
        said = "".join(word.plain for word in line[span.start : span.end])
        within = any(span.touches(other) for other in named)
        return not within or bool(guessed and (said not in guessed or said == guessed))

    if any(free(span) for span in index.places_of_others.spans(line)):
        return "nêu địa danh nơi khác"
    if index.home.pack == "ministry":
        own = tuple(fold(index.home.name).split())
        said = tuple(word.plain for word in line)
        ours = [Span(at, at + len(own)) for at in range(len(said)) if said[at : at + len(own)] == own]
        if _other_ministry(line, ours):
            return "nêu bộ khác"
        named = [*named, *ours]
    elif any(free(span) for span in phrases("central").spans(line)):
        return "nêu cơ quan trung ương"
    for span in phrases("ministry").spans(line):
        before = span.start - 1
        if (
            before >= 0
            and free(Span(before, span.end))
            and line[before].typed in ("bo", "bộ")
            and (before == 0 or line[before - 1].plain != "can")
        ):
            return "nêu bộ, cơ quan trung ương"
    if any(free(span) for span in phrases("enterprise").spans(line)):
        return "nêu doanh nghiệp, hộ kinh doanh"
    return ""


def _other_ministry(line: tuple[Word, ...], ours: list[Span]) -> bool:
    """Whether a ministry beside one's own is named: of "Bộ Tài chính" the last words are no department of ours."""
    return any(
        span.start > 0
        and line[span.start - 1].typed in ("bo", "bộ")
        and (span.start < 2 or line[span.start - 2].plain != "can")
        and not any(span.touches(own) for own in ours)
        for span in phrases("ministry").spans(line)
    )


def meant(line: tuple[Word, ...], hits: list[Hit], index: Index) -> list[Hit]:
    """The hits that the speaker means: not those denied, not a former workplace, not the place around a commune.

    Nor the home's own name behind a body of it: "Sở Nội vụ thành phố Huế" names no abolished district.
    """
    hits = [hit for hit in hits if not _repeats_home(line, hit, hits, index)]
    denied = _introduced(line, hits, "negation")
    present = _introduced(line, hits, "present")
    past = [*_introduced(line, hits, "past"), *_introduced(line, hits, "future")]
    present = [hit for hit in present if hit not in past] or present
    kept = [hit for hit in hits if hit not in denied]
    if not kept:
        return []
    if len(kept) > 1:
        kept = [hit for hit in kept if hit in present] or [hit for hit in kept if hit not in past] or kept
    return _without_surroundings(kept)


def doubt(line: tuple[Word, ...], hits: list[Hit], named: list[Span], index: Index) -> str:
    """Why even one exact name has to be asked about, "" if it need not."""

    def free(span: Span) -> bool:
        return not any(span.touches(other) for other in named)

    for hit in hits:
        if hit.entry.rank >= forms.BARE and hit.span in set(index.names_shared_with_others.spans(line)):
            return "là địa danh mà tỉnh khác cũng có"
        if hit.entry.local and _directed(line, hit.span):
            return "có từ chỉ hướng ngoài tên gọi"
        if hit.entry.parted and hit.entry.rank == forms.BARE and _one_letter_off(line, hit, index):
            return "có đơn vị cũ trùng tên đã chia nhỏ, tên khác chỉ lệch một chữ"
        homonym = hit.entry.local and hit.entry.rank == forms.OFFICIAL and len(hit.entry.agencies) > 1
        if homonym and any(word.plain == "cu" for word in line[hit.span.end : hit.span.end + 2]):
            return "có đơn vị cũ trùng tên"
    if not any(hit.entry.local for hit in hits):
        if any(_in_commune(line, hit) for hit in hits):
            return "đứng sau chữ xã, phường"
        if any(free(span) for span in index.names_shared_with_others.spans(line)):
            return "nêu địa danh mà tỉnh khác cũng có"
    if any(free(span) for span in phrases("question").spans(line)):
        return "là câu hỏi"
    if any(hit.entry.local for hit in hits):
        plain = [word.plain for word in line]
        committee = "ubnd" in plain or ("uy", "ban") in pairwise(plain)
        committee = committee or (index.home.pack == "party" and ("dang", "uy") in pairwise(plain))
        if not committee and any(free(span) for span in phrases("institution").spans(line)):
            return "là đơn vị trên địa bàn, không phải UBND"
    return ""


def _repeats_home(line: tuple[Word, ...], hit: Hit, hits: list[Hit], index: Index) -> bool:
    said = tuple(word.plain for word in line[hit.span.start : hit.span.end])
    follows = any(other.span.end == hit.span.start and not other.entry.local for other in hits)
    return follows and said in own_tails(index.home)


def _one_letter_off(line: tuple[Word, ...], hit: Hit, index: Index) -> bool:
    """Whether no accent was typed and another commune's name is one letter away: "dong hai", "cong hai"."""
    typed = line[hit.span.start : hit.span.end]
    if any(word.accented for word in typed):
        return False
    key = "".join(word.plain for word in typed)
    return any(
        sum(a != b for a, b in zip(key, other, strict=True)) == 1 for other in index.units.by_length.get(len(key), ())
    )


def _introduced(line: tuple[Word, ...], hits: list[Hit], name: str) -> list[Hit]:
    """The hit that stands first behind each phrase of a list, where no more than three words lie between."""
    found: list[Hit] = []
    for span in phrases(name).spans(line):
        behind = [hit for hit in hits if 0 <= hit.span.start - span.end <= 3]
        if behind:
            found.append(min(behind, key=lambda hit: hit.span.start))
    return found


def _without_surroundings(hits: list[Hit]) -> list[Hit]:
    """Without the district that a named commune lies in, and without the body whose name only heads a commune's."""
    local = [hit for hit in hits if hit.entry.local]
    if not local:
        return hits
    ground = {place for hit in local for place in hit.entry.ground}
    kept = []
    for hit in hits:
        if not hit.entry.local:
            around = any(hit.entry.key.replace(" ", "").endswith(place) for place in ground)
            if around and hit.entry.rank != forms.OFFICIAL:
                continue
            heads = hit.entry.key.startswith(_SUBUNIT_HEADS)
            if heads and any(0 <= other.span.start - hit.span.end <= 1 for other in local):
                continue
        kept.append(hit)
    return kept


def _in_commune(line: tuple[Word, ...], hit: Hit) -> bool:
    """Whether an abbreviation stands where a commune's name was begun: "xã mỹ snn"."""
    before = line[max(hit.span.start - 2, 0) : hit.span.start]
    return hit.entry.rank >= forms.SHORT and any(word.plain in ("xa", "phuong") for word in before)


def _directed(line: tuple[Word, ...], span: Span) -> bool:
    after = line[span.end] if span.end < len(line) else None
    return after is not None and after.plain in _DIRECTIONS and not after.after_break
