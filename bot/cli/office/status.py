"""dondoc status: the official figures, and what will go wrong if nobody acts."""

from collections import Counter
from typing import Annotated, cast

import typer

from bot.cli.command_context import find_agency, find_plan, opened, past_day_or_fail
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.figures.official import By, Figures, Level, Picture, Scope, picture
from catalog.figures.published import status_document
from catalog.figures.warnings import KINDS, EarlyWarning, early_warnings
from catalog.work.snapshot import FIVE_FIGURES
from templates.render import short

_HEADS = ("HT đúng", "HT trễ", "Trong", "Quá", "Không")
"""Short, so that the names have room on a terminal of 80 columns; the line under the table says them in full."""


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
    """Tình hình thực hiện: năm con số luôn cộng đủ tổng số, kèm cảnh báo sớm."""
    if by not in ("", "plan", "agency", "section"):
        fail(f"--by: “{by}” không dùng được; chọn plan, agency hoặc section.")
    if level not in ("assignments", "tasks"):
        fail(f"--level: “{level}” không dùng được; chọn assignments hoặc tasks.")
    with opened() as (settings, store):
        now = settings.moment()
        day = past_day_or_fail(on, "--on", now)
        with store.read() as session:
            scope = Scope(
                plan_id=find_plan(session, plan).id if plan else None,
                agency_ids=(find_agency(session, agency)[0],) if agency else None,
            )
            grouping, counted = cast(By, by) if by else None, cast(Level, level)
            if json:
                print_json(status_document(session, day, now, scope, grouping, counted))
                return
            shown = picture(session, day, now, scope=scope, by=grouping, level=counted)
            _print(shown, early_warnings(session, day, scope, shown.assignments))


def _print(shown: Picture, warnings: list[EarlyWarning]) -> None:
    print_text(f"Tình hình thực hiện ngày {shown.day:%d/%m/%Y}")
    whole = shown.whole
    if not whole.total and not whole.unassigned:
        print_text("Chưa có nhiệm vụ nào: hãy nhập kế hoạch bằng `dondoc plan import`.")
        return
    rows = [_row("Tổng số", whole), *(_row(group.name, group) for group in shown.groups)]
    print_table("", ("", "Tổng", *_HEADS, "Chờ"), rows)
    print_text(
        "HT: hoàn thành đúng hạn, trễ hạn; đang làm trong hạn; quá hạn; không ấn định thời hạn. "
        "Chờ: đã báo cáo, chờ nghiệm thu."
    )
    if whole.unassigned:
        print_text(f"Chưa có cơ quan chủ trì: {whole.unassigned} nhiệm vụ (ngoài tổng số)")
    if whole.counts["suspended"] or whole.counts["cancelled"]:
        print_text(f"Tạm dừng {whole.counts['suspended']}, hủy {whole.counts['cancelled']} (ngoài tổng số)")
    print_text(
        f"Cập nhật trong 30 ngày: {_rate(whole.update_rate)}; cơ quan có người kết nối: {_rate(whole.linked_rate)}"
    )
    kinds = Counter(warning.kind for warning in warnings)
    for kind, name in KINDS.items():
        if kinds[kind]:
            print_text(f"Cảnh báo · {name}: {kinds[kind]}")


def _row(name: str, figures: Figures) -> list[object]:
    return [
        short(name or "(không có mục)", 60),
        figures.total,
        *(figures.counts[p] for p in FIVE_FIGURES),
        figures.reported,
    ]


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}".replace(".", ",")
