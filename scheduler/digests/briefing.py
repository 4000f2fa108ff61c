"""The part of a digest that goes to officers (daily; to admins where a department has none), and on the first working
day of a week to the province's leaders and to departments that others need the help of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.clock import local_day
from catalog.figures.official import Figures, Scope
from catalog.figures.overview import overview
from catalog.figures.shortages import helping_agencies
from catalog.figures.standing_on_day import own_scope
from catalog.figures.warnings import help_wanted
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.cost_ahead import known_ahead
from catalog.messaging.inbox_and_outbox import Choice
from catalog.messaging.message import in_rows
from catalog.messaging.windows import costs_of, package_left, terms_of
from catalog.people.rights import OF_AN_AGENCY, Rights, rights_of
from catalog.tables import Briefing, Digest, Membership, Plan
from scheduler.delivery.unattended import unattended
from scheduler.digests.officer_desk import SHOWN, desk_of, escalated_query, overdue_at_import_query
from scheduler.ladder.due import Due
from scheduler.ladder.working_calendar import WorkCalendar
from templates.render import say

MOVED = 3
"""So many agencies are named that moved since last week."""

BRIEFED = ("officer", "leader")


@dataclass(frozen=True)
class Part:
    """Text and buttons to add to a person's digest, and the reminders (assignment, rung) that are in it."""

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    reminders: tuple[tuple[int, Due], ...] = field(default=())


def to_brief(session: Session, now: dt.datetime, calendar: WorkCalendar) -> list[int]:
    """Officers, admins where something waits for nobody, and on the first working day of a week leaders: all whose
    desk was not looked at today.

    Whoever got a digest today already is left for tomorrow: one a person a day.
    """
    today = local_day(now)
    weekly = _first_of_the_week(today, calendar)
    wanted: list[sa.ColumnElement[bool]] = [col(Membership.role).in_(BRIEFED if weekly else ("officer",))]
    if unattended(session, now):
        wanted.append(col(Membership.role) == "admin")
    if weekly and (helping := helping_agencies(session)):
        wanted.append(sa.and_(col(Membership.role).in_(OF_AN_AGENCY), col(Membership.agency_id).in_(helping)))
    served = [
        sa.exists().where(col(table.person_id) == col(Membership.person_id), col(table.day) == today)
        for table in (Briefing, Digest)
    ]
    query = (
        sa.select(col(Membership.person_id))
        .where(
            sa.or_(*wanted), col(Membership.ended_at).is_(None),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) >= today),
            *(~already for already in served),
        )
        .distinct()
        .order_by(col(Membership.person_id))
    )  # fmt: skip
    return list(session.execute(query).scalars())


def _first_of_the_week(today: dt.date, calendar: WorkCalendar) -> bool:
    return calendar.working_day_on_or_after(today - dt.timedelta(days=today.weekday())) == today


def brief(session: Session, person_id: int, now: dt.datetime, calendar: WorkCalendar) -> list[Part]:
    """What the person has to know today as an officer and as a leader; [] when nothing waits."""
    rights = rights_of(session, person_id, now)
    parts = [officers_part(session, rights, now, calendar)] if rights.has("officer") else []
    if rights.has("admin"):
        parts.append(admins_part(session, now))
    if not _first_of_the_week(local_day(now), calendar):
        return [part for part in parts if part is not None]
    if rights.has("leader"):
        parts.append(_leaders_part(session, now, calendar))
    elif rights.has("officer"):
        parts.append(_warnings_part(session, rights, now))
    if rights.has("officer"):
        parts += [_cost_part(session, channel, now) for channel, rules in CHANNELS.items() if rules.window is not None]
    parts += [_help_part(session, agency, now) for agency in rights.status_of()[1]]
    return [part for part in parts if part is not None]


def officers_part(session: Session, rights: Rights, now: dt.datetime, calendar: WorkCalendar) -> Part | None:
    """What waits for an officer, with a button to each kind of it; None when nothing does."""
    desk = desk_of(session, rights, now, calendar)
    if desk.empty:
        return None
    wanted = [
        (desk.reports + desk.extensions + desk.objections + desk.joins, "queue", "digest.button_queue"),
        (len(desk.held_up), "status_warnings", "digest.button_held_up"),
        (desk.overdue_at_import, "overdue_at_import", "digest.button_overdue_at_import"),
        (desk.in_doubt, "doubts", "doubtful_cells.button_waiting"),
        (desk.overdue, "nudge_about", "digest.button_overdue"),
        (len(desk.unlinked), "unlinked", "digest.button_unlinked"),
        (
            desk.after_split.waiting if desk.after_split else 0,
            "after_split",
            "digest.button_after_split",
        ),
    ]
    args: dict[str, dict[str, Any]] = {
        "nudge_about": {"what": "overdue"}, "unlinked": {"at_work": True}, "status_warnings": {"kind": "blocker"}
    }  # fmt: skip
    buttons = [Choice(say(label, count=count), do, args.get(do, {})) for count, do, label in wanted if count]
    buttons.append(Choice(say("table.button"), "board", {}))
    text = say("digest.desk", desk=desk, today=local_day(now), shown=SHOWN)
    return Part(text, tuple(in_rows(buttons, 2)), desk.reminders)


def admins_part(session: Session, now: dt.datetime) -> Part | None:
    """What waits for departments that have no officer here, with an invitation for each; None where nothing does."""
    found = unattended(session, now)
    if not found:
        return None
    buttons = tuple(
        (Choice(say("digest.button_invite_officer", name=one.department), "invite_officer", {"agency": one.agency_id}),)
        for one in found[:SHOWN]
        if one.agency_id is not None
    )
    return Part(say("digest.unattended", found=found), buttons)


def _warnings_part(session: Session, rights: Rights, now: dt.datetime) -> Part | None:
    """Once a week, what will go wrong in the officer's plans if nobody acts."""
    counts = overview(session, local_day(now), now, own_scope(rights)).warned()
    if not counts:
        return None
    return Part(
        say("digest.warnings", counts=counts), ((Choice(say("digest.button_warnings"), "status_warnings", {}),),)
    )


def _cost_part(session: Session, channel: str, now: dt.datetime) -> Part | None:
    """Once a week, what a channel's messages cost this month and will cost; None of a channel nobody uses."""
    costs, ahead = costs_of(session, channel, now), known_ahead(session, channel)
    if not costs and ahead is None:
        return None
    terms = terms_of(session, channel)
    return Part(
        say(
            "official_account.month", costs=costs, left=package_left(session, channel), ahead=ahead,
            spent=sum(one.cost for one in costs), ceiling=terms.ceiling, month=local_day(now),
        )
    )  # fmt: skip


def _help_part(session: Session, agency_id: int, now: dt.datetime) -> Part | None:
    """What others lack and this agency can help with."""
    wanted = help_wanted(session, local_day(now), agency_ids=(agency_id,))
    if not wanted:
        return None
    text = say("digest.help_wanted", helper=wanted[0].helper, wanted=wanted, shown=SHOWN)
    return Part(text, ((Choice(say("digest.button_shortages"), "shortages", {}),),))


def _leaders_part(session: Session, now: dt.datetime, calendar: WorkCalendar) -> Part:
    today = local_day(now)
    stand = overview(session, today, now, Scope())
    plans = session.exec(select(Plan)).all()
    late = list(session.execute(escalated_query(plans, "leader", now, calendar)).scalars())
    week_ago = today - dt.timedelta(days=7)
    before = overview(session, week_ago, now, Scope())
    held = overdue_at_import_query([plan.id or 0 for plan in plans]).subquery()
    at_import = session.execute(sa.select(sa.func.count()).select_from(held)).scalar_one()
    text = say(
        "digest.leader", figures=stand.whole, before=before.whole, week_ago=week_ago, today=today, late=len(late),
        slowest=_slowest(stand.groups), moved=_moved(stand.groups, before.groups) if before.whole.total else [],
        at_import=int(at_import), warned=sum(count for _, count in stand.warned()),
    )  # fmt: skip
    overdue = stand.whole.counts["open_overdue"]
    buttons = [
        Choice(say("digest.button_status"), "status", {}),
        Choice(say("digest.button_late", count=overdue), "status_rows", {"part": "open_overdue"}),
        Choice(say("digest.button_compare"), "compare", {"against": week_ago.isoformat()}),
    ]
    if stand.warned():
        buttons.append(Choice(say("digest.button_warnings"), "status_warnings", {}))
    buttons.append(Choice(say("table.button"), "board", {"page": "tong-hop"}))
    return Part(text, tuple(in_rows(buttons, 2)))


def _moved(now: Sequence[Figures], then: Sequence[Figures]) -> list[tuple[str, int]]:
    """Whose number of overdue tasks changed most since then, with the difference."""
    before = {group.key: group.counts["open_overdue"] for group in then}
    moved = [(group.name, group.counts["open_overdue"] - before.get(group.key, 0)) for group in now]
    return sorted((one for one in moved if one[1]), key=lambda one: (-abs(one[1]), one[0]))[:MOVED]


def _slowest(groups: tuple[Figures, ...]) -> list[Figures]:
    late = [group for group in groups if group.counts["open_overdue"]]
    return sorted(late, key=lambda group: (-group.counts["open_overdue"], group.name))[:SHOWN]
