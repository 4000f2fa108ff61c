"""What becomes of the tasks of a name that is no more, said so that a reader of the plan knows why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from catalog.agencies.records import Agency, Former

ResolutionKind = Literal["current", "renamed", "succeeded", "split", "unclear", "district", "central", "unknown"]


@dataclass(frozen=True)
class Resolution:
    """Who follows up today for one name as printed in a plan.

    `name` is an agency of today or None where there is none or a person must decide. `note` (Vietnamese)
    says what a reader must know: empty only where the printed name is simply today's. `successors` are all
    that took a part, the primary first: what an officer is offered to choose from.
    """

    name: str | None
    kind: ResolutionKind
    note: str = ""
    successors: tuple[str, ...] = ()


def doubt(current: Agency, formers: list[Former]) -> str:
    """What a reader must know of a name that is today's, "" for nothing: its history is unproven, or divided."""
    if any(old.how == "unclear" for old in formers):
        return f"{current.name}: chưa có nguồn xác nhận cơ quan này còn hoạt động sau ngày 01/7/2025."
    others = [old for old in formers if old.kind == "commune" and old.primary != current.name]
    if others:
        return f"{_place(others[0])} trước ngày 01/7/2025 nay thuộc {_listed(others[0].successors)}."
    return ""


def succession(old: Former) -> Resolution:
    """Who follows up for a name that is no more: its main heir, or nobody where a person must decide."""
    if old.kind == "district" and not old.primary:
        note = (
            f"Cấp huyện kết thúc hoạt động từ ngày 01/7/2025: {old.name} nay gồm {_listed(old.successors)}; "
            "cần người có thẩm quyền xác định cơ quan chủ trì."
        )
        return Resolution(None, "district", note, old.successors)
    if not old.primary and (old.kind == "commune" or (old.how == "split" and old.successors)):
        note = f"{_place(old)} đã được chia về {_listed(old.successors)}; cần xác định cơ quan chủ trì."
        return Resolution(None, "split", note, old.successors)
    if old.how == "unclear" or not old.primary:
        candidate = f" (có thể là {_listed(old.successors)})" if old.successors else ""
        note = f"Chưa xác định được cơ quan tiếp nhận nhiệm vụ của {old.name}{candidate}; cần xác nhận."
        return Resolution(None, "unclear", note, old.successors)
    if old.how == "renamed":
        return Resolution(old.primary, "renamed", f"{old.name} nay là {old.primary}.", old.successors)
    kind: ResolutionKind = "split" if old.how == "split" else "succeeded"
    return Resolution(old.primary, kind, _took_over(old), old.successors)


def _took_over(old: Former) -> str:
    note = f"Nhiệm vụ của {_place(old)} nay do {old.primary} tiếp nhận."
    work = dict(old.work)
    others = [f"{name} ({work[name]})" if name in work else name for name in old.successors[1:]]
    return f"{note} Một phần chuyển về {'; '.join(others)}." if others else note


def homonyms(name: str, formers: list[Former]) -> Resolution:
    """Several former units of one printed name: told apart by accents, else by a person."""
    exact = [old for old in formers if any(part == old.name.split(" ", 1)[-1] for part in _tails(name))]
    if len(exact) == 1:
        return succession(exact[0])
    successors = tuple(dict.fromkeys(heir for old in formers for heir in old.successors))
    places = "; ".join(_place(old) for old in formers)
    return Resolution(None, "unclear", f"Trùng tên: {places}; cần xác định cơ quan chủ trì.", successors)


def _tails(name: str) -> list[str]:
    parts = name.split()
    return [" ".join(parts[start:]) for start in range(len(parts))]


def _place(old: Former) -> str:
    return f"{old.name} ({old.district})" if old.district else old.name


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
