"""dondoc invite: the first officer comes in through the command line."""

from typing import Annotated

import typer

from bot.cli.house import find_agency, find_plan, opened
from bot.cli.output import fail, print_json, print_text
from catalog.audit import Actor
from catalog.invitations import INVITATION_DAYS, invite
from catalog.rights import ROLES

PROVINCE_WIDE = ("leader", "inspector", "admin")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("invite")(invite_)


def invite_(
    role: Annotated[str, typer.Option(help="focal, agency_leader, officer, leader, inspector hoặc admin.")],
    agency: Annotated[str, typer.Option(help="Cơ quan của người được mời.")] = "",
    plan: Annotated[str, typer.Option(help="Với officer: lấy cơ quan theo dõi của kế hoạch này.")] = "",
    json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Cấp một mã mời dùng một lần."""
    if role not in ROLES:
        fail(f"--role: “{role}” không dùng được; chọn {', '.join(ROLES)}.")
    if role in ("focal", "agency_leader") and not agency:
        fail(f"Vai trò {role} cần có --agency.")
    with opened() as (settings, store):
        with store.read() as session:
            row, name = find_agency(session, agency) if agency else (None, "")
            if plan and row is None:
                row = find_plan(session, plan).coordinator_id
        bound = None if role in PROVINCE_WIDE else row
        now = settings.moment()
        code = store.write(lambda s: invite(s, role, bound, Actor(None, "cli"), now))
    if json:
        print_json({"code": code, "role": role, "agency": name or None, "days": INVITATION_DAYS})
        return
    print_text(
        f"Mã mời: {code} (vai trò {role}{', ' + name if name else ''}; dùng một lần, trong {INVITATION_DAYS} ngày)"
    )
    print_text("Người được mời nhắn mã này cho bot.")
