"""dondoc invite, dondoc people: who comes in, who is in charge, who leaves. The first officer comes in by this door."""

import datetime as dt
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from bot.cli.command_context import find_agency, find_plan, opened
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.agencies.stored import agency_name
from catalog.audit import Actor
from catalog.people import people
from catalog.people.invitations import INVITATION_DAYS, invite, invite_successor
from catalog.people.one_time_codes import deep_links
from catalog.people.rights import OF_AN_AGENCY, PROVINCE_WIDE, ROLES, in_force
from catalog.tables import Membership, Person
from templates.render import say

app = typer.Typer(no_args_is_help=True, help="Người dùng: ai đang phụ trách, gỡ vai trò, bàn giao.")
CLI = Actor(None, "cli")
Json = Annotated[bool, typer.Option("--json", help="In JSON.")]
Who = Annotated[int, typer.Argument(help="Số của người (cột đầu của `dondoc people list`).")]
RoleFilter = Annotated[str, typer.Option(help="Chỉ vai trò này.")]
AgencyFilter = Annotated[str, typer.Option(help="Chỉ cơ quan này.")]


def register(root: typer.Typer) -> None:
    """Add the commands of this file."""
    root.command("invite")(invite_)
    root.add_typer(app, name="people")


def invite_(
    role: Annotated[str, typer.Option(help="focal, agency_leader, officer, leader, inspector hoặc admin.")],
    agency: Annotated[str, typer.Option(help="Cơ quan của người được mời.")] = "",
    plan: Annotated[str, typer.Option(help="Với officer: lấy cơ quan theo dõi của kế hoạch này.")] = "",
    json: Json = False,
) -> None:
    """Cấp một mã mời dùng một lần."""
    _known_role(role)
    if role in OF_AN_AGENCY and not agency:
        fail(f"--role {role} ({say('link.who', role=role, agency='')}) cần có --agency.")
    with opened() as (settings, store):
        with store.read() as session:
            row, name = find_agency(session, agency) if agency else (None, "")
            if plan and row is None:
                row = find_plan(session, plan).coordinator_id
                name = agency_name(session, row)
        bound = None if role in PROVINCE_WIDE else row
        name = name if bound is not None else ""
        now = settings.moment()
        code = store.write(lambda s: invite(s, role, bound, CLI, now))  # type: ignore[arg-type]
        with store.read() as session:
            links = deep_links(session, code)
    if json:
        print_json({"code": code, "role": role, "agency": name or None, "days": INVITATION_DAYS, "links": links})
        return
    what = say("link.who", role=role, agency=name)
    print_text(f"Mã mời: {code} ({what}; dùng một lần, trong {INVITATION_DAYS} ngày)")
    for link in links:
        print_text(f"Mở: {link}")
    print_text("Người được mời nhắn mã này cho bot.")


@app.command("list")
def list_(agency: AgencyFilter = "", json: Json = False) -> None:
    """Ai đang giữ vai trò gì."""
    with opened() as (settings, store), store.read() as session:
        wanted = find_agency(session, agency)[0] if agency else None
        where = [in_force(settings.moment())] + ([col(Membership.agency_id) == wanted] if wanted is not None else [])
        held = session.exec(select(Membership).where(*where).order_by(col(Membership.person_id), col(Membership.id)))
        rows = [_entry(session, membership) for membership in held.all()]
    if json:
        print_json({"people": rows})
        return
    cells = [
        (
            r["person"],
            r["name"] or "—",
            say("link.who", role=r["role"], agency=""),
            r["agency"] or "—",
            r["until"] or "",
        )
        for r in rows
    ]
    print_table(f"{len(rows)} vai trò", ("Số", "Tên", "Vai trò", "Cơ quan", "Làm thay đến"), cells)


def _entry(session: Session, membership: Membership) -> dict[str, object]:
    return {
        "person": membership.person_id,
        "name": people.display_name(session, membership.person_id),
        "role": membership.role,
        "agency": agency_name(session, membership.agency_id) or None,
        "since": membership.since.isoformat(),
        "until": membership.until.isoformat() if membership.until else None,
    }


@app.command()
def remove(person: Who, role: RoleFilter = "", agency: AgencyFilter = "", json: Json = False) -> None:
    """Gỡ vai trò của một người; người đó không nhận và không cập nhật được gì nữa."""
    if role:
        _known_role(role)
    with opened() as (settings, store):
        now = settings.moment()
        with store.read() as session:
            wanted = find_agency(session, agency)[0] if agency else None
            held = _roles_meant(session, person, role, wanted, now)
            ended = [_entry(session, membership) for membership in held]
        store.write(lambda s: _end(s, _roles_meant(s, person, role, wanted, now), now))
    if json:
        print_json({"ended": ended})
        return
    for entry in ended:
        of = f", {entry['agency']}" if entry["agency"] else ""
        print_text(f"Đã gỡ {entry['name'] or person}: {say('link.who', role=entry['role'], agency='')}{of}.")


def _end(session: Session, held: list[Membership], now: dt.datetime) -> None:
    for membership in held:
        if membership.ended_at is None:  # a deputy's role may have ended with the one before
            people.end(session, membership, CLI, now)


@app.command()
def handover(person: Who, agency: AgencyFilter = "", json: Json = False) -> None:
    """Cấp mã để người kế nhiệm nhận bàn giao của một đầu mối, kèm các nhắc việc đang chờ trả lời."""
    with opened() as (settings, store):
        now = settings.moment()
        with store.read() as session:
            wanted = find_agency(session, agency)[0] if agency else None
            held = _roles_meant(session, person, "focal", wanted, now)
            if len(held) > 1:
                names = "; ".join(agency_name(session, m.agency_id) for m in held)
                fail(f"Người số {person} là đầu mối của nhiều cơ quan ({names}): hãy thêm --agency.")
            number, name = held[0].id, agency_name(session, held[0].agency_id)
        try:
            code = store.write(lambda s: invite_successor(s, s.get_one(Membership, number), CLI, now))
        except people.Refused:
            fail("Người làm thay không bàn giao tiếp được cho người khác.")
    if json:
        print_json({"code": code, "agency": name, "days": INVITATION_DAYS})
        return
    print_text(f"Mã nhận bàn giao {name}: {code} (dùng một lần, trong {INVITATION_DAYS} ngày)")


def _roles_meant(session: Session, person: int, role: str, agency: int | None, now: dt.datetime) -> list[Membership]:
    """The roles meant; a sentence and exit code 2 when there are none."""
    if session.get(Person, person) is None:
        fail(f"Không có người số {person}. Xem `dondoc people list`.")
    held = people.memberships_of(session, person, now, role)
    held = [m for m in held if agency is None or m.agency_id == agency]
    if not held:
        fail(f"Người số {person} không giữ vai trò nào như vậy. Xem `dondoc people list`.")
    return held


def _known_role(role: str) -> None:
    if role not in ROLES:
        fail(f"--role: “{role}” không dùng được; chọn {', '.join(ROLES)}.")
