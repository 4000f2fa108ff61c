"""dondoc db, dondoc audit: the store's own commands."""

import pathlib
import sqlite3
from typing import Annotated

import typer

from bot.cli.house import opened
from bot.cli.output import fail, print_json, print_text
from bot.settings import load_settings
from catalog.audit import verify
from catalog.store import upgrade

database = typer.Typer(no_args_is_help=True, help="Kho dữ liệu.")
audit_app = typer.Typer(no_args_is_help=True, help="Nhật ký kiểm chứng.")


@database.command("upgrade")
def upgrade_() -> None:
    """Đưa kho dữ liệu lên phiên bản mới nhất."""
    print_text(f"Kho dữ liệu ở phiên bản {upgrade(load_settings().store_url)}.")


@database.command()
def backup(file: Annotated[pathlib.Path, typer.Argument(help="Tệp sao lưu sẽ ghi ra.")]) -> None:
    """Sao lưu kho SQLite khi bot đang chạy."""
    with opened() as (_, store):
        if store.engine.dialect.name != "sqlite":
            fail("Lệnh này dành cho kho SQLite; với PostgreSQL hãy dùng pg_dump.")
        if file.exists():
            fail(f"Tệp {file} đã có; hãy chọn tên khác.")
        source = store.engine.raw_connection()
        try:
            with sqlite3.connect(file) as target:
                source.driver_connection.backup(target)  # type: ignore[union-attr]
            target.close()
        except (sqlite3.Error, OSError) as problem:
            fail(f"Không sao lưu được vào {file}: {problem}.")
        finally:
            source.close()
    print_text(f"Đã sao lưu vào {file}.")


@audit_app.command("verify")
def verify_(json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False) -> None:
    """Kiểm tra chuỗi nhật ký từ đầu đến cuối."""
    with opened() as (_, store), store.read() as session:
        found = verify(session)
    whole = found.broken_at is None
    if json:
        print_json({"ok": whole, "links": found.links, "broken_at": found.broken_at, "reason": found.reason})
    elif whole:
        print_text(f"Nhật ký nguyên vẹn: {found.links} bản ghi.")
    else:
        print_text(f"Nhật ký bị thay đổi tại bản ghi {found.broken_at}: {found.reason}.")
    if not whole:
        raise typer.Exit(1)
