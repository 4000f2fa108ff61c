"""dondoc agency: the registry and the matching of typed names."""

import sys
from typing import Annotated

import typer

from bot.cli.house import opened
from bot.cli.output import print_json, print_table, print_text
from catalog.agencies.matching import explain, list_json, match, match_json
from catalog.agencies.stored import registry_of

app = typer.Typer(no_args_is_help=True, help="Cơ quan: danh mục, nhận dạng tên.")
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
