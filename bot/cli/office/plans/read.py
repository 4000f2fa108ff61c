"""dondoc plan read: what stands in a file, before anybody understands it as a plan."""

import pathlib
import time
from typing import Annotated, Any

import typer

from bot.cli.output import fail, print_json, print_text
from bot.cli.progress import progress
from catalog.documents.model import Document, NotReadable, Place, Table
from catalog.documents.refusal import LIMIT
from catalog.documents.scans.apart import read_with_scans


def register(app: typer.Typer) -> None:
    """Add the command to the group `dondoc plan`."""
    app.command("read")(read)


def read(
    file: Annotated[pathlib.Path, typer.Argument(help="Tệp cần đọc.")],
    grid: Annotated[bool, typer.Option("--grid", help="In các bảng, đoạn văn như tệp hiển thị.")] = False,
    json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Đọc một tệp như người xem thấy: bảng, đoạn văn, và những gì đã bỏ qua; không lưu gì."""
    began = time.monotonic()
    try:
        with file.open("rb") as stream, progress(f"Đọc {file.name}") as show:
            document = read_with_scans(
                stream.read(LIMIT), file.name, told=show
            )  # of a larger file enough to be refused
    except OSError as problem:
        fail(f"Không đọc được tệp {file}: {problem.strerror}.")
    except NotReadable as refused:
        fail(str(refused))
    if json:
        print_json({**as_json(document), "seconds": round(time.monotonic() - began, 3)})
        return
    for table in document.tables() if grid else ():
        print_text(f"[{in_words(table.place)}]")
        for row in table.filled():
            print_text(" | ".join(text.replace("\n", " ⏎ ") for text in row))
    print_text(f"{sum(1 for _ in document.tables())} bảng, {sum(1 for _ in document.paragraphs())} đoạn văn.")
    for remark in document.remarks:
        print_text(f"Lưu ý: {remark.text}")


def as_json(document: Document) -> dict[str, Any]:
    """The document as the contract prints it: a cell merged over several rows stands in each of them."""
    return {
        "format": document.format,
        "pages": document.pages,
        "tables": [
            {"place": in_words(table.place), "rows": [list(row) for row in table.filled()], **_confidence(table)}
            for table in document.tables()
        ],
        "paragraphs": [paragraph.text for paragraph in document.paragraphs()],
        "remarks": [
            {"kind": remark.kind, "text": remark.text, "place": in_words(remark.place)} for remark in document.remarks
        ],
    }


def _confidence(table: Table) -> dict[str, Any]:
    """How sure the machine is of every cell (0 to 1; of what it repaired at most a half), where it read a picture."""
    if not any(cell.seen for row in table.rows for cell in row.cells):
        return {}
    rows = [
        [table.covering(down, across).seen for across in range(len(row.cells))] for down, row in enumerate(table.rows)
    ]
    return {
        "confidence": [
            [1.0 if seen is None else min(seen.sure, 0.5) if seen.before else seen.sure for seen in row] for row in rows
        ]
    }


def in_words(place: Place) -> str:
    """A place as a person would name it: "trang 3, hàng 2"."""
    parts = (
        ("trang tính “{}”", place.sheet), ("trang {}", place.page), ("dòng {}", place.line),
        ("hàng {}", place.row), ("cột {}", place.column),
    )  # fmt: skip
    return ", ".join(form.format(value) for form, value in parts if value)
