"""Writers of small Word files and workbooks from pieces of their XML."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:x="urn:nobody"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def _types(part: str, kind: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    )


def _rels(*pairs: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{R}/{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def word(body: str, *, styles: str = "", numbering: str = "", main: str = "word/document.xml", **more: str) -> bytes:
    """A Word file around the XML of its body."""
    name = main.rpartition("/")[2]
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(main, kind),
        "_rels/.rels": _rels(("officeDocument", main)),
        main: f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        f"word/_rels/{name}.rels": _rels(("styles", "styles.xml"), ("numbering", "numbering.xml")),
        "word/styles.xml": f"<w:styles {_NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMES}>{numbering}</w:numbering>",
    }
    return zipped({**parts, **more})


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content if '<' in content else run(content)}</w:p>"


def table(*rows: list[str]) -> str:
    """A table; a cell is a text, or XML where it has "<": its properties may stand first (<w:tcPr>...)."""
    return "<w:tbl>" + "".join(row_of(row) for row in rows) + "</w:tbl>"


def row_of(cells: list[str], properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>" + "".join(map(_cell, cells)) + "</w:tr>"


def _cell(text: str) -> str:
    if text.startswith("<w:tcPr"):
        properties, _, rest = text.partition("</w:tcPr>")
        return f"<w:tc>{properties}</w:tcPr>{rest if rest.startswith('<w:') else para(rest)}</w:tc>"
    return f"<w:tc>{text if text.startswith('<w:') else para(text)}</w:tc>"


def listed(identity: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>'


def workbook(
    rows: str, *, formats: tuple[str, ...] = (), before: str = "", after: str = "", setting: str = "", **more: str
) -> bytes:
    """A workbook with one sheet "Trang" around the XML of its rows; style n+1 shows numbers by formats[n]."""
    codes = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    looks = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("xl/workbook.xml", kind),
        "_rels/.rels": _rels(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}">{setting}<sheets><sheet name="Trang" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _rels(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{S}"><numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{looks}</cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
    }
    return zipped({**parts, **more})


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
