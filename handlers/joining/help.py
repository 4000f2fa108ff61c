"""Finding one's way: help by role, who am I, leaving a conversation."""

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.messaging.upload_links import public_url
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import leave
from templates.render import say

EXAMPLES: dict[str, tuple[str, ...]] = {
    "focal": ("/viec", "/capnhat", "/vuongmac", "/chitieu"),
    "agency_leader": ("/tonghop", "/tonghop quá hạn"),
    "officer": ("/duyet", "/nhac", "/tonghop quá hạn", "/baocao"),
    "leader": ("/tonghop", "/tonghop quá hạn", "/tonghop tuần trước", "/baocao"),
    "inspector": ("/tonghop", "/tonghop quá hạn", "/kehoach", "/baocao"),
    "admin": ("/moi", "/lich"),
}
"""What somebody in a role may try by a tap on the help; without a role: to link."""

GUIDES = {
    "focal": "dau-moi", "officer": "can-bo-tong-hop", "admin": "can-bo-tong-hop", "agency_leader": "lanh-dao",
    "leader": "lanh-dao", "inspector": "lanh-dao",
}  # fmt: skip
"""Role -> the guide of templates/guides that is for it."""

EXAMPLE = "example"
"""The choice that runs the command in its `text`, as if it had been typed (`handlers.dispatch`)."""

MOST_EXAMPLES = 6


def guide(ctx: Context) -> list[Message]:
    """/trogiup: what this person can do here, examples that run at a tap, and where the guide with pictures is."""
    roles = _roles(ctx)
    address = public_url(ctx.session)
    names = dict.fromkeys(GUIDES[role] for role in roles) if address else {}
    links = [f"{address}/huong-dan/{name}" for name in names]
    text = say("help.guide", roles=roles, links=links)
    if ctx.incoming.group and roles:
        return [Message(f"{text}\n\n{say('help.commands', roles=roles)}")]
    return [Message(text, _examples(ctx, roles))]


def commands(ctx: Context) -> list[Message]:
    """Every command of this person's roles, one a line."""
    return [Message(say("help.commands", roles=_roles(ctx)))]


def _roles(ctx: Context) -> list[str]:
    return [role for role in EXAMPLES if any(held.role == role for held in ctx.rights.in_force)]


def _examples(ctx: Context, roles: list[str]) -> tuple[tuple[Choice, ...], ...]:
    """Two a row; none in a group, where a tap would be anybody's."""
    if ctx.incoming.group:
        return ()
    texts = list(dict.fromkeys(text for role in roles for text in EXAMPLES[role]))[:MOST_EXAMPLES] or ["/lienket"]
    choices = [Choice(say("help.button_example", text=text), EXAMPLE, {"text": text}) for text in texts]
    every = (Choice(say("help.button_all"), "help_all"),) if roles else ()
    return tuple(in_rows([*choices, *every], 2))


def leave_conversation(ctx: Context) -> list[Message]:
    """/huy: leave what one is in the middle of; no record is touched."""
    return [Message(say("help.left" if leave(ctx) else "help.nothing_to_leave"))]
