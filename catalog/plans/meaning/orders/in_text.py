"""Tasks from the text of a document: labelled blocks and sentences that order work, as the same rows a table gives."""

import datetime as dt
from collections.abc import Sequence

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actors import from_mentions
from catalog.plans.meaning.numbering import Placed
from catalog.plans.meaning.orders.labelled import Block
from catalog.plans.meaning.orders.sentence_dates import dates_of
from catalog.plans.meaning.orders.sentences import OrderedWork
from catalog.plans.meaning.tasks import task_of, unassigned
from catalog.plans.model import ParsedTask, PlanWarning
from catalog.plans.reading.markup import one_line


def tasks_of_blocks(
    blocks: Sequence[Block], registry: Registry, year: int | None, printed_on: dt.date | None
) -> list[ParsedTask]:
    """One task a block."""
    placed = [
        Placed(
            block.row, block.section, "", block.number, one_line(block.row["title"]), block.parent,
            printed=block.row["number"],
        )
        for block in blocks
    ]  # fmt: skip
    return [task_of(one, "", registry, year, printed_on) for one in placed]


def tasks_of_sentences(
    works: Sequence[OrderedWork], registry: Registry, year: int | None, printed_on: dt.date | None
) -> list[ParsedTask]:
    """One task a sentence; the sentence itself stays beside it, for whoever checks it."""
    return [_task(work, registry, year, printed_on) for work in works]


def _task(work: OrderedWork, registry: Registry, year: int | None, printed_on: dt.date | None) -> ParsedTask:
    dates = dates_of(work.title, work.text, year)
    actors = from_mentions(work.leads, work.supports, registry, printed_on)
    title = dates.title.strip(" ,;:.")
    doubt: tuple[PlanWarning, ...] = ()
    if not work.sure:
        why = f"Câu “{_short(work.text)}”: chưa chắc cơ quan nào được giao, đề nghị kiểm tra."
        doubt = (PlanWarning("lead_unclear", why),)
    return ParsedTask(
        annex="",
        section=work.section,
        section_title="",
        number=work.number,
        title=title[:1].upper() + title[1:],
        output="",
        deadline_raw=dates.printed,
        deadlines=dates.reading.deadlines,
        actors=actors,
        lead_raw=work.text,
        parent_number=work.parent if "." in work.number else "",
        source_row=work.line,
        warnings=(*doubt, *dates.reading.warnings, *unassigned(actors)),
        number_printed=work.number.rpartition(".")[2],
    )


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:119] + "…"
