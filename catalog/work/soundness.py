"""Whether a file can be opened at all: broken off, behind a password, without a page, or carrying a program.

Asked before a file counts as evidence. What it says is read later, in a process apart (`catalog.official_documents`).
"""

import io
import re
import threading
import xml.parsers.expat
import zipfile
import zlib
from typing import Literal

Fault = Literal["", "damaged", "encrypted", "scripted"]

_TAIL = 4096
_SCRIPTS = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_OBJECTS = re.compile(rb"/ObjStm\b.{0,2000}?stream\r?\n(.*?)endstream", re.DOTALL)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_INFLATED = 20_000_000
_PART = 60_000_000
_MAIN_PARTS = {
    "docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml", "odt": "content.xml",
    "ods": "content.xml",
}  # fmt: skip
_PICTURES = ("jpg", "png", "gif", "webp")

one_at_a_time = threading.Lock()
"""PDFium may be used by one thread of a process at a time."""


def fault_of(data: bytes, kind: str) -> Fault:
    """What is wrong with a file of that kind (as `evidence.kind_of` found it); "" where nothing is."""
    if kind == "pdf":
        return _of_pdf(data)
    if kind in _MAIN_PARTS:
        return _of_office(data, _MAIN_PARTS[kind])
    if kind in _PICTURES:
        return _of_picture(data)
    return ""


def _of_pdf(data: bytes) -> Fault:
    import pypdfium2
    import pypdfium2.raw as pdfium

    if b"%%EOF" not in data[-_TAIL:]:
        return "damaged"  # broken off on the way: PDFium would mend it with what is missing left out
    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as problem:
            return "encrypted" if problem.err_code == pdfium.FPDF_ERR_PASSWORD else "damaged"
        try:
            if not len(document):
                return "damaged"
            document[0].close()
            scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0
        except pypdfium2.PdfiumError:
            return "damaged"
        finally:
            document.close()
    return "scripted" if scripts or _has_script(data) else ""


def _has_script(data: bytes) -> bool:
    """Whether an action of a PDF runs a program; objects may be packed in streams, letters of names written as #41."""
    if _SCRIPTS.search(_letters(_STREAM.sub(b"", data))):
        return True
    left = _INFLATED
    for packed in _OBJECTS.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            objects = unpacker.decompress(packed[1], left)
        except zlib.error:
            continue  # in another form, or encrypted: PDFium has counted the scripts of the document itself
        if _SCRIPTS.search(_letters(objects)):
            return True
        left -= len(objects)
        if left <= 0:
            return False
    return False


def _letters(data: bytes) -> bytes:
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), data)


def _of_office(data: bytes, part: str) -> Fault:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if part not in archive.namelist():
                return ""  # its main part has another name
            with archive.open(part) as main:
                xml.parsers.expat.ParserCreate().Parse(main.read(_PART), True)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, xml.parsers.expat.ExpatError):
        return "damaged"
    return ""


def _of_picture(data: bytes) -> Fault:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.draft("RGB", (64, 64))  # a JPEG is read to its end, an eighth as large
            picture.load()
    except UnidentifiedImageError:
        return ""  # a kind this machine cannot open is no fault of the file
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "damaged"
    return ""
