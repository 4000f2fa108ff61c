"""Who leads a task and who supports it, read from the assignment cells of a plan (DESIGN section 3, "Who leads").

Everyone said to "chủ trì" leads. If nobody is, the first list of actors leads. Whoever is the object of "phối hợp",
"hướng dẫn", "thẩm định", "tổng hợp" or does the work under a named lead supports. Bodies that only stand inside the
description of the work ("tại dự thảo do các sở trình") are neither, nor are the province's own committee and council.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from catalog.agencies.printed import resolved
from catalog.agencies.registry import Registry
from catalog.agencies.succession import Resolution
from catalog.plans.meaning.actors.actor_names import CUES, find_mentions, is_known
from catalog.plans.meaning.actors.body_words import HEAD, PLURAL, is_within_name
from catalog.plans.meaning.actors.listed import listed
from catalog.plans.meaning.actors.mention import Mention
from catalog.plans.meaning.dates.printed_dates import aligned, as_printed
from catalog.plans.model import Actors, Group, PlanWarning, expanding
from catalog.text import CAPITAL, toned

_Role = Literal["chair", "lead_label", "subject", "support", "none"]

_GROUP_ORDER: tuple[Group, ...] = ("departments", "communes", "districts", "others")
_TWO_TIERS_FROM = dt.date(2025, 7, 1)

# Between the members of one list.
_SAME_LIST = re.compile(r"[\s,;…./+&]*(?:\b(?:va|cung|voi|hoac|cung\s+voi|va\s+cac|gom)\b[\s,]*)*(?:\.{3})?\s*")
_SENTENCE = re.compile(r"\.\s")
# Directly before a list, on folded text.
_LEAD_LABEL = re.compile(r"\bchu\s+tri(?:\s+(?:thuc\s+hien|tham\s+muu))?\s*:\s*$")
_SUPPORT_LABEL = re.compile(r"\bphoi\s+hop(?:\s+(?:thuc\s+hien|tham\s+muu))?\s*:\s*$")
_OBJECT_OF = re.compile(
    r"\b(?:phoi\s+hop|huong\s+dan|tham\s+dinh|tong\s+hop|don\s+d[oô](?:c|ng)|dong\s+d(?:oc|ong)|theo\s+doi|kiem\s+tra"
    r"|giam\s+sat"
    r"|cung|su\s+tham\s+gia\s+cua|dieu\s+phoi|ho\s+tro|lay\s+y\s+kien|tap\s+huan\s+cho)\b"
    r"(?:[\s,]+(?:chat\s+che|thuong\s+xuyen|thuc\s+hien|trien\s+khai|voi|cung|cho|cua|va|cac|viec|giua))*\s*$"
)
_HANDED_TO = re.compile(r"\b(?:gui|chuyen|trinh|qua|thong\s+qua)(?:\s+(?:ve|cho|den))?\s*$")
_EXAMINES = re.compile(r"\s*(?:de\s+)?(?:tham\s+(?:dinh|tra)|tong\s+hop|gop\s+y|cho\s+y\s+kien|xem\s+xet|phoi\s+hop)")
_NEW_SUBJECT = re.compile(r"\bchu\s+tri\b[^;\n]*,\s*$")  # "X chủ trì, các địa phương phối hợp"
_ACTS = re.compile(
    r"\s*(?:cung\s+|chiu\s+trach\s+nhiem\s+)?(?:phoi\s+hop|thuc\s+hien|trien\s+khai|ho\s+tro|tham\s+gia|bao\s+cao"
    r"|cung\s+cap)"
)
_OPENING = re.compile(
    r"[\W\d]*(?:(?:giao|de\s+nghi|yeu\s+cau|moi|do|thu\s+truong|giam\s+doc|lanh\s+dao|nguoi\s+dung\s+dau|chanh"
    r"|trach\s+nhiem\s+cua)\s+)*(?:cac\s*)?"
    r"|[\W\d]*(?:can\s+cu|tren\s+co\s+so|theo|sau\s+khi|de|khi)\b.*,\s*",
    re.DOTALL,
)
# "Căn cứ đề nghị của cơ quan cấp trên, Sở Tài chính ...": the list ends with the adverbial.
_ADVERBIAL = re.compile(r"^[\W\d]*(?:can\s+cu|tren\s+co\s+so|theo|sau\s+khi)\b[^;\n]*\b(?:cua|tai|tu)\s+(?:cac\s+)?$")
_CHAIRS = re.compile(r"(?:(?!\bphoi\s+hop\b|;|\n|\.\s).)*?(?<!cua co quan )(?<!cua don vi )\bchu\s+tri\b")
_WORKS = re.compile(
    r"(?<![\w])(?<!công )(?<!chương )(?<!quá )(?<!công trình )(?:(?P<role>chủ trì|phối hợp)|thực hiện|triển khai"
    r"|tham mưu|hướng dẫn|thẩm định|tổng hợp|theo dõi|rà soát"
    r"|đề xuất|trình|gửi|báo cáo|xem xét|ban hành|đôn đốc|chịu trách nhiệm|chủ động|căn cứ|theo|tại|cung cấp"
    r"|khẩn trương|tiếp tục"
    r"|xây dựng|kiểm tra|tổ chức|nghiên cứu)(?![\w])"
)
_WITHOUT_NAME = re.compile(r"\b(?:Các|Giám đốc|Thủ trưởng|Chánh|Chủ tịch|Lãnh đạo)\b|\([^)]*\)")
_UNIT_AND_FIELDS = re.compile(r"(?:Phòng|Ban|Vụ|Cục|Chi cục|Trung tâm|Khoa|Tổ) [^;:\n.]*(?:,|\bvà|-)\s+")
_ROLE_OPENS = re.compile(r"(?<=[^\s\-–+])\s+(?=(?:Đơn vị |Cơ quan )?(?:Phối hợp|Chủ trì)\s*:)")
"""Where the width of a column was undone, a second label stands in the line of the first."""
_ROLE_WORDS = re.compile(r"\b(?:chu\s+tri|phoi\s+hop)\b")


@dataclass
class _List:
    """Actors named together, and what the cell says of them."""

    mentions: list[Mention]
    role: _Role
    also_chairs: bool = False

    @property
    def only_above(self) -> bool:
        return all(mention.kind == "above" for mention in self.mentions)


def read_actors(cell: str, registry: Registry, *, printed_on: dt.date | None = None) -> Actors:
    """Lead and support from one free-text cell ("- Sở Tư pháp chủ trì ...\\n- UBND cấp xã triển khai").

    `printed_on`: the plan's date; before 01/7/2025 "địa phương" are the districts. Raises nothing.
    """
    return _read_actors(_roles_out_of_brackets(_tidy(cell)), registry, printed_on)


def read_actor_columns(
    lead_cell: str, support_cell: str, registry: Registry, *, printed_on: dt.date | None = None
) -> Actors:
    """Lead and support from the columns "Cơ quan chủ trì" and "Cơ quan phối hợp".

    A lead cell that itself says who leads and who supports ("X chủ trì; Y phối hợp") is read like free text.
    """
    return _read_columns(_roles_out_of_brackets(_tidy(lead_cell)), _tidy(support_cell), registry, printed_on)


def from_mentions(
    leads: Sequence[Mention], supports: Sequence[Mention], registry: Registry, printed_on: dt.date | None = None
) -> Actors:
    """Lead and support where the sentence itself said who does which."""
    return _actors(list(leads), list(supports), [], registry, printed_on, free_text=True)


@lru_cache(maxsize=2048)
def _read_actors(cell: str, registry: Registry, printed_on: dt.date | None) -> Actors:
    if "\n" not in cell and ":" not in cell and not _says_work(cell):
        return _actors(names_in(cell, registry), [], [], registry, printed_on, free_text=True)
    lists = [found for line in _lines(cell) for found in _lists(line, registry)]
    chairs = [found for found in lists if found.role in ("chair", "lead_label")]
    if not chairs:
        chairs = [found for found in lists if found.role == "subject" and not found.only_above][:1]
    if not lists and not CUES.search(aligned(cell)):
        chairs = [_List(named, "subject")] if (named := find_mentions(cell, registry, columns=True)) else []
    leads = [mention for found in chairs for mention in found.mentions]
    others = [found for found in lists if not any(found is chair for chair in chairs) and found.role != "none"]
    supports = [mention for found in others for mention in found.mentions]
    warnings: list[PlanWarning] = []
    if cell.strip(" -.\n") and not any(mention.kind != "above" for mention in leads):
        warnings.append(_lead_unclear(cell, "không rõ cơ quan chủ trì"))
    if any(found.also_chairs for found in others):
        warnings.append(_lead_unclear(cell, "một cơ quan vừa được nêu là phối hợp vừa là chủ trì"))
    return _actors(leads, supports, warnings, registry, printed_on, free_text=True)


@lru_cache(maxsize=2048)
def _read_columns(lead_cell: str, support_cell: str, registry: Registry, printed_on: dt.date | None) -> Actors:
    if _ROLE_WORDS.search(aligned(re.sub(r"\([^)]*\)", "", lead_cell))):
        said = _read_actors(lead_cell, registry, printed_on)
        if not support_cell.strip():
            return said
        beside = _actors([], names_in(support_cell, registry), [], registry, printed_on, free_text=False)
        return _joined(said, beside)
    leads = _led_from_above(names_in(lead_cell, registry))
    supports = _led_from_above(names_in(support_cell, registry))
    warnings = []
    if lead_cell.strip(" -.\n/") and not any(mention.kind != "above" for mention in leads):
        warnings.append(_lead_unclear(lead_cell, "không rõ cơ quan chủ trì"))
    return _actors(leads, supports, warnings, registry, printed_on, free_text=False)


def names_in(cell: str, registry: Registry) -> list[Mention]:
    """The actors of a cell of names: by the registry where it knows them all, else by the way names are built."""
    known = find_mentions(cell, registry, columns=True)
    if not cell.strip() or _says_work(cell):
        return known
    if all(one.kind != "named" or is_known(one.label, registry) for one in known) and not _left_over(cell, known):
        return known
    return listed(cell, registry)


def _led_from_above(leads: list[Mention]) -> list[Mention]:
    """The column of who leads names nobody but UBND tỉnh: it leads, and approves nothing."""
    if leads and all(one.kind == "above" for one in leads):
        return [replace(one, kind="named") for one in leads]
    return leads


def _says_work(cell: str) -> bool:
    """Whether a cell says in small letters who does what, outside the names ("dự án đầu tư xây dựng")."""
    if cell.isupper() or cell.isascii():  # accents or small letters are missing: only words can tell
        return bool(_ROLE_WORDS.search(aligned(cell)))
    text = cell if HEAD.match(cell) else cell[:1].lower() + cell[1:]
    return any(
        cue["role"] or not (is_within_name(text, cue.start(), cue.end()) or _in_a_list_of_fields(text, cue.start()))
        for cue in _WORKS.finditer(text)
    )


def _in_a_list_of_fields(text: str, begin: int) -> bool:
    """ "Phòng Quản lý quy hoạch, xây dựng và môi trường": a field of the unit named before it."""
    return _UNIT_AND_FIELDS.fullmatch(text[:begin]) is not None


def _left_over(cell: str, mentions: Sequence[Mention]) -> bool:
    """Whether words with a capital stand outside what the registry knew."""
    rest, place = "", 0
    for one in mentions:
        rest += cell[place : one.begin] + " "
        place = one.end
    rest += cell[place:]
    return bool(PLURAL.search(rest) or re.search(rf"[{CAPITAL}]\w+", _WITHOUT_NAME.sub("", rest)))


def _joined(said: Actors, beside: Actors) -> Actors:
    return Actors(
        lead_named=said.lead_named,
        lead=said.lead,
        lead_groups=said.lead_groups,
        support_named=_once([*said.support_named, *beside.support_named]),
        support=tuple(name for name in _once([*said.support, *beside.support]) if name not in said.lead),
        support_groups=_ordered({*said.support_groups, *beside.support_groups}),
        warnings=said.warnings + tuple(w for w in beside.warnings if w.kind != "unassigned"),
    )


def _tidy(cell: str) -> str:
    apart = _ROLE_OPENS.sub("\n", toned(cell))
    return "\n".join(filter(None, (as_printed(line) for line in apart.splitlines())))


def _roles_out_of_brackets(cell: str) -> str:
    """ "Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp)" says the roles behind the names."""
    return re.sub(r"\(\s*(?:cơ quan\s+)?(chủ trì|phối hợp)\s*\)", r"\1;", cell, flags=re.IGNORECASE)


def _lines(cell: str) -> list[str]:
    """The items of the cell; a line that goes on in small letters belongs to the item above."""
    lines: list[str] = []
    for line in re.sub(r"\s[-–]\s+(?=(?:Các|Sở|Văn phòng|Cơ quan|UBND|Công an|Ban)\b)", "\n- ", cell).splitlines():
        if lines and line[:1].islower():
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def _lists(line: str, registry: Registry) -> list[_List]:
    """The lists of actors of one item, each with its role."""
    folded = aligned(line)
    runs: list[list[Mention]] = []
    for mention in find_mentions(line, registry):
        gap = folded[runs[-1][-1].end : mention.begin] if runs else ""
        before = folded[: runs[-1][0].begin] if runs else ""
        if runs and _SAME_LIST.fullmatch(gap) and not _SENTENCE.search(gap) and not _ADVERBIAL.search(before):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    found: list[_List] = []
    place = 0
    for number, run in enumerate(runs):
        end = runs[number + 1][0].begin if number + 1 < len(runs) else len(folded)
        role = _role(folded, place, run, registry)
        chairs = bool(_CHAIRS.match(folded[run[-1].end : end]))
        if role == "subject" and chairs:
            role = "chair"
        joins = _who_joins(folded, run) if role == "subject" and number == len(runs) - 1 else 0
        if joins:  # "Ban Quản lý Khu kinh tế; Sở Tài chính phối hợp"
            found.append(_List(run[joins:], "support"))
            run = run[:joins]
        found.append(_List(run, role, also_chairs=role == "support" and chairs))
        place = run[-1].end
    return found


def _who_joins(folded: str, run: list[Mention]) -> int:
    """From which member on a list says "phối hợp" behind a semicolon; 0 where it does not."""
    if not re.match(r"\s*(?:cung\s+)?phoi\s+hop(?:\s+thuc\s+hien)?\s*(?:$|[;.\n])", folded[run[-1].end :]):
        return 0
    marks = [place for place in range(1, len(run)) if ";" in folded[run[place - 1].end : run[place].begin]]
    return marks[-1] if marks else 0


def _role(folded: str, place: int, run: list[Mention], registry: Registry) -> _Role:
    """What the words before (and for a recipient those behind) make of a list; `place` is where the last one ended."""
    before = folded[place : run[0].begin]
    if _LEAD_LABEL.search(before):
        return "lead_label"
    if _SUPPORT_LABEL.search(before) or _OBJECT_OF.search(before):
        return "support"
    if _HANDED_TO.search(before):
        approver = run[0].kind == "above" or resolved(run[0].label, registry).kind == "central"
        return "support" if _EXAMINES.match(folded, run[-1].end) and not approver else "none"
    if _NEW_SUBJECT.search(before) and _ACTS.match(folded, run[-1].end):
        return "subject"
    so_far = folded[: run[0].begin]
    clause = max(so_far.rfind(";"), so_far.rfind("\n"), *(m.start() for m in _SENTENCE.finditer(so_far)), -1) + 1
    return "subject" if _OPENING.fullmatch(so_far[clause:]) else "none"


def _actors(
    leads: list[Mention],
    supports: list[Mention],
    warnings: list[PlanWarning],
    registry: Registry,
    printed_on: dt.date | None,
    *,
    free_text: bool,
) -> Actors:
    lead_named = _once([mention.label for mention in leads if mention.kind == "named"])
    support_named = _once([mention.label for mention in supports if mention.kind == "named"])
    if free_text:  # an agency that leads may be named again in the same sentences
        support_named = tuple(name for name in support_named if name not in lead_named)
    lead_groups, support_groups = _groups(leads, printed_on), _groups(supports, printed_on)
    lead, doubts = _today(lead_named, registry, printed_on, leading=True)
    support, more = _today(support_named, registry, printed_on, leading=False)
    warnings = [*warnings, *doubts, *more]
    told = any(warning.kind == "unassigned" for warning in warnings)
    if (leads or supports) and not told and not lead and not expanding(lead_groups):
        warnings.append(PlanWarning("unassigned", "Chưa rõ cơ quan chủ trì hiện nay; cần cán bộ phân công."))
    support = tuple(name for name in support if name not in lead)
    return Actors(lead_named, lead, lead_groups, support_named, support, support_groups, tuple(warnings))


def _groups(mentions: list[Mention], printed_on: dt.date | None) -> tuple[Group, ...]:
    found = {group for mention in mentions for group in mention.groups}
    old = printed_on is not None and printed_on < _TWO_TIERS_FROM
    if old and any("dia phuong" in aligned(m.label) for m in mentions if "communes" in m.groups):
        found.add("districts")
        if not any("dia phuong" not in aligned(m.label) for m in mentions if "communes" in m.groups):
            found.discard("communes")
    return _ordered(found)


def _ordered(groups: set[Group]) -> tuple[Group, ...]:
    known = [group for group in _GROUP_ORDER if group in groups]
    return (*known, *sorted(groups - set(known)))


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _today(
    names: tuple[str, ...], registry: Registry, printed_on: dt.date | None, *, leading: bool
) -> tuple[tuple[str, ...], list[PlanWarning]]:
    """Today's agencies for printed names, and what a person must decide or know."""
    found: list[str] = []
    warnings: list[PlanWarning] = []
    for name in names:
        resolution = _resolved(name, registry, printed_on)
        if resolution.name:
            found.append(resolution.name)
        decided = resolution.kind in ("renamed", "succeeded", "current")
        if resolution.note and (leading or not decided) and resolution.kind not in ("central", "unknown"):
            warnings.append(PlanWarning("succession", resolution.note))
        elif leading and resolution.name is None:
            warnings.append(PlanWarning("unassigned", resolution.note))
    return _once(found), warnings


def _resolved(name: str, registry: Registry, printed_on: dt.date | None) -> Resolution:
    """As the registry says; "Thuế" of "cơ quan Thuế, Hải quan" is the province's."""
    resolution = resolved(name, registry, printed_on)
    if resolution.kind == "unknown" and " " not in name:
        of_province = resolved(f"{name} {registry.home.level or 'tỉnh'}", registry, printed_on)
        return of_province if of_province.kind != "unknown" else resolution
    return resolution


def _lead_unclear(cell: str, why: str) -> PlanWarning:
    printed = as_printed(cell)
    short = printed if len(printed) <= 80 else printed[:79] + "…"
    return PlanWarning("lead_unclear", f"Ô phân công “{short}”: {why}, đề nghị kiểm tra.")
