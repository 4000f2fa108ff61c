"""The pages of a scanned plan: kept as they are read, settled cell by cell, and put together once all are confirmed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.documents.as_json import blocks_from_json, blocks_to_json
from catalog.documents.model import Block, Cell, Document, Paragraph, Table
from catalog.tables import PlanFile, ScanPage

_OVER = ("imported", "dropped", "refused")
_AT_ONCE = 200
DOUBT = 0.8
"""A cell of which the machine is less sure is shown by itself, and so is one it repaired."""


@dataclass(frozen=True)
class Spot:
    """A printed row of a page (`line`, from 1, over all its blocks), and one of its cells (`column`, from 1)."""

    line: int
    column: int


@dataclass(frozen=True)
class Look:
    """A cell a person looks at: what was read, before a repair, how sure, and where it lies on the picture
    (thousandths of its width and height)."""

    spot: Spot
    head: str
    text: str
    before: str
    sure: float
    box: tuple[int, int, int, int]


def keep_page(
    session: Session, file_id: int, number: int, blocks: Sequence[Block], picture: bytes, now: dt.datetime,
    problem: str = "", *, settled: bool = False,
) -> None:  # fmt: skip
    """A page was read, or could not be (`problem`). A page that is kept already stays as it is.

    `settled`: nobody needs to confirm it.
    """
    known = select(ScanPage.id).where(col(ScanPage.file_id) == file_id, col(ScanPage.number) == number)
    if session.exec(known).first() is None:
        session.add(
            ScanPage(
                file_id=file_id, number=number, blocks=blocks_to_json(blocks), picture=picture, problem=problem,
                read_at=now, confirmed_at=now if settled else None,
            )
        )  # fmt: skip
        session.flush()


def keep_text_pages(session: Session, file_id: int, document: Document, now: dt.datetime) -> None:
    """The pages of a file that are text, between others that are pictures: right as they are."""
    for number in sorted(set(range(1, document.pages + 1)) - set(document.pictured)):
        blocks = [block for block in document.blocks if block.place.page == number]
        keep_page(session, file_id, number, blocks, b"", now, settled=True)


def numbers_kept(session: Session, file_id: int) -> set[int]:
    """The pages that need not be read again."""
    return set(session.exec(select(ScanPage.number).where(col(ScanPage.file_id) == file_id)))


def forget(session: Session, file_id: int) -> None:
    """Nothing that was read of the file stays."""
    for page in session.exec(select(ScanPage).where(col(ScanPage.file_id) == file_id)):
        session.delete(page)
    session.flush()


def forget_pictures(session: Session, moment: dt.datetime) -> int:
    """The pictures of pages read before `moment` go where their file waits for nobody any more; how many."""
    over = sa.select(col(PlanFile.id)).where(col(PlanFile.state).in_(_OVER))
    old = sa.select(col(ScanPage.id)).where(
        col(ScanPage.read_at) < moment, col(ScanPage.picture) != b"", col(ScanPage.file_id).in_(over)
    ).limit(_AT_ONCE)  # fmt: skip
    ids = list(session.execute(old).scalars())
    session.execute(sa.update(ScanPage).where(col(ScanPage.id).in_(ids)).values(picture=b""))
    return len(ids)


def holds_anything(session: Session, file_id: int) -> bool:
    """Whether anything at all was read on any page."""
    kept = session.execute(sa.select(col(ScanPage.blocks)).where(col(ScanPage.file_id) == file_id))
    return any(blocks for (blocks,) in kept)


def next_open(session: Session, file_id: int) -> ScanPage | None:
    """The first page nobody confirmed yet."""
    query = select(ScanPage).where(col(ScanPage.file_id) == file_id, col(ScanPage.confirmed_at).is_(None))
    return session.exec(query.order_by(col(ScanPage.number)).limit(1)).first()


def confirmed_document(session: Session, file_id: int) -> Document | None:
    """The document of all confirmed pages; None where a page waits, or none was ever read."""
    pages = session.execute(
        sa.select(col(ScanPage.blocks), col(ScanPage.confirmed_at), col(ScanPage.left_out))
        .where(col(ScanPage.file_id) == file_id)
        .order_by(col(ScanPage.number))
    ).all()
    if not pages or any(confirmed is None for _, confirmed, _ in pages):
        return None
    blocks = [block for kept, _, left_out in pages if not left_out for block in blocks_from_json(kept)]
    return Document(tuple(blocks), "scan", len(pages))


def confirm(page: ScanPage, person_id: int | None, now: dt.datetime, *, left_out: bool = False) -> None:
    """A person compared the page with its picture, or leaves it out."""
    page.confirmed_at, page.confirmed_by_id, page.left_out = now, person_id, left_out


def lines_of(page: ScanPage) -> list[tuple[str, ...]]:
    """The printed rows of a page, in order: of a table its cells, of running text the line."""
    return [tuple(cell.text for cell in cells) for _, cells in _rows(blocks_from_json(page.blocks))]


def grid_of(page: ScanPage) -> list[list[tuple[str, Look | None]]]:
    """The printed rows of a page: of each cell its text and, where it needs a look of its own, what to look at."""
    looks = {look.spot: look for look in doubts_of(page)}
    return [
        [(text, looks.get(Spot(line, column))) for column, text in enumerate(texts, 1)]
        for line, texts in enumerate(lines_of(page), 1)
    ]


def doubts_of(page: ScanPage) -> list[Look]:
    """The cells that need a look of their own and were not settled yet."""
    return [look for look in _looks(page) if look.sure < DOUBT or look.before]


def same_as(page: ScanPage, spot: Spot) -> list[Spot]:
    """The cells of a page in which exactly the same was read, under the same head, and none settled it yet."""
    looks = {look.spot: look for look in _looks(page)}
    one = looks.get(spot)
    if one is None:
        return []
    alike = (one.text, one.before, spot.column)
    return [at for at, look in looks.items() if (look.text, look.before, at.column) == alike]


def alike(session: Session, file_id: int, look: Look) -> list[tuple[ScanPage, list[Spot]]]:
    """The cells of all pages nobody confirmed yet in which the same was read as in this one, in a column of its name
    (where it has none, in the same column), and that none settled yet.
    """
    query = select(ScanPage).where(col(ScanPage.file_id) == file_id, col(ScanPage.confirmed_at).is_(None))
    return alike_on(session.exec(query.order_by(col(ScanPage.number))), look)


def alike_on(waiting: Iterable[ScanPage], look: Look) -> list[tuple[ScanPage, list[Spot]]]:
    """As `alike`, on these pages."""
    found = ((page, [one.spot for one in _looks(page) if _reads_alike(one, look)]) for page in waiting)
    return [(page, spots) for page, spots in found if spots]


def _reads_alike(one: Look, other: Look) -> bool:
    if (one.text, one.before) != (other.text, other.before):
        return False
    named = bool(one.head) and bool(other.head)
    return one.head == other.head if named else one.spot.column == other.spot.column


def look_at(page: ScanPage, spot: Spot) -> Look | None:
    """How a cell was read; None where it was settled, or there is none."""
    return next((look for look in _looks(page) if look.spot == spot), None)


def row_of(page: ScanPage, spot: Spot) -> list[Spot]:
    """The unsettled cells of a printed row."""
    return [look.spot for look in _looks(page) if look.spot.line == spot.line]


def settle(page: ScanPage, spots: Sequence[Spot], text: str | None = None) -> int:
    """These cells are right as they were read, or say `text`; how many there were."""
    wanted, done, line = set(spots), 0, 0
    blocks: list[Block] = []
    for block in blocks_from_json(page.blocks):
        if isinstance(block, Paragraph):
            line += 1
            if Spot(line, 1) in wanted:
                done += 1
                block = replace(block, seen=None, text=block.text if text is None else text)
            blocks.append(block)
            continue
        rows = []
        for row in block.rows:
            line += 1
            cells = list(row.cells)
            for at, cell in enumerate(cells):
                if Spot(line, at + 1) in wanted and cell.origin is None:
                    done += 1
                    cells[at] = replace(cell, seen=None, text=cell.text if text is None else text)
            rows.append(replace(row, cells=tuple(cells)))
        blocks.append(replace(block, rows=tuple(rows)))
    page.blocks = blocks_to_json(blocks)
    return done


def _looks(page: ScanPage) -> Iterator[Look]:
    for line, (head, cells) in enumerate(_rows(blocks_from_json(page.blocks)), 1):
        for column, cell in enumerate(cells, 1):
            if cell.seen is not None:
                title = head[column - 1] if column <= len(head) else ""
                yield Look(
                    Spot(line, column), title, cell.text, cell.seen.before, cell.seen.sure, cell.seen.box
                )  # fmt: skip


def _rows(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, ...], tuple[Cell | Paragraph, ...]]]:
    """Each printed row with the heads of its columns."""
    for block in blocks:
        if isinstance(block, Table):
            head = block.rows[0].texts if block.rows else ()
            for row in block.rows:
                yield head, row.cells
        else:
            yield (), (block,)
