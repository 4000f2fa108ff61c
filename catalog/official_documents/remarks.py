"""What an officer should know of a document before accepting it: never a refusal, always with what it is about."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from catalog.official_documents.facts import Facts
from catalog.official_documents.fits import fits
from catalog.text import fold

Kind = Literal["other_kind", "other_issuer", "draft", "before_plan", "used"]


@dataclass(frozen=True)
class Remark:
    """One remark: `other_kind` and `other_issuer` against what is expected, `draft`, `before_plan` (its day is before
    the plan's), `used` (proves the tasks of these codes already).
    """

    kind: Kind
    about: str = ""
    tasks: tuple[int, ...] = ()


def remarks_on(
    facts: Facts, *, expected: str, agency: str, plan_issuer: str, plan_day: dt.date | None, used: Sequence[int] = ()
) -> tuple[Remark, ...]:
    """The remarks on a document that `agency` sent for a task whose printed output is `expected`."""
    found: list[Remark] = []
    if facts.kind:
        found += _against_expected(facts, expected, agency, plan_issuer)
        if facts.draft:
            found.append(Remark("draft"))
        if facts.day and plan_day and facts.day < plan_day:
            found.append(Remark("before_plan", plan_day.isoformat()))
    if used:
        found.append(Remark("used", tasks=tuple(used)))
    return tuple(found)


def _against_expected(facts: Facts, expected: str, agency: str, plan_issuer: str) -> list[Remark]:
    if fits(expected, facts) is False:
        only_issuer = fits(expected, replace(facts, issuer="")) is not False
        return [Remark("other_issuer", facts.issuer) if only_issuer else Remark("other_kind", expected)]
    if facts.issuer and not _near(facts.issuer, agency) and not _near(facts.issuer, plan_issuer):
        return [Remark("other_issuer", facts.issuer)]
    return []


def _near(issuer: str, body: str) -> bool:
    """Whether a document's issuer is this body, or another of the same place (the council or the office beside it)."""
    one, other = (_words(name) for name in (issuer, body))
    if not other:
        return True  # nobody to compare with
    if other <= one or one <= other:
        return True
    place, home = (words - _COMMON for words in (one, other))
    return bool(place) and place == home


_COMMON = frozenset(
    word
    for phrase in ("uy ban nhan dan", "hoi dong nhan dan", "van phong", "chu tich", "tinh thanh pho",
                   "xa phuong dac khu", "thuong truc", "ban chap hanh", "dang bo")
    for word in phrase.split()
)  # fmt: skip
"""Words of committees and levels: what is left of a name without them is its place."""


def _words(name: str) -> set[str]:
    return set(fold(name).replace("ubnd", "uy ban nhan dan").replace("hdnd", "hoi dong nhan dan").split())
