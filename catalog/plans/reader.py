"""The door of the importer: the bytes of a file in, a plan out, or one sentence saying why it is none.

What a file is, is found from its content, not from its name. DESIGN section 3.
"""

import io
import zipfile
from dataclasses import replace

from catalog.agencies.registry import Registry
from catalog.plans.duties import duties_of, unclear
from catalog.plans.indicators import indicators_of
from catalog.plans.meaning.columns import is_indicator_table, roles_of
from catalog.plans.meaning.heading import Heading, read_heading
from catalog.plans.meaning.programme import programme_items
from catalog.plans.meaning.tables import annex_heading, tables_of
from catalog.plans.meaning.tasks import tasks_of
from catalog.plans.model import NotAPlan, ParsedIndicator, ParsedPlan, ParsedTask
from catalog.plans.reading.blocks import Blocks, Paragraph
from catalog.plans.reading.paragraphs import paragraphs_of
from catalog.plans.reading.read_text import read_text

LIMIT = 50 * 1024 * 1024
_HEAD_LINES = 30
UNPACKED_LIMIT, MOST_PACKED = 6 * LIMIT, 200
"""An Office file that unpacks to more bytes than this, or to so many times its size, is made to fill the memory."""


def read_plan(data: bytes, filename: str, registry: Registry) -> ParsedPlan:
    """The plan in a file (text, DOCX, XLSX, PDF with a text layer), with names as the registry knows them.

    Raises NotAPlan with one Vietnamese sentence that says what is wrong and where. Nothing is stored here.
    """
    if len(data) >= LIMIT:
        size = len(data) // (1024 * 1024)
        raise NotAPlan(f"Tệp “{filename}” nặng {size} MB, vượt giới hạn {LIMIT // (1024 * 1024)} MB.")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise NotAPlan(f"Tệp “{filename}” trống, không có nội dung nào để đọc.")
    read = read_blocks(data, filename, registry)
    return read if isinstance(read, ParsedPlan) else plan_of(read, filename, registry)


def read_blocks(data: bytes, filename: str, registry: Registry) -> Blocks | ParsedPlan:
    """The file as paragraphs and printed rows, by the reader of its format; a workbook of ours is its plan at once.

    Raises NotAPlan.
    """
    if data.startswith(b"%PDF"):
        from catalog.plans.reading.read_pdf import read_pdf  # slow to load, and most plans are not PDF

        return read_pdf(data)
    if data.startswith(b"PK"):
        return _office(data, filename, registry)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAPlan(f"Tệp “{filename}” là định dạng Word/Excel cũ; hãy lưu lại thành .docx hoặc .xlsx.")
    picture = _picture(data)
    if picture:
        raise NotAPlan(f"Tệp “{filename}” là ảnh ({picture}), không có chữ để đọc; hãy gửi văn bản gốc.")
    if data[:5] in (b"{\\rtf", b"<!DOC", b"<html") or b"\0\0\0" in data[:64]:
        raise NotAPlan(f"Không đọc được định dạng của tệp “{filename}”; nhận .txt, .docx, .xlsx và .pdf có chữ.")
    return read_text(data)


def plan_of(blocks: Blocks, filename: str, registry: Registry) -> ParsedPlan:
    """The plan that paragraphs and printed rows make: the rules that are the same for every format."""
    paragraphs = paragraphs_of(blocks.paragraphs())
    first_annex = next((i for i, one in enumerate(paragraphs) if annex_heading(one.text)), len(paragraphs))
    body = paragraphs[:first_annex] or paragraphs
    heading = read_heading(_head_and_paragraphs(blocks), body, registry)
    tables = tables_of(blocks)
    tasks: list[ParsedTask] = []
    indicators: list[ParsedIndicator] = []
    for table in tables:
        if is_indicator_table(roles_of(table.header)):
            indicators += indicators_of(table, registry)
        else:
            tasks += tasks_of(table, registry, heading.year, heading.date)
    if not tables:
        tasks = programme_items(paragraphs)
    if not tasks and not indicators:
        raise NotAPlan(
            f"Tệp “{filename}” không có bảng nhiệm vụ (hàng tiêu đề có TT, nhiệm vụ, cơ quan chủ trì …) "
            "và cũng không có danh mục nhiệm vụ đánh số nào."
        )
    if heading.classified:
        tasks = [replace(task, classified=True) for task in tasks]
    duties = duties_of(body, tables, heading.year)
    return ParsedPlan(
        number=heading.number,
        title=heading.title,
        issuer=heading.issuer,
        date=heading.date,
        year=heading.year,
        coordinator=_today(heading, registry),
        tasks=tuple(tasks),
        indicators=tuple(indicators),
        reporting=tuple(duties),
        warnings=unclear(duties),
        rows_read=len(tasks) + len(indicators),
    )


def _head_and_paragraphs(blocks: Blocks) -> tuple[Paragraph, ...]:
    """The paragraphs, with the letterhead in its place where it stands in a table: left cell first, line by line."""
    lines: list[Paragraph] = []
    in_head = True
    for block in blocks.blocks:
        if isinstance(block, Paragraph):
            lines.append(block)
        elif in_head and len(lines) < _HEAD_LINES and 0 < sum(bool(cell.strip()) for cell in block.cells) <= 2:
            lines += [Paragraph(block.line, text) for cell in block.cells for text in cell.split("\n") if text.strip()]
        else:
            in_head = False
    return tuple(lines)


def _today(heading: Heading, registry: Registry) -> str:
    """The coordinating agency as it is called today; as printed where nobody knows it."""
    if not heading.coordinator:
        return ""
    return registry.resolve_printed(heading.coordinator, printed_on=heading.date).name or heading.coordinator


def _office(data: bytes, filename: str, registry: Registry) -> Blocks | ParsedPlan:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise NotAPlan(f"Tệp “{filename}” bị hỏng, không mở được.") from error
    if unpacked > UNPACKED_LIMIT or unpacked > MOST_PACKED * len(data) + LIMIT // 10:
        raise NotAPlan(f"Tệp “{filename}” khi giải nén lớn bất thường; hãy lưu lại văn bản rồi gửi lại.")
    if "word/document.xml" in names:
        from catalog.plans.reading.read_docx import read_docx

        return read_docx(data)
    if "xl/workbook.xml" in names:
        from catalog.plans.reading.read_workbook import is_ours, read_workbook
        from catalog.plans.reading.read_xlsx import open_workbook, read_xlsx

        workbook = open_workbook(data)
        return read_workbook(workbook, registry) if is_ours(workbook) else read_xlsx(workbook)
    raise NotAPlan(f"Tệp “{filename}” là tệp nén nhưng không phải Word (.docx) hay Excel (.xlsx).")


def _picture(data: bytes) -> str:
    signatures = {
        b"\xff\xd8\xff": "JPEG",
        b"\x89PNG": "PNG",
        b"GIF8": "GIF",
        b"BM": "BMP",
        b"II*\0": "TIFF",
        b"MM\0*": "TIFF",
    }
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        return "HEIC"
    found = next((name for start, name in signatures.items() if data.startswith(start)), "")
    return "" if found == "BMP" and data[:64].isascii() and b"\0" not in data[:64] else found
