"""dondoc db copy: a store moved into another, SQLite or PostgreSQL, with its evidence and the proof."""

from typing import Annotated

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from bot.cli.output import print_json, print_table, print_text
from bot.settings import load_settings
from bot.store_opening import evidence_at
from catalog.upkeep.copy_store import copy_store


def register(database: typer.Typer) -> None:
    """Add the command of this file to the group `db`."""
    database.command("copy")(copy)


def copy(
    source: Annotated[str, typer.Argument(help="Địa chỉ kho nguồn, ví dụ sqlite:///./var/dondoc.sqlite3.")],
    target: Annotated[str, typer.Argument(help="Địa chỉ kho đích còn trống, ví dụ postgresql://...")],
    evidence_from: Annotated[
        str, typer.Option(help="Nơi lưu minh chứng hiện nay; trống là theo cấu hình (DONDOC_EVIDENCE_URL).")
    ] = "",
    evidence_to: Annotated[
        str, typer.Option(help="Nơi chép minh chứng đến (thư mục hoặc s3://...); trống là để nguyên chỗ cũ.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Chép toàn bộ kho dữ liệu và minh chứng sang kho trống khác (SQLite, PostgreSQL), rồi đối chiếu từng bảng."""
    settings = load_settings()
    kept = evidence_at(evidence_from or settings.evidence_place, settings)
    place = evidence_at(evidence_to, settings) if evidence_to else None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bars: dict[str, TaskID] = {}

        def show_step(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = progress.add_task("minh chứng" if what == "evidence" else what, total=total)
            progress.update(bars[what], completed=done)

        moved = copy_store(source, target, kept, place, show_step)
    if json:
        print_json(
            {"rows": moved.rows, "audit_links": moved.links, "audit_head": moved.head, "files": moved.files,
             "files_damaged": moved.damaged}
        )  # fmt: skip
    else:
        rows = [(name, count) for name, count in moved.rows.items() if count]
        print_table("Đã chép và đối chiếu (số dòng, mã kiểm tra từng bảng đều khớp)", ("Bảng", "Số dòng"), rows)
        print_text(f"Nhật ký nguyên vẹn ở kho đích: {moved.links} bản ghi, mã cuối {moved.head}")
        print_text(f"Minh chứng: {moved.files} tệp {'đã chép' if place else 'nguyên vẹn, để tại chỗ cũ'}.")
        shown = sa.make_url(target).render_as_string(hide_password=True)
        print_text(f"Để dùng kho mới, đặt DONDOC_DATABASE_URL={shown} rồi chạy lại bot.")
        if moved.damaged:
            named = ", ".join(sha256[:12] for sha256 in moved.damaged)
            print_text(f"Không chép được vì đã mất hoặc hỏng từ trước: {len(moved.damaged)} tệp minh chứng ({named}).")
    if moved.damaged:
        raise typer.Exit(1)
