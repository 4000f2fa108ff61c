"""From a sentence to what it asks for: the rules of `intents` weighed against each other.

Whether words are progress at all is decided in `speech_act`; what changes something is sure only as a plain order with
all it needs; doubt becomes choices, never a guess. Start reading at `understand`.
"""

import datetime as dt
from dataclasses import replace

from handlers.replies import Reply, courtesy, parse_reply
from handlers.words.choices import BESIDE, MOST, choices_of, each_once, likely
from handlers.words.doubts import doubt
from handlers.words.intents import intents
from handlers.words.model import UPDATE, Meant, Role, Understood
from handlers.words.names.all_named import all_named
from handlers.words.names.said import Known, Said
from handlers.words.nearest import NOTHING, likest, plainly, progress
from handlers.words.restraints import SURE, SURE_TO_ACT, WHOLE, has_all
from handlers.words.speech_act import Account, account, claimed_back, claimed_of_a_task, claimed_of_all, questions, sent
from handlers.words.unread import OWN
from handlers.words.weighing import Scored, slots_of, weighed

MARGIN = 6
"""So much surer an order must be than the next."""
LIKE = 4
"""What a rule is sure of must be among so many of the likest."""
UNLIKE = -6.0
"""Words that are less like progress are not offered as such where nothing of it was read."""
NEWS = 4.0
"""Words that are so much more like progress are asked about as such, though nothing was read."""
PLAIN = 5
"""An update for which so much more speaks has no question beside it."""


_OF_PROGRESS = frozenset({"percent_out_of_range", "impossible_date", "date_in_past", "done_or_noted", "done_or_not"})
"""Doubts of the reply reader that it asks back itself: something was reported."""


def understand(text: str, role: Role, known: Known, today: dt.date) -> Understood:
    """What `text`, typed on the province's day `today` by somebody in `role`, asks for. Never raises."""
    reply = parse_reply(text, today)
    return replace(_understood(text, role, known, today, reply), reply=reply)


def _understood(text: str, role: Role, known: Known, today: dt.date, reply: Reply) -> Understood:
    said = all_named(text, known, today)
    if not said.line.tokens:
        return Understood()
    scored = weighed(said, role, today)
    if not scored and not reply.items:
        said = all_named(text, known, today, barely=True)
        scored = weighed(said, role, today) if said.agencies or said.doubtful else []
    best = scored[0] if scored else None
    sure = _sure(best, scored, said, role, today) if best else None
    ordered = sure is not None and intents()[sure.intent].acts
    balance = account(said, reply, role, best, ordered=ordered)
    asked_back = role == "focal" and not reply.items
    asked_back &= _asked_back(reply) or _may_be_open_work(reply, best) or claimed_of_all(said, reply)
    if reply.items or sent(said) or asked_back:
        if balance.act == "tells" or (asked_back and balance.act == "either"):
            return Understood(choices=_beside(scored, balance), update=True)
        if balance.act == "either" or asked_back:
            return Understood(choices=_either(scored, said, role, today, balance))
    if (best is None or best.score < SURE) and courtesy(text):
        return Understood()
    told = role == "focal" and claimed_of_a_task(said)
    if sure is not None and (ordered or not told):
        return Understood(sure)
    foreseen = reply.items or (best is not None and best.score >= SURE) or any(one.acts for one in scored)
    if not foreseen and (shown := _plainly(said, role, today)) is not None:
        return Understood(shown)
    choices = choices_of(scored, likest(said, role), said, today)
    may_tell = role == "focal" and _may_tell(said, reply, balance)
    if may_tell and Meant(UPDATE) not in choices and (choices or progress(said) >= NEWS):
        choices = (*choices[: MOST - 1], Meant(UPDATE))
    return Understood(choices=choices)


def _may_tell(said: Said, reply: Reply, balance: Account) -> bool:
    """Whether it may be progress, said in a way that nobody has read yet."""
    return bool(reply.doubts or reply.items or claimed_back(said)) or (not balance.asked and progress(said) > UNLIKE)


def _asked_back(reply: Reply) -> bool:
    """Whether something was reported that the reply reader asks about itself."""
    named = bool(reply.unsure) and "which_task" in reply.doubts and "not_ours" not in reply.doubts
    return named or bool(_OF_PROGRESS & set(reply.doubts))


def _may_be_open_work(reply: Reply, best: Scored | None) -> bool:
    """Whether it looks like open work, of a task it names, or like no order."""
    return "how_far" in reply.doubts and (any(reply.unsure) or best is None or best.score < SURE)


def _beside(scored: list[Scored], balance: Account) -> tuple[Meant, ...]:
    """What an update may be besides: a wish or a complaint of one's own, a question where something speaks for it."""
    plain = not balance.asked or balance.told - balance.asked > PLAIN
    aside = (*OWN, "why_reminded")
    return each_once(
        [
            one.meant
            for one in scored
            if one.score >= (BESIDE if one.meant.intent in aside else WHOLE if plain else SURE)
        ]
    )


def _either(scored: list[Scored], said: Said, role: Role, today: dt.date, balance: Account) -> tuple[Meant, ...]:
    """Progress, or what the words ask for: both are offered, first what more speaks for."""
    asked = [one.meant for one in scored if one.score >= BESIDE]
    if said.tasks:
        asked.append(Meant("task_card", {"task": said.tasks[0]}))
    asked += likely(tuple(name for name in likest(said, role) if name != UPDATE), said, today, MOST - 1)
    first = [Meant(UPDATE)] if balance.told > balance.asked or not scored else []
    return each_once([*first, *asked[: MOST - 1], Meant(UPDATE)])


def _sure(best: Scored, scored: list[Scored], said: Said, role: Role, today: dt.date) -> Meant | None:
    """The best, where its score is enough, no other order comes near, and nothing speaks against it."""
    if best.score < (SURE_TO_ACT if best.acts else SURE):
        return None
    others = [one for one in scored[1:] if one.acts]
    if best.acts and others and best.score - others[0].score < MARGIN:
        return None
    if best.acts and questions(said):
        return None
    if doubt(intents()[best.meant.intent], best.meant.slots, said, role, today):
        return None
    return best.meant if best.acts or _is_like(best.meant, likest(said, role)) else None


def _plainly(said: Said, role: Role, today: dt.date) -> Meant | None:
    """What the words are far likelier to mean than anything else, where no rule is sure and it only shows something."""
    name = plainly(said, role)
    if name is None or name in (UPDATE, NOTHING) or intents()[name].acts or claimed_of_a_task(said):
        return None
    slots = slots_of(intents()[name], said, today)
    if said.plan or any(
        value and slot not in slots for slot, value in (("task", said.tasks), ("agency", said.agencies))
    ):
        return None
    plain = has_all(intents()[name], slots) and doubt(intents()[name], slots, said, role, today) is None
    return Meant(name, slots) if plain else None


def _is_like(sure: Meant, near: tuple[str, ...]) -> bool:
    """Whether what the rules are sure of is among what the words are likest to: else it is asked."""
    return not near or sure.intent in near[:LIKE]
