"""A PDF with a text layer as a `Document`, page by page. A scan has no letters and is refused."""

import io
import logging
import re
from collections import Counter

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from catalog.documents.model import Block, Document, NotReadable, Paragraph, Scanned
from catalog.documents.pdf.letters import Letters, readable
from catalog.documents.pdf.page import blocks_of
from catalog.documents.pdf.rubbish import is_covered, is_rubbish
from catalog.documents.pdf.unruled import Unruled

MOST_PAGES = 2_000
_FEW_LETTERS = 20
_MOST_UNREADABLE = 20  # one letter in so many; accented ones alone make up a fourth of a Vietnamese text
_RUNNING = 3  # a line at the edge of at least so many pages, and of half of them, is a running header


def read_pdf(data: bytes) -> Document:
    """The document of a PDF. Raises NotReadable for a scan, a password, fonts nobody can read, or a broken file."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it reports every odd font at warning level
    pages: list[list[Block]] = []
    seen, unruled, covered = Letters(), Unruled(), 0
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFC") as document:
            if len(document.pages) > MOST_PAGES:
                raise NotReadable(f"Tệp PDF có {len(document.pages)} trang, nhiều hơn mức nhận ({MOST_PAGES} trang).")
            for page in document.pages:
                pages.append(blocks_of(readable(page, seen, data), page.page_number, unruled))
                covered += is_covered(page)
                page.close()
    except PdfminerException as error:
        raise _refusal(error) from error
    except (
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        AssertionError,
        OSError,
    ) as error:
        raise NotReadable("Tệp PDF bị hỏng, không mở được; đề nghị xuất lại PDF rồi gửi.") from error
    _check(seen, len(pages))
    if is_rubbish((block for page in pages for block in page), covered=2 * covered > len(pages)):
        raise Scanned(
            f"Lớp chữ của tệp PDF {len(pages)} trang không thành tiếng Việt (do máy quét nhận dạng sai hoặc phông lạ); "
            "đề nghị gửi bản .docx hoặc PDF xuất từ Word."
        )
    blocks = [block for page in _without_running(pages) for block in page]
    return Document(tuple(blocks), "pdf", len(pages), tuple(seen.remarks()), tuple(seen.drawn))


def _refusal(error: PdfminerException) -> NotReadable:
    if any(isinstance(one, PDFPasswordIncorrect) for one in (*error.args, error.__cause__, error.__context__)):
        return NotReadable("Tệp PDF có mật khẩu mở tệp; đề nghị bỏ mật khẩu rồi gửi lại.")
    return NotReadable("Tệp PDF bị hỏng, không mở được; đề nghị xuất lại PDF rồi gửi.")


def _check(seen: Letters, pages: int) -> None:
    """Raises NotReadable where there are no letters, or none that can be read."""
    if not pages:
        raise NotReadable("Tệp PDF bị hỏng: không có trang nào.")
    if seen.unreadable > max(_FEW_LETTERS, seen.count // _MOST_UNREADABLE):
        raise Scanned(
            "Chữ trong tệp PDF dùng phông không có bảng mã Unicode, không đọc được thành chữ; "
            "đề nghị gửi bản .docx hoặc xuất lại PDF từ Word."
        )
    if seen.count < _FEW_LETTERS * pages and len(seen.without) * 2 >= pages:
        raise Scanned(
            f"Tệp PDF {pages} trang là bản chụp (scan), không có lớp chữ để đọc; "
            "đề nghị gửi bản .docx hoặc PDF xuất từ Word."
        )


def _without_running(pages: list[list[Block]]) -> list[list[Block]]:
    """The pages without the header and footer lines that most of them repeat (their page numbers may differ)."""
    count: Counter[str] = Counter()
    for blocks in pages:
        count.update({_masked(block) for block in (*blocks[:1], *blocks[-1:]) if isinstance(block, Paragraph)})
    running = {text for text, times in count.items() if text and times >= max(_RUNNING, len(pages) // 2 + 1)}
    if not running:
        return pages
    kept: list[list[Block]] = []
    for blocks in pages:
        edges = (0, len(blocks) - 1)
        kept.append(
            [
                one
                for at, one in enumerate(blocks)
                if at not in edges or not isinstance(one, Paragraph) or _masked(one) not in running
            ]
        )
    return kept


def _masked(block: Block) -> str:
    return re.sub(r"\d+", "0", block.text) if isinstance(block, Paragraph) else ""
