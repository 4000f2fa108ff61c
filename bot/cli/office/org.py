"""dondoc org: whose deployment this is - set, shown, renamed, and its units as a workbook."""

import datetime as dt
import pathlib
import sys
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.cli.command_context import day_or_fail, opened
from bot.cli.output import fail, print_json, print_text
from bot.organisation_choice import OrganisationRefused, chosen, counted, unit_book
from bot.os_errors import why
from catalog.agencies.editing import NameRefused
from catalog.agencies.stored import own_organisation, registry_of
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.organisations import founding
from catalog.organisations.founding import AlreadySet
from catalog.organisations.laying_over import rows_of
from catalog.organisations.naming import was_called
from catalog.organisations.workbook import UnitBook, write_units
from catalog.reorganisation.changes import Wish, decide
from catalog.text import fold

app = typer.Typer(no_args_is_help=True, help="Tổ chức: đặt, xem, đổi tên, xuất danh mục đơn vị.")
CLI = Actor(None, "cli")
Json = Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")]
UNSET = 'Chưa đặt tổ chức; hãy chạy: dondoc org set TÊN (ví dụ: dondoc org set "tỉnh Lâm Đồng").'


@app.command("set")
def set_(
    name: Annotated[str, typer.Argument(help="Tên tổ chức: tỉnh, thành phố, xã, phường, bộ, đảng bộ, bệnh viện …")],
    units: Annotated[pathlib.Path | None, typer.Option(help="Bảng tính đơn vị, thay cho danh mục có sẵn.")] = None,
    pack: Annotated[str, typer.Option(help="Loại tổ chức, khi tên chưa nói rõ.")] = "",
    as_of: Annotated[str, typer.Option(help="Theo danh mục của ngày này.")] = "",
    json: Json = False,
) -> None:
    """Đặt tổ chức của hệ thống này và lập danh mục đơn vị."""
    try:
        layout = chosen(name, units, pack, day_or_fail(as_of, "--as-of") if as_of else None)
        if units is not None:
            tell_skipped(unit_book(units))
    except OrganisationRefused as refused:
        fail(str(refused))
    before = was_called(layout)
    if before and fold(before[0]) == fold(name) and before[0] != layout.home.name:
        day = dt.date.fromisoformat(before[1])
        sys.stderr.write(f"{before[0]} nay là {layout.home.name} (từ {day:%d}/{day.month}/{day.year}).\n")
    with opened() as (settings, store):
        now, source = settings.moment(), "file" if units else "pack"
        try:
            store.write(lambda s: founding.found(s, layout, CLI, now, source=source))
        except AlreadySet as known:
            fail(f"Đã đặt tổ chức là {known.name}; đổi tên: dondoc org rename.")
        with store.read() as session:
            _tell(session, json)


@app.command()
def show(json: Json = False) -> None:
    """Tổ chức của hệ thống này."""
    with opened() as (_, store), store.read() as session:
        if own_organisation(session) is None:
            fail(UNSET)
        _tell(session, json)


@app.command()
def rename(
    name: Annotated[str, typer.Argument(help="Tên mới của tổ chức: “Thành phố …”.")],
    from_: Annotated[str, typer.Option("--from", help="Từ ngày nào; trống là hôm nay.")] = "",
    by: Annotated[str, typer.Option("--by", help="Số văn bản làm căn cứ.")] = "",
) -> None:
    """Đổi tên tổ chức từ một ngày; không nhiệm vụ nào thay đổi."""
    with opened() as (settings, store):
        now = settings.moment()
        day = day_or_fail(from_, "--from") if from_ else local_day(now)
        with store.read() as session:
            before = own_organisation(session)
            if before is None:
                fail(UNSET)
            was = before.name
        try:
            effect = store.write(lambda s: decide(s, Wish("organisation_renamed", (), (name,)), day, by, CLI, now))
        except NameRefused as refusal:
            fail("Tổ chức đã có tên đó." if refusal.reason == "same_name" else "Tên này không dùng được.")
    print_text(f"Từ {day:%d}/{day.month}/{day.year} {was} {'sẽ' if effect.waits else 'nay'} là {name}.")


@app.command()
def export(
    xlsx: Annotated[pathlib.Path, typer.Option(help="Tệp bảng tính cần ghi.")],
    blank: Annotated[bool, typer.Option("--blank", help="Chỉ ghi tiêu đề và hai ví dụ.")] = False,
) -> None:
    """Xuất danh mục đơn vị ra bảng tính, để sửa và nhập lại bằng `dondoc unit import`."""
    rows = None
    if not blank:
        with opened() as (_, store), store.read() as session:
            if own_organisation(session) is None:
                fail(UNSET)
            rows = rows_of(session)
    try:
        xlsx.write_bytes(write_units(rows))
    except OSError as problem:
        fail(f"Không ghi được tệp {xlsx}: {why(problem)}.")
    print_text(f"Đã ghi {xlsx}{'' if rows is None else f' ({len(rows)} đơn vị)'}.")


def tell_skipped(book: UnitBook) -> None:
    """The columns of a workbook that are not ours."""
    for title in book.skipped:
        sys.stderr.write(f"Bỏ qua cột “{title}”.\n")


def _tell(session: Session, json: bool) -> None:
    organisation = own_organisation(session)
    assert organisation is not None
    units = registry_of(session).agencies
    if json:
        facts: dict[str, Any] = {
            "name": organisation.name, "full_name": organisation.full_name, "pack": organisation.pack,
            "code": organisation.code, "place": organisation.place,
            "since": organisation.since.isoformat() if organisation.since else None,
            "level": organisation.level, "within": organisation.within,
        }  # fmt: skip
        print_json({"org": facts, "units": len(units)})
        return
    print_text(counted(organisation.full_name, [unit.kind for unit in units]))
