"""Indicators and reporting duties of a new edition: the same ones stay the same rows, the others are withdrawn."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.plans.model import ParsedIndicator, ParsedPlan, ReportingDuty
from catalog.tables import Indicator, ReportingDutyRow
from catalog.text import fold


def replace_body(session: Session, plan_id: int, parsed: ParsedPlan, now: dt.datetime) -> None:
    """Bring the stored indicators and duties of a plan up to `parsed`."""
    _indicators(session, plan_id, parsed, now)
    _duties(session, plan_id, parsed, now)


def _indicators(session: Session, plan_id: int, parsed: ParsedPlan, now: dt.datetime) -> None:
    standing = select(Indicator).where(Indicator.plan_id == plan_id, col(Indicator.withdrawn_at).is_(None))
    old = {(i.annex, i.number, fold(i.name)): i for i in session.exec(standing)}
    new: list[dict[str, Any]] = []
    for position, row in enumerate(parsed.indicators):
        values = {"plan_id": plan_id, "position": position, **_indicator_values(row)}
        known = old.pop((row.annex, row.number, fold(row.name)), None)
        if known is None:
            new.append(values)
            continue
        for name, value in values.items():
            if getattr(known, name) != value:
                setattr(known, name, value)
                session.add(known)
    if new:
        session.execute(sa.insert(Indicator), new)
    for gone in old.values():
        gone.withdrawn_at = now
        session.add(gone)


def _indicator_values(row: ParsedIndicator) -> dict[str, Any]:
    warnings = dict.fromkeys((*row.warnings, *row.actors.warnings))
    return {
        "annex": row.annex, "section": row.section, "number": row.number, "name": row.name, "unit": row.unit,
        "target_raw": row.target_raw, "op": row.op, "value": row.value, "heading_only": row.heading_only,
        "lead_named": list(row.actors.lead_named), "lead": list(row.actors.lead),
        "lead_groups": list(row.actors.lead_groups), "support_named": list(row.actors.support_named),
        "support": list(row.actors.support), "support_groups": list(row.actors.support_groups),
        "warnings": [{"kind": w.kind, "text": w.text} for w in warnings], "source_row": row.source_row,
    }  # fmt: skip


def _duties(session: Session, plan_id: int, parsed: ParsedPlan, now: dt.datetime) -> None:
    standing = select(ReportingDutyRow).where(
        ReportingDutyRow.plan_id == plan_id, col(ReportingDutyRow.withdrawn_at).is_(None)
    )
    old = {(d.who, d.period, d.day_rule, d.due, d.text): d for d in session.exec(standing)}
    for duty in parsed.reporting:
        if old.pop((duty.who, duty.period, duty.day_rule, duty.due, duty.text), None) is None:
            session.add(_duty(plan_id, duty))
    for gone in old.values():
        gone.withdrawn_at = now
        session.add(gone)
    session.flush()


def _duty(plan_id: int, duty: ReportingDuty) -> ReportingDutyRow:
    return ReportingDutyRow(
        plan_id=plan_id, who=duty.who, addressee=duty.to, period=duty.period, day_rule=duty.day_rule, due=duty.due,
        text=duty.text,
    )  # fmt: skip
