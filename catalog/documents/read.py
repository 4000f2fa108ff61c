"""The door: a file in, its `Document` out, or one sentence saying why nobody can read it.

What a file is, is found from its content, not from its name.
"""

from pathlib import Path

from catalog.documents.model import Document, NotReadable
from catalog.documents.old_office import STARTS, converted
from catalog.documents.package import Package
from catalog.documents.refusal import refuse
from catalog.documents.shown import lettered


def read(source: Path | bytes, name: str = "") -> Document:
    """What stands in a file, given as its path or its bytes; `name` is what the sender calls it.

    Raises NotReadable with one Vietnamese sentence.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    refuse(data, name)
    return lettered(_read(data, name))


def _read(data: bytes, name: str) -> Document:
    if data.startswith(STARTS):
        return _office(converted(data, name))
    if data.startswith(b"PK"):
        return _office(data)
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        from catalog.documents.pdf.read import read_pdf

        return read_pdf(data)
    from catalog.documents.text import read_text

    return read_text(data, name)


def _office(data: bytes) -> Document:
    package = Package(data)
    part, kind = package.main_part()
    if "spreadsheetml" in kind or part.endswith("workbook.xml"):
        from catalog.documents.sheets.read import read_workbook

        return read_workbook(package, part)
    if "wordprocessingml" in kind or part.endswith("document.xml"):
        from catalog.documents.word.read import read_word

        return read_word(package, part)
    raise NotReadable("Tệp là tệp nén nhưng không phải Word (.docx) hay Excel (.xlsx).")
