"""dondoc agency: the registry, an officer's changes to it, and the matching of typed names."""

import sys
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from bot.cli.command_context import find_agency, opened
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.agencies import editing
from catalog.agencies.matching import explain, list_json, match, match_json
from catalog.agencies.stored import registry_of
from catalog.audit import Actor
from catalog.store.store import Work
from catalog.tables import AgencyRow

app = typer.Typer(no_args_is_help=True, help="Cơ quan: danh mục, nhận dạng tên.")
T = TypeVar("T")
CLI = Actor(None, "cli")
Json = Annotated[bool, typer.Option("--json", help="In JSON, mỗi dòng một kết quả.")]


@app.command("match")
def match_(
    text: Annotated[
        list[str] | None, typer.Argument(help="Tên như người dùng gõ; trống thì đọc từng dòng từ stdin.")
    ] = None,
    json: Json = False,
    explained: Annotated[bool, typer.Option("--explain", help="Nói rõ tên gọi và cách biến đổi nào đã thắng.")] = False,
) -> None:
    """Nhận dạng cơ quan từ tên người dùng gõ."""
    texts = text or [line.rstrip("\n") for line in sys.stdin]
    with opened() as (_, store), store.read() as session:
        registry = registry_of(session)
    for typed in texts:
        if json:
            print_json(match_json(typed, registry))
            continue
        found = match(typed, registry)
        words = {"match": "khớp", "ask": "cần hỏi lại", "none": "không có"}[found.decision]
        print_text(f"{typed}: {words} – {found.agency or '; '.join(c.agency for c in found.candidates) or '—'}")
        if explained:
            print_text(explain(found))


@app.command("list")
def list_(json: Json = False) -> None:
    """Danh mục cơ quan."""
    with opened() as (_, store), store.read() as session:
        registry = registry_of(session)
    if json:
        print_json(list_json(registry))
        return
    rows = [(a.code, a.name, a.kind, ", ".join(a.groups)) for a in registry.agencies]
    print_table(f"{len(rows)} cơ quan", ("Mã", "Tên", "Loại", "Nhóm"), rows)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Tên chính thức, ngắn gọn.")],
    kind: Annotated[str, typer.Option(help=f"Loại: {', '.join(editing.KINDS)}; trống thì suy từ tên.")] = "",
    full_name: Annotated[str, typer.Option(help="Tên đầy đủ.")] = "",
    code: Annotated[str, typer.Option(help="Mã.")] = "",
) -> None:
    """Thêm một cơ quan."""
    with opened() as (settings, store):
        now = settings.moment()
        kind_of = _changed(
            store.write,
            lambda s: editing.add_agency(s, name, CLI, now, kind=kind, full_name=full_name, code=code).kind,
        )
    print_text(f"Đã thêm: {name} ({kind_of}).")


@app.command()
def rename(
    agency: Annotated[str, typer.Argument(help="Cơ quan hiện nay.")],
    name: Annotated[str, typer.Argument(help="Tên mới; tên cũ vẫn được hiểu.")],
) -> None:
    """Đổi tên một cơ quan."""
    with opened() as (settings, store):
        with store.read() as session:
            row, before = find_agency(session, agency)
        now = settings.moment()
        _changed(store.write, lambda s: editing.rename_agency(s, s.get_one(AgencyRow, row), name, CLI, now))
    print_text(f"Đã đổi tên: {before} nay là {name}.")


@app.command()
def alias(
    agency: Annotated[str, typer.Argument(help="Cơ quan.")],
    name: Annotated[str, typer.Argument(help="Cách gọi khác.")],
) -> None:
    """Thêm một cách gọi khác của cơ quan."""
    with opened() as (settings, store):
        with store.read() as session:
            row, known = find_agency(session, agency)
        now = settings.moment()
        _changed(store.write, lambda s: editing.add_alias(s, s.get_one(AgencyRow, row), name, CLI, now))
    print_text(f"Đã ghi nhận: “{name}” là {known}.")


def _changed(write: Callable[[Work[T]], T], work: Work[T]) -> T:
    """Do it, or one sentence and exit code 2."""
    try:
        return write(work)
    except editing.NameRefused as refusal:
        sentences = {
            "name_taken": f"Tên này đã là của {refusal.holder} nên không dùng được.",
            "same_name": "Cơ quan này đã có tên đó.",
            "kind_unknown": f"--kind: chọn {', '.join(editing.KINDS)}.",
        }
        fail(sentences.get(refusal.reason, "Tên này không dùng được: cần ít nhất hai chữ cái, tối đa 150 ký tự."))
