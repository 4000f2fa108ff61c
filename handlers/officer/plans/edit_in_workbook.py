"""Many rows of a plan changed at once: the plan goes out as a workbook and comes back as the new edition of itself.

What comes back is read, compared and told by `import_plan`; nothing is stored before that is confirmed.
"""

import datetime as dt
from typing import Any

from sqlmodel import Session, col, select

from catalog.agencies.stored import registry_of
from catalog.messaging.inbox_and_outbox import Message, OutFile
from catalog.people.rights import rights_of
from catalog.plans.keeping.stored import read_stored
from catalog.tables import Plan, Task
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter
from scheduler.delivery.channel import NothingToShow
from scheduler.digests.wording import plan_label
from templates.render import say


def book(ctx: Context) -> list[Message]:
    """The workbook of a plan to edit; the next file of this chat is a plan."""
    plan = ctx.session.get(Plan, int(ctx.args["plan"]))
    if plan is None or not ctx.rights.may("import", coordinator_id=plan.coordinator_id):
        raise NotAllowed("import", f"plan:{ctx.args['plan']}")
    if _holds_classified(ctx.session, plan):
        return [Message(say("edit_plan.book_classified", plan=plan_label(plan)))]
    enter(ctx, "plan_file", {})
    file = OutFile(f"ke-hoach-{plan.id}.xlsx", make="plan_book", args={"plan": plan.id, "person": ctx.person_id})
    return [Message(say("edit_plan.book", plan=plan_label(plan)), files=(file,))]


def made(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
    """The .xlsx of the plan as it stands when it is sent. Raises NothingToShow where the right has ended since."""
    from catalog.plans.export.as_workbook import export_xlsx  # openpyxl is slow to load

    plan = session.get_one(Plan, int(args["plan"]))
    rights = rights_of(session, int(args["person"]), now)
    if not rights.may("import", coordinator_id=plan.coordinator_id) or _holds_classified(session, plan):
        raise NothingToShow("no right to this plan any more")
    return export_xlsx(read_stored(session, plan), registry_of(session))


def _holds_classified(session: Session, plan: Plan) -> bool:
    """A classified task stays out of every message, and a workbook without it would withdraw it."""
    secret = select(Task.id).where(Task.plan_id == plan.id, col(Task.classified), col(Task.withdrawn_at).is_(None))
    return session.exec(secret.limit(1)).first() is not None
