"""A scan imported at a terminal: read page by page by the machine, then each page compared with the paper by a person.

Nothing becomes a plan before the last page was confirmed; what is stopped half-way stores nothing.
"""

import datetime as dt
import hashlib
import pathlib
import re
from collections.abc import Sequence

import typer

from bot.cli.output import print_text
from bot.cli.progress import progress
from bot.reading.plan_sources import Source, bytes_of
from catalog.agencies.registry import Registry
from catalog.documents.as_json import blocks_from_json, blocks_to_json
from catalog.documents.model import Document, NotReadable
from catalog.documents.scans.apart import read_with_scans
from catalog.plans.apart import plan_of_apart
from catalog.plans.keeping import scanned_pages as pages
from catalog.plans.keeping.missed_rows import add_row
from catalog.plans.keeping.scanned_pages import Look, Spot
from catalog.plans.model import NotAPlan
from catalog.tables import ScanPage
from handlers.officer.plans.missed_rows import ROW
from handlers.officer.plans.scanned_pages import WHERE
from templates.render import say

LEFT_OUT = "bỏ"


def read_scan(file: pathlib.Path, registry: Registry, now: dt.datetime, *, confirmed: bool) -> Source:
    """The plan on a scan; `confirmed` has a person compare it first, else it is only looked at. Raises NotAPlan."""
    data = bytes_of(file)
    try:
        with progress(f"Đọc ảnh {file.name}") as show:
            document = read_with_scans(data, file.name, [unit.name for unit in registry.agencies], told=show)
    except NotReadable as refused:
        raise NotAPlan(str(refused)) from refused
    if confirmed:
        document = _compared(document, file.name, now)
    return plan_of_apart(document, file.name, registry), file.name, hashlib.sha256(data).hexdigest()


def _compared(document: Document, name: str, now: dt.datetime) -> Document:
    """The document as a person confirmed it; pages of text stay as they are."""
    scans = [
        ScanPage(
            file_id=0,
            number=number,
            read_at=now,
            blocks=blocks_to_json(block for block in document.blocks if block.place.page == number),
        )
        for number in document.pictured
    ]
    blocks = [block for block in document.blocks if block.place.page not in document.pictured]
    for at, page in enumerate(scans):
        if page.blocks and _confirmed(page, scans[at:], name):
            blocks += blocks_from_json(page.blocks)
    blocks.sort(key=lambda block: block.place.page)
    return Document(tuple(blocks), "scan", document.pages)


def _confirmed(page: ScanPage, waiting: Sequence[ScanPage], name: str) -> bool:
    """True once a person said that the page is right; False where it is left out."""
    while doubts := pages.doubts_of(page):
        look = doubts[0]
        typer.echo(say("scan_at_terminal.cell", look=look, page=page.number, left=len(doubts) - 1).strip(), err=True)
        told = typer.prompt("Đúng thì nhấn Enter, sai thì gõ nội dung đúng", default="", show_default=False, err=True)
        pages.settle(page, [look.spot], told.strip() or None)
        if told.strip():
            _alike(look, told.strip(), waiting)
    while True:
        print_text(
            say(
                "scanned_pages.page", name=name, number=page.number, total=page.number + len(waiting) - 1,
                lines=pages.lines_of(page), doubts=0, problem="",
            ).strip()
        )  # fmt: skip
        said = typer.prompt(say("scan_at_terminal.ask").strip(), default="", show_default=False, err=True).strip()
        if not said:
            return True
        if said.lower() == LEFT_OUT:
            return False
        if not _changed(page, said):
            typer.echo(say("scan_at_terminal.no_place").strip(), err=True)


def _alike(look: Look, text: str, waiting: Sequence[ScanPage]) -> None:
    """One correction for all cells that were read the same, where a person wants so."""
    found = pages.alike_on(waiting, look) if not any(letter.isdigit() for letter in look.text) else []
    count = sum(len(spots) for _, spots in found)
    if count and typer.confirm(
        f"Còn {count} ô cùng cột máy cũng đọc là “{look.text}”. Có sửa các ô đó không?", err=True
    ):
        for page, spots in found:
            pages.settle(page, spots, text)


def _changed(page: ScanPage, said: str) -> bool:
    """A cell corrected ("3, 6 = 12/2026") or a row added ("sau hàng 9: ..."); False where there is no such place."""
    cell = WHERE.match(said)
    if cell is not None:
        return pages.settle(page, [Spot(int(cell[1]), int(cell[2]))], cell[3].strip()) > 0
    row = ROW.match(said)
    return row is not None and add_row(page, int(row[1]), re.split(r"\s*[|\t]\s*", row[2].strip()))
