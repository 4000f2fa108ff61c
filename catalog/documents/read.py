"""The door: a file in, its `Document` out, or one sentence saying why nobody can read it.

What a file is, is found from its content, not from its name.
"""

import re
from dataclasses import replace
from pathlib import Path

from catalog.documents.model import Document, NotReadable, Remark
from catalog.documents.old_office import STARTS, converted, office_converted
from catalog.documents.old_word_text import lost, text_of_doc
from catalog.documents.package import Package, parse_xml
from catalog.documents.refusal import refuse
from catalog.documents.shown import lettered

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAILED = re.compile(rb"^(?:From|MIME-Version|Content-Type|Subject|Date|X-[\w-]+): ?.*?multipart/related", re.S | re.I)
_DOCUMENTS = (
    ".docx",
    ".docm",
    ".xlsx",
    ".xlsm",
    ".pdf",
    ".doc",
    ".xls",
    ".odt",
    ".ods",
    ".txt",
    ".csv",
    ".html",
    ".rtf",
)


def read(source: Path | bytes, name: str = "") -> Document:
    """What stands in a file, given as its path or its bytes; `name` is what the sender calls it.

    Raises NotReadable with one Vietnamese sentence.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    refuse(data, name)
    try:
        return lettered(_read(data, name))
    except NotReadable:
        raise
    except (MemoryError, RecursionError) as error:
        raise NotReadable(f"Tệp “{name}” có cấu trúc bất thường, cần quá nhiều bộ nhớ để đọc.") from error
    except Exception as error:  # whatever a file makes a library raise, the sender gets a sentence
        raise NotReadable(f"Tệp “{name}” bị hỏng, không đọc được; đề nghị lưu lại rồi gửi.") from error


def _read(data: bytes, name: str, *, inside: bool = False) -> Document:
    if data.startswith(STARTS):
        document = _office(converted(data, name), name, inside=True)
        return replace(document, remarks=(*document.remarks, *lost(document, text_of_doc(data))))
    if data.startswith(b"PK") or b"PK\x03\x04" in data[:1024]:
        return _office(data, name, inside=inside)
    if b"%PDF-" in data[:1024]:
        from catalog.documents.pdf.read import read_pdf

        return read_pdf(data)
    if data.startswith(b"{\\rtf"):
        return _office(office_converted(data, "rtf", "docx", name), name, inside=True)
    plain = _head(data)
    if _MAILED.match(plain.lstrip()):
        from catalog.documents.html import read_mhtml

        return read_mhtml(data)
    if b"<" in plain[:200] and (found := _xml(data, plain, name)) is not None:
        return found
    if _PAGE.match(plain):
        from catalog.documents.html import read_html

        return read_html(data)
    from catalog.documents.text import read_text

    return read_text(data, name)


def _head(data: bytes) -> bytes:
    """The beginning of a text in single bytes, whatever its encoding, without its mark."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _xml(data: bytes, plain: bytes, name: str) -> Document | None:
    """An Office file in one XML text; None where it is another kind of text."""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and b"<html" not in plain.lower():
        from catalog.documents.spreadsheet_xml import read_spreadsheet_xml

        return read_spreadsheet_xml(parse_xml(data))
    if b"http://schemas.microsoft.com/office/2006/xmlPackage" in plain:
        return _office(Package.zipped(parse_xml(data)), name, inside=True)
    if b"http://schemas.microsoft.com/office/word/2003/wordml" in plain:
        return _office(office_converted(data, "xml", "docx", name), name, inside=True)
    if b"urn:oasis:names:tc:opendocument:xmlns:office" in plain:
        from catalog.documents.opendocument import read_flat

        return read_flat(parse_xml(data))
    return None


def _office(data: bytes, name: str, *, inside: bool) -> Document:
    """A zipped file: a document by its parts, or one document packed alone. What is damaged in it is said."""
    package = Package(data)
    document = _packed(package, data, name, inside=inside)
    if not package.damaged:
        return document
    damaged = Remark("damaged", "Tệp có phần bên trong bị hỏng, chỉ đọc được một phần; nội dung có thể thiếu.")
    return replace(document, remarks=(*document.remarks, damaged))


def _packed(package: Package, data: bytes, name: str, *, inside: bool) -> Document:
    if "content.xml" in package and package.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        from catalog.documents.opendocument import read_opendocument

        return read_opendocument(package)
    part, kind = package.main_part()
    if part.endswith("workbook.bin") or "sheet.binary" in kind or "xl/workbook.bin" in package:
        return _office(office_converted(data, "xlsb", "xlsx", name), name, inside=True)
    if "spreadsheetml" in kind or "ms-excel" in kind or part.endswith("workbook.xml"):
        from catalog.documents.sheets.read import read_workbook

        return read_workbook(package, part)
    if "wordprocessingml" in kind or "ms-word" in kind or re.search(r"document\d*\.xml$", part):
        from catalog.documents.word.read import read_word

        return read_word(package, part)
    if "presentationml" in kind or part.endswith("presentation.xml"):
        raise NotReadable(f"Tệp “{name}” là bản trình chiếu PowerPoint; đề nghị gửi văn bản .docx hoặc bảng .xlsx.")
    files = [one for one in package.names() if not one.endswith("/") and not one.startswith("__macosx/")]
    packed = [one for one in files if one.endswith(_DOCUMENTS)]
    if len(files) == 1 and packed and not inside:
        return _read(package.read(packed[0]), packed[0].rpartition("/")[2], inside=True)
    if packed:
        raise NotReadable(f"Tệp “{name}” là tệp nén chứa {len(files)} tệp; đề nghị giải nén rồi gửi từng văn bản.")
    raise NotReadable(f"Tệp “{name}” là tệp nén nhưng không phải Word (.docx) hay Excel (.xlsx).")
