"""The agency that a task is said to be of: it goes to the officer with the task, so that the move is one tap."""

import re
from collections.abc import Collection, Sequence

from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.tables import Assignment
from handlers.conversation.context import Context

_PART = re.compile(r"[;\n]|,\s*(?=(?:(?:nv|nhiệm vụ|nhiem vu|đầu việc|dau viec|việc|viec)\s*(?:số\s*)?)?#?\d)", re.I)


def whose(ctx: Context, refs: Sequence[str], candidates: Collection[Assignment]) -> str:
    """The one agency surely named beside these tasks ("2", "#12"; none: in all the words), "" where there is none."""
    codes = "|".join(re.escape(ref.lstrip("#")) for ref in refs)
    beside = re.compile(rf"(?<!\w)(?:{codes})(?!\w)" if refs else "")
    said = [part for part in _PART.split(ctx.words) if beside.search(part)]
    own = {row.agency_id for row in candidates} | set(ctx.rights.agencies())
    found = {row for part in said if (row := agency_called(ctx.session, part).row) is not None and row not in own}
    return agency_name(ctx.session, found.pop()) if len(found) == 1 else ""
