"""Offering the upload page: for files this chat cannot carry, a link for this person, this chat and this task."""

from catalog.messaging import upload_links
from catalog.messaging.channel_limits import CHANNELS
from catalog.tables import Assignment, Task
from handlers.conversation.context import Context
from handlers.conversation.which_task import under_discussion


def takes_documents(ctx: Context) -> bool:
    """Whether files other than pictures can be sent in this chat."""
    return CHANNELS[ctx.incoming.channel].documents_in


def link_for(ctx: Context, assignment: Assignment | None) -> str:
    """The address of a new upload page, "" where there is none to offer; without a task the chat asks afterwards."""
    if assignment is not None and ctx.session.get_one(Task, assignment.task_id).classified:
        return ""  # what proves it is sent on another way (DESIGN section 1)
    agency_id = ctx.args.get("on_behalf")
    named = assignment.id if assignment is not None else None
    return upload_links.offer(ctx.session, ctx.contact, ctx.person_id, ctx.now, named, agency_id if named else None)


def link_for_unreadable(ctx: Context) -> str:
    """A link for whoever has just sent what the channel does not hand on (a document on Zalo, for one)."""
    if takes_documents(ctx) or ctx.incoming.group or not _may_send(ctx):
        return ""
    return link_for(ctx, under_discussion(ctx) if ctx.rights.anywhere("evidence") else None)


def _may_send(ctx: Context) -> bool:
    """Whether files of this person lead anywhere: evidence, an agency's answer entered for it, a plan."""
    return any(ctx.rights.anywhere(action) for action in ("evidence", "enter_on_behalf", "import"))
