"""What can be opened is evidence; what is broken off, locked, without a page or carries a program is not."""

import io
import zipfile
import zlib

import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from catalog.work.soundness import fault_of
from templates.documents.sample import sample_letter, sample_pdf


def locked(user: str) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(sample_pdf())))
    writer.encrypt(owner_pass="chủ", user_pass=user)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(action: bytes) -> bytes:
    """A PDF whose action stands in a stream of objects."""
    stream = zlib.compress(b"9 0 " + action)
    objects = b"8 0 obj <</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>> stream\n" % len(stream)
    return sample_pdf().replace(b"xref\n", objects + stream + b"\nendstream endobj\nxref\n", 1)


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 60).convert("RGB").save(out, form)
    return out.getvalue()


SCRIPT = b"<</S /JavaScript /JS (app.alert(1))>>"


@pytest.mark.parametrize(
    ("data", "kind", "fault"),
    [
        (sample_pdf(), "pdf", ""),
        (sample_pdf("a /JavaScript b") + b"\n\n", "pdf", "scripted"),
        (b"%PDF", "pdf", "damaged"),
        (b"%PDF-1.7\n" + b"junk " * 60, "pdf", "damaged"),
        (sample_pdf()[:-40], "pdf", "damaged"),
        (b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n", "pdf", "damaged"),
        (locked("mật khẩu"), "pdf", "encrypted"),
        (locked(""), "pdf", ""),
        (sample_pdf().replace(b"/Pages 2 0 R", b"/Pages 2 0 R /OpenAction " + SCRIPT), "pdf", "scripted"),
        (sample_pdf().replace(b"/Pages 2 0 R", b"/Pages 2 0 R /OpenAction <</S /L#61unch>>"), "pdf", "scripted"),
        (packed(SCRIPT), "pdf", "scripted"),
        (packed(b"<</S /GoTo>>"), "pdf", ""),
        (sample_letter("Báo cáo"), "docx", ""),
        (picture("JPEG"), "jpg", ""),
        (picture("JPEG")[:-4000], "jpg", "damaged"),
        (picture("PNG")[:-4000], "png", "damaged"),
        (b"whatever", "heic", ""),
        ("chữ".encode(), "txt", ""),
    ],
)
def test_what_is_wrong_with_a_file_is_found_before_it_counts(data: bytes, kind: str, fault: str) -> None:
    assert fault_of(data, kind) == fault


def test_an_office_file_whose_text_is_broken_is_damaged() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document><w:body>")
    assert fault_of(out.getvalue(), "docx") == "damaged"
    letter = bytearray(sample_letter("Báo cáo"))
    at = letter.index(b"word/document.xml") + 200
    letter[at : at + 40] = bytes(40)
    assert fault_of(bytes(letter), "docx") == "damaged"
