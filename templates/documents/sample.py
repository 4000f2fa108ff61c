"""A small letter for rehearsals: a real DOCX, so that evidence in the demo is a real file."""

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
