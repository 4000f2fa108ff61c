"""What a file is, found from its bytes: what is taken, what is refused and why, whatever its name says."""

import io
import pathlib
import zipfile

import pytest

from catalog.work.evidence import EvidenceStore, FileRefused, kind_of
from templates.documents.sample import sample_pdf

TYPES = b'<Types><Override PartName="/word/%s" ContentType="application/vnd.ms-%s"/></Types>'


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def ole(*names: str, text: str = "") -> bytes:
    """An OLE file as far as its directory goes: header, a directory sector, then text that is no directory."""
    data = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    for name in names:
        raw = (name + "\0").encode("utf-16-le")
        data += raw.ljust(64, b"\0") + len(raw).to_bytes(2, "little") + b"\0" * 62
    return data.ljust((len(data) // 512 + 1) * 512, b"\0") + b"x" + text.encode("utf-16-le")


def why(data: bytes, name: str = "") -> str:
    with pytest.raises(FileRefused) as refusal:
        kind_of(data, name)
    return refusal.value.reason


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "docx"),
        (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "xlsx"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"}), "odt"),
        (ole("Root Entry", "WordDocument"), "doc"),
        (ole("Root Entry", "Workbook"), "xls"),
        (ole("Root Entry", "WordDocument", text="Hướng dẫn bật Macros và _VBA_PROJECT\0 trong Word"), "doc"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 300, "jpg"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 300, "png"),
    ],
)
def test_what_is_taken(data: bytes, kind: str) -> None:
    assert kind_of(data)[0] == kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"}), "macros"),
        (
            zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": TYPES % (b"other.bin", b"office.vbaProject")}),
            "macros",
        ),
        (zipped({"xl/workbook.xml": b"<x/>", "xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": b"x"}),
            "macros",
        ),
        (ole("Root Entry", "WordDocument", "Macros"), "macros"),
        (ole("Root Entry", "Workbook", "_VBA_PROJECT_CUR"), "macros"),
        (ole("Root Entry", "EncryptedPackage"), "encrypted"),
        (ole("Root Entry"), "type"),
        (zipped({"a.txt": b"x"}), "archive"),
        (zipped({"word/document.xml": b"0" * 3_000_000}), "bomb"),
        (b"PK\x03\x04 and nothing more", "type"),
        (b"<html><script>alert(1)</script></html>", "type"),
        (b"just words", "type"),
    ],
)
def test_what_is_refused_and_why(data: bytes, reason: str) -> None:
    assert why(data) == reason


def test_a_program_is_none_of_the_kinds_taken(tmp_path: pathlib.Path) -> None:
    store = EvidenceStore(str(tmp_path))
    with pytest.raises(FileRefused):
        store.keep(b"MZ" + b"\0" * 400, "bao-cao.pdf")
    assert store.names() == set()


def test_only_the_kinds_of_the_settings_are_taken(tmp_path: pathlib.Path) -> None:
    store = EvidenceStore(str(tmp_path), accepted=("pdf",))
    assert store.keep(sample_pdf()).kind == "pdf"
    with pytest.raises(FileRefused):
        store.keep(b"\x89PNG\r\n\x1a\n" + b"\0" * 300)
