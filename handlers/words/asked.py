"""Words in a private chat: an update goes to its reader, what is sure is shown or read back, doubt becomes buttons."""

import datetime as dt
import functools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from catalog.agencies.typed.called_by_name import agency_called
from catalog.clock import local_day
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import one_time_codes
from catalog.people.rights import Rights
from handlers.conversation import look_up_meanwhile
from handlers.conversation.context import Context, Incoming
from handlers.conversation.open_conversations import leave
from handlers.focal_point import product_named, updates
from handlers.officer import invite_address, morning
from handlers.replies import parse_reply
from handlers.words import about_oneself, inviting, ordering, showing
from handlers.words.intents import intents
from handlers.words.known import known_of
from handlers.words.model import SLOTS, UPDATE, Meant, Role, Slots, Understood, meant_from_json, meant_json
from handlers.words.names.all_named import all_named
from handlers.words.names.said import Known
from handlers.words.router import understand
from handlers.words.speech_act import questions
from templates.render import say

_NUMBER = re.compile(r"(?:nv|số|việc|nhiệm vụ)? ?#?\d{1,6}\.?", re.IGNORECASE)
"""A number alone answers what was asked or opens what was listed; nothing is said with it."""

NAMED_ALONE = frozenset(
    {"agency_status", "plan_status", "search", "contact", "status", "due_within", "overdue", "assign"}
)
"""What a name or a day alone leads to: where one is asked for, it is the answer."""

OF_ONESELF = frozenset({"leave", "mute", "deputy", "handover", "undo"})
"""What is no answer to how far a task is; each is read back before anything changes."""

FEW = 4
"""Where an answer has more buttons than this none is added."""

_INTENT_OF = {
    "task_not_ours": "wrong_agency", "undo": "undo", "card": "task_card", "evidence": "send_evidence",
    "list": "my_tasks",
}  # fmt: skip
"""Buttons under an answer to an update that lead where a question of the table leads."""

LEADS: dict[str, Callable[[Context, Slots], list[Message]]] = {
    **showing.SCREENS, **ordering.ORDERS, **about_oneself.WISHES
}  # fmt: skip
"""Every intent of the table and what is answered to it (a test compares them)."""


def answer(ctx: Context) -> list[Message]:
    """What somebody said outside a question of ours."""
    if (finished := product_named.answered(ctx)) is not None:
        ctx.args = finished
        return updates.said(ctx)
    if _NUMBER.fullmatch(ctx.words.strip()):
        return updates.free_text(ctx)
    understood = _understood(ctx)
    if understood.meant is not None:
        return lead(ctx, understood.meant)
    if understood.update or not understood.choices:
        return _beside(ctx, updates.free_text(ctx, understood.reply), understood.choices)
    if (wish := inviting.doubtful(ctx, understood.choices)) is not None:
        return lead(ctx, wish)
    if (first := morning.first_plan(ctx)) is not None:
        return [replace(first, choices=(*first.choices, *offered(ctx, understood.choices).choices))]
    return [offered(ctx, understood.choices)]


def _beside(ctx: Context, answers: list[Message], choices: tuple[Meant, ...]) -> list[Message]:
    """The answer to an update, with the one question it may have been as a last button."""
    if not choices or not answers or len(answers[-1].flat_choices()) > FEW:
        return answers
    button = Choice(label(choices[0]), "words", {**meant_json(choices[0]), "text": ctx.words[:500]})
    if any(_INTENT_OF.get(one.do) == choices[0].intent for one in answers[-1].flat_choices()):
        return answers  # the doubt about the update offers just that
    return [*answers[:-1], replace(answers[-1], choices=(*answers[-1].choices, (button,)))]


def instead(ctx: Context) -> list[Message] | None:
    """While a question about progress is open: what surely asks to see something, or says something of oneself, is
    answered and the question left.
    """
    meant = _sure(ctx)
    if meant is None or (intents()[meant.intent].acts and meant.intent not in OF_ONESELF):
        return None
    return _left_for(ctx, meant)


def in_place_of_form(ctx: Context, flow: str) -> list[Message] | None:
    """While a document, a day or an agency is asked for: a question or an order of its own is heard, and what was open
    is said to be left. Words with the number of a document answer unless they order something of a task they name; a
    name alone may be the answer, too.
    """
    meant, open_args = _sure(ctx), ctx.args
    if meant is None or meant.intent in NAMED_ALONE:
        return None
    names_its_own = bool(intents()[meant.intent].acts and meant.slots.get("task"))
    if not names_its_own and parse_reply(ctx.words, ctx.today).documents:
        return None
    if (
        intents()[meant.intent].acts
        and not (ctx.args.get("value") or meant.slots.get("task"))
        and meant.intent != "remind"
    ):
        return None
    answer = _left_for(ctx, meant)
    return look_up_meanwhile.reminded(ctx, answer, flow, open_args)


def instead_of_agency(ctx: Context) -> list[Message] | None:
    """While a code or the name of an agency is asked for: what is neither is answered, and the question stays open.

    Somebody who holds no role is told what this is. None where the words may be what was asked for.
    """
    words = ctx.words.strip()
    if _NUMBER.fullmatch(words) or one_time_codes.code_in(words) or invite_address.code_accepted(ctx):
        return None
    if agency_called(ctx.session, words).near:
        return None
    if not ctx.rights.linked:
        return (
            [Message(say("link.what_this_is"))]
            if questions(all_named(words, known_of(ctx.session), ctx.today))
            else None
        )
    understood = _understood(ctx)
    if understood.update:
        leave(ctx)
        return updates.free_text(ctx, understood.reply)
    if understood.meant is not None and understood.meant.intent not in NAMED_ALONE:
        shown = lead(ctx, understood.meant)
    elif understood.choices:
        shown = [offered(ctx, understood.choices)]
    else:
        return None
    line = say("help.still_asked", flow="link", codes=[])
    return [*shown[:-1], replace(shown[-1], text=f"{shown[-1].text}\n\n{line}")] if shown else None


def _sure(ctx: Context) -> Meant | None:
    return None if _NUMBER.fullmatch(ctx.words.strip()) else _understood(ctx).meant


def _left_for(ctx: Context, meant: Meant) -> list[Message]:
    leave(ctx)
    ctx.args = {}
    return lead(ctx, meant)


def chosen(ctx: Context) -> list[Message]:
    """One of the buttons that were offered, or an order passed on to an officer."""
    ctx.words = str(ctx.args.get("text", ""))
    meant = meant_from_json(ctx.args)
    if meant.intent == UPDATE:
        ctx.args = {}
        return updates.free_text(ctx)
    return lead(ctx, meant)


def lead(ctx: Context, meant: Meant) -> list[Message]:
    """To the screen or the read-back order of an intent."""
    ctx.args = {"said": ctx.words}
    words, ctx.words = ctx.words, ""
    answered = LEADS[meant.intent](ctx, meant.slots)
    ctx.words = words
    return answered


def offered(ctx: Context, choices: tuple[Meant, ...]) -> Message:
    """Not sure: the nearest, one tap each."""
    rows = [(Choice(label(one), "words", {**meant_json(one), "text": ctx.words[:500]}),) for one in choices]
    return Message(say("asked.which"), tuple(rows))


def label(meant: Meant) -> str:
    """An intent with its slots as a button says it."""
    return say("asked.button", intent=meant.intent, slots=shown_slots(meant.slots))


def shown_slots(slots: Slots) -> dict[str, Any]:
    """The slots as the templates take them: lists joined, days as days, "" for what was not said."""
    said = {name: "; ".join(value) if isinstance(value, tuple | list) else value for name, value in slots.items()}
    return {**dict.fromkeys(SLOTS, ""), **said}


def role_of(rights: Rights) -> Role:
    """As whom somebody speaks who may hold several roles: who decides over plans, then who reports, then who reads."""
    if rights.has("officer") or (rights.has("admin") and not rights.has("focal")):
        return "officer"
    return "focal" if rights.has("focal") else "leader"


def foresee(incoming: Incoming, now: dt.datetime) -> None:
    """Understand words before their turn, as of whoever spoke last in that chat, by the names that were known then.

    Changes nothing; what turns out to be otherwise at their turn is understood anew there.
    """
    words, spoke = incoming.text.strip(), _spoke_last.get((incoming.channel, incoming.chat))
    plain = not (incoming.group or incoming.attachments or words.startswith("/") or _NUMBER.fullmatch(words))
    if spoke is not None and plain and incoming.event == "message" and incoming.choice is None:
        _read(words, *spoke, local_day(now))


def _understood(ctx: Context) -> Understood:
    as_whom = role_of(ctx.rights), known_of(ctx.session)
    if len(_spoke_last) >= _CHATS:
        _spoke_last.clear()
    _spoke_last[ctx.incoming.channel, ctx.incoming.chat] = as_whom
    return _read(ctx.words, *as_whom, ctx.today)


_CHATS = 5000
_spoke_last: dict[tuple[str, str], tuple[Role, Known]] = {}
_read = functools.lru_cache(maxsize=128)(understand)
