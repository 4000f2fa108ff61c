"""The door of the importer: the bytes of a file in, a plan out, or one sentence saying why it is none.

DESIGN section 3.
"""

from dataclasses import replace

from catalog.agencies.registry import Registry
from catalog.documents.model import Document, NotReadable, Scanned
from catalog.documents.read import read
from catalog.plans.duties import duties_of, unclear
from catalog.plans.meaning.foreign import issued_elsewhere, kept_apart
from catalog.plans.meaning.head.amends import amended_by, amends, says_no_task
from catalog.plans.meaning.head.heading import Heading, read_heading
from catalog.plans.meaning.no_units import said_once
from catalog.plans.meaning.own_workbook import own_workbook, read_own
from catalog.plans.meaning.pages import pages_of
from catalog.plans.meaning.self_check import self_check
from catalog.plans.meaning.tables import annex_heading, tables_of
from catalog.plans.meaning.unread import unread
from catalog.plans.meaning.work import why_none, work_of
from catalog.plans.model import NotAPlan, OnlyPictures, ParsedPlan, PlanWarning
from catalog.plans.reading.paragraphs import paragraphs_of


def read_plan(data: bytes, filename: str, registry: Registry, *, pictures: bool = False) -> ParsedPlan:
    """The plan in a file of any format that `catalog.documents` reads; names are as the registry
    knows them. A workbook of ours is its plan at once. For a stranger's file see `catalog.plans.apart`.

    Raises NotAPlan with one Vietnamese sentence that says what is wrong and where, OnlyPictures for a scan, and with
    `pictures` also where only some of its pages are one. Nothing is stored here.
    """
    try:
        own = own_workbook(data, filename)
        if own is not None:
            return read_own(own, registry)
        document = read(data, filename)
    except Scanned as scan:
        raise OnlyPictures(str(scan), some=scan.some) from scan
    except NotReadable as refused:
        raise NotAPlan(str(refused)) from refused
    if pictures and document.pictured:
        shown = ", ".join(map(str, document.pictured[:10]))
        raise OnlyPictures(f"Trang {shown} của tệp “{filename}” là ảnh, không có chữ để đọc.", some=True)
    plan = plan_of(document, filename, registry)
    return plan if registry.agencies else said_once(plan)


def plan_of(document: Document, filename: str, registry: Registry) -> ParsedPlan:
    """The plan in a document: the rules are the same for every format. Raises NotAPlan."""
    pages = pages_of(document)
    found = tables_of(pages)
    whole = paragraphs_of(found.paragraphs)  # a head is printed in lines, whatever it was typed in
    paragraphs = whole if document.format in ("text", "pdf", "scan") else paragraphs_of(found.paragraphs, torn=False)
    first_annex = next((i for i, one in enumerate(whole) if annex_heading(one.text)), len(whole))
    body = whole[:first_annex] or whole
    heading = read_heading(found.paragraphs, body, registry)
    work = work_of(found.tables, paragraphs, heading, registry)
    amended = amends(heading.title, whole)
    if not work.tasks and not work.indicators:
        if amended is not None:
            raise NotAPlan(says_no_task(amended, filename))
        raise NotAPlan(why_none(heading, work, filename))
    tasks = work.tasks
    elsewhere: tuple[PlanWarning, ...] = ()
    if issued_elsewhere(heading.issuer, registry):
        tasks, elsewhere = kept_apart(tasks, heading.issuer, registry.home)
    if heading.classified:
        tasks = [replace(task, classified=True) for task in tasks]
    duties = duties_of(body, work.tables, heading.year)
    left = unread(work, paragraphs, duties, found.outside)
    remarks = tuple(PlanWarning("file", remark.text) for remark in document.remarks)
    return ParsedPlan(
        number=heading.number,
        title=heading.title,
        issuer=heading.issuer,
        date=heading.date,
        year=heading.year,
        coordinator=_today(heading, registry),
        tasks=tuple(tasks),
        indicators=tuple(work.indicators),
        reporting=tuple(duties),
        warnings=(
            *elsewhere,
            *amended_by(amended),
            *heading.warnings,
            *work.warnings,
            *unclear(duties),
            *left,
            *remarks,
        ),
        rows_read=len(tasks) + len(work.indicators),
        amends=amended,
        self_check=self_check(pages, found, work, left, heading, registry),
    )


def _today(heading: Heading, registry: Registry) -> str:
    """The coordinating agency as it is called today; as printed where nobody knows it."""
    if not heading.coordinator:
        return ""
    return registry.resolve_printed(heading.coordinator, printed_on=heading.date).name or heading.coordinator
