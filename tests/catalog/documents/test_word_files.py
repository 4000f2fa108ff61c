"""Word files are read as they are printed: one branch, revisions accepted, hidden text gone, numbers written out."""

import pytest
from made_files import listed, para, row_of, run, table, word, zipped

from catalog.documents.model import Document, NotReadable
from catalog.documents.read import read

_DEL, _INS = '<w:del w:id="1" w:author="a">{}</w:del>', '<w:ins w:id="2" w:author="a">{}</w:ins>'
_GONE = '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs()]


def grid(data: bytes) -> tuple[tuple[str, ...], ...]:
    (one,) = read(data).tables()
    return one.filled()


def kinds(document: Document) -> list[str]:
    return [remark.kind for remark in document.remarks]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('<w:r><w:t>30</w:t><w:noBreakHyphen/><w:t>6</w:t></w:r>', "30-6"),
        ('<w:r><w:t>tăng</w:t><w:softHyphen/><w:t>cường</w:t></w:r>', "tăngcường"),
        ('<w:r><w:t>A</w:t><w:tab/><w:t>B</w:t></w:r>', "A B"),
        ('<w:r><w:t>A</w:t><w:br/><w:t>B</w:t></w:r>', "A\nB"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r><w:r><w:t> 95%</w:t></w:r>', "≥ 95%"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ("<m:oMath><m:r><m:t>≤5%</m:t></m:r></m:oMath>", "≤5%"),
        ("<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>", "3/4"),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", "m²"),
        (_DEL.format("<w:r><w:delText>cũ</w:delText></w:r>") + _INS.format(run("mới")), "mới"),
        ('<w:moveFrom w:id="1">' + run("đi") + '</w:moveFrom><w:moveTo w:id="2">' + run("đến") + "</w:moveTo>", "đến"),
        (run("thấy") + run("ẩn", "<w:vanish/>"), "thấy"),
        (run("thấy", '<w:vanish w:val="0"/>'), "thấy"),
        (run("kế hoạch", "<w:caps/>"), "KẾ HOẠCH"),
        ('<w:customXml w:element="x">' + run("trong") + "</w:customXml>", "trong"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("trong") + "</w:sdtContent></w:sdt>", "trong"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("Nhấp để nhập") + "</w:sdtContent></w:sdt>", ""),
        ('<w:hyperlink w:anchor="a">' + run("liên kết") + "</w:hyperlink>", "liên kết"),
        ('<w:fldSimple w:instr="PAGE">' + run("7") + "</w:fldSimple>", "7"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:t>mã</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1/3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "1/3",
        ),
        (
            '<mc:AlternateContent><mc:Choice Requires="wps">' + run("một") + "</mc:Choice><mc:Fallback>" + run("hai")
            + "</mc:Fallback></mc:AlternateContent>", "một",
        ),
        (
            '<mc:AlternateContent><mc:Choice Requires="x">' + run("một") + "</mc:Choice><mc:Fallback>" + run("hai")
            + "</mc:Fallback></mc:AlternateContent>", "hai",
        ),
        (run("Së X©y dùng", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'), "Sở Xây dựng"),
    ],
)  # fmt: skip
def test_a_paragraph_shows_what_is_printed(content: str, shown: str) -> None:
    assert texts(word(para(content))) == [shown]


def test_a_deleted_or_hidden_paragraph_end_joins_two_paragraphs() -> None:
    assert texts(word(para("Trồng ", _GONE) + para("cây"))) == ["Trồng cây"]
    assert texts(word(para("Trồng ", "<w:rPr><w:vanish/></w:rPr>") + para("cây"))) == ["Trồng cây"]
    assert texts(word(para(_DEL.format(run("bỏ")), _GONE) + para("cây"))) == ["cây"]


def test_rows_and_cells_that_were_deleted_or_hidden_are_gone_and_said() -> None:
    hidden = row_of([para(run("9", "<w:vanish/>")), para(run("ẩn", "<w:vanish/>"))])
    deleted, marked = row_of(["2", "B"], '<w:del w:id="5"/>'), row_of(["3", "C"], "<w:hidden/>")
    body = f"<w:tbl>{row_of(['1', 'A'])}{deleted}{hidden}{marked}{row_of(['4', 'D'])}</w:tbl>"
    document = read(word(body))
    assert grid(word(body)) == (("1", "A"), ("4", "D"))
    assert kinds(document) == ["hidden", "deleted"]


def test_merged_cells_know_what_covers_them() -> None:
    begin, go = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    assert grid(word(table(["1", f"{begin}Quý I"], ["2", f"{go}bị che"], [f"{wide}Mục II"]))) == (
        ("1", "Quý I"), ("2", "Quý I"), ("Mục II", ""),
    )  # fmt: skip


def test_tables_that_only_place_things_are_not_there_and_small_ones_inside_are_text() -> None:
    inner = table(["TT", "Việc", "Hạn"], ["1", "A", "B"], ["2", "C", "D"])
    assert grid(word(table([inner + "<w:p/>"]))) == (("TT", "Việc", "Hạn"), ("1", "A", "B"), ("2", "C", "D"))
    assert texts(word(table(["khung chữ"]))) == ["khung chữ"]
    nested = table(["1", "<w:p/>" + table(["a", "b"]) + "<w:p/>", "x"], ["2", "y", "z"])
    assert grid(word(nested)) == (("1", "a b", "x"), ("2", "y", "z"))


def test_text_boxes_are_read_once_before_the_paragraph_they_hang_on() -> None:
    inside = f"<w:txbxContent>{para('Số: 9/KH')}</w:txbxContent>"
    box = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(word(para(f"<w:r>{box}</w:r>{run('KẾ HOẠCH')}"))) == ["Số: 9/KH", "KẾ HOẠCH"]


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def lists(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{nums}'


def numbered(numbering: str, *properties: str, styles: str = "") -> list[str]:
    data = word("".join(para("x", one) for one in properties), numbering=numbering, styles=styles)
    return [text.removesuffix("x").strip() for text in texts(data)]


def test_numbers_that_word_makes_itself() -> None:
    two = lists(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert numbered(two, listed(1), listed(1, 1), listed(1, 1), listed(1), listed(1, 1)) == [
        "I.",
        "1.1",
        "1.2",
        "II.",
        "2.1",
    ]
    assert numbered(lists(level(0, "decimalZero", "%1")), listed(1), listed(1)) == ["01", "02"]
    assert numbered(lists(level(0, "lowerLetter", "%1)")), *[listed(1)] * 28)[25:] == ["z)", "aa)", "bb)"]
    assert numbered(lists(level(0, "bullet", "o")), listed(1)) == ["-"]
    assert numbered(lists(level(0, "decimal", "%1.")), listed(1), "", listed(1), listed(0)) == ["1.", "", "2.", ""]


def test_lists_on_one_abstract_list_count_on_and_an_override_begins_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        f'<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1/")}</w:lvlOverride></w:num>'
    )
    plain = lists(level(0, "decimal", "%1"), nums=nums)
    assert numbered(plain, listed(1), listed(2), listed(3), listed(3), listed(1)) == ["1", "2", "5", "6", "7"]
    assert numbered(plain, listed(4)) == ["A/"]


def test_numbers_given_by_styles_and_their_parents() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Cha"><w:pPr>{listed(1)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Cha"/></w:style>'
    )
    by = '<w:pStyle w:val="{}"/>'.format
    assert numbered(lists(level(0, "decimal", "%1.")), by("Cha"), by("Con"), by("Con") + listed(0), styles=styles) == [
        "1.",
        "2.",
        "",
    ]


def test_a_deleted_numbered_paragraph_does_not_count() -> None:
    numbering = lists(level(0, "decimal", "%1."))
    body = para("a", listed(1)) + para(_DEL.format(run("b")), listed(1) + _GONE) + para("c", listed(1))
    assert texts(word(body, numbering=numbering)) == ["1. a", "2. c"]


def test_packages_that_word_opens_are_opened() -> None:
    plain = word(para("thân bài"))
    assert texts(word(para("thân bài"), main="word/document2.xml")) == ["thân bài"]
    strict = plain_parts(plain)
    for name in list(strict):
        strict[name] = strict[name].replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        strict[name] = strict[name].replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    assert texts(zipped({**strict})) == ["thân bài"]
    assert texts(
        zipped({name.replace("/", "\\") if "/" in name else name: part for name, part in plain_parts(plain).items()})
    ) == ["thân bài"]
    broken = plain_parts(plain)
    broken["word/styles.xml"] = b"<w:styles"
    broken["word/numbering.xml"] = b""
    assert texts(zipped({**broken})) == ["thân bài"]


def plain_parts(data: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_word_file_without_a_body_says_so() -> None:
    with pytest.raises(NotReadable, match="nội dung"):
        read(zipped({"word/document.xml": "<a/>"}))


def test_what_is_crossed_out_is_shown_marked_and_said() -> None:
    changed = para(run("31/3/2026", "<w:strike/>") + run(" 30/6/2026"))
    document = read(word(table(["1", changed, para(run("bỏ", "<w:dstrike/>")), "d"]) + para(run("x", "<w:strike/>"))))
    (grid,) = document.tables()
    assert [(cell.text, cell.kept) for cell in grid.rows[0].cells] == [
        ("1", None), ("31/3/2026 30/6/2026", "30/6/2026"), ("bỏ", ""), ("d", None),
    ]  # fmt: skip
    assert [(one.text, one.kept) for one in document.paragraphs()] == [("x", "")]
    assert [(one.kind, "3 đoạn" in one.text) for one in document.remarks] == [("struck", True)]


def test_a_file_put_in_at_a_place_is_read_there() -> None:
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="b.htm"/><Relationship Id="c" Type="http://x/aFChunk" Target="c.docx"/></Relationships>'
    body = para("đầu") + '<w:altChunk r:id="a"/><w:altChunk r:id="c"/><w:altChunk r:id="missing"/>' + para("cuối")
    parts: dict[str, str] = {
        "word/_rels/document.xml.rels": rels,
        "word/b.htm": "<html><body><p>giữa</p></body></html>",
    }
    whole = plain_parts(word(body, **parts)) | {"word/c.docx": word(para("trong"))}
    document = read(zipped({**whole}))
    assert [one.text for one in document.paragraphs()] == ["đầu", "giữa", "trong", "cuối"]
    assert kinds(document) == ["left_out"]


def test_a_part_that_is_damaged_halfway_is_read_as_far_as_it_goes_and_said() -> None:
    parts = plain_parts(word(para("một") + para("hai") + para("ba")))
    parts["word/document.xml"] = parts["word/document.xml"].split(b"ba")[0]
    document = read(zipped({**parts}))
    assert [one.text for one in document.paragraphs()][:2] == ["một", "hai"]
    assert kinds(document) == ["damaged"]
