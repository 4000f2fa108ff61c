"""dondoc db, dondoc audit: the store's own commands."""

import pathlib
from typing import Annotated

import typer

from bot.checkup import examine_store
from bot.cli.command_context import opened
from bot.cli.deployment.doctor import all_in_order, print_findings
from bot.cli.output import fail, print_json, print_text
from bot.settings import Settings, load_settings
from bot.store_opening import evidence_store
from catalog.audit import verify
from catalog.clock import local, parse_moment
from catalog.store.store import Store, upgrade
from catalog.upkeep import backup as backups
from catalog.upkeep.doctor import Finding
from catalog.upkeep.off_site import copies
from catalog.upkeep.off_site.place import Place, said
from catalog.upkeep.verify_audit import verify_record
from handlers.joining.missed_while_away import tell_restored

database = typer.Typer(no_args_is_help=True, help="Kho dữ liệu.")
audit_app = typer.Typer(no_args_is_help=True, help="Nhật ký kiểm chứng.")


@database.command("upgrade")
def upgrade_() -> None:
    """Đưa kho dữ liệu lên phiên bản mới nhất."""
    print_text(f"Kho dữ liệu ở phiên bản {upgrade(load_settings().store_url)}.")


@database.command()
def backup(file: Annotated[pathlib.Path, typer.Argument(help="Tệp sao lưu (.tar) sẽ ghi ra.")]) -> None:
    """Sao lưu kho SQLite và minh chứng vào một tệp, cả khi bot đang chạy."""
    settings = load_settings()
    saved = backups.backup(settings.store_url, evidence_store(settings), file, settings.moment())
    print_text(f"Đã sao lưu vào {file}: {saved.links} bản ghi nhật ký, {saved.files} tệp minh chứng.")
    print_text(f"Mã nhật ký cuối (nên ghi lại ở nơi khác): {saved.head or 'chưa có'}")
    _say_damaged(saved)


@database.command()
def restore(
    file: Annotated[pathlib.Path | None, typer.Argument(help="Tệp do dondoc db backup ghi ra.")] = None,
    from_url: Annotated[str, typer.Option(help="Nơi có bản sao tự động (như DONDOC_BACKUP_URL).")] = "",
    at: Annotated[str, typer.Option(help="Bản sao mới nhất tính đến lúc này (ISO); trống là bản mới nhất.")] = "",
) -> None:
    """Phục hồi vào nơi trống (không bao giờ ghi đè), rồi kiểm tra lại."""
    settings = load_settings()
    if from_url:
        _restore_from(settings, from_url, at)
        return
    if at:
        fail("--at chỉ dùng cùng --from-url.")
    if file is None:
        fail("Hãy nêu tệp sao lưu, hoặc --from-url.")
    if not file.is_file():
        fail(f"Không có tệp {file}.")
    saved = backups.restore(file, settings.store_url, evidence_store(settings))
    upgrade(settings.store_url)
    print_text(f"Đã phục hồi từ {file}: {saved.links} bản ghi nhật ký, {saved.files} tệp minh chứng.")
    found = _examined(settings)
    _say_damaged(saved)
    if not all_in_order(found):
        raise typer.Exit(1)


def _restore_from(settings: Settings, url: str, at: str) -> None:
    try:
        moment = parse_moment(at) if at else None
    except ValueError:
        fail(f"--at: “{at}” không phải là thời điểm ISO, ví dụ 2026-03-20T08:00.")
    place = Place(url, settings.backup_passphrase.get_secret_value())
    try:
        found = copies.restore(place, settings.store_url, evidence_store(settings), moment)
    except OSError as problem:
        fail(f"Không đọc được bản sao ở {said(url)}: {problem}.")
    with opened() as (_, store):
        now = settings.moment()
        told = store.write(lambda session: tell_restored(session, found.moment, now))
    print_text(
        f"Đã phục hồi bản sao lúc {local(found.moment):%H:%M:%S %d/%m/%Y}: {found.links} bản ghi nhật ký, "
        f"{found.files} tệp minh chứng. Khi bot chạy, {told} cuộc trò chuyện được báo gửi lại những gì đã gửi từ đó."
    )
    if not all_in_order(_examined(settings)):
        raise typer.Exit(1)


def _examined(settings: Settings) -> list[Finding]:
    """What the doctor finds in the restored store; all that is not in order is printed."""
    store = Store(settings.store_url)
    try:
        found = examine_store(store, settings, settings.moment())
    finally:
        store.close()
    print_findings([one for one in found if one.level != "ok"])
    return found


def _say_damaged(saved: backups.Saved) -> None:
    """Evidence that was gone or changed already when the backup was made."""
    if saved.damaged:
        named = ", ".join(sha256[:12] for sha256 in saved.damaged)
        print_text(f"Không có trong bản sao lưu vì đã mất hoặc hỏng: {len(saved.damaged)} tệp minh chứng ({named}).")
        raise typer.Exit(1)


@audit_app.command("verify")
def verify_(
    expect: Annotated[str, typer.Option(help="Mã nhật ký đã ghi lại trước đây: phải còn nằm trong chuỗi.")] = "",
    json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Kiểm tra chuỗi nhật ký từ đầu đến cuối, và mọi cập nhật theo nhật ký."""
    with opened() as (_, store), store.read() as session:
        found = verify(session, expect)
        breaks = verify_record(session)
    whole = found.broken_at is None and not breaks
    if json:
        print_json(
            {"ok": whole, "links": found.links, "broken_at": found.broken_at, "reason": found.reason,
             "head": found.head, "updates": [{"subject": one.subject, "reason": one.reason} for one in breaks]}
        )  # fmt: skip
    elif whole:
        print_text(f"Nhật ký nguyên vẹn: {found.links} bản ghi. Mã cuối: {found.head}")
    else:
        if found.broken_at is not None:
            print_text(f"Nhật ký bị thay đổi tại bản ghi {found.broken_at}: {found.reason}.")
        for one in breaks:
            print_text(f"{one.subject}: {one.reason}.")
    if not whole:
        raise typer.Exit(1)
