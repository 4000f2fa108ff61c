"""After a unit was split: an officer says in chat which heir takes each task, and where its people go."""

from collections.abc import Sequence

from catalog.agencies.stored import agency_id, agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.people.people import display_name
from catalog.reorganisation.changes import ChangeRefused
from catalog.reorganisation.waiting import PersonWaiting, assign, people_to, people_waiting, waiting
from handlers.conversation.context import Context
from scheduler.digests.unit_changes import tell_moved
from templates.render import say

PAGE = 5


def listed(ctx: Context) -> list[Message]:
    """What waits: the tasks, some at a time, with a button to give all of a unit to one heir; else the people."""
    ctx.require_role("edit_agency")
    tasks, there = waiting(ctx.session), people_waiting(ctx.session, ctx.now)
    if not tasks:
        return [_people(ctx, there)]
    page = int(ctx.args.get("page", 0)) * PAGE
    page = page if page < len(tasks) else 0
    shown = tasks[page : page + PAGE]
    rows = in_rows([Choice(f"#{one.task}", "after_split_task", {"task": one.task}) for one in shown], PAGE)
    for unit in dict.fromkeys(one.unit for one in tasks):
        of_unit = [one for one in tasks if one.unit == unit]
        rows += [
            (Choice(say("after_split.button_all", heir=heir, count=len(of_unit)), "after_split_give",
                    {"tasks": [one.task for one in of_unit], "to": agency_id(ctx.session, heir)}),)
            for heir in of_unit[0].heirs
        ]  # fmt: skip
    if len(tasks) > page + PAGE:
        rows.append((Choice(say("tasks.button_next"), "after_split", {"page": page // PAGE + 1}),))
    if there:
        rows.append((Choice(say("after_split.button_people", count=len(there)), "after_split_people", {}),))
    return [Message(say("after_split.tasks", tasks=shown, total=len(tasks)), tuple(rows))]


def people(ctx: Context) -> list[Message]:
    """Who belongs to none of the heirs yet, with a button for each of these."""
    ctx.require_role("edit_agency")
    return [_people(ctx, people_waiting(ctx.session, ctx.now))]


def one(ctx: Context) -> list[Message]:
    """One task: a button for each heir."""
    ctx.require_role("edit_agency")
    task = next((one for one in waiting(ctx.session) if one.task == int(ctx.args["task"])), None)
    if task is None:
        return [Message(say("after_split.refused", reason="nothing_waits"))]
    rows = tuple(
        (Choice(heir, "after_split_give", {"tasks": [task.task], "to": agency_id(ctx.session, heir)}),)
        for heir in task.heirs
    )
    return [Message(say("after_split.task", task=task), rows)]


def give(ctx: Context) -> list[Message]:
    """The heir was tapped: the tasks go on there, reminders too. The rest of the list follows."""
    ctx.require_role("edit_agency")
    there, heir = {one.task for one in waiting(ctx.session)}, int(ctx.args["to"])
    tasks = [task for task in map(int, ctx.args["tasks"]) if task in there]
    if not tasks:
        return [Message(say("after_split.refused", reason="nothing_waits"))]
    try:
        done = assign(ctx.session, tasks, heir, ctx.actor, ctx.now, "")
    except ChangeRefused as problem:
        return [Message(say("after_split.refused", reason=problem.reason))]
    given = Message(say("after_split.given", count=done, heir=agency_name(ctx.session, heir)))
    return [given, *_rest(ctx)]


def move(ctx: Context) -> list[Message]:
    """A person goes to one of the heirs and hears of it."""
    ctx.require_role("edit_agency")
    person, heir = int(ctx.args["person"]), int(ctx.args["to"])
    try:
        moved = people_to(ctx.session, int(ctx.args["unit"]), heir, ctx.actor, ctx.now, [person])
    except ChangeRefused as problem:
        return [Message(say("after_split.refused", reason=problem.reason))]
    tell_moved(ctx.session, moved, heir, ctx.now)
    name = agency_name(ctx.session, heir)
    told = Message(say("after_split.moved", person=display_name(ctx.session, person), heir=name))
    return [told, *_rest(ctx)]


def _rest(ctx: Context) -> list[Message]:
    ctx.args = {}
    return listed(ctx) if waiting(ctx.session) or people_waiting(ctx.session, ctx.now) else []


def _people(ctx: Context, there: Sequence[PersonWaiting]) -> Message:
    if not there:
        return Message(say("after_split.nothing"))
    shown = [(one, display_name(ctx.session, one.person)) for one in there[:PAGE]]
    rows = tuple(
        (Choice(say("after_split.button_person", name=name, heir=heir), "after_split_move",
                {"person": one.person, "unit": one.unit_id, "to": agency_id(ctx.session, heir)}),)
        for one, name in shown
        for heir in one.heirs
    )  # fmt: skip
    return Message(say("after_split.people", people=shown, total=len(there)), rows)
