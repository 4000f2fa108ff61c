"""dondoc status: the official figures."""

from typing import Annotated, cast

import typer

from bot.cli.house import day_or_fail, find_agency, find_plan, opened
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.clock import local_day
from catalog.figures import By, Figures, Level, Scope, picture
from catalog.progress import FIVE_FIGURES

_HEADS = ("Đúng hạn", "Trễ hạn", "Trong hạn", "Quá hạn", "Không định hạn")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("status")(status)


def status(
    on: Annotated[str, typer.Option(help="Ngày (NĂM-THÁNG-NGÀY); trống là hôm nay.")] = "",
    by: Annotated[str, typer.Option(help="plan, agency hoặc section.")] = "",
    agency: Annotated[str, typer.Option(help="Chỉ một cơ quan.")] = "",
    plan: Annotated[str, typer.Option(help="Chỉ một kế hoạch.")] = "",
    level: Annotated[str, typer.Option(help="assignments hoặc tasks.")] = "assignments",
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Tình hình thực hiện: năm con số luôn cộng đủ tổng số."""
    if by not in ("", "plan", "agency", "section"):
        fail(f"--by: “{by}” không dùng được; chọn plan, agency hoặc section.")
    if level not in ("assignments", "tasks"):
        fail(f"--level: “{level}” không dùng được; chọn assignments hoặc tasks.")
    with opened() as (settings, store):
        now = settings.moment()
        day = day_or_fail(on, "--on") if on else local_day(now)
        if day > local_day(now):
            fail(f"--on: {day:%d/%m/%Y} chưa đến; chỉ xem được hôm nay và các ngày đã qua.")
        with store.read() as session:
            scope = Scope(
                plan_id=find_plan(session, plan).id if plan else None,
                agency_ids=(find_agency(session, agency)[0],) if agency else None,
            )
            shown = picture(session, day, now, scope=scope, by=cast(By, by) if by else None, level=cast(Level, level))
    if json:
        print_json(
            {
                "date": day.isoformat(), "level": level, **shown.whole.to_json(),
                "groups": [group.to_json() for group in shown.groups], "warnings": [],
            }
        )  # fmt: skip
        return
    print_text(f"Tình hình thực hiện ngày {day:%d/%m/%Y}")
    rows = [_row("Tổng số", shown.whole), *(_row(group.name, group) for group in shown.groups)]
    print_table("", ("", "Tổng", *_HEADS, "Chờ nghiệm thu"), rows)
    if shown.whole.unassigned:
        print_text(f"Chưa có cơ quan chủ trì: {shown.whole.unassigned} nhiệm vụ (ngoài tổng số)")


def _row(name: str, figures: Figures) -> list[object]:
    return [name or "(không có mục)", figures.total, *(figures.counts[p] for p in FIVE_FIGURES), figures.reported]
