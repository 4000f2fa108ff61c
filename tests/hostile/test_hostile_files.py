"""Files made to hurt: as evidence they are refused or kept as bytes, as plans they are refused with a sentence."""

import io
import pathlib
import zipfile

import pytest
from hostile_inputs import FILE_NAMES, FILES, POISON, zipped
from openpyxl import load_workbook

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.export.as_workbook import export_xlsx
from catalog.plans.model import Actors, NotAPlan, ParsedPlan, ParsedTask
from catalog.plans.reader import read_plan
from catalog.text import plain_name
from catalog.work.evidence import EvidenceStore, FileRefused

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def docx(document: str) -> bytes:
    """A Word file around this document.xml."""
    return zipped(
        {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _RELS.encode(), "word/document.xml": document.encode()}
    )


def body(text: str) -> str:
    return f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


PLANS = {
    "bomb.docx": zipped({"word/document.xml": b"\0" * 80_000_000}),
    "bomb.xlsx": zipped({"xl/workbook.xml": b" " * 80_000_000}),
    "laughs.docx": docx(LAUGHS + body("&l9;")),
    "outside.docx": docx(OUTSIDE + body("&e;")),
    "nothing.docx": zipped({"word/document.xml": b""}),
    "path.docx": zipped({"../../../tmp/evil": b"x", "word/document.xml": b"<x/>"}),
    "broken.xlsx": zipped({"xl/workbook.xml": b"<workbook>"}),
    "stored.zip": zipped({"a": b"x" * 100}, zipfile.ZIP_STORED),
    "half.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R",
    "loop.pdf": b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 1>>endobj\ntrailer<</Root<</Pages 1 0 R>>>>",
    "nul.txt": b"a\0b" * 1000,
    "deep.txt": ("<ul><li>" * 20_000).encode(),
    "tabs.txt": ("\t" * 200_000).encode(),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_file_made_to_hurt_is_no_plan_and_says_so(name: str) -> None:
    with pytest.raises(NotAPlan) as refusal:
        read_plan(PLANS[name], name, khanh_hoa())
    assert "\n" not in str(refusal.value)
    assert "root:" not in str(refusal.value)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_evidence_is_taken_or_refused_by_its_bytes_whatever_its_name(number: int, tmp_path: pathlib.Path) -> None:
    store = EvidenceStore(str(tmp_path / "evidence"), limit=1_000_000)
    data, must_refuse = FILES[number]
    if must_refuse:
        with pytest.raises(FileRefused):
            store.keep(data)
        assert store.names() == set()
    else:
        kept = store.keep(data)
        assert store.names() == {kept.sha256}
    assert sorted(path.name for path in tmp_path.iterdir()) in (["evidence"], [])


def test_no_name_leads_out_of_a_folder() -> None:
    for name in FILE_NAMES:
        assert (pathlib.PurePosixPath("/safe") / plain_name(name)).parent == pathlib.PurePosixPath("/safe")


def test_what_looks_like_a_formula_in_a_plan_is_a_text_in_the_workbook() -> None:
    evil = [text for text in POISON if text[0] in "=+-@"]
    tasks = tuple(
        ParsedTask("", "I", text, str(n), text, text, "", (), Actors()) for n, text in enumerate(evil, start=1)
    )
    workbook = load_workbook(
        io.BytesIO(export_xlsx(ParsedPlan("1/KH", "=1+1", "=1", None, 2026, "", tasks), khanh_hoa()))
    )
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert sum(str(cell.value) in evil for cell in cells) >= 2 * len(evil)
