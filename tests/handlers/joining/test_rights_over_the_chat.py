"""DESIGN section 2 as a table, and every cell of it tried over the chat: role x action x one's own or another's.

Each action is tried as a person would: by the button or the words that lead to it, and judged by what then stands in
the store. A refused try must leave a line in the audit log wherever the conversation offers the action only to those
who have it.
"""

import datetime as dt
import pathlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlmodel import col, select

from catalog.audit import SYSTEM
from catalog.people import people
from catalog.people.rights import RIGHTS, ROLES
from catalog.plans.model import Actors, ParsedPlan, ParsedTask
from catalog.tables import (
    Assignment,
    Blocker,
    CalendarOverride,
    Contact,
    Conversation,
    Evidence,
    Extension,
    Invitation,
    JoinRequest,
    Nudge,
    Outbox,
    Plan,
    PlanFile,
    Task,
    UnitName,
    Update,
)
from catalog.work import assignments
from catalog.work.deadline import Deadline
from catalog.work.evidence import Kept
from handlers.conversation.context import Received
from handlers.leader import reports
from handlers.officer.plans import import_plan

#                     focal  leader of an agency  officer  leader  inspector  admin
TABLE = """
see                   own    own                  own      all     all        -
status                own    own                  own      all     all        -
report                own    own                  own      all     all        -
update                own    -                    -        -       -          -
evidence              own    -                    -        -       -          -
ask_extension         own    -                    -        -       -          -
report_blocker        own    -                    -        -       -          -
resolve_blocker       own    -                    own      -       -          -
ask_support           own    -                    own      -       -          -
name_deputy           own    -                    -        -       -          -
hand_over             own    -                    all      -       -          -
bind_group            own    -                    all      -       -          -
accept                -      -                    own      -       -          -
return                -      -                    own      -       -          -
decide_extension      -      -                    own      -       -          -
decide_join           -      -                    all      -       -          -
invite                -      -                    all      -       -          -
nudge                 -      -                    own      -       -          -
import                -      -                    own      -       -          -
edit_task             -      -                    own      -       -          -
enter_on_behalf       -      -                    own      -       -          -
edit_agency           -      -                    all      -       -          -
remove_person         -      -                    all      -       -          all
remove_officer        -      -                    -        -       -          all
invite_officer        -      -                    -        -       -          all
settings              -      -                    -        -       -          all
"""
EXPECTED = {
    (role, line.split()[0]): cell
    for line in TABLE.strip().splitlines()
    for role, cell in zip(ROLES, line.split()[1:], strict=True)
}
ACTIONS = tuple(dict.fromkeys(action for _, action in EXPECTED))
HOME, AWAY = "Sở Công Thương", "Sở Tài chính"
COORDINATOR, OTHER_COORDINATOR = "Sở Khoa học và Công nghệ", "Sở Nội vụ"
TITLE = "Xây dựng kế hoạch chuyển đổi số"


@dataclass
class Scene:
    """Somebody, and a task of one's own or of another's: agency, its focal point, the department that coordinates it."""

    house: Any
    actor: Contact
    work: Assignment
    agency: str
    focal: Contact
    coordinator: str

    def count(self, table: Any) -> int:
        self.house.session.flush()
        return len(self.house.session.exec(select(table)).all())

    def newest(self, table: Any) -> Any:
        return self.house.session.exec(select(table).order_by(col(table.id).desc())).first()

    def taps(self, do: str, **args: Any) -> list[Any]:
        found: list[Any] = self.house.taps(self.actor, do, **args)
        return found

    def says(self, text: str = "", **more: Any) -> list[Any]:
        found: list[Any] = self.house.says(self.actor, text, **more)
        return found


def scene(house: Any, role: str, place: str) -> Scene:
    """An agency's people have one agency at home and see another beside it in the same plan; an officer has one plan
    and sees another department's; province-wide roles and admins have no home, so both places are the same to them."""
    agency, coordinator = HOME, COORDINATOR
    if place == "other":
        agency = AWAY
        coordinator = OTHER_COORDINATOR if role == "officer" else COORDINATOR
    home = {"focal": HOME, "agency_leader": HOME, "officer": COORDINATOR}.get(role, "")
    actor = house.person("Người thử", role, home)
    focal = actor if role == "focal" and place == "own" else house.person("Đầu mối", "focal", agency)
    return Scene(house, actor, house.work(agency, coordinator, title=TITLE), agency, focal, coordinator)


def see(s: Scene) -> bool:
    return TITLE in s.taps("card", assignment=s.work.id)[0].text


def status(s: Scene) -> bool:
    words = s.newest(Plan).number if s.house.roles(s.actor) & {("officer", s.house.agency(COORDINATOR))} else s.agency
    return "Tổng số: 1 lượt giao" in s.says(f"/tonghop {words}")[0].text


def report(s: Scene) -> bool:
    """Judged by what stands in the file: it is drawn with the rights of whoever asked."""
    officer = s.house.roles(s.actor) & {("officer", s.house.agency(COORDINATOR))}
    s.says(f"/baocao {s.newest(Plan).number if officer else s.agency} excel")
    row = s.newest(Outbox)
    files = row.payload.get("files", [])
    if not files:
        return False
    made = reports.makers(pathlib.Path("/nonexistent"))["report"](s.house.session, files[0]["args"], s.house.now)
    sheets = openpyxl.load_workbook(BytesIO(made)).worksheets
    return any(TITLE in str(cell) for sheet in sheets for line in sheet.iter_rows(values_only=True) for cell in line)


def update(s: Scene) -> bool:
    s.taps("said", assignment=s.work.id, state="in_progress", percent=30)
    return s.work.percent == 30


def evidence(s: Scene) -> bool:
    s.taps("evidence", assignment=s.work.id)
    s.says(received=(Received("bc.pdf", Kept("a" * 64, "pdf", "application/pdf", 10)),))
    return s.count(Evidence) == 1


def ask_extension(s: Scene) -> bool:
    s.taps("extend", assignment=s.work.id)
    s.says("đến 30/9/2026 do chờ hướng dẫn")
    return s.count(Extension) == 1


def report_blocker(s: Scene) -> bool:
    s.taps("blocker_kind", assignment=s.work.id, kind="funding")
    s.says("chưa được bố trí kinh phí")
    return s.count(Blocker) == 1


def resolve_blocker(s: Scene) -> bool:
    s.house.taps(s.focal, "blocker_kind", assignment=s.work.id, kind="funding")
    s.house.says(s.focal, "chưa được bố trí kinh phí")
    blocker = s.newest(Blocker)
    s.taps("blocker_resolved", blocker=blocker.id)
    return blocker.resolved_at is not None


def ask_support(s: Scene) -> bool:
    task = s.house.session.get_one(Task, s.work.task_id)
    helper = assignments.create(s.house.session, task, [s.house.agency("Sở Tư pháp")], "support", SYSTEM, s.house.now)[
        0
    ]
    s.taps("ask_support", assignment=s.work.id)
    return s.house.session.get_one(Assignment, helper).asked_at is not None


def name_deputy(s: Scene) -> bool:
    membership = people.memberships_of(s.house.session, s.focal.person_id or 0, s.house.now, "focal")[0]
    s.taps("deputy_for", membership=membership.id, until="2026-03-31")
    return s.count(Invitation) == 1


def hand_over(s: Scene) -> bool:
    membership = people.memberships_of(s.house.session, s.focal.person_id or 0, s.house.now, "focal")[0]
    s.taps("handover_for", membership=membership.id)
    return s.count(Invitation) == 1


def bind_group(s: Scene) -> bool:
    group = s.house.group()
    s.house.taps(s.actor, "group_bind", group=group, agency=s.house.agency(s.agency))
    return group.agency_id is not None


def _reported(s: Scene) -> None:
    s.house.taps(s.focal, "said", assignment=s.work.id, state="reported", percent=100)
    assert s.work.state == "reported"


def accept(s: Scene) -> bool:
    _reported(s)
    s.taps("accept", assignment=s.work.id)
    return s.work.state == "done"


def return_(s: Scene) -> bool:
    _reported(s)
    s.taps("return", assignment=s.work.id)
    s.says("văn bản sai mẫu")
    return s.work.state == "in_progress"


def decide_extension(s: Scene) -> bool:
    s.house.taps(s.focal, "extend", assignment=s.work.id)
    s.house.says(s.focal, "đến 30/9/2026 do chờ hướng dẫn")
    extension = s.newest(Extension)
    s.taps("extend_decide", extension=extension.id, grant=True)
    return extension.decision == "granted"


def decide_join(s: Scene) -> bool:
    newcomer = s.house.person("Người mới")
    s.house.presses(newcomer, s.house.says(newcomer, s.agency)[0], s.agency)
    s.taps("join_decide", request=s.newest(JoinRequest).id, approve=True)
    return bool(s.house.roles(newcomer))


def invite(s: Scene) -> bool:
    s.says(f"/moi {s.agency}")
    return s.count(Invitation) == 1


def invite_officer(s: Scene) -> bool:
    s.says(f"/moi cán bộ {s.coordinator}")
    return s.count(Invitation) == 1


def nudge(s: Scene) -> bool:
    s.taps("nudge_send", ids=[s.work.id], ordinal=1)
    return s.count(Nudge) == 1


def import_(s: Scene) -> bool:
    row = ParsedTask(
        "", "I", "", "1", "Việc mới", "", "30/6/2026", (Deadline("date", due=dt.date(2026, 6, 30)),), Actors()
    )
    plan = ParsedPlan(
        "77/KH-UBND", "Kế hoạch mới", "UBND tỉnh", dt.date(2026, 1, 2), 2026, s.coordinator, (row,), rows_read=1
    )
    file = Received("ke-hoach.docx", Kept("b" * 64, "docx", "application/zip", 10))
    s.taps("plan_take", files=[file.to_json()])
    waiting = s.newest(PlanFile)
    if waiting is not None:
        import_plan.read(s.house.session, waiting.id, plan, s.house.now)
        s.house.session.flush()
        s.taps("plan_confirm", file=waiting.id)
    return s.newest(Plan).number == "77/KH-UBND"


def edit_task(s: Scene) -> bool:
    s.taps("suspend", assignment=s.work.id, act="suspend")
    s.says("theo Công văn 12/UBND-TH, tạm dừng chờ hướng dẫn")
    return s.work.state == "suspended"


def enter_on_behalf(s: Scene) -> bool:
    s.taps("on_behalf", assignment=s.work.id)
    s.says("theo Công văn 45/BC-VP: đã được 30%")
    return s.newest(Update).on_behalf is True


def edit_agency(s: Scene) -> bool:
    s.taps("agency_alias", agency=s.house.agency(s.agency), name="Nhà máy điện tử")
    return s.newest(UnitName).text == "Nhà máy điện tử"


def remove_person(s: Scene) -> bool:
    colleague = s.house.person("Đồng nghiệp", "focal", s.agency)
    s.taps("member_end_yes", membership=s.house.membership(colleague).id)
    return not s.house.roles(colleague)


def remove_officer(s: Scene) -> bool:
    colleague = s.house.person("Cán bộ", "officer", s.coordinator)
    s.taps("member_end_yes", membership=s.house.membership(colleague).id)
    return not s.house.roles(colleague)


def settings(s: Scene) -> bool:
    s.says("/lich nghỉ 24/11/2026 theo Thông báo 9/TB-UBND")
    return s.count(CalendarOverride) == 1


TRIES: dict[str, Callable[[Scene], bool]] = {
    "see": see, "status": status, "report": report, "update": update, "evidence": evidence,
    "ask_extension": ask_extension, "report_blocker": report_blocker, "resolve_blocker": resolve_blocker,
    "ask_support": ask_support, "name_deputy": name_deputy, "hand_over": hand_over, "bind_group": bind_group,
    "accept": accept, "return": return_, "decide_extension": decide_extension, "decide_join": decide_join,
    "invite": invite, "invite_officer": invite_officer, "nudge": nudge, "import": import_, "edit_task": edit_task,
    "enter_on_behalf": enter_on_behalf, "edit_agency": edit_agency, "remove_person": remove_person,
    "remove_officer": remove_officer, "settings": settings,
}  # fmt: skip

NARROWED = {"status", "report"}
"""Whoever may see figures is shown nothing of what is not theirs instead of being refused."""


@pytest.mark.parametrize("place", ["own", "other"])
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_of_the_table_holds(house: Any, role: str, place: str) -> None:
    """All actions of a role at one place; each try is undone before the next. A failure names its actions."""
    here = scene(house, role, place)
    wrong = [f"{action}: {fault}" for action in ACTIONS if (fault := tried(here, action, role, place))]
    assert wrong == []


def tried(here: Scene, action: str, role: str, place: str) -> str:
    """What is wrong with this cell; "" when it holds."""
    cell = EXPECTED[role, action]
    allowed = cell == "all" or cell == place
    attempt = here.house.session.begin_nested()
    try:
        if TRIES[action](here) is not allowed:
            return "refused" if allowed else "let in"
        refusals = [row for row in here.house.audited("refused.") if row.person_id == here.actor.person_id]
        if allowed:
            return "a refusal stands in the record" if refusals else ""
        if cell == "-" or action not in NARROWED:
            if not refusals:
                return "no refusal stands in the record"
            if here.house.session.get(Conversation, here.actor.id) is not None:
                return "something is begun that may not be ended"
        return ""
    finally:
        attempt.rollback()


def test_somebody_without_a_role_may_do_nothing(house: Any) -> None:
    here = scene(house, "", "other")
    for action in ACTIONS:
        attempt = house.session.begin_nested()
        assert TRIES[action](here) is False, action
        attempt.rollback()


def test_the_table_here_and_the_one_in_the_code_name_the_same_actions() -> None:
    assert set(TRIES) == set(ACTIONS) == {action for rights in RIGHTS.values() for action in rights}
