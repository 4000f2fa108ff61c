"""Indicators: who must report one, the series of its values, and whether its target is met.

Values are added, never changed (the database refuses it): a correction is the next value, and a withdrawal is one, too:
a row without figure and words, which takes back the newest value before it that still stands.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.stored import led_under
from catalog.audit import Actor
from catalog.tables import Indicator, IndicatorValue
from catalog.text import fold
from catalog.work.guards import Impossible
from catalog.work.undo import UNDO_HOURS

Verdict = Literal["met", "not_met", "no_value"]

_FIGURE = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?")
_SHARE = re.compile(r"t[iy] (?:le|trong)\b")
"""How the name of a share of a whole begins (folded): "Tỉ lệ hồ sơ trực tuyến"; a growth may well be above 100 %."""
_NO = re.compile(r"\b(?:chua|khong) (?:dat|hoan thanh|xong|co|ban hanh|ket noi)\b|^khong$|^chua$")
_YES = re.compile(r"\b(?:dat|da (?:hoan thanh|co|ban hanh|ket noi)|hoan thanh|vuot)\b|^co$")


_CAME_LATER = frozenset({"on_behalf", "document_number"})


class NotAValue(ValueError):
    """What was typed is no value of this indicator; `reason` is "figure", "share" or "words"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Standing:
    """One indicator with the newest value of each agency and what they amount to together."""

    indicator: Indicator
    values: tuple[IndicatorValue, ...]
    verdict: Verdict


def read_value(indicator: Indicator, typed: str) -> tuple[float | None, str]:
    """(figure or None, the words) of a typed value. Raises NotAValue.

    A target in words is met when somebody says so: "đạt" or "chưa đạt" must be among the words.
    """
    words = " ".join(typed.split())
    if indicator.op == "text":
        plain = fold(words)
        if not _NO.search(plain) and not _YES.search(plain):
            raise NotAValue("words")
        return None, words
    figures = _FIGURE.findall(words)
    if len(figures) != 1:
        raise NotAValue("figure")
    figure = _number(figures[0])
    whole = indicator.unit.strip() == "%" and _SHARE.match(fold(indicator.name)) and (indicator.value or 0) <= 100
    if whole and not 0 <= figure <= 100:
        raise NotAValue("share")
    return figure, words


def _number(printed: str) -> float:
    """Vietnamese figures: the comma is the decimal sign, dots divide thousands (or one stands for the comma)."""
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return float(printed.replace(",", "."))


def verdict_of(indicator: Indicator, value: IndicatorValue) -> Verdict:
    """Whether a value meets the target (`op` and `value` of the indicator).

    A printed figure without a sign is reached at that figure or above; a bare 0 only at 0. A rank is met at that
    place or a better one.
    """
    if indicator.op == "text" or indicator.value is None or value.value is None:
        return "not_met" if _NO.search(fold(value.text)) else "met"
    got, target = value.value, indicator.value
    met = {
        ">=": got >= target, ">": got > target, "<=": got <= target, "<": got < target,
        "=": got >= target if target else got == 0, "rank": got <= target,
    }[indicator.op]  # fmt: skip
    return "met" if met else "not_met"


def of_agency(session: Session, agency_id: int) -> list[Indicator]:
    """The indicators an agency must report: it is named as lead, or belongs to a group that is."""
    names, groups = led_under(session, agency_id)
    return [row for row in in_force(session) if names & set(row.lead) or groups & set(row.lead_groups)]


def in_force(session: Session) -> Sequence[Indicator]:
    """Every indicator with a target, in the order of the plans."""
    return session.exec(
        select(Indicator)
        .where(col(Indicator.withdrawn_at).is_(None), col(Indicator.heading_only).is_(False))
        .order_by(col(Indicator.plan_id), col(Indicator.position))
    ).all()


@dataclass(frozen=True)
class Source:
    """Where a value came from that an officer enters in place of an agency: a document's number, "" for a call."""

    document_number: str


def report(
    session: Session,
    indicator: Indicator,
    agency_id: int,
    typed: str,
    actor: Actor,
    now: dt.datetime,
    on_behalf: Source | None = None,
) -> IndicatorValue:
    """Add a value to the series of an agency; `on_behalf` marks it as entered in its place. Raises NotAValue."""
    figure, words = read_value(indicator, typed)
    assert indicator.id is not None
    row = IndicatorValue(
        indicator_id=indicator.id, agency_id=agency_id, person_id=actor.person_id, at=now, value=figure,
        text=words[:500], on_behalf=on_behalf is not None,
        document_number=on_behalf.document_number if on_behalf is not None else "",
    )  # fmt: skip
    return _add(session, row, actor)


def last_own_value(session: Session, person_id: int, now: dt.datetime) -> IndicatorValue | None:
    """The newest value this person reported within UNDO_HOURS that was not withdrawn, None when there is none."""
    own = session.exec(
        select(IndicatorValue)
        .where(
            IndicatorValue.person_id == person_id, col(IndicatorValue.at) > now - dt.timedelta(hours=UNDO_HOURS),
            IndicatorValue.text != "",
        )
        .order_by(col(IndicatorValue.id).desc())
    ).all()  # fmt: skip
    return next((row for row in own if row in series(session, row.indicator_id, row.agency_id)), None)


def withdraw(session: Session, value: IndicatorValue, actor: Actor, now: dt.datetime) -> IndicatorValue | None:
    """Take the newest value of an agency back by a new record; the value that stands now, None when there is none.

    Raises Impossible("not_last") when another value was reported since.
    """
    standing = series(session, value.indicator_id, value.agency_id)
    if not standing or standing[0].id != value.id:
        raise Impossible("not_last")
    taken_back = IndicatorValue(
        indicator_id=value.indicator_id, agency_id=value.agency_id, person_id=actor.person_id, at=now, text="",
        on_behalf=value.on_behalf,
    )  # fmt: skip
    _add(session, taken_back, actor)
    return standing[1] if len(standing) > 1 else None


def _add(session: Session, row: IndicatorValue, actor: Actor) -> IndicatorValue:
    session.add(row)
    session.flush()
    audit.append(
        session, actor, "indicator.value", f"indicator:{row.indicator_id}", row.at,
        {"agency": row.agency_id, "value": row.value, "row": row.id, "digest": audit.digest_of([vouched(row)])},
    )  # fmt: skip
    return row


def vouched(row: IndicatorValue) -> dict[str, object]:
    """What the log's digest of a value is made of.

    Columns that came later count only where they say something: links of older values were made without them.
    """
    return {name: said for name, said in row.model_dump().items() if said or name not in _CAME_LATER}


def series(session: Session, indicator_id: int, agency_id: int | None = None) -> Sequence[IndicatorValue]:
    """The values of an indicator (of one agency) that were not withdrawn, newest first."""
    query = select(IndicatorValue).where(IndicatorValue.indicator_id == indicator_id)
    if agency_id is not None:
        query = query.where(IndicatorValue.agency_id == agency_id)
    stands: dict[int, list[IndicatorValue]] = {}
    for row in session.exec(query.order_by(col(IndicatorValue.id))):
        known = stands.setdefault(row.agency_id, [])
        if row.text:
            known.append(row)
        elif known:
            known.pop()
    return sorted((row for rows in stands.values() for row in rows), key=lambda row: row.id or 0, reverse=True)


def standing(session: Session, indicator: Indicator, agency_id: int | None = None) -> Standing:
    """How an indicator stands: the newest value of each agency; one that is not met makes the whole not met."""
    assert indicator.id is not None
    newest: dict[int, IndicatorValue] = {}
    for value in series(session, indicator.id, agency_id):
        newest.setdefault(value.agency_id, value)
    verdicts = {verdict_of(indicator, value) for value in newest.values()}
    whole: Verdict = "not_met" if "not_met" in verdicts else ("met" if verdicts else "no_value")
    return Standing(indicator, tuple(newest.values()), whole)


def summary(session: Session, indicators: Sequence[Indicator], agency_id: int | None = None) -> dict[Verdict, int]:
    """How many are met, not met and without a value; the three add up to all of them."""
    counts: dict[Verdict, int] = {"met": 0, "not_met": 0, "no_value": 0}
    for indicator in indicators:
        counts[standing(session, indicator, agency_id).verdict] += 1
    return counts
