"""What was withdrawn, or is told better by another message: its notices that nobody got yet, its questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.messaging.inbox_and_outbox import NOTICE, REPLY
from catalog.tables import Contact, DutyPrompt, Outbox, Prompt


def recall(session: Session, inbox_id: int | None, *, held_back: bool = False) -> int:
    """Take the notices of one event that still wait out of the outbox; how many. With `held_back` only those that were
    to wait for more to be said.

    Only those in "queued": one that a sender has claimed is on its way and stays (on PostgreSQL the rows are locked
    against such a claim until the caller's transaction ends).
    """
    if inbox_id is None:
        return 0
    waiting = sa.select(col(Outbox.id)).where(
        col(Outbox.inbox_id) == inbox_id, col(Outbox.priority) == NOTICE, col(Outbox.state) == "queued"
    )
    if held_back:
        waiting = waiting.where(col(Outbox.not_before) > col(Outbox.created_at))
    rows = list(session.execute(waiting.with_for_update(skip_locked=True)).scalars())
    for table in (Prompt, DutyPrompt):
        session.execute(sa.delete(table).where(col(table.outbox_id).in_(rows)))
    session.execute(sa.delete(Outbox).where(col(Outbox.id).in_(rows)))
    return len(rows)


def heard_of(session: Session, inbox_id: int | None, assignment_id: int) -> Sequence[int]:
    """Who was sent a notice of one event about this assignment, or will be: recalled and failed ones do not count."""
    if inbox_id is None:
        return []
    reader = (
        select(Contact.person_id)
        .join(Outbox, col(Outbox.contact_id) == col(Contact.id))
        .join(Prompt, col(Prompt.outbox_id) == col(Outbox.id))
        .where(Outbox.inbox_id == inbox_id, Outbox.priority == NOTICE, Outbox.state != "failed")
        .where(Prompt.assignment_id == assignment_id, col(Contact.person_id).is_not(None))
    )
    return [person for person in session.exec(reader.distinct().order_by(col(Contact.person_id))) if person is not None]


def close_questions(session: Session, inbox_id: int | None) -> None:
    """What was asked back about one event is asked no more: where there are no buttons, a number typed later does not
    answer it (nor, in its stead, an older question). A button is still one: who taps it sees what it says.
    """
    if inbox_id is None:
        return
    asked = select(Outbox).where(
        Outbox.inbox_id == inbox_id, Outbox.priority == REPLY, col(Outbox.has_choices).is_(True)
    )
    for row in session.exec(asked).all():
        rows = [[{**choice, "number": ""} for choice in line] for line in row.payload.get("choices", [])]
        row.payload = {**row.payload, "choices": rows}
        session.add(row)
