"""dondoc unit: the units of the organisation, an officer's changes to them, and the matching of typed names."""

import pathlib
import sys
from collections.abc import Callable
from typing import Annotated, NoReturn, TypeVar

import typer
from sqlmodel import Session

from bot.cli.command_context import find_agency, opened
from bot.cli.dry_run import written
from bot.cli.office.org import UNSET, tell_skipped
from bot.cli.output import fail, print_json, print_table, print_text
from bot.organisation_choice import OrganisationRefused, unit_book
from catalog.agencies import editing
from catalog.agencies.groups import GroupRefused, group_called
from catalog.agencies.stored import own_organisation, registry_of
from catalog.agencies.typed.matching import explain, match, match_json
from catalog.audit import Actor
from catalog.organisations import listing
from catalog.organisations.laying_over import Laid, lay_over
from catalog.organisations.workbook import WorkbookRefused
from catalog.store.store import Store, Work
from catalog.tables import AgencyRow

app = typer.Typer(no_args_is_help=True, help="Đơn vị: danh mục, nhận dạng tên, thay đổi.")
T = TypeVar("T")
CLI = Actor(None, "cli")
Json = Annotated[bool, typer.Option("--json", help="In JSON.")]


@app.command("match")
def match_(
    text: Annotated[
        list[str] | None, typer.Argument(help="Tên như người dùng gõ; trống thì đọc từng dòng từ stdin.")
    ] = None,
    json: Json = False,
    explained: Annotated[bool, typer.Option("--explain", help="Nêu rõ tên gọi và cách viết nào đã khớp.")] = False,
) -> None:
    """Nhận dạng đơn vị từ tên người dùng gõ."""
    with opened() as (_, store), store.read() as session:
        check_set(session)
        registry = registry_of(session)
    for typed in text or [line.rstrip("\n") for line in sys.stdin]:
        if json:
            print_json(match_json(typed, registry))
            continue
        found = match(typed, registry)
        words = {"match": "khớp", "ask": "cần hỏi lại", "none": "không có"}[found.decision]
        print_text(f"{typed}: {words} – {found.agency or '; '.join(c.agency for c in found.candidates) or '—'}")
        if explained:
            print_text(explain(found))


@app.command("list")
def list_(
    json: Json = False,
    as_of: Annotated[str, typer.Option(help="Danh mục của ngày này.")] = "",
    former: Annotated[
        bool, typer.Option("--former", help="Gồm cả các đơn vị đã kết thúc hoạt động và tên gọi trước đây.")
    ] = False,
) -> None:
    """Danh mục đơn vị."""
    from bot.cli.command_context import day_or_fail

    with opened() as (_, store), store.read() as session:
        check_set(session)
        day = day_or_fail(as_of, "--as-of") if as_of else None
        units = listing.units(session, day, former=former)
    if json:
        print_json({"units": units, "agencies": units})
        return
    rows = [(u["code"], u["name"], u["kind"], ", ".join(u["groups"]), u["until"] or "") for u in units]
    print_table(f"{len(rows)} đơn vị", ("Mã", "Tên", "Loại", "Nhóm", "Đến"), rows)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Tên chính thức, ngắn gọn.")],
    kind: Annotated[str, typer.Option(help=f"Loại: {', '.join(editing.KINDS)}; trống thì suy từ tên.")] = "",
    full_name: Annotated[str, typer.Option(help="Tên đầy đủ.")] = "",
    code: Annotated[str, typer.Option(help="Mã.")] = "",
    group: Annotated[list[str] | None, typer.Option(help="Nhóm như kế hoạch ghi: “khoa lâm sàng”.")] = None,
) -> None:
    """Thêm một đơn vị."""
    with opened() as (settings, store):
        now = settings.moment()

        def work(session: Session) -> str:
            check_set(session)
            groups = [group_called(session, one) for one in group] if group else None
            return editing.add_agency(
                session, name, CLI, now, kind=kind, full_name=full_name, code=code, groups=groups
            ).kind

        kind_of = changed(store.write, work)
    print_text(f"Đã thêm: {name} ({kind_of}).")


@app.command()
def alias(
    unit: Annotated[str, typer.Argument(help="Đơn vị.")],
    name: Annotated[str, typer.Argument(help="Cách gọi khác.")],
) -> None:
    """Thêm một cách gọi khác của đơn vị."""
    with opened() as (settings, store):
        row, known = found_unit(store, unit)
        now = settings.moment()
        changed(store.write, lambda s: editing.add_alias(s, s.get_one(AgencyRow, row), name, CLI, now))
    print_text(f"Đã ghi nhận: “{name}” là {known}.")


@app.command("import")
def import_(
    file: Annotated[pathlib.Path, typer.Argument(help="Bảng tính đơn vị.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ thay đổi gì.")] = False,
    json: Json = False,
) -> None:
    """Nhập bảng đơn vị đè lên danh mục đang có; đơn vị không có trong bảng vẫn giữ nguyên."""
    try:
        book = unit_book(file)
    except OrganisationRefused as refused:
        fail(str(refused))
    tell_skipped(book)
    with opened() as (settings, store):
        now = settings.moment()

        def work(session: Session) -> Laid:
            check_set(session)
            return lay_over(session, book, CLI, now)

        try:
            laid = written(store, work, dry_run=dry_run)
        except WorkbookRefused as refused:
            fail(f"{file.name}: {' '.join(refused.sentences)}")
    if json:
        print_json({**laid.to_json(), "dry_run": dry_run})
        return
    print_text(
        f"{'Sẽ có' if dry_run else 'Đã nhập'}: {len(laid.added)} đơn vị mới, {len(laid.changed)} thay đổi, "
        f"{laid.same} giữ nguyên."
    )
    for name, fields in laid.changed.items():
        print_text(f"  {name}: {', '.join(fields)}")
    if laid.gone:
        more = f" và {len(laid.gone) - 10} đơn vị nữa" if len(laid.gone) > 10 else ""
        print_text(f"  Không có trong bảng, vẫn giữ: {'; '.join(laid.gone[:10])}{more}.")


@app.command()
def news(
    take: Annotated[bool, typer.Option("--take", help="Nhận các thay đổi và đơn vị mới.")] = False,
    json: Json = False,
) -> None:
    """Dữ liệu kèm theo chương trình có gì khác danh mục đang dùng."""
    from catalog.organisations import news as offered

    with opened() as (settings, store):
        now = settings.moment()
        with store.read() as session:
            check_set(session)
            found = offered.news(session)
        taken = store.write(lambda s: offered.take(s, CLI, now)) if take else 0
    if json:
        print_json(
            {
                "organisation": found.organisation,
                "renamed": found.renamed,
                "new": found.new,
                "possible": found.possible,
                "taken": taken,
            }
        )
        return
    if found.organisation:
        print_text(f"{found.organisation[0]} nay là {found.organisation[1]}: dondoc org rename TÊN --from NGÀY.")
    for before, name in found.renamed:
        print_text(f"{before} nay là {name}.")
    for name in found.new:
        print_text(f"Đơn vị mới: {name}.")
    if found.possible:
        print_text(f"Có thể còn thiếu (thêm bằng dondoc unit add): {'; '.join(found.possible)}.")
    print_text(f"Đã nhận {taken} thay đổi." if take else "Nhận các thay đổi và đơn vị mới: dondoc unit news --take")


def check_set(session: Session) -> None:
    """Nothing is asked of units before there are any: one sentence and exit code 2."""
    if own_organisation(session) is None:
        fail(UNSET)


def found_unit(store: Store, wanted: str) -> tuple[int, str]:
    """(row, short name) of a unit as people type it; a sentence and exit code 2 otherwise."""
    with store.read() as session:
        check_set(session)
        return find_agency(session, wanted)


def changed(write: Callable[[Work[T]], T], work: Work[T]) -> T:
    """Do it, or one sentence and exit code 2."""
    try:
        return write(work)
    except editing.NameRefused as refusal:
        refused(refusal)
    except GroupRefused as problem:
        fail(f"--group: “{problem.detail}” không dùng làm tên nhóm được.")


def refused(refusal: editing.NameRefused) -> NoReturn:
    """The sentence of a name that cannot be given."""
    sentences = {
        "name_taken": f"Tên này đã là của {refusal.holder} nên không dùng được.",
        "same_name": "Cơ quan này đã có tên đó.",
        "kind_unknown": f"--kind: chọn {', '.join(editing.KINDS)}.",
    }
    fail(sentences.get(refusal.reason, "Tên này không dùng được: cần ít nhất hai chữ cái, tối đa 150 ký tự."))
