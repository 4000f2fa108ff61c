"""dondoc plan read: what stands in a file, before anybody understands it as a plan."""

import pathlib
import time
from typing import Annotated, Any

import typer

from bot.cli.output import fail, print_json, print_text
from catalog.documents.apart import read_apart
from catalog.documents.model import Document, NotReadable, Place
from catalog.documents.refusal import LIMIT


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
        with file.open("rb") as stream:
            document = read_apart(stream.read(LIMIT), file.name)  # of a larger file enough to be refused
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
            {"place": in_words(table.place), "rows": [list(row) for row in table.filled()]}
            for table in document.tables()
        ],
        "paragraphs": [paragraph.text for paragraph in document.paragraphs()],
        "remarks": [
            {"kind": remark.kind, "text": remark.text, "place": in_words(remark.place)} for remark in document.remarks
        ],
    }


def in_words(place: Place) -> str:
    """A place as a person would name it: "trang 3, hàng 2"."""
    parts = (
        ("trang tính “{}”", place.sheet), ("trang {}", place.page), ("dòng {}", place.line),
        ("hàng {}", place.row), ("cột {}", place.column),
    )  # fmt: skip
    return ", ".join(form.format(value) for form, value in parts if value)
