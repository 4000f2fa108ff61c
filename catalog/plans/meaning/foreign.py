"""Another organisation's plan is one remark, not seventy wrong assignments: its names stay as printed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from catalog.agencies.printed import resolved
from catalog.agencies.records import Home
from catalog.agencies.registry import Registry
from catalog.plans.meaning.head.issuer import own_name
from catalog.plans.model import ParsedTask, PlanWarning
from catalog.text import fold

_PLACE = re.compile(r"\b(?:tỉnh|thành phố|xã|phường|đặc khu)\s+(\S.*)$", re.IGNORECASE)
_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố)\s+(\S.*)$", re.IGNORECASE)


def issued_elsewhere(issuer: str, registry: Registry) -> bool:
    """Whether the issuer is a committee of another place than the organisation's own ground.

    A body above it, one of its own units, and an issuer without a place are not elsewhere.
    """
    home = registry.home
    place = _PLACE.search(issuer)
    if not home.name or place is None or resolved(issuer, registry).name:
        return False
    named = fold(place.group(1))
    own = {fold(name) for name in (home.place, home.within, *home.also) if name}
    if any(name and (name in named or named in name) for name in own):
        return False
    return home.pack == "province" or bool(_PROVINCE.search(issuer))


def kept_apart(
    tasks: Sequence[ParsedTask], issuer: str, home: Home
) -> tuple[list[ParsedTask], tuple[PlanWarning, ...]]:
    """The tasks with nobody of today's agencies on them, and the one remark that says so."""
    bare = [
        replace(
            task,
            actors=replace(task.actors, lead=(), support=(), warnings=()),
            warnings=tuple(one for one in task.warnings if one.kind != "unassigned"),
        )
        for task in tasks
    ]
    text = (
        f"Văn bản do {issuer} ban hành, không phải {own_name(home)}: các cơ quan trong văn bản giữ như in, "
        "chưa phân công cho ai."
    )
    return bare, (PlanWarning("elsewhere", text),)


def unlike_those_held(issuer: str, held: Sequence[str]) -> tuple[PlanWarning, ...]:
    """A remark where a province issued the plan and all plans held so far are of other places."""
    place = _PROVINCE.search(issuer)
    others = sorted({one for one in held if one})
    if place is None or not others or any(fold(place.group(1)) in fold(one) for one in others):
        return ()
    text = f"Văn bản do {issuer} ban hành, khác với các kế hoạch đã có ({'; '.join(others[:3])}); đề nghị kiểm tra."
    return (PlanWarning("elsewhere", text),)
