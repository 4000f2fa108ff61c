"""The whole way of one message, read from the store: what came in, what it changed, what went out because of it."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog.tables import Audit, DutyNudge, Inbox, Nudge, Outbox, Update


@dataclass(frozen=True)
class Step:
    """One thing that happened: `what` is a stable word, `at` aware UTC, `detail` plain and without personal data."""

    at: dt.datetime
    what: str
    detail: str


@dataclass(frozen=True)
class Way:
    """The message asked about and its steps in order; `inbox_id` is the id that logs carry, None for a nudge."""

    inbox_id: int | None
    steps: tuple[Step, ...]


def way_of(session: Session, asked: str) -> Way | None:
    """The way of a message: "12" or "i12" an inbox id, "o34" an outbox id, else the provider's event or message id.

    None when nothing is known by that name. A bare number is an inbox id first.
    """
    row = _inbox_row(session, asked)
    if row is not None:
        return _from_inbox(session, row)
    out = _outbox_row(session, asked)
    if out is None:
        return None
    if out.inbox_id is not None:
        return _from_inbox(session, session.get_one(Inbox, out.inbox_id))
    return Way(None, tuple(sorted(_nudges(session, out) + _outgoing(out), key=lambda step: step.at)))


def newest(session: Session) -> str | None:
    """What `way_of` knows the last event by: the newest message that came in, or a nudge that is newer still."""
    row = session.exec(select(Inbox).order_by(col(Inbox.id).desc()).limit(1)).first()
    out = session.exec(select(Outbox).order_by(col(Outbox.id).desc()).limit(1)).first()
    if out is not None and out.inbox_id is None and (row is None or out.created_at > row.received_at):
        return f"o{out.id}"
    return f"i{row.id}" if row is not None else None


def _inbox_row(session: Session, asked: str) -> Inbox | None:
    number = asked.removeprefix("i")
    if number.isdecimal() and len(number) < 18 and (row := session.get(Inbox, int(number))) is not None:
        return row
    _, _, event = asked.rpartition(":")
    return session.exec(select(Inbox).where(Inbox.event_id == event).order_by(col(Inbox.id).desc())).first()


def _outbox_row(session: Session, asked: str) -> Outbox | None:
    number = asked.removeprefix("o")
    if asked.startswith("o") and number.isdecimal() and len(number) < 18:
        return session.get(Outbox, int(number))
    return session.exec(
        select(Outbox).where(Outbox.provider_message_id == asked).order_by(col(Outbox.id).desc())
    ).first()


def _from_inbox(session: Session, row: Inbox) -> Way:
    steps = [Step(row.received_at, "received", f"{row.channel}, event {row.event_id}, inbox {row.id}")]
    updates = session.exec(select(Update).where(Update.inbox_id == row.id).order_by(col(Update.id))).all()
    for update in updates:
        steps.append(
            Step(update.at, f"update.{update.kind}", f"update {update.id} of assignment {update.assignment_id}")
        )
        steps += _links(session, update)
    if row.handled_at is not None:
        tries = f", {row.attempts} failed tries: {row.error}" if row.attempts else ""
        steps.append(Step(row.handled_at, f"handled.{row.state}", f"inbox {row.id}{tries}"))
    elif row.attempts:
        steps.append(Step(row.received_at, "waiting", f"{row.attempts} failed tries: {row.error}"))
    for out in session.exec(select(Outbox).where(Outbox.inbox_id == row.id).order_by(col(Outbox.id))):
        steps += _outgoing(out)
    return Way(row.id, tuple(sorted(steps, key=lambda step: step.at)))


def _links(session: Session, update: Update) -> list[Step]:
    """The audit link that vouches for an update."""
    rows = session.exec(
        select(Audit).where(
            Audit.subject == f"assignment:{update.assignment_id}",
            Audit.at == update.at,
            Audit.action == f"update.{update.kind}",
        )
    )
    return [
        Step(row.at, "audit", f"link {row.id} {row.hash[:16]}") for row in rows if row.detail.get("update") == update.id
    ]


def _nudges(session: Session, out: Outbox) -> list[Step]:
    rows = session.exec(select(Nudge).where(Nudge.outbox_id == out.id).order_by(col(Nudge.id)))
    owed = session.exec(select(DutyNudge).where(DutyNudge.outbox_id == out.id).order_by(col(DutyNudge.id)))
    return [
        *(
            Step(row.created_at, "nudge", f"{row.rung} of assignment {row.assignment_id}, slot {row.slot}")
            for row in rows
        ),
        *(Step(row.created_at, "nudge", f"{row.rung} of report {row.duty_period_id}") for row in owed),
    ]


def _outgoing(out: Outbox) -> list[Step]:
    name = f"outbox {out.id} to contact {out.contact_id} on {out.channel}"
    steps = [Step(out.created_at, "queued", name)]
    counted = f"{out.attempts} attempts, {out.ambiguous} answers lost"
    if out.sent_at is not None:
        steps.append(Step(out.sent_at, "sent", f"{name}: provider's message {out.provider_message_id}, {counted}"))
    elif out.state != "queued" or out.attempts or out.error:
        reason = f" ({out.error})" if out.error else ""
        steps.append(Step(max(out.created_at, out.not_before), out.state, f"{name}: {counted}{reason}"))
    return steps
