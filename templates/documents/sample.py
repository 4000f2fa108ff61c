"""Small real files for rehearsals: a letter as DOCX, a page as PDF, so that evidence in the demo can be opened."""

import io

import docx


def sample_letter(title: str) -> bytes:
    """A one-page DOCX with that title; the same title gives a document that Word opens."""
    document = docx.Document()
    document.add_heading(title, level=1)
    document.add_paragraph("Văn bản mẫu dùng để diễn tập; không có giá trị pháp lý.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sample_pdf(mark: str = "") -> bytes:
    """A PDF of one empty page; another mark gives another content."""
    objects = (
        b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>>>>",
    )  # fmt: skip
    body, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, one in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj %s endobj\n" % (number, one)
    body += b"% " + mark.encode().replace(b"\n", b" ") + b"\n" if mark else b""
    end = b"trailer <</Root 1 0 R /Size 4>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 4\n" + table + end
