"""One correction of a scan for all cells that a machine read the same, on every page that waits."""

from sqlmodel import Session

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.plans.keeping import scanned_pages as pages
from catalog.plans.keeping.scanned_pages import Look, Spot
from catalog.tables import PlanFile, ScanPage
from templates.render import say


def settle(session: Session, row: PlanFile, look: Look, text: str | None = None) -> None:
    """All cells that read so, on every page that waits, are right, or say `text`."""
    for page, spots in pages.alike(session, row.id or 0, look):
        pages.settle(page, spots, text)
        session.add(page)
    session.flush()


def offered(
    row: PlanFile, look: Look, text: str, others: list[tuple[ScanPage, list[Spot]]], *, cell_next: bool
) -> Message:
    """One cell was corrected: those that read the same, too?"""
    count = sum(len(spots) for _, spots in others)
    read = {"text": look.text, "before": look.before, "head": look.head, "column": look.spot.column}
    return Message(
        say("scanned_pages.alike", read=look.text, text=text, count=count, pages=[page.number for page, _ in others]),
        (
            (
                Choice(
                    say("scanned_pages.button_all_alike", count=count), "scan_alike",
                    {"file": row.id, "read": read, "text": text},
                ),
            ),
            (
                Choice(
                    say("scanned_pages.button_only_this"), "scan_cell" if cell_next else "scan_show", {"file": row.id}
                ),
            ),
        ),
    )  # fmt: skip
